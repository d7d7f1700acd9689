import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from catalogue import actions as catalogue
from catalogue.models import Entry
from practices.models import Practice
from publishing import actions
from publishing.models import ModerationEvent, QueueItem
from tests import factories

pytestmark = pytest.mark.django_db

# What may happen, written out once more: (status, verb) -> (status after, who may).
ALLOWED = {
    ("draft", "submit"): ("in_review", "author"),
    ("returned", "submit"): ("in_review", "author"),
    ("in_review", "recall"): ("draft", "author"),
    ("in_review", "send_back"): ("returned", "moderator"),
    ("in_review", "publish"): ("published", "moderator"),
    ("published", "withdraw"): ("withdrawn", "moderator"),
    ("published", "archive"): ("archived", "moderator"),
    ("withdrawn", "restore"): ("published", "moderator"),
    ("archived", "restore"): ("published", "moderator"),
}
STATUSES = list(factories.WAYS)
VERBS = ["submit", "recall", "send_back", "publish", "withdraw", "archive", "restore"]
LAST_WORK = {"submit": (QueueItem.objects, "get_or_create"), "restore": (catalogue, "put")}
REFUSALS = (actions.NotAllowedNow, actions.Overtaken, PermissionDenied)


def people():
    return {
        "author": factories.person(),
        "other": factories.person("other"),
        "moderator": factories.moderator(),
        "staff": factories.person("staff", is_staff=True),
        "anonymous": AnonymousUser(),
    }


def picture():
    """All that a verb could have changed."""
    return (
        list(Practice.objects.order_by("pk").values()),
        list(ModerationEvent.objects.values()),
        list(QueueItem.objects.values()),
        list(Entry.objects.values("object_id", "state", "changed_on")),
    )


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_take_which_step(status, verb):
    practice = factories.practice(status)
    after, who = ALLOWED.get((status, verb), (status, None))
    for name, user in people().items():
        if name == who:
            continue
        before = picture()
        with pytest.raises(REFUSALS):
            factories.do(verb, practice, by=user)
        assert picture() == before, name
    if who:
        factories.do(verb, practice, by=people()[who])
        assert practice.status == after
        assert Practice.objects.get(pk=practice.pk).status == after


@pytest.mark.parametrize("status", STATUSES)
def test_verbs_offered_are_those_that_work(status):
    practice = factories.practice(status)
    for name, user in people().items():
        wanted = [verb for (now, verb), (_after, who) in ALLOWED.items() if now == status and who == name]
        assert actions.allowed_verbs(practice, user) == wanted


def test_moderator_may_decide_on_a_text_of_their_own():
    practice = factories.practice("in_review", factories.moderator("both"))
    assert set(actions.allowed_verbs(practice, practice.author)) == {"recall", "send_back", "publish"}


@pytest.mark.parametrize(("status", "verb"), [
    ("in_review", "send_back"), ("published", "withdraw"), ("published", "archive"), ("archived", "restore"),
])
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_step_that_must_say_why_is_refused_without_a_reason(status, verb, reason):
    practice = factories.practice(status)
    before = picture()
    with pytest.raises(actions.ReasonNeeded):
        factories.do(verb, practice, reason=reason)
    assert picture() == before


def test_publication_needs_no_reason():
    practice = factories.practice("in_review")
    factories.do("publish", practice, reason="  ")
    assert actions.last_event(practice).reason == ""


def test_incomplete_text_is_not_submitted():
    practice = factories.draft(step="")
    with pytest.raises(actions.NotAllowedNow):
        factories.do("submit", practice)
    assert Practice.objects.get().status == "draft"
    assert not QueueItem.objects.exists()


@pytest.mark.parametrize(("status", "verb"), list(ALLOWED))
def test_step_on_an_older_text_changes_nothing_and_tells_who_was_there(status, verb):
    practice = factories.practice(status)
    last = actions.last_event(practice)
    Practice.objects.filter(pk=practice.pk).update(revision=practice.revision + 1)
    before = picture()
    with pytest.raises(actions.Overtaken) as overtaken:
        factories.do(verb, practice)
    assert picture() == before
    assert overtaken.value.last == last


