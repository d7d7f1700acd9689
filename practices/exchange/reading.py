"""The newest questions under a practice, as rows of the one query that brings the whole page."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Paginator
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject, Left, Length

from accounts.models import User
from practices.models import PracticeComment

ON_PAGE = 10
ANSWERS_ON_PAGE = 1
# The page of a practice stays light; whole texts stand on the page of the questions.
LETTERS_ON_PAGE = 300
COLUMNS = (
    "id", "kind", "answers_id", "author_id", "author_name", "author_post", "is_confirmed", "by_the_author",
    "from_the_place", "language", "written_at", "hidden_at",
)


def readable():
    """Questions and additions that have a place on the page: shown, or hidden above answers that are shown."""
    answered = PracticeComment.objects.shown().filter(answers=OuterRef("pk"))
    return PracticeComment.objects.threads().filter(Q(hidden_at__isnull=True) | Exists(answered))


def annotations() -> dict:
    """Return what practices.reading adds to its query: the newest threads and the number of all remarks."""
    threads = readable().filter(practice=OuterRef("pk")).order_by("-id")
    answers = PracticeComment.objects.shown().filter(answers=OuterRef("pk")).order_by("-by_the_author", "id")
    return {
        "threads_json": _rows(threads[:ON_PAGE], replies=_rows(answers[:ANSWERS_ON_PAGE]), answered=_count(answers)),
        "remarks_count": _count(PracticeComment.objects.shown().filter(practice=OuterRef("pk"))),
        "threads_count": _count(threads),
    }


def remarks_stamp():
    """What differs whenever something was said under the practice, taken back, hidden or shown again."""
    rows = PracticeComment.objects.filter(practice=OuterRef("pk")).order_by().values(whole=Value(1))
    told = JSONObject(all=Count("pk"), last=Max("pk"), hidden=Count("hidden_at"), hidden_last=Max("hidden_at"))
    return Subquery(rows.annotate(told=Cast(told, TextField())).values("told"))


def _rows(remarks, **more):
    shown_text = Case(When(hidden_at__isnull=True, then=Left("text", LETTERS_ON_PAGE)), default=Value(""))
    row = JSONObject(
        **{name: F(name) for name in COLUMNS},
        left_on=F("author__left_on"), text=shown_text, length=Length("text"), **more,
    )
    return ArraySubquery(remarks.annotate(json=row).values("json"))


def _count(remarks):
    counted = remarks.order_by().values(constant=Value(1)).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def unpack_threads(practice) -> None:
    """Turn the annotated JSON into remarks: practice.threads, each with its answers."""
    practice.threads = [_thread(practice, row) for row in practice.threads_json]
    practice.remarks_count = practice.remarks_count or 0
    practice.more_threads = (practice.threads_count or 0) > len(practice.threads)


def _thread(practice, row):
    thread = _remark(practice, row)
    thread.shown_answers = [_remark(practice, answer) for answer in row["replies"]]
    thread.more_answers = (row["answered"] or 0) - len(thread.shown_answers)
    return thread


def _remark(practice, row):
    fields = {field.attname: field for field in PracticeComment._meta.concrete_fields}
    values = {name: row[name] for name in (*COLUMNS, "text")}
    remark = PracticeComment(**{
        name: fields[name].to_python(value) if value is not None else None for name, value in values.items()
    })
    remark.practice = practice
    if remark.author_id:
        remark.author = User(pk=remark.author_id, left_on=row["left_on"])
    remark.is_cut = row["length"] > LETTERS_ON_PAGE and not remark.hidden_at
    return remark


def threads_of(practice, page):
    """Return a page of all the threads of the practice, whole, in a fixed number of queries."""
    answers = PracticeComment.objects.shown().select_related("author").order_by("id")
    threads = readable().filter(practice=practice).select_related("author").order_by("-id")
    threads = threads.prefetch_related(Prefetch("replies", answers, to_attr="shown_answers"))
    return Paginator(threads, ON_PAGE).get_page(page)


def page_number(remark) -> int:
    """Return the number of the page of threads on which the remark stands."""
    newer = readable().filter(practice=remark.practice_id, pk__gt=remark.thread_id).count()
    return newer // ON_PAGE + 1


def hidden_from_others(practice, user):
    """Return what this person wrote here and only this person still sees, the latest first."""
    if not user.is_authenticated:
        return []
    return practice.comments.filter(author=user, hiding__in=["curator", "complaints"]).order_by("-id")[:ON_PAGE]
