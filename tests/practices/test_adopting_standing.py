"""The standing of a practice: which repeats are counted, by whose word, and what curators do about it."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from accounts.actions import change_profile, delete_account, vouch, withdraw_vouching
from accounts.models import Notification
from practices.adopting import actions
from practices.adopting.periodic import count_repeats
from practices.models import Adoption, Practice
from publishing.actions import Overtaken
from tests import factories
from tests.practices.repeating import begun, led_to, municipality, official, told

pytestmark = pytest.mark.django_db


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


# --- what is counted ------------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "counted"), [
    ("interested", 0), ("decided", 0), ("running", 1), ("result", 1), ("stopped", 0),
])
def test_only_what_has_begun_is_counted(practice, head, stage, counted):
    led_to(stage, practice, head)
    assert standing(practice) == counted


def test_unconfirmed_repeat_is_not_counted_until_somebody_vouches(practice, place, head):
    newcomer = official("new", place, vouched=False)
    led_to("running", practice, newcomer)
    assert standing(practice) == 0
    vouch(person=newcomer, by=head)
    count_repeats()
    assert standing(practice) == 1
    withdraw_vouching(person=newcomer, by=head)
    count_repeats()
    assert standing(practice) == 0


def test_command_counts_anew(practice, head):
    led_to("running", practice, head)
    Practice.objects.filter(pk=practice.pk).update(repeats=7)
    out = StringIO()
    call_command("recount_repeats", stdout=out)
    assert (standing(practice), out.getvalue()) == (1, "practices: 1 changed\n")


def test_standing_falls_when_all_repeats_are_gone(practice, head):
    Practice.objects.filter(pk=practice.pk).update(repeats=2)
    count_repeats()
    assert standing(practice) == 0


def test_repeat_stays_the_municipalitys_when_its_teller_moves_or_leaves(practice, head, place):
    led_to("running", practice, head)
    second = official("second", municipality("second"))
    led_to("running", practice, second)
    head.territory = municipality("elsewhere")
    change_profile(person=head, post=None)
    delete_account(person=second)
    count_repeats()
    assert standing(practice) == 2
    heir = official("heir", place)
    assert told(Adoption.objects.get(territory=place), heir, note="Принял дела").by == heir


# --- curators ------------------------------------------------------------------------------------


def moderated(adoption, by, **given):
    adoption.refresh_from_db()
    words = {"confirms": None, "hidden_reason": "", **given}
    actions.moderate(adoption=adoption, by=by, seen=adoption.revision, **words)
    return adoption


def test_word_of_a_curator_outweighs_the_rest(practice, place, head):
    adoption = led_to("running", practice, official("new", place, vouched=False))
    curator = factories.member_of("curator")
    assert moderated(adoption, curator, confirms=True).is_confirmed
    count_repeats()
    assert standing(practice) == 1
    told(adoption, head, "result", result="Есть")
    assert not moderated(adoption, curator, confirms=False).is_confirmed
    count_repeats()
    assert standing(practice) == 0
    assert moderated(adoption, curator).is_confirmed
    assert standing(practice) == 1


def test_hidden_repeat_is_neither_shown_nor_counted_and_its_teller_learns_why(practice, head):
    adoption = led_to("running", practice, head)
    curator = factories.member_of("curator")
    moderated(adoption, curator, hidden_reason="Это реклама")
    assert (standing(practice), Adoption.objects.shown().count()) == (0, 0)
    notice = Notification.objects.get(recipient=head, kind="adoption_hidden")
    assert "Это реклама" in notice.body
    moderated(adoption, curator)
    assert (standing(practice), Adoption.objects.shown().count()) == (1, 1)


@pytest.mark.parametrize("who", ["expert", "official"])
def test_only_curators_moderate(practice, head, who):
    adoption = begun(practice, head)
    with pytest.raises(PermissionDenied):
        moderated(adoption, head if who == "official" else factories.member_of("expert"), confirms=True)


def test_curator_with_an_older_page_is_told(practice, head):
    adoption = begun(practice, head)
    told(Adoption.objects.get(), head, "running")
    curator = factories.member_of("curator")
    with pytest.raises(Overtaken):
        actions.moderate(adoption=adoption, by=curator, seen=1, confirms=True, hidden_reason="")
