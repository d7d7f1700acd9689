from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from law.actions import AlreadyMarked, confirm_law, mark_changed, settle, settle_all
from law.citing import citations_of
from law.models import Act
from practices.models import PracticeCitation
from publishing.actions import Overtaken
from publishing.history import last_decision, public_history
from publishing.models import ModerationEvent, QueueItem
from tests import factories
from tests.law.lawbook import DAY, NOTES, act, cite, editor, mark
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def waiting(reason="law"):
    return set(QueueItem.objects.filter(reason=reason).values_list("object_id", flat=True))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def citing(status, law, **fields):
    practice = factories.practice(status, **fields)
    cite(practice, law)
    return practice


# --- an act changes -----------------------------------------------------------------------------------


def test_changed_act_grows_its_edition_and_says_what_changed():
    law = act()
    mark(law)
    law = fresh(law)
    assert (law.edition, law.state, law.changed_on) == (2, "changed", DAY)
    assert (law.change_note_ky, law.change_note_ru) == (NOTES["note_ky"], NOTES["note_ru"])


def test_what_is_published_and_cites_the_act_enters_the_queue():
    law, other = act("1"), act("2")
    cites = citing("published", law)
    citing("published", other)
    assert mark(law) == 1
    assert waiting() == {cites.pk}
    [item] = QueueItem.objects.filter(reason="law")
    assert item.title == str(cites)
    assert item.kind == "practices.practice"


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_what_is_not_published_shows_the_flag_and_does_not_queue(status):
    law = act()
    practice = citing(status, law)
    assert mark(law) == 0
    assert waiting() == set()
    assert citations_of(practice).stale().exists()


def test_text_citing_two_articles_of_the_act_waits_once():
    law = act()
    practice = citing("published", law)
    cite(practice, law, "34")
    assert mark(law) == 1
    assert waiting() == {practice.pk}


@pytest.mark.parametrize("number", [1, 25])
def test_marking_costs_the_same_however_many_cite_the_act(django_assert_max_num_queries, number):
    law, person = act(), editor()
    for practice in factories.published_quickly(number, place_note_ru="Три села"):
        cite(practice, law)
    with django_assert_max_num_queries(12):
        assert mark(law, by=person) == number
    assert set(QueueItem.objects.filter(reason="law").values_list("place", "language")) == {("Три села", "ru")}


def test_same_press_twice_grows_the_edition_once():
    law = act()
    seen, person = law.edition, editor()
    mark(law, by=person, seen=seen)
    with pytest.raises(AlreadyMarked):
        mark(fresh(law), by=person, seen=seen, note_ru="Другое")
    assert (fresh(law).edition, fresh(law).change_note_ru) == (2, NOTES["note_ru"])


def test_act_may_change_again_and_what_waits_stays_in_its_place():
    law = act()
    citing("published", law)
    mark(law)
    first = QueueItem.objects.get(reason="law")
    mark(fresh(law), on=date(2025, 9, 1))
    assert fresh(law).edition == 3
    assert QueueItem.objects.get(reason="law").pk == first.pk


def test_repealed_act_leads_to_what_replaced_it_and_its_citations_stay():
    law, new = act("101"), act("123")
    practice = citing("published", law)
    mark(law, state="repealed", successor=new)
    assert (fresh(law).state, fresh(law).successor) == ("repealed", new)
    assert PracticeCitation.objects.get(practice=practice).act == law
    assert waiting() == {practice.pk}


def test_repealed_by_mistake_is_in_force_again():
    law, new = act("101"), act("123")
    mark(law, state="repealed", successor=new)
    mark(fresh(law), state="changed")
    assert (fresh(law).state, fresh(law).successor, fresh(law).edition) == ("changed", None, 3)


@pytest.mark.parametrize(("state", "has_successor"), [("in_force", False), ("changed", True)])
def test_change_that_is_none_is_refused(state, has_successor):
    law, new = act("1"), act("2")
    with pytest.raises(ValueError):
        mark(law, state=state, successor=new if has_successor else None)
    assert fresh(law).edition == 1


def test_act_is_not_replaced_by_what_it_replaced():
    first, second = act("1"), act("2")
    mark(first, state="repealed", successor=second)
    with pytest.raises(ValueError):
        mark(second, state="repealed", successor=fresh(first))
    with pytest.raises(ValueError):
        mark(second, state="repealed", successor=second)
    assert fresh(second).state == "in_force"