def test_second_decision_learns_of_the_first():
    practice = factories.practice("in_review")
    same = Practice.objects.get()
    factories.do("send_back", practice, by=factories.moderator("first"))
    with pytest.raises(actions.Overtaken) as overtaken:
        factories.do("publish", same, by=factories.moderator("second"))
    last = overtaken.value.last
    assert (last.action, last.by_name) == ("send_back", "first atyev")
    assert last.at is not None


def test_step_that_never_fitted_a_fresh_draft_names_nobody():
    with pytest.raises(actions.NotAllowedNow):
        factories.do("publish", factories.draft())


def test_each_step_makes_the_revision_grow_and_is_logged_once():
    practice = factories.practice("draft")
    for verb in ("submit", "send_back", "submit", "publish", "archive", "restore"):
        revision = practice.revision
        factories.do(verb, practice, reason=f"{verb} керек")
        assert practice.revision == revision + 1
    logged = [(event.action, event.from_status, event.to_status) for event in actions.history(practice)][::-1]
    assert logged == [
        ("submit", "draft", "in_review"), ("send_back", "in_review", "returned"),
        ("submit", "returned", "in_review"), ("publish", "in_review", "published"),
        ("archive", "published", "archived"), ("restore", "archived", "published"),
    ]
    event = actions.last_event(practice)
    assert (event.by_name, event.reason, event.revision) == ("moderator atyev", "restore керек", practice.revision)


def test_log_of_one_text_holds_no_step_of_another():
    practice, other = factories.practice("in_review"), factories.practice("published")
    assert actions.history(practice).count() == 1
    assert actions.history(other).count() == 2


# --- the queue ------------------------------------------------------------------------------------


def test_submitted_text_stands_in_the_queue():
    naryn = factories.territory("naryn", "oblast", name_ru="Нарынская область")
    practice = factories.practice("in_review", territories=[naryn])
    item = QueueItem.objects.get()
    assert (item.kind, item.object_id) == ("practices.practice", practice.pk)
    assert (item.title, item.author_name, item.language) == (practice.title_ru, "author atyev", "ru")
    assert item.place == "Нарынская область"
    assert item.submitted_at == practice.submitted_at


@pytest.mark.parametrize("verb", ["recall", "send_back", "publish"])
def test_text_leaves_the_queue_at_the_decision(verb):
    practice, other = factories.practice("in_review"), factories.practice("in_review")
    factories.do(verb, practice)
    assert [item.object_id for item in QueueItem.objects.filter(reason="review")] == [other.pk]


def test_text_submitted_again_is_free_for_any_curator():
    practice = factories.practice("in_review")
    actions.take(item=QueueItem.objects.get(), by=factories.moderator())
    factories.do("recall", practice)
    factories.do("submit", practice)
    assert QueueItem.objects.get().holder is None


def test_item_is_taken_by_one_curator():
    factories.practice("in_review")
    item, first, second = QueueItem.objects.get(), factories.moderator("first"), factories.moderator("second")
    assert actions.take(item=item, by=first)
    assert not actions.take(item=item, by=second)
    assert actions.take(item=item, by=first)
    item.refresh_from_db()
    assert item.holder == first
    assert item.held_at is not None


def test_item_is_let_go_only_by_its_holder():
    factories.practice("in_review")
    item, first, second = QueueItem.objects.get(), factories.moderator("first"), factories.moderator("second")
    actions.take(item=item, by=first)
    actions.let_go(item=item, by=second)
    assert QueueItem.objects.get().holder == first
    actions.let_go(item=item, by=first)
    assert (QueueItem.objects.get().holder, QueueItem.objects.get().held_at) == (None, None)
    assert actions.take(item=item, by=second)


# --- the catalogue --------------------------------------------------------------------------------


def states():
    return dict(Entry.objects.values_list("object_id", "state"))


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_catalogue_knows_nothing_of_a_text_not_yet_published(status):
    factories.practice(status)
    assert states() == {}


def test_published_text_enters_the_catalogue():
    practice = factories.practice("published")
    entry = Entry.objects.get()
    assert (entry.kind, entry.object_id, entry.state) == ("practice", practice.pk, "published")
    assert entry.title_ru == practice.title_ru
    assert entry.published_on == practice.published_at


