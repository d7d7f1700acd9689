"""The verbs of repeats: what can happen, who may, and two people at the same moment."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import change_profile
from practices.adopting import actions
from practices.adopting.periodic import count_repeats
from practices.models import Adoption, Practice
from publishing.actions import NotAllowedNow, Overtaken, ReasonNeeded
from tests import factories
from tests.practices.repeating import begun, led_to, municipality, official, told
from tests.threads import at_once

pytestmark = pytest.mark.django_db
STAGES = ["interested", "decided", "running", "result", "stopped"]
ALLOWED = {
    ("interested", "decided"), ("interested", "running"), ("interested", "result"), ("interested", "stopped"),
    ("decided", "running"), ("decided", "result"), ("decided", "stopped"), ("running", "result"),
    ("running", "stopped"), ("stopped", "running"),
}


@pytest.fixture
def practice(db):
    return factories.practice("published", territories=[municipality("home")])


@pytest.fixture
def place(db):
    return municipality("kara-suu")


@pytest.fixture
def head(place):
    return official("head", place)


def standing(practice):
    return Practice.objects.get(pk=practice.pk).repeats


def stages(adoption):
    return list(adoption.stages.values_list("stage", "note"))


# --- beginning ------------------------------------------------------------------------------------


def test_repeat_begins_with_interest_and_is_logged(practice, head, place):
    adoption = begun(practice, head, post="Катчы")
    assert (adoption.stage, adoption.territory, adoption.by, adoption.post) == ("interested", place, head, "Катчы")
    assert (adoption.is_confirmed, adoption.revision, adoption.language) == (True, 1, "ru")
    assert stages(adoption) == [("interested", "")]


@pytest.mark.parametrize("stage", ["interested", "decided", "running"])
def test_repeat_may_begin_at_any_open_stage(practice, head, stage):
    assert begun(practice, head, stage=stage).stage == stage


@pytest.mark.parametrize("stage", ["result", "stopped", "made-up"])
def test_repeat_does_not_begin_at_its_end(practice, head, stage):
    with pytest.raises(NotAllowedNow):
        begun(practice, head, stage=stage)
    assert not Adoption.objects.exists()


def test_second_press_finds_the_same_repeat(practice, head):
    first = begun(practice, head)
    again = begun(practice, head, post="Башка", stage="running")
    assert (again.pk, again.stage, again.post) == (first.pk, "interested", "")
    assert len(stages(first)) == 1


def test_two_municipalities_repeat_one_practice(practice, head):
    begun(practice, head)
    begun(practice, official("other", municipality("other")))
    assert Adoption.objects.count() == 2


def test_one_municipality_repeats_two_practices(practice, head):
    begun(practice, head)
    begun(factories.practice("published"), head)
    assert Adoption.objects.count() == 2


def test_database_keeps_one_repeat_of_a_practice_in_a_municipality(practice, head, place):
    begun(practice, head)
    with pytest.raises(IntegrityError, match="adopted_once_in_a_place"), transaction.atomic():
        Adoption.objects.create(practice=practice, territory=place, language="ru")


def test_account_without_a_territory_begins_nothing(practice):
    with pytest.raises(actions.NoMunicipality):
        begun(practice, factories.person("nobody"))


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_only_a_published_practice_is_repeated(head, status):
    with pytest.raises(NotAllowedNow):
        begun(factories.practice(status), head)


def test_practice_withdrawn_since_the_page_was_opened_is_not_repeated(practice, head):
    seen_as_published = Practice.objects.get(pk=practice.pk)
    factories.do("withdraw", practice)
    with pytest.raises(NotAllowedNow):
        begun(seen_as_published, head)


@pytest.mark.parametrize("where", ["itself", "village", "former"])
def test_municipality_does_not_repeat_its_own_practice(where, place, head):
    own = {
        "itself": lambda: place,
        "village": lambda: factories.territory("kara-suu-village", "village", parent=place),
        "former": lambda: municipality("was-before", valid_to="2025-01-01", successor=place),
    }[where]()
    with pytest.raises(actions.OwnPractice):
        begun(factories.practice("published", territories=[own]), head)


def test_practice_of_the_whole_oblast_may_be_repeated_in_an_aimak_of_it():
    oblast = factories.territory("chui", "oblast")
    practice = factories.practice("published", territories=[oblast])
    assert begun(practice, official("head", factories.territory("aimak", parent=oblast))).pk


def test_nobody_floods_the_bank(head, monkeypatch):
    monkeypatch.setattr(actions, "BEGUN_AN_HOUR", 2)
    for practice in factories.published_quickly(2):
        begun(practice, head)
    with pytest.raises(actions.TooMany):
        begun(factories.practice("published"), head)


# --- merged municipalities and practices --------------------------------------------------------


def test_repeat_of_a_merged_municipality_is_its_successors(practice, head, place):
    adoption = begun(practice, head)
    joint = municipality("joint")
    place.valid_to, place.successor = "2026-01-01", joint
    place.save()
    adoption = Adoption.objects.with_places().get()
    assert (adoption.place, adoption.former_name) == (joint, str(place))
    assert begun(practice, official("heir", joint)).pk == adoption.pk
    # Whoever's account still names the former unit works in the successor.
    head.refresh_from_db()
    assert told(adoption, head, "running").stage == "running"


def test_repeat_of_a_standing_municipality_has_no_former_name(practice, head):
    assert begun(practice, head).former_name == ""


def test_repeats_of_a_merged_practice_count_for_the_one_it_became(practice, head):
    other = factories.practice("published")
    led_to("running", other, head)
    factories.do("withdraw", other, kind="merged", merged_into=practice)
    count_repeats()
    assert standing(practice) == 1
    assert begun(practice, head).practice == other
    told(Adoption.objects.get(), head, "stopped", "Нет денег")
    assert standing(practice) == 0


# --- telling ------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", STAGES)
@pytest.mark.parametrize("after", STAGES)
def test_stage_moves_by_the_table_only(practice, head, before, after):
    adoption = led_to(before, practice, head)
    rows = len(stages(adoption))
    values = {"result": "Есть итог"}
    if (before, after) in ALLOWED:
        assert told(adoption, head, after, "слово", **values).stage == after
        assert stages(adoption)[rows:] == [(after, "слово")]
    elif before == after:
        told(adoption, head, after, **values)
        assert len(stages(adoption)) == rows
    else:
        with pytest.raises(NotAllowedNow):
            told(adoption, head, after, "слово", **values)
        adoption.refresh_from_db()
        assert adoption.stage == before and len(stages(adoption)) == rows


def test_result_needs_words(practice, head):
    adoption = led_to("running", practice, head)
    with pytest.raises(NotAllowedNow):
        told(adoption, head, "result", result="")
    told(adoption, head, "result", result="Стало светло", changed="Ашар жолу менен", cost_total=Decimal("12.50"))
    adoption.refresh_from_db()
    assert (adoption.result, adoption.changed) == ("Стало светло", "Ашар жолу менен")
    assert adoption.cost_total == Decimal("12.50")
    with pytest.raises(NotAllowedNow):
        told(adoption, head, "result", result="")


def test_cost_may_stay_unknown(practice, head):
    adoption = led_to("result", practice, head)
    assert adoption.cost_total is None


def test_stopping_needs_a_word_why(practice, head):
    adoption = led_to("running", practice, head)
    with pytest.raises(ReasonNeeded):
        told(adoption, head, "stopped")
    told(adoption, head, "stopped", "Нет денег")
    assert stages(adoption)[-1] == ("stopped", "Нет денег")


def test_database_refuses_what_no_form_may_bring(practice, head):
    adoption = led_to("running", practice, head)
    for fields, name in [
        ({"stage": "result"}, "adoption_result_is_told"),
        ({"cost_total": -1}, "adoption_cost_not_negative"),
        ({"learnt_from": adoption}, "adoption_learnt_from_another"),
        ({"is_hidden": True}, "adoption_hidden_for_a_reason"),
        ({"hidden_reason": "за что"}, "adoption_hidden_for_a_reason"),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Adoption.objects.filter(pk=adoption.pk).update(**fields)
    Adoption.objects.filter(pk=adoption.pk).update(
        stage="result", result="Есть", cost_total=0, is_hidden=True, hidden_reason="за что"
    )


def test_older_revision_changes_nothing(practice, head):
    adoption = begun(practice, head)
    told(Adoption.objects.get(), head, "decided")
    with pytest.raises(Overtaken):
        actions.tell(adoption=adoption, by=head, seen=1, language="ru", stage="running", values={"post": "Иной"})
    adoption.refresh_from_db()
    assert (adoption.stage, adoption.post, adoption.revision) == ("decided", "", 2)


def test_language_is_that_of_the_words(practice, head):
    adoption = begun(practice, head)
    actions.tell(adoption=adoption, by=head, seen=1, language="ky", stage="interested", values={"post": "Катчы"})
    assert adoption.language == "ru"
    actions.tell(adoption=adoption, by=head, seen=2, language="ky", stage="interested", values={"changed": "Башкача"})
    assert adoption.language == "ky"


# --- from whom it was learnt ----------------------------------------------------------------------


def test_one_learns_from_another_repeat_of_the_same_practice(practice, head):
    teacher = begun(practice, official("teacher", municipality("teacher")))
    assert begun(practice, head, learnt_from=teacher).learnt_from == teacher


def test_one_does_not_learn_from_the_repeat_of_another_practice(practice, head):
    stranger = begun(factories.practice("published"), official("stranger", municipality("stranger")))
    with pytest.raises(NotAllowedNow):
        begun(practice, head, learnt_from=stranger)


def test_learning_does_not_run_in_a_circle(practice, head):
    first = begun(practice, head)
    second = begun(practice, official("second", municipality("second")), learnt_from=first)
    third = begun(practice, official("third", municipality("third")), learnt_from=second)
    for teacher in (third, second):
        with pytest.raises(actions.RunsInCircle):
            told(first, head, learnt_from=teacher)
    assert told(third, learnt_from=first).learnt_from == first
    assert told(third, learnt_from=None).learnt_from is None


# --- who may -------------------------------------------------------------------------------------


def test_colleague_who_is_vouched_for_goes_on_with_it(practice, head, place):
    adoption = begun(practice, head)
    colleague = official("colleague", place)
    told(adoption, colleague, "running")
    assert (adoption.by, adoption.stage) == (colleague, "running")


@pytest.mark.parametrize("who", ["not vouched for", "of another municipality", "moved", "without a territory"])
def test_others_do_not_tell(practice, head, place, who):
    adoption = begun(practice, head)
    if who == "moved":
        head.territory = municipality("elsewhere")
        change_profile(person=head, post=None)
    person = {
        "not vouched for": lambda: official("colleague", place, vouched=False),
        "of another municipality": lambda: official("stranger", municipality("far")),
        "moved": lambda: head,
        "without a territory": lambda: official("nobody", None),
    }[who]()
    with pytest.raises(PermissionDenied):
        told(adoption, person, "running")
    adoption.refresh_from_db()
    assert (adoption.stage, adoption.revision) == ("interested", 1)


def test_whoever_began_goes_on_without_being_vouched_for(practice, place):
    adoption = begun(practice, official("new", place, vouched=False))
    told(adoption, stage="running")
    assert (adoption.stage, adoption.is_confirmed) == ("running", False)


# --- a practice of their own -----------------------------------------------------------------------


def test_result_becomes_a_draft_once(practice, head, place):
    adoption = led_to("result", practice, head)
    told(adoption, cost_total=Decimal(500))
    draft = actions.tell_as_practice(adoption=adoption, by=head, language="ru")
    assert (draft.author, draft.status, draft.title_ru) == (head, "draft", practice.title_ru)
    assert (draft.repeats_of, draft.cost_total, list(draft.territories.all())) == (practice, 500, [place])
    assert actions.tell_as_practice(adoption=adoption, by=head, language="ky").pk == draft.pk


@pytest.mark.parametrize("stage", ["interested", "decided", "running", "stopped"])
def test_without_a_result_there_is_nothing_to_tell(practice, head, stage):
    with pytest.raises(NotAllowedNow):
        actions.tell_as_practice(adoption=led_to(stage, practice, head), by=head, language="ru")


def test_strangers_do_not_tell_it_as_theirs(practice, head):
    adoption = led_to("result", practice, head)
    with pytest.raises(PermissionDenied):
        actions.tell_as_practice(adoption=adoption, by=official("far", municipality("far")), language="ru")


# --- at the same moment -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_at_once_one_begins(practice, place):
    colleagues = [official(f"colleague-{number}", place) for number in range(3)]
    found = at_once([lambda person=person: begun(practice, person) for person in colleagues])
    assert len({adoption.pk for adoption in found}) == 1
    assert Adoption.objects.count() == 1
    assert Adoption.objects.get().stages.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_tales_at_once_one_is_kept(practice, head, place):
    adoption = begun(practice, head)
    people = [head, official("colleague", place)]

    def tell(person):
        mine = Adoption.objects.select_related("by").get(pk=adoption.pk)
        actions.tell(
            adoption=mine, by=person, seen=1, language="ru", stage="running", note=str(person.pk), values={}
        )

    outcome = at_once([lambda person=person: tell(person) for person in people])
    assert sorted(type(result).__name__ for result in outcome) == ["NoneType", "Overtaken"]
    assert adoption.stages.filter(stage="running").count() == 1
    assert standing(practice) == 1


@pytest.mark.django_db(transaction=True)
def test_no_repeat_is_lost_when_many_begin_at_once(practice):
    people = [official(f"head-{number}", municipality(f"place-{number}")) for number in range(4)]
    at_once([lambda person=person: begun(practice, person, stage="running") for person in people])
    assert (Adoption.objects.count(), standing(practice)) == (4, 4)
