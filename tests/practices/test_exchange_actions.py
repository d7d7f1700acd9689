from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import delete_account
from practices.exchange.periodic import forget_in_remarks
from practices.models import PracticeComment
from publishing import remarks
from publishing.models import QueueItem
from publishing.remark_refusals import SENTENCES, Refused
from tests import factories
from tests.practices.talking import age, fresh, place, published, say, talker

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refusal(act, **arguments):
    """Return why the act was refused; nothing may have been written."""
    before = PracticeComment.objects.count()
    with pytest.raises(Refused) as refused:
        act(**arguments)
    assert PracticeComment.objects.count() == before
    assert str(refused.value.sentence)
    return refused.value.reason


def queued(practice):
    return QueueItem.objects.filter(kind=practice.label(), object_id=practice.pk, reason="complaint").count()


# --- writing ----------------------------------------------------------------------------------------


def test_remark_keeps_name_post_and_municipality_as_they_stand(settings):
    practice, asker = published(), talker("asker", place("naryn"))
    remark = say(practice, asker, language="ru")
    asker.full_name = "Other Name"
    asker.save()
    asker.holdings.all().delete()
    remark = fresh(remark)
    assert (remark.author_name, remark.author_post) == ("asker atyev", "Глава, naryn (ru)")
    assert remark.is_confirmed
    assert not remark.by_the_author and not remark.from_the_place


def test_post_of_a_person_nobody_vouches_for_is_not_confirmed():
    naryn = place("naryn")
    remark = say(published(territories=[naryn]), talker("asker", naryn, vouched_on=None))
    assert not remark.is_confirmed
    assert not remark.from_the_place


def test_author_and_municipality_of_the_practice_are_marked():
    naryn = place("naryn")
    practice = published(territories=[naryn])
    question = say(practice, talker("asker", place("osh")))
    of_author = say(practice, practice.author, "Немного", answers=question)
    of_place = say(practice, talker("neighbour", naryn), "Могу показать", answers=question)
    assert (of_author.by_the_author, of_author.from_the_place) == (True, False)
    assert (of_place.by_the_author, of_place.from_the_place) == (False, True)
    assert of_author.kind == "answer"


def test_answer_to_an_answer_stands_beside_it():
    practice = published()
    question = say(practice, talker("asker"))
    answer = say(practice, practice.author, "Миллион", answers=question)
    assert say(practice, talker("asker"), "Спасибо", answers=answer).answers == question


def test_same_form_sent_twice_is_one_remark():
    practice, asker, key = published(), talker("asker"), uuid4()
    assert say(practice, asker, key=key) == say(practice, asker, key=key)
    assert practice.comments.count() == 1


def test_old_form_with_another_text_is_another_remark():
    practice, asker, key = published(), talker("asker"), uuid4()
    say(practice, asker, key=key)
    say(practice, asker, "А сколько человек?", key=key)
    assert practice.comments.count() == 2


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_nothing_is_written_under_what_is_not_published(status):
    practice = factories.practice(status)
    assert refusal(say, practice=practice, by=talker("asker")) == "closed"


def test_practice_withdrawn_meanwhile_takes_nothing():
    practice = published()
    factories.do("withdraw", type(practice).objects.get(pk=practice.pk))
    assert practice.status == "published"
    assert refusal(say, practice=practice, by=talker("asker")) == "closed"


def test_person_with_an_unconfirmed_address_or_without_a_name_does_not_write():
    practice = published()
    assert refusal(say, practice=practice, by=factories.person("stranger")) == "unconfirmed"
    assert refusal(say, practice=practice, by=talker("nameless", full_name="")) == "nameless"


def test_hidden_question_is_not_answered():
    practice = published()
    question = say(practice, talker("asker"))
    remarks.hide(remark=question, by=factories.moderator(), reason="Оскорбление")
    assert refusal(say, practice=practice, by=practice.author, answers=question) == "hidden"


# --- storms -----------------------------------------------------------------------------------------


def fill(practice, author, number, hours_ago=0):
    """So many remarks as if written then."""
    PracticeComment.objects.bulk_create([
        PracticeComment(
            practice=practice, author=author, author_name="n", kind="question", language="ru", text=f"{uuid4()}",
            form_key=uuid4(),
        )
        for _number in range(number)
    ])
    PracticeComment.objects.filter(author=author).update(written_at=timezone.now() - hours_ago * HOUR)