def test_archived_text_is_archived_in_the_catalogue_and_comes_back():
    practice = factories.practice("archived")
    assert states() == {practice.pk: "archived"}
    factories.do("restore", practice)
    assert states() == {practice.pk: "published"}


def test_outdated_text_is_kept_in_the_catalogue_as_withdrawn():
    practice = factories.practice("withdrawn")
    assert states() == {practice.pk: "withdrawn"}
    factories.do("restore", practice)
    assert states() == {practice.pk: "published"}
    assert practice.withdrawal == ""


def test_text_removed_for_cause_leaves_the_catalogue():
    practice = factories.practice("published")
    factories.do("withdraw", practice, kind="cause")
    assert states() == {}
    factories.do("restore", practice)
    assert states() == {practice.pk: "published"}


def test_merged_text_leaves_the_catalogue_and_leads_to_the_other():
    practice, other = factories.practice("published"), factories.practice("published")
    factories.do("withdraw", practice, kind="merged", merged_into=other)
    assert practice.merged_into == other
    assert states() == {other.pk: "published"}
    factories.do("restore", practice)
    assert practice.merged_into is None


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn", "archived"])
def test_text_is_merged_only_into_a_published_one(status):
    practice, other = factories.practice("published"), factories.practice(status)
    with pytest.raises(ValueError, match="published"):
        factories.do("withdraw", practice, kind="merged", merged_into=other)


def test_text_is_not_merged_into_itself_or_into_nothing():
    practice = factories.practice("published")
    for target in (practice, None):
        with pytest.raises(ValueError, match="merged"):
            factories.do("withdraw", practice, kind="merged", merged_into=target)
    with pytest.raises(ValueError, match="merged"):
        factories.do("withdraw", practice, kind="outdated", merged_into=factories.practice("published"))
    assert Practice.objects.get(pk=practice.pk).status == "published"


def test_date_of_the_first_publication_stays():
    practice = factories.practice("published")
    first = practice.published_at
    factories.do("archive", practice)
    factories.do("restore", practice)
    assert practice.published_at == first


def test_address_in_the_catalogue_is_the_address_of_the_page(client):
    practice = factories.practice("published")
    assert client.get(f"/ru{Entry.objects.get().path}").context["practice"] == practice


@pytest.mark.parametrize(("status", "verb"), [
    ("draft", "submit"), ("in_review", "publish"), ("published", "withdraw"), ("published", "archive"),
    ("archived", "restore"),
])
def test_step_that_fails_half_way_leaves_no_trace(status, verb, monkeypatch):
    practice = factories.practice(status)

    def broken(*_args, **_kwargs):
        raise RuntimeError("half way")

    # The last thing each of these steps does.
    owner, name = LAST_WORK.get(verb, (actions, "tell_author"))
    monkeypatch.setattr(owner, name, broken)
    before = picture()
    with pytest.raises(RuntimeError):
        factories.do(verb, practice)
    assert picture() == before


# --- edits of curators ----------------------------------------------------------------------------


def test_edit_of_a_published_text_must_say_what_and_why():
    practice = factories.practice("published")
    with pytest.raises(actions.ReasonNeeded):
        actions.note_edit(publication=practice, by=factories.moderator(), changed_fields=["title_ru"])
    assert actions.last_event(practice).action == "publish"


def test_edit_of_a_published_text_renews_its_entry_and_is_logged():
    practice = factories.practice("published")
    practice.title_ru = "Жаңы аталыш"
    practice.save()
    actions.note_edit(
        publication=practice, by=factories.moderator(), changed_fields=["title_ru"], reason="Уточнили название"
    )
    assert Entry.objects.get().title_ru == "Жаңы аталыш"
    event = actions.last_event(practice)
    assert (event.action, event.changed_fields, event.reason) == ("edit", ["title_ru"], "Уточнили название")
    assert event.from_status == event.to_status == "published"


def test_edit_of_a_hidden_text_needs_no_reason_and_stays_out_of_the_catalogue():
    practice = factories.practice("in_review")
    actions.note_edit(publication=practice, by=factories.moderator(), changed_fields=["title_ru"])
    assert states() == {}
    assert actions.last_event(practice).action == "edit"
