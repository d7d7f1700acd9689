"""The page that an outsider opens from the letter."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from practices.checking import actions
from practices.models import FactCheck, Practice
from publishing.models import QueueItem
from tests import factories
from tests.practices.asking import asked, page_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def practice(db):
    return factories.practice("in_review")


def send(client, key, revision, verdict="confirmed", remarks=""):
    return client.post(page_of(key), {"verdict": verdict, "remarks": remarks, "seen": revision})


@pytest.mark.parametrize("language", ["ru", "ky"])
@pytest.mark.parametrize("status", ["in_review", "published"])
def test_text_is_shown_without_an_account_and_nothing_is_kept(client, selects, status, language):
    practice = factories.practice(status)
    _check, key = asked(practice, question="Верна ли сумма?")
    with selects(3):
        answer = client.get(page_of(key, language))
    html = answer.content.decode()
    assert answer.status_code == 200
    for words in (practice.title_ru, practice.problem_ru, practice.solution_ru, "Собрать сход", "Верна ли сумма?"):
        assert words in html
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"].startswith("noindex") and 'content="noindex' in html
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "sessionid" not in client.cookies
    assert "engineer@example.kg" not in html and "Инженер водоканала" not in html
    assert str(practice.author) not in html


def test_answer_is_kept_and_thanked_for(client, practice):
    check, key = asked(practice)
    answer = send(client, key, check.revision, "corrections", "Год — 2019")
    assert (answer.status_code, answer["Location"]) == (302, page_of(key))
    page = client.get(page_of(key))
    html = page.content.decode()
    assert page.status_code == 200 and "Год — 2019" in html and "<form method=\"post\"" not in html
    assert page["Referrer-Policy"] == "no-referrer" and page["Cache-Control"] == "private, no-store"
    assert QueueItem.objects.filter(reason="facts").count() == 1


def test_second_press_and_another_tab_show_what_was_answered(client, practice):
    check, key = asked(practice)
    for _press in range(2):
        send(client, key, check.revision, "corrections", "Год — 2019")
    again = send(client, key, check.revision, "confirmed", "Совсем другое")
    html = again.content.decode()
    assert again.status_code == 200 and "Год — 2019" in html
    assert "Совсем другое" in html, "what was typed beside the kept answer can be copied"
    assert FactCheck.objects.get().remarks == "Год — 2019"


@pytest.mark.parametrize(("verdict", "remarks"), [
    ("", "Да"), ("maybe", ""), ("corrections", ""), ("corrections", " \u200b\n"), ("confirmed", "Ң" * 10_001),
    ("confirmed", "Ң" * 100_000),
])
def test_unclear_answer_comes_back_with_what_was_typed(client, practice, verdict, remarks):
    check, key = asked(practice)
    answer = send(client, key, check.revision, verdict, remarks)
    assert answer.status_code == 200
    assert answer.context["form"].errors and remarks.strip(" \u200b\n") in answer.content.decode()
    assert not FactCheck.objects.answered().exists()


@pytest.mark.parametrize("data", [{}, {"seen": "x", "verdict": "confirmed"}, {"seen": "9" * 40, "verdict": "confirmed"},
                                  {"seen": "-1", "verdict": "confirmed"}])
def test_damaged_form_is_no_answer(client, practice, data):
    _check, key = asked(practice)
    assert client.post(page_of(key), data).status_code == 200
    assert not FactCheck.objects.answered().exists()


def test_longest_remarks_are_kept(client, practice):
    check, key = asked(practice)
    assert send(client, key, check.revision, "corrections", "Ң" * 10_000).status_code == 302
    assert len(FactCheck.objects.get().remarks) == 10_000


def test_markup_and_nul_in_remarks_do_no_harm(client, practice):
    check, key = asked(practice, question=HOSTILE, post=HOSTILE)
    assert HOSTILE not in client.get(page_of(key)).content.decode()
    send(client, key, check.revision, "corrections", HOSTILE + "\x00")
    assert FactCheck.objects.get().remarks == HOSTILE
    assert HOSTILE not in client.get(page_of(key)).content.decode()


def test_form_without_its_token_is_refused_and_with_it_kept(practice):
    check, key = asked(practice)
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, key, check.revision).status_code in (400, 403, 409)
    assert not FactCheck.objects.answered().exists()
    token = strict.get(page_of(key)).context["csrf_token"]
    data = {"verdict": "confirmed", "remarks": "", "seen": check.revision, "csrfmiddlewaretoken": str(token)}
    assert strict.post(page_of(key), data).status_code == 302


@pytest.mark.parametrize("key", ["a", "made-up", "A" * 43, "_" * 900, "key.key", "ключ"])
def test_unknown_key_is_not_found(client, practice, key):
    asked(practice)
    assert client.get(page_of(key)).status_code == 404
    assert client.post(page_of(key), {"verdict": "confirmed", "seen": 1}).status_code == 404


def test_hash_of_the_key_opens_nothing(client, practice):
    check, key = asked(practice)
    assert client.get(page_of(check.key_hash)).status_code == 404
    assert client.get(page_of(key[:-1])).status_code == 404


def test_wrong_key_costs_one_look_at_the_database(client, practice, selects):
    with selects(1):
        client.get(page_of("A" * 43))


def closed_by(name, practice, check):
    if name == "expired":
        FactCheck.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    elif name == "withdrawn":
        actions.withdraw(check=check, by=factories.moderator())
    elif name == "recalled":
        factories.do("recall", practice)
    elif name == "returned":
        factories.do("send_back", practice)
    else:
        factories.do("publish", practice)
        factories.do("withdraw", practice, kind="cause")


@pytest.mark.parametrize("name", ["expired", "withdrawn", "recalled", "returned", "cause"])
@pytest.mark.parametrize("language", ["ru", "ky"])
def test_closed_link_says_so_and_keeps_what_was_typed_on_the_page(client, practice, name, language):
    check, key = asked(practice)
    closed_by(name, practice, check)
    answer = client.get(page_of(key, language))
    assert answer.status_code == 410 and practice.problem_ru not in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]
    late = send(client, key, check.revision, "corrections", "Год — 2019")
    assert late.status_code == 410 and "Год — 2019" in late.content.decode()
    assert not FactCheck.objects.answered().exists()


def test_link_opens_again_with_the_new_text(client, practice):
    _check, key = asked(practice)
    factories.do("recall", practice)
    Practice.objects.update(problem_ru="Света не было вовсе.")
    practice.refresh_from_db()
    factories.do("submit", practice)
    page = client.get(page_of(key))
    assert page.status_code == 200 and "Света не было вовсе." in page.content.decode()
    assert page.context["text_changed"] is True


def test_text_changed_while_it_was_read_is_read_again(client, practice):
    check, key = asked(practice)
    assert client.get(page_of(key)).context["text_changed"] is False
    for verb in ("recall", "submit"):
        factories.do(verb, practice)
    answer = send(client, key, check.revision, "corrections", "Год — 2019")
    assert answer.status_code == 409 and "Год — 2019" in answer.content.decode()
    assert not FactCheck.objects.answered().exists()
    seen = answer.context["form"]["seen"].value()
    assert send(client, key, seen, "corrections", "Год — 2019").status_code == 302
    assert FactCheck.objects.get().revision == practice.revision


def test_draft_shows_no_files_that_would_not_open(client, practice):
    _check, key = asked(practice)
    practice.attachments.create(kind="document", name="a.pdf", content_type="application/pdf", size=1, sha256="1")
    assert "a.pdf" not in client.get(page_of(key)).content.decode()
    factories.do("publish", practice)
    assert "a.pdf" in client.get(page_of(key)).content.decode()


def test_readers_of_the_practice_learn_nothing_of_the_outsider(client, practice):
    check, _key = asked(practice)
    actions.answer(check=check, verdict="corrections", remarks="Год — 2019")
    factories.do("publish", practice)
    html = client.get(practice.get_absolute_url(), follow=True).content.decode()
    assert "engineer@example.kg" not in html and "Год — 2019" not in html


def test_every_link_inside_the_page_leads_somewhere(client):
    practice = factories.practice("published", cost_total=5, cost_note_ru="Деньги бюджета")
    practice.comments.create(
        kind="question", text="Сколько?", language="ru", author=practice.author, author_name="Асан", form_key=uuid4()
    )
    _check, key = asked(practice)
    html = client.get(page_of(key)).content.decode()
    assert set(re.findall(r'href="#([\w-]+)"', html)) <= set(re.findall(r' id="([\w-]+)"', html))