@pytest.mark.parametrize(("number", "hours_ago", "reason"), [
    (remarks.AN_HOUR, 0, "hour"), (remarks.A_DAY, 2, "day"),
])
def test_person_writes_so_much_and_no_more(number, hours_ago, reason):
    practice, asker = published(), talker("asker")
    elsewhere = factories.practice("published")
    fill(elsewhere, asker, number - 1, hours_ago)
    say(practice, asker)
    fill(elsewhere, asker, 0, hours_ago)
    assert refusal(say, practice=practice, by=asker, text="Ещё один") == reason
    assert say(practice, talker("other"))


def test_under_one_practice_so_much_is_written_in_an_hour():
    practice = published()
    fill(practice, talker("crowd"), remarks.HERE_AN_HOUR)
    assert refusal(say, practice=practice, by=talker("asker")) == "busy"
    assert say(factories.practice("published"), talker("asker"))


def test_question_has_so_many_answers(monkeypatch):
    monkeypatch.setattr(remarks, "MOST_ANSWERS", 1)
    practice = published()
    question = say(practice, talker("asker"))
    say(practice, practice.author, "Раз", answers=question)
    assert refusal(say, practice=practice, by=practice.author, text="Два", answers=question) == "full"


def test_same_text_is_said_once_and_a_long_one_once_on_the_portal():
    practice, other, asker = published(), factories.practice("published"), talker("asker")
    say(practice, asker, "Рахмат!")
    assert refusal(say, practice=practice, by=asker, text="рахмат!") == "said"
    assert say(other, asker, "Рахмат!")
    long = "Покупайте у нас самые лучшие фонари в стране по самой низкой цене, звоните!"
    say(practice, asker, long)
    assert refusal(say, practice=other, by=asker, text=long) == "said"
    assert say(other, talker("second"), long)


def test_taken_back_remark_still_counts(monkeypatch):
    monkeypatch.setattr(remarks, "AN_HOUR", 1)
    practice, asker = published(), talker("asker")
    remarks.take_back(remark=say(practice, asker), by=asker)
    assert refusal(say, practice=practice, by=asker, text="Снова") == "hour"


# --- taking back ------------------------------------------------------------------------------------


def test_own_remark_is_taken_back_and_its_text_is_gone():
    practice, asker = published(), talker("asker")
    remark = say(practice, asker)
    remarks.take_back(remark=remark, by=asker)
    remarks.take_back(remark=remark, by=asker)
    remark = fresh(remark)
    assert (remark.text, remark.hiding) == ("", "author")
    assert not practice.comments.shown().exists()


def test_remark_is_not_taken_back_later_or_answered_or_by_another():
    practice, asker = published(), talker("asker")
    remark = say(practice, asker)
    assert refusal(remarks.take_back, remark=remark, by=practice.author) == "late"
    say(practice, practice.author, "Ответ", answers=remark)
    assert refusal(remarks.take_back, remark=remark, by=asker) == "late"
    old = say(practice, asker, "Второй")
    age(old, written_at=timezone.now() - HOUR)
    assert refusal(remarks.take_back, remark=old, by=asker) == "late"


def test_remark_hidden_by_a_curator_is_not_taken_back():
    practice, asker = published(), talker("asker")
    remark = say(practice, asker)
    remarks.hide(remark=remark, by=factories.moderator(), reason="Реклама")
    assert refusal(remarks.take_back, remark=remark, by=asker) == "late"
    assert fresh(remark).text


# --- complaints -------------------------------------------------------------------------------------


def complain(remark, name, where=None, reason="insult", **fields):
    return remarks.complain(remark=remark, by=talker(name, where, **fields), reason=reason)


def test_complaint_enters_the_queue_once_for_a_person():
    practice = published()
    remark = say(practice, talker("asker"))
    assert complain(remark, "reader") is True
    assert complain(remark, "reader") is False
    assert remark.complaints.count() == 1
    assert queued(practice) == 1
    assert complain(remark, "second") is True
    assert queued(practice) == 1


def test_three_confirmed_people_of_three_municipalities_hide_it_until_a_curator_looks():
    practice = published()
    remark = say(practice, talker("asker"))
    for number in range(3):
        assert not fresh(remark).hidden_at
        complain(remark, f"reader-{number}", place(f"place-{number}"))
    assert fresh(remark).hiding == "complaints"
    remarks.show(remark=remark, by=factories.moderator())
    assert not fresh(remark).hidden_at
    assert queued(practice) == 0


