"""Who learns of a remark, how often, and what never stands in a letter."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import delete_account
from accounts.models import Notification
from jobs.models import OutgoingMail
from practices.exchange.periodic import tell_of_remarks
from practices.models import PracticeComment, PracticeMute
from publishing import remarks
from tests import factories
from tests.practices.talking import published, say, talker

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    """Letters about its publication are not counted."""
    practice = published()
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()
    return practice


def letters(to):
    return list(OutgoingMail.objects.filter(to=to.email).order_by("pk"))


def an_hour_later(practice):
    PracticeComment.objects.filter(told_at__isnull=False).update(told_at=timezone.now() - timedelta(minutes=61))
    tell_of_remarks()


def test_author_is_told_of_a_question_and_the_asker_of_the_answer(practice):
    asker = talker("asker")
    question = say(practice, asker)
    [letter] = letters(practice.author)
    assert f"/ru/practices/remarks/{question.pk}/" in letter.body
    assert practice.title_ru in letter.subject
    assert letters(asker) == []
    PracticeComment.objects.update(told_at=timezone.now() - timedelta(hours=2))
    say(practice, practice.author, "Миллион", answers=question)
    assert len(letters(asker)) == 1
    assert len(letters(practice.author)) == 1, "nobody is told of what they wrote"
    assert set(Notification.objects.values_list("recipient", "kind")) == {
        (practice.author.pk, "remark_new"), (asker.pk, "remark_answer")
    }


def test_storm_is_gathered_into_one_letter_an_hour(practice):
    for number in range(5):
        say(practice, talker(f"asker-{number}"), f"Вопрос номер {number}")
    tell_of_remarks()
    assert len(letters(practice.author)) == 1
    an_hour_later(practice)
    first, second = letters(practice.author)
    assert second.body.count("asker-") == 4
    an_hour_later(practice)
    assert len(letters(practice.author)) == 2, "nothing new, no letter"


def test_letter_names_twenty_and_counts_the_rest(practice):
    say(practice, talker("first"))
    for number in range(25):
        PracticeComment.objects.create(
            practice=practice, author=talker("crowd"), author_name="Толпа", kind="question", language="ru",
            text=str(number), form_key=f"{number:032x}",
        )
    an_hour_later(practice)
    body = letters(practice.author)[1].body
    assert body.count("Толпа") == 20
    assert re.search(r"\b5\b", body)


def test_no_letter_holds_the_text_of_a_remark(practice):
    asker = talker("asker")
    question = say(practice, asker, "Тайные слова вопроса")
    say(practice, practice.author, "Тайные слова ответа", answers=question)
    an_hour_later(practice)
    remarks.hide(remark=question, by=factories.moderator(), reason="Чужие данные")
    assert OutgoingMail.objects.count() == 3
    assert not OutgoingMail.objects.filter(body__contains="Тайные").exists()
    assert not any("Тайные" in str(notice.params) for notice in Notification.objects.all())


def test_remark_hidden_before_the_letter_is_not_told(practice):
    say(practice, talker("first"))
    second = say(practice, talker("second"), "Другой вопрос")
    remarks.hide(remark=second, by=factories.moderator(), reason="Реклама")
    an_hour_later(practice)
    assert len(letters(practice.author)) == 1
    remarks.show(remark=second, by=factories.moderator())
    an_hour_later(practice)
    assert len(letters(practice.author)) == 2


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_letter_and_notice_are_in_the_language_of_the_reader(practice, language):
    practice.author.language = language
    practice.author.save()
    type(practice).objects.update(title_ky="Үч көчөдөгү жарык")
    say(practice, talker("asker"))
    [letter] = letters(practice.author)
    title = {"ky": "Үч көчөдөгү жарык", "ru": practice.title_ru}[language]
    assert letter.language == language
    assert title in letter.body and f"/{language}/practices/remarks/" in letter.body
    assert Notification.objects.get().params["title"][language] == title


def test_author_of_a_remark_learns_what_was_decided_and_why(practice):
    asker = talker("asker")
    remark = say(practice, asker)
    remarks.hide(remark=remark, by=factories.moderator(), reason="Чужие <данные>")
    remarks.show(remark=remark, by=factories.moderator())
    hidden, shown = letters(asker)
    assert "Чужие <данные>" in hidden.body
    assert "Чужие" not in shown.body
    assert list(Notification.objects.filter(recipient=asker).order_by("id").values_list("kind", flat=True)) == [
        "remark_hidden", "remark_shown"
    ]


def test_deleted_account_gets_no_letters(practice):
    asker, author = talker("asker"), practice.author
    question = say(practice, asker)
    delete_account(person=asker)
    OutgoingMail.objects.all().delete()
    PracticeComment.objects.update(told_at=timezone.now() - timedelta(hours=2))
    say(practice, author, "Миллион", answers=question)
    remarks.hide(remark=question, by=factories.moderator(), reason="Так надо")
    assert not OutgoingMail.objects.exists()


# --- turning letters off ----------------------------------------------------------------------------


def mute_link(letter):
    return re.search(r"http://testserver(/ru/practices/remarks/mute/\S+/)", letter.body).group(1)


def test_link_in_the_letter_turns_letters_off_without_signing_in(client, practice):
    say(practice, talker("asker"))
    [letter] = letters(practice.author)
    link = mute_link(letter)
    assert letter.headers["List-Unsubscribe"] == f"<http://testserver{link}>"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(link).status_code == 200
    assert not PracticeMute.objects.exists(), "a program that looks at links turns nothing off"
    for _press in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    say(practice, talker("second"), "Другой вопрос")
    an_hour_later(practice)
    assert len(letters(practice.author)) == 1
    assert Notification.objects.filter(recipient=practice.author).count() == 2, "the inbox tells of it"


def test_link_needs_no_token_of_a_form(practice):
    say(practice, talker("asker"))
    from_mail = Client(enforce_csrf_checks=True)
    assert from_mail.post(mute_link(letters(practice.author)[0])).status_code == 200


@pytest.mark.parametrize("token", ["made-up", "WzEsMV0:1abc:zzzz", "x" * 300])
def test_made_up_link_turns_nothing_off(client, practice, token):
    for send in (client.get, client.post):
        assert send(f"/ru/practices/remarks/mute/{token}/").status_code == 404
    assert not PracticeMute.objects.exists()