@pytest.mark.parametrize("role", ["practices_curator", None])
def test_who_may_not_change_acts_may_not_mark_them(role):
    law = act()
    person = factories.member_of(role) if role else factories.person()
    with pytest.raises(PermissionDenied):
        mark_changed(act=law, by=person, seen=1, on=DAY, state="changed", **NOTES)
    assert fresh(law).edition == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_marking_at_once_one_is_told():
    law = act()
    practice = citing("published", law)
    people = [editor("first"), editor("second")]

    def press(person):
        return lambda: mark(Act.objects.get(pk=law.pk), by=person, seen=1, note_ru=person.full_name)

    results = at_once([press(person) for person in people])
    assert sorted(type(result).__name__ for result in results) == ["AlreadyMarked", "int"]
    assert fresh(law).edition == 2
    assert waiting() == {practice.pk}


# --- a text is compared -------------------------------------------------------------------------------


def test_compared_text_is_right_as_of_today_and_leaves_the_queue():
    law = act()
    practice = citing("published", law)
    mark(law)
    assert confirm_law(publication=practice, by=factories.moderator(), reason="Статья 34 прежняя")
    [citation] = citations_of(practice)
    assert (citation.edition, citation.checked_on, citation.is_stale) == (2, timezone.localdate(), False)
    assert waiting() == set()
    step = public_history(practice)[0]
    assert (step["verb"], step["why"]) == ("law", "Статья 34 прежняя")


def test_check_of_the_law_is_no_decision_on_the_text():
    law = act()
    practice = citing("archived", law)
    confirm_law(publication=practice, by=factories.moderator())
    assert last_decision(public_history(practice))["verb"] == "archive"


def test_text_compared_twice_is_logged_once():
    law = act()
    practice = citing("published", law)
    mark(law)
    curator = factories.moderator()
    assert confirm_law(publication=practice, by=curator)
    assert not confirm_law(publication=practice, by=curator)
    assert ModerationEvent.objects.filter(action="law").count() == 1


def test_check_of_a_draft_is_not_told_to_readers():
    practice = citing("in_review", act())
    confirm_law(publication=practice, by=factories.moderator())
    assert not ModerationEvent.objects.get(action="law").is_public


def test_act_that_changed_under_the_curators_eyes_is_not_confirmed():
    law = act()
    practice = citing("published", law)
    seen = {row.pk: row.act.edition for row in citations_of(practice)}
    mark(law)
    with pytest.raises(Overtaken):
        confirm_law(publication=practice, by=factories.moderator(), seen=seen)
    assert waiting() == {practice.pk}
    assert confirm_law(publication=practice, by=factories.moderator(), seen=dict.fromkeys(seen, 2))


def test_act_cited_meanwhile_is_not_confirmed_unseen():
    practice = citing("published", act("1"))
    seen = {row.pk: row.act.edition for row in citations_of(practice)}
    cite(practice, act("2"))
    with pytest.raises(Overtaken):
        confirm_law(publication=practice, by=factories.moderator(), seen=seen)


def test_only_who_decides_on_texts_confirms():
    practice = citing("published", act())
    for person in (practice.author, factories.person("staff", is_staff=True)):
        with pytest.raises(PermissionDenied):
            confirm_law(publication=practice, by=person)


# --- the queue stays true -----------------------------------------------------------------------------


def test_text_waiting_for_several_reasons_keeps_the_others():
    law = act()
    practice = citing("published", law)
    mark(law)
    QueueItem.objects.create(
        kind=practice.label(), object_id=practice.pk, reason="facts", title="т", language="ru",
        submitted_at=timezone.now(),
    )
    confirm_law(publication=practice, by=factories.moderator())
    assert (waiting(), waiting("facts")) == (set(), {practice.pk})


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_text_taken_from_readers_waits_no_more_and_comes_back_with_them(verb):
    law = act()
    practice = citing("published", law)
    mark(law)
    factories.do(verb, practice)
    assert waiting() == set()
    factories.do("restore", practice)
    settle_all()
    assert waiting() == {practice.pk}


def test_text_published_with_a_changed_act_is_found_at_night():
    law = act()
    practice = citing("in_review", law)
    mark(law)
    factories.do("publish", practice)
    settle_all()
    settle_all()
    assert waiting() == {practice.pk}


def test_text_that_cites_the_act_no_longer_leaves_the_queue():
    law = act()
    first, second = citing("published", law), citing("published", law)
    mark(law)
    PracticeCitation.objects.filter(practice__in=[first, second]).delete()
    settle(first)
    assert waiting() == {second.pk}
    settle_all()
    assert waiting() == set()


def test_other_reasons_are_not_touched_at_night():
    practice = factories.practice("in_review")
    settle_all()
    assert waiting("review") == {practice.pk}
