from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render

from catalogue import kinds
from catalogue.forms import SearchForm
from catalogue.models import Entry, Topic
from catalogue.search import best_first, matching

PAGE_SIZE = 12
# Beyond so many pages nobody reads on; a narrower question helps more.
LAST_PAGE = 20


def search(request):
    """Search over everything published, by words, kind and topic."""
    form = SearchForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    words = asked.get("q", "")
    entries = _narrowed(Entry.objects.published(), asked)
    paginator = Paginator(best_first(words, entries), PAGE_SIZE)
    paginator.count = matching(words, entries).count()
    page = paginator.get_page(min(paginator.num_pages, LAST_PAGE, _number(request.GET.get("page"))))
    return render(
        request,
        "catalogue/search.html",
        {
            "q": words,
            "page_obj": page,
            "total": paginator.count,
            "kinds": [
                {"value": kind.code, "label": kind.plural, "selected": kind.code == asked.get("kind")}
                for kind in kinds.all_kinds()
            ],
            "topics": _topics(words, asked),
            "querystring": _query(request.GET),
            "crumbs": [],
        },
    )


def _narrowed(entries, asked):
    if asked.get("kind"):
        entries = entries.filter(kind=asked["kind"])
    if asked.get("topic"):
        topics = Topic.objects.filter(Q(slug=asked["topic"]) | Q(parent__slug=asked["topic"]))
        entries = entries.filter(pk__in=Entry.objects.filter(topics__in=topics).values("pk"))
    return entries


def _topics(words, asked):
    """Topics with the number of finds behind each; those with none are left out unless chosen."""
    found = matching(words, _narrowed(Entry.objects.published(), {**asked, "topic": ""}))
    counted = Topic.objects.annotate(found=Count("entries", filter=Q(entries__in=found.values("pk"))))
    return [
        {"value": topic.slug, "label": topic.name, "count": topic.found, "selected": topic.slug == asked.get("topic")}
        for topic in counted
        if topic.found or topic.slug == asked.get("topic")
    ]


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _query(parameters):
    kept = parameters.copy()
    kept.pop("page", None)
    return kept.urlencode()
