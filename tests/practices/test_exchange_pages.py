"""The pages of the exchange: what readers see, and that nothing typed is lost."""

import re
from html import unescape

import pytest
from django.utils import timezone

from accounts.actions import delete_account
from practices.models import PracticeComment
from publishing import remarks
from tests import factories
from tests.practices.talking import age, form, fresh, place, published, say, talker

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>{{ settings.SECRET_KEY }}<img src=x onerror=alert(1)>"


def page(client, practice, language="ru"):
    answer = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def all_of(client, practice, query=""):
    answer = client.get(f"/ru/practices/{practice.pk}/remarks/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def order(html):
    return [int(number) for number in re.findall(r'<article id="remark-(\d+)"', html)]


# --- reading ----------------------------------------------------------------------------------------


def test_threads_stand_newest_first_with_their_answers_below(client):
    practice = published()
    first = say(practice, talker("asker"), "Первый вопрос")
    second = say(practice, talker("asker"), "Второй вопрос", "addition")
    other = say(practice, talker("neighbour"), "Ответ соседа", answers=first)
    answer = say(practice, practice.author, "Ответ автора", answers=first)
    assert order(all_of(client, practice)) == [second.pk, first.pk, other.pk, answer.pk]
    html = page(client, practice)
    assert order(html) == [second.pk, first.pk, answer.pk], "of the answers the author's stays"
    assert '<a href="#remarks">4</a>' in html


def test_page_holds_ten_threads_and_an_answer_the_rest_has_a_page(client):
    practice, asker = published(), talker("asker")
    for number in range(12):
        PracticeComment.objects.create(
            practice=practice, author=asker, author_name="А", kind="question", language="ru", text=f"Вопрос {number}",
            form_key=f"{number:032x}",
        )
    last = PracticeComment.objects.last()
    for number in range(3):
        say(practice, talker(f"other-{number}"), f"Ответ {number}", answers=last)
    html = page(client, practice)
    assert len(order(html)) == 11
    assert f"/ru/practices/{practice.pk}/remarks/" in html
    assert f"/ru/practices/remarks/{last.pk}/" in html
    assert len(order(all_of(client, practice))) == 13
    assert len(order(all_of(client, practice, "?page=2"))) == 2
    for odd in ("?page=99", "?page=x", "?page=-1"):
        all_of(client, practice, odd)


def test_link_to_a_remark_leads_to_it_wherever_it_stands(client):
    practice, asker = published(), talker("asker")
    first = say(practice, asker, "Самый первый")
    answer = say(practice, practice.author, "Ответ на первый", answers=first)
    for number in range(10):
        PracticeComment.objects.create(
            practice=practice, author=asker, author_name="А", kind="question", language="ru", text=f"Вопрос {number}",
            form_key=f"{number:032x}",
        )
    last = PracticeComment.objects.last()
    base = f"/ru/practices/{practice.pk}/remarks/"
    assert client.get(f"/ru/practices/remarks/{answer.pk}/")["Location"] == f"{base}?page=2#remark-{answer.pk}"
    assert client.get(f"/ru/practices/remarks/{last.pk}/")["Location"] == f"{base}#remark-{last.pk}"
    assert answer.pk in order(all_of(client, practice, "?page=2"))


def test_long_text_is_cut_on_the_page_and_whole_on_its_own(client):
    practice = published()
    say(practice, talker("asker"), "а" * 600 + "конец")
    assert "конец" not in page(client, practice)
    assert "конец" in all_of(client, practice)


def test_text_is_shown_as_it_was_written_in_its_language(client):
    practice = published()
    asker = talker("asker", full_name=HOSTILE[:100])
    say(practice, asker, f"{HOSTILE}\n\nhttps://example.kg/a?b=1&c=2.", language="ru")
    for html in (page(client, practice, "ky"), all_of(client, practice)):
        assert "<script>alert" not in html and "<img src=x" not in html
        assert HOSTILE in unescape(html)
        assert '<a href="https://example.kg/a?b=1&amp;c=2" rel="nofollow ugc noopener">' in html
    assert '<div class="prose" lang="ru">' in page(client, practice, "ky")


@pytest.mark.parametrize("way", ["curator", "complaints", "author"])
def test_hidden_remark_is_nowhere_for_others(client, way):
    practice, asker = published(), talker("asker")
    hidden = age(
        say(practice, asker, "Спрятанные слова"), hiding=way, hidden_at=timezone.now(),
        hidden_reason="Причина" if way == "curator" else "",
    )
    reader = talker("reader")
    for user in (None, reader, practice.author):
        if user:
            client.force_login(user)
        found = client.get("/ru/search/?q=Спрятанные").content.decode()
        for html in (page(client, practice), all_of(client, practice), found):
            assert "Спрятанные слова" not in html and "Причина" not in html
            assert order(html) == []
        for path in ("", "answer/", "complain/"):
            if user or not path:
                assert client.get(f"/ru/practices/remarks/{hidden.pk}/{path}").status_code == 404


def test_hidden_question_leaves_its_answers_under_a_line(client):
    practice = published()
    question = say(practice, talker("asker"), "Спрятанные слова")
    answer = say(practice, practice.author, "Видимый ответ", answers=question)
    remarks.hide(remark=question, by=factories.moderator(), reason="Оскорбление")
    for html in (page(client, practice), all_of(client, practice)):
        assert order(html) == [question.pk, answer.pk]
        assert "Спрятанные" not in html and "asker" not in html


def test_author_of_a_hidden_remark_reads_it_and_the_reason(client):
    practice, asker = published(), talker("asker")
    remark = say(practice, asker, "Мои слова")
    remarks.hide(remark=remark, by=factories.moderator(), reason="Чужой телефон")
    client.force_login(asker)
    for html in (page(client, practice), all_of(client, practice)):
        assert "Мои слова" in html and "Чужой телефон" in html
    assert client.get(f"/ru/practices/remarks/{remark.pk}/", follow=True).status_code == 200


def test_name_of_a_deleted_account_is_gone_at_once(client):
    practice, asker = published(), talker("asker", place("naryn"), full_name="Тайное Имя")
    say(practice, asker)
    assert "Тайное Имя" in page(client, practice)
    delete_account(person=asker)
    for html in (page(client, practice), all_of(client, practice)):
        assert "Тайное Имя" not in html and "naryn" not in html


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "gone", "merged"])
def test_remarks_of_a_hidden_practice_do_not_exist(client, status):
    practice = factories.practice("published" if status in ("gone", "merged") else status)
    remark = PracticeComment.objects.create(
        practice=practice, author=talker("asker"), author_name="А", kind="question", language="ru", text="Слова",
        form_key="0" * 32,
    )
    if status == "gone":
        factories.do("withdraw", practice, kind="cause")
    if status == "merged":
        factories.do("withdraw", practice, kind="merged", merged_into=factories.practice("published"))
    client.force_login(talker("reader"))
    paths = ["", "answer/", "complain/"]
    for path in (f"{practice.pk}/remarks/", f"{practice.pk}/ask/", *(f"remarks/{remark.pk}/{end}" for end in paths)):
        assert client.get(f"/ru/practices/{path}").status_code == 404
    assert client.post(f"/ru/practices/{practice.pk}/ask/", form()).status_code == 404


