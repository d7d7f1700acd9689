"""What follows from the rest of a practice is written with every write, and changes nothing else."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from practices import actions
from practices.badges import completeness
from practices.models import Practice
from practices.passport.facts import annotations, facts_of
from publishing.actions import NotAllowedNow, Overtaken
from publishing.history import last_decision, public_history
from tests import factories

pytestmark = pytest.mark.django_db


def reckoned(practice) -> Practice:
    actions.reckon(practice)
    return Practice.objects.get(pk=practice.pk)


def test_reckoning_is_no_change_of_the_text():
    practice = factories.practice("published", cost_total=100)
    before = Practice.objects.get()
    after = reckoned(practice)
    assert (after.revision, after.changed_at) == (before.revision, before.changed_at)
    assert (before.cost_level, after.cost_level) == (0, 1)
    assert practice.cost_level == 1, "the row in hand knows it too"


@pytest.mark.parametrize(("entered", "amounts", "total", "level"), [
    (None, [400_000, 200_000], 600_000, 2), (None, [400_000, None], None, 0), (6_000_000, [400_000], 6_000_000, 3),
    (100, [400_000, None], 400_000, 1), (None, [], None, 0),
])
def test_total_follows_from_the_payments(entered, amounts, total, level):
    practice = factories.draft(cost_total=entered)
    for amount in amounts:
        practice.fundings.create(payer="donor", amount=amount)
    made = reckoned(practice)
    assert (made.cost_total, made.cost_level) == (total, level)


def test_payments_larger_than_a_column_break_nothing():
    practice = factories.draft()
    for _number in range(2):
        practice.fundings.create(payer="donor", amount=Decimal("999999999999.99"))
    assert reckoned(practice).cost_total is None


@pytest.mark.parametrize(("kinds", "settlement"), [
    ([], ""), (["village"], "village"), (["aiyl_aimak", "village"], "village"), (["city"], "city"),
    (["republican_city", "city"], "city"), (["city", "village"], "several"), (["district"], "several"),
    (["aiyl_aimak", "oblast"], "several"),
])
def test_settlement_follows_from_the_kinds_of_places(kinds, settlement):
    places = [factories.territory(f"place-{number}", kind) for number, kind in enumerate(kinds)]
    assert reckoned(factories.draft(territories=places)).settlement == settlement


def test_evidence_climbs_as_more_is_told():
    practice = factories.practice("published")
    levels = [reckoned(practice).evidence_level]
    figure = practice.indicators.create(name_ru="Свет", after=5)
    levels.append(reckoned(practice).evidence_level)
    figure.before = 0
    figure.save()
    levels.append(reckoned(practice).evidence_level)
    practice.sources.create(title_ru="Отчёт")
    levels.append(reckoned(practice).evidence_level)
    home = factories.territory("elsewhere")
    repeat = practice.adoptions.create(territory=home, stage="result", result="Есть", language="ru")
    levels.append(reckoned(practice).evidence_level)
    type(repeat).objects.update(is_confirmed=True)
    levels.append(reckoned(practice).evidence_level)
    assert levels == [1, 2, 3, 4, 4, 5]


@pytest.mark.parametrize("stage", ["interested", "decided", "running", "stopped"])
def test_repeat_without_a_result_proves_nothing(stage):
    practice = factories.practice("published")
    practice.indicators.create(name_ru="Свет", before=0, after=5)
    practice.sources.create(title_ru="Отчёт")
    practice.adoptions.create(
        territory=factories.territory("elsewhere"), stage=stage, language="ru", is_confirmed=True
    )
    assert reckoned(practice).evidence_level == 4


def test_every_question_can_be_answered():
    practice = factories.draft(
        year_from=2018, outcome="worked", population=10, people_needed=2, risks_ru="Риск", lessons_ky="Сабак",
        contact_post_ru="Глава", cost_total=5, upkeep_cost=1, legal_basis_ru="Закон", step="",
    )
    for number in range(3):
        practice.steps.create(position=number, title_ru="Шаг", text_ky="Кантип")
    practice.fundings.create(payer="local")
    practice.indicators.create(name_ru="Свет", before=0, after=5)
    practice.sources.create(title_ru="Отчёт")
    told = Practice.objects.annotate(**annotations()).get()
    assert completeness(facts_of(told)).lacking == []
    assert reckoned(practice).completeness == 3


def test_writing_reckons():
    author = factories.person()
    practice = factories.draft(author)
    actions.write(
        practice=practice, by=author, seen=1, values={},
        rows={"fundings": [{"payer": "local", "amount": Decimal(7)}, {"payer": "donor", "amount": Decimal(8)}]},
    )
    kept = Practice.objects.get()
    assert (kept.cost_total, kept.cost_level, kept.completeness) == (15, 1, 1)


def test_command_renews_every_practice():
    factories.draft()
    factories.practice("published")
    Practice.objects.update(completeness=3, evidence_level=5)
    told = StringIO()
    call_command("reckon_practices", stdout=told)
    assert "2" in told.getvalue()
    assert set(Practice.objects.values_list("completeness", "evidence_level")) == {(1, 1)}


# --- check of facts -------------------------------------------------------------------------------


def confirm(practice, by=None, **fields):
    actions.confirm_facts(practice=practice, by=by or factories.moderator(), **fields)
    return Practice.objects.get(pk=practice.pk)


def test_check_of_facts_is_dated_told_and_counts_as_proof():
    practice = factories.practice("published")
    practice.indicators.create(name_ru="Свет", before=0, after=5)
    made = confirm(practice, post="  Инженер\nрайона ")
    assert (made.checked_on, made.checked_by_post) == (timezone.localdate(), "Инженер района")
    assert made.evidence_level == 4
    assert (made.revision, made.status) == (practice.revision, "published")
    [step, *_older] = public_history(made)
    assert (step["verb"], step["why"]) == ("facts", "Инженер района")
    assert last_decision(public_history(made))["verb"] == "publish"


def test_check_pressed_twice_is_logged_once():
    practice = factories.practice("published")
    for _press in range(2):
        confirm(practice)
    assert [step["verb"] for step in public_history(practice)].count("facts") == 1
    confirm(practice, post="Инженер")
    assert [step["verb"] for step in public_history(practice)].count("facts") == 2


def test_facts_are_checked_by_moderators_only():
    practice = factories.practice("published")
    for user in (practice.author, factories.person("member")):
        with pytest.raises(PermissionDenied):
            confirm(practice, user)
    assert Practice.objects.get().checked_on is None


def test_check_of_an_older_text_changes_nothing():
    practice = factories.practice("published")
    with pytest.raises(Overtaken):
        confirm(practice, seen=practice.revision - 1)
    assert confirm(practice, seen=practice.revision).checked_on


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_text_that_its_author_is_writing_is_not_checked(status):
    with pytest.raises(NotAllowedNow):
        confirm(factories.practice(status))


def test_long_post_is_cut_and_no_post_is_a_curator():
    practice = factories.practice("published")
    assert len(confirm(practice, post="Ң" * 500).checked_by_post) == 200
    assert confirm(practice).checked_by_post == ""