@pytest.mark.parametrize("brigade", ["one office", "not confirmed", "left", "without a place"])
def test_brigade_hides_nothing(brigade):
    practice = published()
    remark, office = say(practice, talker("asker")), place("office")
    for number in range(5):
        where = office if brigade == "one office" else place(f"place-{number}")
        fields = {"not confirmed": {"vouched_on": None}, "without a place": {"territory": None}}.get(brigade, {})
        complain(remark, f"reader-{number}", where, **fields)
        if brigade == "left":
            remark.complaints.model.objects.last().by.__class__.objects.filter(
                email=f"reader-{number}@example.kg"
            ).update(is_active=False)
    hidden = fresh(remark).hidden_at
    assert not hidden
    assert queued(practice) == 1


def test_what_a_curator_left_complaints_do_not_hide():
    practice = published()
    remark = say(practice, talker("asker"))
    complain(remark, "first", place("first"))
    remarks.leave(remark=remark, by=factories.moderator())
    for number in range(4):
        complain(remark, f"reader-{number}", place(f"place-{number}"))
    assert not fresh(remark).hidden_at
    assert queued(practice) == 1, "a curator is told of it all the same"


def test_own_request_does_not_count_for_hiding():
    practice = published()
    asker = talker("asker", place("own"))
    remark = say(practice, asker)
    for number in range(2):
        complain(remark, f"reader-{number}", place(f"place-{number}"))
    remarks.complain(remark=remark, by=asker, reason="own")
    assert not fresh(remark).hidden_at


def test_person_complains_so_often_in_a_day(monkeypatch):
    monkeypatch.setattr(remarks, "COMPLAINTS_A_DAY", 1)
    practice = published()
    first, second = (say(practice, talker("asker"), text) for text in ("Раз два", "Три четыре"))
    complain(first, "reader")
    assert refusal(remarks.complain, remark=second, by=talker("reader"), reason="wrong") == "complaints"
    assert complain(first, "reader") is False


# --- decisions --------------------------------------------------------------------------------------


def test_queue_is_left_with_the_last_open_complaint():
    practice, curator = published(), factories.moderator()
    first, second = (say(practice, talker("asker"), text) for text in ("Раз два", "Три четыре"))
    complain(first, "reader")
    complain(second, "reader")
    remarks.hide(remark=first, by=curator, reason="Оскорбление")
    assert queued(practice) == 1
    remarks.leave(remark=second, by=curator)
    assert queued(practice) == 0
    assert first.complaints.get().settled_by == curator
    assert (fresh(first).hiding, fresh(first).hidden_reason, fresh(first).hidden_by) == (
        "curator", "Оскорбление", curator
    )


@pytest.mark.parametrize(("verb", "possible"), [("hide", True), ("show", False), ("leave", False)])
def test_second_decision_is_told_that_it_is_late(verb, possible):
    practice, curator = published(), factories.moderator()
    remark = say(practice, talker("asker"))
    arguments = {"remark": remark, "by": curator, "reason": "Довод"}
    if not possible:
        with pytest.raises(remarks.DecidedAlready):
            getattr(remarks, verb)(**arguments)
        return
    getattr(remarks, verb)(**arguments)
    with pytest.raises(remarks.DecidedAlready):
        getattr(remarks, verb)(**arguments)


def test_database_refuses_a_hidden_remark_without_a_reason():
    remark = say(published(), talker("asker"))
    for wrong in ({"hidden_at": timezone.now()}, {"hiding": "curator", "hidden_at": timezone.now()},
                  {"hiding": "author"}, {"hidden_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PracticeComment.objects.filter(pk=remark.pk).update(**wrong)
    age(remark, hiding="curator", hidden_at=timezone.now(), hidden_reason="x")


# --- people who leave -------------------------------------------------------------------------------


def test_name_of_a_deleted_account_goes_at_once_and_for_good():
    asker = talker("asker", place("naryn"))
    remark = say(published(), asker)
    delete_account(person=asker)
    assert fresh(remark).name == ""
    forget_in_remarks()
    remark = fresh(remark)
    assert (remark.author_name, remark.author_post, remark.text) == ("", "", "Сколько это стоило?")


def test_what_was_taken_back_is_removed_after_a_day():
    practice, asker = published(), talker("asker")
    old, new = (say(practice, asker, text) for text in ("Раз два", "Три четыре"))
    for remark in (old, new):
        remarks.take_back(remark=remark, by=asker)
    age(old, hidden_at=timezone.now() - 25 * HOUR)
    forget_in_remarks()
    assert list(practice.comments.all()) == [new]


def test_every_refusal_has_a_sentence():
    assert all(str(sentence) for sentence in SENTENCES.values())
