"""Several curators, or one impatient author, press at the same moment."""

from functools import partial

import pytest

from catalogue.models import Entry
from jobs.models import OutgoingMail
from practices.models import Practice
from publishing import actions
from publishing.models import ModerationEvent, QueueItem
from tests import factories
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def pressed(verb, practice, user):
    """One press: the row as this person's page showed it."""
    return partial(factories.do, verb, Practice.objects.get(pk=practice.pk), by=user)


def losers(results):
    return [result for result in results if isinstance(result, Exception)]


def test_of_eight_decisions_at_once_exactly_one_is_taken():
    practice = factories.practice("in_review")
    curators = [factories.moderator(f"curator{number}") for number in range(8)]
    verbs = ["publish", "send_back"] * 4
    lost = losers(at_once(pressed(*pair[:1], practice, pair[1]) for pair in zip(verbs, curators, strict=True)))
    assert len(lost) == 7
    assert all(isinstance(error, actions.Overtaken) for error in lost)
    decision = ModerationEvent.objects.exclude(action="submit").get()
    assert {(error.last.by_name, error.last.at) for error in lost} == {(decision.by_name, decision.at)}
    practice.refresh_from_db()
    assert practice.status == decision.to_status
    assert Entry.objects.count() == (1 if decision.action == "publish" else 0)
    assert OutgoingMail.objects.count() == 1
    assert not QueueItem.objects.exists()


def test_submission_pressed_five_times_at_once_is_one():
    practice = factories.draft()
    lost = losers(at_once(pressed("submit", practice, practice.author) for _press in range(5)))
    assert len(lost) == 4
    assert QueueItem.objects.count() == ModerationEvent.objects.count() == 1


def test_item_of_the_queue_is_taken_by_one_of_eight():
    factories.practice("in_review")
    item = QueueItem.objects.get()
    curators = [factories.moderator(f"curator{number}") for number in range(8)]
    taken = at_once(partial(actions.take, item=item, by=curator) for curator in curators)
    assert sorted(taken) == [False] * 7 + [True]
    assert QueueItem.objects.get().holder == curators[taken.index(True)]


def test_of_recall_and_publication_at_once_one_happens():
    practice = factories.practice("in_review")
    curator = factories.moderator()
    lost = losers(at_once([pressed("recall", practice, practice.author), pressed("publish", practice, curator)]))
    assert len(lost) == 1
    practice.refresh_from_db()
    assert Entry.objects.exists() == (practice.status == "published")


def test_two_texts_merging_into_each_other_at_once_make_no_circle():
    first, second = factories.practice("published"), factories.practice("published")
    curators = [factories.moderator(f"curator{number}") for number in range(2)]

    def merge(source, target, curator):
        return partial(
            actions.withdraw,
            publication=Practice.objects.get(pk=source.pk),
            by=curator,
            seen=source.revision,
            kind=Practice.Withdrawal.MERGED,
            reason="Одно и то же",
            merged_into=Practice.objects.get(pk=target.pk),
        )

    first.refresh_from_db(), second.refresh_from_db()
    lost = losers(at_once([merge(first, second, curators[0]), merge(second, first, curators[1])]))
    assert len(lost) == 1
    assert Practice.objects.published().count() == 1