# --- writing ----------------------------------------------------------------------------------------


def test_reader_without_an_account_gets_a_link_and_no_form(client):
    practice = published()
    say(practice, talker("asker"))
    answer = client.get(f"/ru/practices/{practice.pk}-{practice.slug}/")
    assert f"/ru/practices/{practice.pk}/ask/" in answer.content.decode()
    assert 'name="text"' not in answer.content.decode() and "csrf" not in answer.content.decode()
    for path in (f"{practice.pk}-{practice.slug}/", f"{practice.pk}/remarks/"):
        assert not client.get(f"/ru/practices/{path}").cookies
    assert "/account/login/" in client.get(f"/ru/practices/{practice.pk}/ask/")["Location"]


def test_text_sent_without_a_session_waits_behind_the_sign_in(client):
    practice, asker = published(), talker("asker")
    answer = client.post(f"/ru/practices/{practice.pk}/ask/", form("Долго набранный вопрос"))
    assert answer.status_code == 302
    kept = re.search(r"kept%3D([0-9a-f-]+)", answer["Location"]).group(1)
    client.force_login(asker)
    address = f"/ru/practices/{practice.pk}/ask/?kept={kept}"
    assert "Долго набранный вопрос" in client.get(address).content.decode()
    client.post(address, form("Долго набранный вопрос"))
    assert practice.comments.get().text == "Долго набранный вопрос"
    assert "Долго набранный вопрос" not in client.get(address).content.decode()


def test_who_will_be_named_is_said_before_sending(client):
    practice, asker = published(), talker("asker", place("naryn"))
    client.force_login(asker)
    for html in (page(client, practice), client.get(f"/ru/practices/{practice.pk}/ask/").content.decode()):
        before_the_form = html[: html.index('name="text"')]
        assert "asker atyev" in before_the_form and "Глава, naryn (ru)" in before_the_form


def test_question_and_answer_are_on_the_page_after_the_press(client):
    practice = published()
    client.force_login(talker("asker"))
    sent = client.post(f"/ru/practices/{practice.pk}/ask/", form("Сколько?"), follow=True)
    question = practice.comments.get()
    assert (question.kind, question.language, question.text) == ("question", "ru", "Сколько?")
    assert "Сколько?" in sent.content.decode()
    client.force_login(practice.author)
    client.post(f"/ru/practices/remarks/{question.pk}/answer/", form("Миллион"))
    answer = practice.comments.last()
    assert (answer.kind, answer.answers, answer.by_the_author) == ("answer", question, True)


