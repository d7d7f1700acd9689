from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from practices.models import Practice
from publishing.models import ModerationEvent, Publication, QueueItem
from tests import factories

pytestmark = pytest.mark.django_db
STATUSES = list(factories.WAYS)
OPEN = {"published", "withdrawn", "archived"}


def change(practice, **fields):
    """Change the row past all actions: may the database hold it?"""
    try:
        with transaction.atomic():
            Practice.objects.filter(pk=practice.pk).update(**fields)
    except IntegrityError:
        return False
    return True


# --- what may exist -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_text_not_yet_published_needs_no_date(status):
    assert change(factories.draft(), status=status)


@pytest.mark.parametrize("status", ["published", "archived"])
def test_text_that_was_published_has_a_date(status):
    practice = factories.draft()
    assert not change(practice, status=status)
    assert change(practice, status=status, published_at=timezone.now())


@pytest.mark.parametrize("kind", ["outdated", "cause"])
def test_withdrawn_text_says_how_and_no_other_does(kind):
    practice = factories.practice("published")
    assert not change(practice, status="withdrawn")
    assert not change(practice, withdrawal=kind)
    assert change(practice, status="withdrawn", withdrawal=kind)


def test_merged_text_leads_to_another_and_no_other_does():
    practice, other = factories.practice("published"), factories.practice("published")
    assert not change(practice, status="withdrawn", withdrawal="merged")
    assert not change(practice, status="withdrawn", withdrawal="outdated", merged_into=other)
    assert not change(practice, merged_into=other)
    assert change(practice, status="withdrawn", withdrawal="merged", merged_into=other)


def test_form_of_a_person_makes_one_text():
    author, key = factories.person(), uuid4()
    factories.draft(author, form_key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.draft(author, form_key=key)
    factories.draft(factories.person("neighbour"), form_key=key)
    factories.draft(author)
    factories.draft(author)


def test_text_waits_in_the_queue_once():
    fields = {"kind": "practices.practice", "object_id": 1, "title": "Суу", "language": "ky"}
    QueueItem.objects.create(**fields, submitted_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueItem.objects.create(**fields, submitted_at=timezone.now())
    QueueItem.objects.create(**{**fields, "kind": "letters.letter"}, submitted_at=timezone.now())


def test_item_held_by_somebody_is_held_since_a_time():
    factories.practice("in_review")
    holder = factories.moderator()
    with pytest.raises(IntegrityError), transaction.atomic():
        QueueItem.objects.update(holder=holder)
    QueueItem.objects.update(holder=holder, held_at=timezone.now())


def test_oldest_text_stands_first_in_the_queue():
    first, second = factories.practice("in_review"), factories.practice("in_review")
    QueueItem.objects.filter(object_id=second.pk).update(submitted_at=timezone.now() - timezone.timedelta(days=1))
    assert [item.object_id for item in QueueItem.objects.all()] == [second.pk, first.pk]


# --- who sees what --------------------------------------------------------------------------------


def readers():
    return {
        "anonymous": AnonymousUser(),
        "author": factories.person(),
        "member": factories.person("member"),
        "moderator": factories.moderator(),
        "staff": factories.person("staff", is_staff=True),
        "expert": factories.member_of("expert", is_staff=False),
    }


@pytest.mark.parametrize("status", STATUSES)
def test_who_may_open_a_text(status):
    practice = factories.practice(status)
    may = {name for name, user in readers().items() if practice in Practice.objects.visible_to(user)}
    everybody = {"anonymous", "author", "member", "moderator", "staff", "expert"}
    assert may == (everybody if status in OPEN else {"author", "moderator"})


def test_moderator_who_may_no_longer_sign_in_sees_nothing_hidden():
    practice, user = factories.practice("in_review"), factories.moderator()
    user.is_active = False
    assert practice not in Practice.objects.visible_to(user)


@pytest.mark.parametrize("status", STATUSES)
def test_only_published_texts_are_published_and_open_ones_open(status):
    practice = factories.practice(status)
    assert (practice in Practice.objects.published()) == (status == "published")
    assert (practice in Practice.objects.open_to_all()) == (status in OPEN) == practice.is_open_to_all
    assert (practice in Practice.objects.in_review()) == (status == "in_review")


@pytest.mark.parametrize("status", STATUSES)
def test_author_changes_only_a_draft_or_a_returned_text(status):
    practice = factories.practice(status)
    may = {name for name, user in readers().items() if practice.is_editable_by(user)}
    assert may == ({"author"} if status in ("draft", "returned") else set())


def test_nobody_changes_a_text_whose_author_is_gone():
    practice = factories.draft()
    practice.author = None
    assert not practice.is_editable_by(AnonymousUser())


@pytest.mark.parametrize(("kind", "gone"), [("outdated", False), ("cause", True)])
def test_only_a_text_removed_for_cause_is_gone(kind, gone):
    practice = factories.practice("published")
    factories.do("withdraw", practice, kind=kind)
    assert practice.is_gone == gone


def test_texts_of_a_person_are_theirs():
    mine = factories.draft()
    factories.draft(factories.person("neighbour"))
    assert list(Practice.objects.by(factories.person())) == [mine]


def test_permission_and_label_are_named_after_the_section():
    assert Practice.permission("moderate") == "practices.moderate_practice"
    assert Practice.label() == "practices.practice"


def test_section_that_tells_the_catalogue_nothing_is_a_mistake():
    with pytest.raises(TypeError):
        Publication.catalogue_card(Practice())


# --- the log --------------------------------------------------------------------------------------


@pytest.fixture
def event():
    factories.practice("in_review")
    return ModerationEvent.objects.get()


def test_log_entry_cannot_be_saved_again(event):
    event.reason = "Башка себеп"
    with pytest.raises(TypeError):
        event.save()


def test_log_entry_cannot_be_deleted(event):
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.parametrize("work", [
    lambda rows: rows.update(reason=""),
    lambda rows: rows.delete(),
    lambda rows: rows.filter(action="submit").exclude(pk=0).delete(),
    lambda rows: rows.bulk_update(list(rows), ["reason"]),
])
def test_log_cannot_be_changed_in_bulk(event, work):
    with pytest.raises(TypeError), transaction.atomic():
        work(ModerationEvent.objects.all())
    assert ModerationEvent.objects.get().pk == event.pk


def test_log_outlives_the_text_and_the_person(event):
    practice = Practice.objects.get()
    practice.delete()
    factories.person().delete()
    kept = ModerationEvent.objects.get()
    assert kept.title == practice.title_ru
    assert kept.by_name == "author atyev"
