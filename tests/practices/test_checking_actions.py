"""An outsider is asked by letter about the facts, answers once, and is forgotten afterwards."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import OutgoingMail
from practices.actions import confirm_facts
from practices.checking import actions
from practices.checking.periodic import forget_addresses
from practices.checking.reading import confirmed_by, last_change
from practices.models import FactCheck
from publishing import actions as publishing
from publishing.models import QueueItem
from publishing.queue import desk_of
from tests import factories
from tests.practices.asking import asked
from tests.threads import at_once

pytestmark = pytest.mark.django_db
FACTS = {"reason": "facts"}


@pytest.fixture
def practice(db):
    return factories.practice("published")


def edited(practice):
    """A curator changed the text, as the admin writes it."""
    practice.revision += 1
    practice.save()
    publishing.note_edit(publication=practice, by=factories.moderator(), changed_fields=["lessons"], reason="Иначе")


@pytest.mark.parametrize(("language", "words"), [
    ("ru", "Свет на трёх улицах"), ("ky", "Свет на трёх улицах"),
])
def test_letter_holds_the_key_and_the_database_does_not(practice, language, words, settings):
    check, key = asked(practice, language=language, question="Верна ли сумма?")
    letter = OutgoingMail.objects.get(to="engineer@example.kg")
    assert len(key) >= 43 and f"{settings.SITE_URL}/{language}/practices/fact-check/{key}/" in letter.body
    assert letter.language == language and words in letter.subject and "Верна ли сумма?" in letter.body
    row = FactCheck.objects.filter(pk=check.pk).values().get()
    assert key not in str(row) and row["key_hash"] == actions.hash_of(key)
    assert (row["revision"], row["expires_on"]) == (practice.revision, timezone.localdate() + timedelta(days=30))


def test_letter_names_nobody(practice):
    check, _key = asked(practice)
    letter = OutgoingMail.objects.get(key=f"fact-check-{check.pk}")
    assert str(check.asked_by) not in letter.body and check.post not in letter.body


@pytest.mark.parametrize(("status", "may"), [
    ("draft", False), ("in_review", True), ("returned", False), ("published", True), ("withdrawn", False),
    ("archived", False),
])
def test_asked_only_about_what_is_in_review_or_published(status, may):
    practice = factories.practice(status)
    if may:
        assert asked(practice)
    else:
        with pytest.raises(publishing.NotAllowedNow):
            asked(practice)
    assert FactCheck.objects.exists() is may


def test_asking_and_taking_back_are_for_moderators(practice):
    check, _key = asked(practice)
    for act in (partial(asked, practice), lambda by: actions.withdraw(check=check, by=by),
                lambda by: actions.read_answers(practice=practice, by=by)):
        with pytest.raises(PermissionDenied):
            act(by=practice.author)


def test_same_address_is_not_asked_twice_a_day_about_one_text(practice):
    first, _key = asked(practice)
    with pytest.raises(actions.AskedAlready):
        asked(practice, email="ENGINEER@example.kg")
    asked(practice, email="other@example.kg")
    asked(factories.practice("published"))
    edited(practice)
    asked(practice)
    FactCheck.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    asked(practice)
    assert FactCheck.objects.filter(email=first.email, practice=practice).count() == 3


def test_address_can_be_asked_again_when_the_question_was_taken_back(practice):
    check, _key = asked(practice)
    assert actions.withdraw(check=check, by=factories.moderator())
    assert asked(practice)


def test_curator_asks_twenty_a_day(practice):
    for number in range(actions.ASKS_A_DAY):
        asked(practice, email=f"engineer{number}@example.kg")
    with pytest.raises(actions.TooManyAsks):
        asked(practice, email="one-more@example.kg")
    asked(practice, email="one-more@example.kg", by=factories.moderator("another"))
    FactCheck.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    assert asked(practice, email="yet-one@example.kg")


@pytest.mark.parametrize("email", ["a@example.kg\nBcc: b@example.kg", "a@example.kg\r\n", "a@example.kg\x00"])
def test_address_with_line_breaks_writes_nothing(practice, email):
    with pytest.raises(ValueError), transaction.atomic():
        asked(practice, email=email)
    assert not FactCheck.objects.exists() and not OutgoingMail.objects.filter(key__startswith="fact").exists()


def test_answer_leads_the_curators_to_the_practice(practice):
    check, _key = asked(practice)
    assert actions.answer(check=check, verdict="corrections", remarks="Сумма\x00 другая")
    check.refresh_from_db()
    assert (check.verdict, check.remarks) == ("corrections", "Сумма другая") and check.answered_at
    item = QueueItem.objects.get(**FACTS)
    assert desk_of(item).startswith(f"/admin/practices/practice/{practice.pk}/change/")
    assert item.author_name == check.post and "@" not in f"{item.title}{item.place}{item.author_name}"


def test_second_answer_changes_nothing(practice):
    check, _key = asked(practice)
    same = FactCheck.objects.get()
    assert actions.answer(check=check, verdict="confirmed")
    assert not actions.answer(check=same, verdict="corrections", remarks="Нет")
    assert FactCheck.objects.get().verdict == "confirmed"
    assert QueueItem.objects.filter(**FACTS).count() == 1


@pytest.mark.parametrize("verdict", ["", "maybe", "confirmed\x00"])
def test_unknown_verdict_is_no_answer(practice, verdict):
    check, _key = asked(practice)
    with pytest.raises(ValueError, match="Verdict"):
        actions.answer(check=check, verdict=verdict)
    assert not FactCheck.objects.answered().exists()


def test_database_keeps_no_answer_without_a_verdict_and_none_to_what_was_taken_back(practice):
    asked(practice)
    now = timezone.now()
    for damaged in ({"answered_at": now}, {"verdict": "confirmed"},
                    {"answered_at": now, "verdict": "confirmed", "withdrawn_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactCheck.objects.update(**damaged)
    assert FactCheck.objects.update(answered_at=now, verdict="confirmed")


def test_nothing_is_answered_after_the_question_was_taken_back(practice):
    check, _key = asked(practice)
    curator = factories.moderator()
    assert actions.withdraw(check=FactCheck.objects.get(), by=curator)
    assert not actions.answer(check=check, verdict="confirmed")
    assert not actions.withdraw(check=check, by=curator)
    assert not QueueItem.objects.filter(**FACTS).exists()


def test_an_answer_is_not_taken_back(practice):
    check, _key = asked(practice)
    actions.answer(check=check, verdict="confirmed")
    assert not actions.withdraw(check=check, by=factories.moderator())
    assert FactCheck.objects.get().withdrawn_at is None


@pytest.mark.parametrize(("days", "taken"), [(30, True), (31, False)])
def test_link_is_open_through_its_last_day(practice, days, taken):
    check, _key = asked(practice)
    check.expires_on -= timedelta(days=days)
    check.save()
    assert actions.answer(check=check, verdict="unknown") is taken


def test_publishing_is_no_change_of_the_text_and_an_edit_is():
    practice = factories.practice("in_review")
    check, _key = asked(practice)
    factories.do("publish", practice)
    assert last_change(practice) <= check.revision < practice.revision
    edited(practice)
    with pytest.raises(publishing.Overtaken):
        actions.answer(check=check, verdict="confirmed", seen=check.revision)
    assert actions.answer(check=check, verdict="confirmed", seen=practice.revision)
    assert FactCheck.objects.get().revision == practice.revision


def test_made_up_revision_does_not_outrun_the_text(practice):
    check, _key = asked(practice)
    assert actions.answer(check=check, verdict="confirmed", seen=2**31 - 1)
    assert FactCheck.objects.get().revision == practice.revision


def test_facts_checked_or_answers_read_take_it_out_of_the_queue(practice):
    check, _key = asked(practice)
    actions.answer(check=check, verdict="confirmed")
    curator = factories.moderator()
    confirm_facts(practice=practice, by=curator, answers=0)
    assert QueueItem.objects.filter(**FACTS).exists(), "one answer was not read"
    confirm_facts(practice=practice, by=curator, answers=1)
    assert not QueueItem.objects.filter(**FACTS).exists()
    other, _key = asked(practice, email="other@example.kg")
    actions.answer(check=other, verdict="unknown")
    assert not actions.read_answers(practice=practice, by=curator, answers=1)
    assert actions.read_answers(practice=practice, by=curator, answers=2)
    assert not QueueItem.objects.filter(**FACTS).exists()


def test_post_is_offered_only_when_the_last_answer_confirms_this_text(practice):
    first, _key = asked(practice)
    actions.answer(check=first, verdict="confirmed")
    assert confirmed_by(practice) == first.post
    second, _key = asked(practice, email="other@example.kg", post="Юрист")
    assert confirmed_by(practice) == first.post
    actions.answer(check=second, verdict="corrections", remarks="Нет")
    assert confirmed_by(practice) == ""
    third, _key = asked(practice, email="third@example.kg", post="Эколог")
    actions.answer(check=third, verdict="confirmed")
    edited(practice)
    assert confirmed_by(practice) == ""


def test_address_is_erased_ninety_days_after_the_matter_is_closed(practice):
    curator = factories.moderator()
    checks = {
        name: asked(practice, email=f"{name}@example.kg")[0]
        for name in ("fresh", "old", "unanswered", "withdrawn", "waiting")
    }
    for name in ("fresh", "old"):
        actions.answer(check=checks[name], verdict="confirmed", remarks="Да")
    actions.withdraw(check=checks["withdrawn"], by=curator)
    long_ago = timezone.now() - timedelta(days=90, minutes=1)
    FactCheck.objects.filter(pk=checks["old"].pk).update(answered_at=long_ago)
    FactCheck.objects.filter(pk=checks["withdrawn"].pk).update(withdrawn_at=long_ago)
    FactCheck.objects.filter(pk=checks["unanswered"].pk).update(expires_on=timezone.localdate() - timedelta(days=92))
    FactCheck.objects.filter(pk=checks["fresh"].pk).update(answered_at=long_ago + timedelta(hours=1))
    forget_addresses()
    forget_addresses()
    assert set(FactCheck.objects.exclude(email="").values_list("email", flat=True)) == {
        "fresh@example.kg", "waiting@example.kg",
    }
    assert FactCheck.objects.get(pk=checks["old"].pk).remarks == "Да"


@pytest.mark.django_db(transaction=True)
def test_of_six_answers_at_once_one_is_kept():
    practice = factories.practice("published")
    check, _key = asked(practice)
    verdicts = ["confirmed", "corrections", "unknown"] * 2
    kept = at_once(
        partial(actions.answer, check=FactCheck.objects.select_related("practice").get(pk=check.pk), verdict=verdict)
        for verdict in verdicts
    )
    assert sorted(kept) == [False] * 5 + [True]
    assert FactCheck.objects.get().verdict == verdicts[kept.index(True)]
    assert QueueItem.objects.filter(**FACTS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_six_equal_questions_at_once_one_letter_goes():
    practice = factories.practice("published")
    curator = factories.moderator()
    results = at_once(partial(asked, practice, by=curator) for _press in range(6))
    assert sum(isinstance(result, actions.AskedAlready) for result in results) == 5
    assert OutgoingMail.objects.filter(key__startswith="fact-check").count() == 1