@pytest.mark.parametrize("wrong", [
    {"text": ""}, {"text": "я"}, {"text": "\u200b" * 50}, {"text": "я" * 4001}, {"kind": "answer"}, {"kind": "x"},
    {"language": "en"}, {"form_key": "x"}, {"text": "https://a.kg/1 https://a.kg/2 https://a.kg/3 https://a.kg/4"},
])
def test_wrong_form_comes_back_with_what_was_typed(client, wrong):
    practice = published()
    client.force_login(talker("asker"))
    answer = client.post(f"/ru/practices/{practice.pk}/ask/", form("Долго набранный вопрос") | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not practice.comments.exists()
    if "text" not in wrong:
        assert "Долго набранный вопрос" in answer.content.decode()


def test_text_of_four_thousand_letters_is_taken(client):
    practice = published()
    client.force_login(talker("asker"))
    client.post(f"/ru/practices/{practice.pk}/ask/", form("я" * 4000))
    assert len(practice.comments.get().text) == 4000


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_practice_taken_from_the_lists_is_read_and_no_longer_asked_about(client, verb):
    practice = published()
    question = say(practice, talker("asker"), "Старый вопрос")
    factories.do(verb, practice)
    assert "Старый вопрос" in page(client, practice) and "Старый вопрос" in all_of(client, practice)
    client.force_login(talker("reader"))
    assert 'name="text"' not in page(client, practice)
    for path in (f"{practice.pk}/ask/", f"remarks/{question.pk}/answer/"):
        assert client.get(f"/ru/practices/{path}").status_code == 409
        answer = client.post(f"/ru/practices/{path}", form("Долго набранный вопрос"))
        assert answer.status_code == 409
        assert "Долго набранный вопрос" in answer.content.decode()
    assert practice.comments.count() == 1


def test_too_much_is_refused_with_the_text_kept(client, monkeypatch):
    monkeypatch.setattr(remarks, "AN_HOUR", 0)
    practice = published()
    client.force_login(talker("asker"))
    answer = client.post(f"/ru/practices/{practice.pk}/ask/", form("Долго набранный вопрос"))
    assert answer.status_code == 429
    assert "Долго набранный вопрос" in answer.content.decode()


# --- complaints and taking back ---------------------------------------------------------------------


def test_complaint_is_sent_with_a_reason_once(client):
    practice = published()
    remark = say(practice, talker("asker"))
    client.force_login(talker("reader"))
    address = f"/ru/practices/remarks/{remark.pk}/complain/"
    assert client.post(address, {"note": "Набранное"}).context["form"].errors
    assert client.post(address, {"reason": "own"}).context["form"].errors
    for _press in range(2):
        assert client.post(address, {"reason": "personal", "note": "Телефон"}).status_code == 302
    complaint = remark.complaints.get()
    assert (complaint.reason, complaint.note) == ("personal", "Телефон")


def test_own_remark_is_asked_to_be_taken_down(client):
    practice, asker = published(), talker("asker")
    remark = say(practice, asker)
    client.force_login(asker)
    client.post(f"/ru/practices/remarks/{remark.pk}/complain/", {"note": "Ошибся"})
    assert remark.complaints.get().reason == "own"


def test_remark_is_taken_back_by_a_second_press(client):
    practice, asker = published(), talker("asker")
    remark = say(practice, asker)
    address = f"/ru/practices/remarks/{remark.pk}/take-back/"
    client.force_login(practice.author)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(asker)
    assert f"remarks/{remark.pk}/take-back/" in page(client, practice)
    assert client.get(address).status_code == 200
    assert fresh(remark).text
    for _press in range(2):
        assert client.post(address).status_code == 302
    assert fresh(remark).text == ""
    assert client.get(address, follow=True).status_code == 200


def test_late_wish_to_take_back_leads_to_the_curators(client):
    practice, asker = published(), talker("asker")
    remark = say(practice, asker)
    say(practice, practice.author, "Ответ", answers=remark)
    client.force_login(asker)
    html = client.post(f"/ru/practices/remarks/{remark.pk}/take-back/", follow=True).content.decode()
    assert f"/ru/practices/remarks/{remark.pk}/complain/" in html
    assert fresh(remark).text


# --- cost -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 10])
def test_reading_costs_the_same_however_much_was_said(client, selects, rows):
    practice = published()
    for number in range(rows):
        question = say(practice, talker(f"asker-{number}", place(f"place-{number}")), f"Вопрос {number}")
        say(practice, practice.author, f"Ответ {number}", answers=question)
        PracticeComment.objects.update(written_at="2020-01-01T00:00Z")
    with selects(4):
        all_of(client, practice)
