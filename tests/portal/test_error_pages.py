import logging
import re
from functools import partial
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client

from portal import reading
from portal.middleware import RefuseHostileInput

HANDLERS = [
    (reading.bad_request, 400),
    (reading.permission_denied, 403),
    (reading.page_not_found, 404),
    (partial(reading.method_not_allowed, allowed="POST"), 405),
    (reading.too_large, 413),
    (reading.too_many, 429),
    (reading.server_error, 500),
    (reading.unavailable, 503),
]


def body(response):
    return unescape(response.content.decode())


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


# --- failures: none of these tests may touch the database ------------------------------------------


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
@pytest.mark.parametrize("language", ["ky", "ru"])
def test_failure_speaks_the_language_of_the_address(rf, handler, status, language):
    response = handler(rf.get(f"/{language}/somewhere/"))
    page = body(response)
    assert response.status_code == status
    assert f'<html lang="{language}"' in page
    assert response["Content-Language"] == language
    assert page.count("<h1>") == 1
    assert page.count("<section") == 1


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_failure_outside_both_languages_speaks_both(rf, handler, status):
    page = body(handler(rf.get("/somewhere/")))
    assert page.count("<h1>") == 1
    assert re.findall(r'<section[^>]* lang="(..)"', page) == ["ky", "ru"]


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_failure_outside_both_languages_speaks_the_one_that_was_chosen(rf, settings, handler, status, language):
    request = rf.get("/admin/somewhere/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language
    response = handler(request)
    assert re.findall(r'<section[^>]* lang="(..)"', body(response)) == [language]
    assert response["Content-Language"] == language


def test_made_up_language_of_a_cookie_chooses_nothing(rf, settings):
    request = rf.get("/admin/somewhere/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert re.findall(r'<section[^>]* lang="(..)"', body(reading.page_not_found(request))) == ["ky", "ru"]


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_failure_offers_search_and_home_and_no_jargon(rf, handler, status):
    page = body(handler(rf.get("/ru/somewhere/")))
    assert 'role="search"' in page
    assert 'href="/ru/"' in page
    assert not re.search(rf"\b{status}\b|Traceback|Django|None", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(("language", "title", "advice"), [
    ("ru", "По этому адресу ничего не открывается", "Это адрес кнопки с другой страницы."),
    ("ky", "Бул даректе эч нерсе ачылбайт", "Бул башка барактагы баскычтын дареги."),
])
def test_address_of_a_button_opened_as_a_page_is_explained(rf, language, title, advice):
    def button(request):
        return HttpResponseNotAllowed(["POST"])

    response = RefuseHostileInput(button)(rf.get(f"/{language}/somewhere/"))
    page = body(response)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert f"<h1>{title}</h1>" in page and advice in page
    assert f'href="/{language}/"' in page


def test_answer_405_that_says_something_itself_is_left_as_it_is(rf):
    own = HttpResponse("…", status=405, headers={"Allow": "GET"})
    assert RefuseHostileInput(lambda request: own)(rf.post("/ru/somewhere/")) is own


def test_address_of_a_button_without_a_language_speaks_both(client):
    response = client.post("/language/ru/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert re.findall(r'<section[^>]* lang="(..)"', body(response)) == ["ky", "ru"]


def test_unavailable_says_when_to_come_again_and_is_not_kept(rf):
    response = reading.unavailable(rf.get("/ky/"))
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"


def test_too_many_says_when_to_come_again(rf):
    assert reading.too_many(rf.get("/ky/"), retry_after=900)["Retry-After"] == "900"


def test_server_error_with_broken_templates_still_says_a_sentence(rf, settings):
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": []}]
    response = reading.server_error(rf.get("/ru/"))
    assert response.status_code == 500
    assert response.content.decode() == reading.LAST_WORDS


def test_failure_keeps_the_readers_view(rf):
    request = rf.get("/ru/nowhere/")
    request.COOKIES["view"] = "theme-dark"
    assert '<html lang="ru" class="theme-dark">' in body(reading.page_not_found(request))


def test_unknown_address_is_answered_by_this_page(client):
    response = client.get("/ru/no-such-page/")
    assert response.status_code == 404
    assert '<html lang="ru"' in body(response)


# --- a stale form gives the text back ---------------------------------------------------------------


def test_stale_form_gives_every_text_back_with_a_fresh_token(strict):
    texts = {"title": "Таза суу", "text": "\nБиринчи сап\n<b>экинчи</b>"}
    posted = {**texts, "kind": "case", "topics": ["1", "2"]}
    response = strict.post("/ky/view/?a=1", posted)
    page = body(response)
    assert response.status_code == 403
    assert '<form method="post" action="/ky/view/?a=1"' in page
    assert re.search(r'<textarea[^>]* name="title" rows="3">\n?Таза суу</textarea>', page)
    assert re.search(r'<textarea[^>]* name="text" rows="3">\n\r?\nБиринчи сап', page)
    assert "&lt;b&gt;" in response.content.decode()
    assert '<input type="hidden" name="kind" value="case">' in page
    assert page.count('name="topics"') == 2
    assert "no-store" in response["Cache-Control"]


def test_stale_form_sent_again_is_accepted(strict):
    page = body(strict.post("/ky/view/", {"size": "text-125", "theme": "auto"}))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    again = strict.post("/ky/view/", {"size": "text-125", "theme": "auto", "csrfmiddlewaretoken": token})
    assert again.status_code == 302


def test_stale_form_never_gives_passwords_back(strict):
    posted = {"login": "a@b.kg", "password": "сыр сөз", "new_Password2": "сыр сөз"}
    page = body(strict.post("/ky/view/", posted))
    assert "a@b.kg" in page
    assert "сыр сөз" not in page


def test_stale_form_from_another_site_gets_no_button(strict):
    response = strict.post("/ru/view/", {"text": "чужой текст"}, headers={"origin": "https://evil.example"})
    page = body(response)
    assert response.status_code == 403
    assert "чужой текст" in page
    assert "readonly" in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("header", [{"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_stale_form_of_doubtful_origin_gets_no_button(strict, header):
    assert "csrfmiddlewaretoken" not in body(strict.post("/ru/view/", {"text": "текст тут"}, headers=header))


@pytest.mark.parametrize(("length", "given_back"), [(199_000, True), (201_000, False)])
def test_stale_form_gives_back_up_to_its_limit(strict, length, given_back):
    page = body(strict.post("/ru/view/", {"text": "a" * length}))
    assert ("a" * length in page) is given_back
    assert ("<textarea" in page) is given_back


def test_stale_form_says_that_files_are_to_be_chosen_again(strict, tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"png")
    with picture.open("rb") as file:
        with_file = strict.post("/ru/view/", {"text": "текст тут", "file": file})
    without = strict.post("/ru/view/", {"text": "текст тут"})
    assert body(with_file).count("notice--warn") == 1
    assert "notice--warn" not in body(without)


def test_stale_form_without_texts_says_to_open_it_anew(strict):
    response = strict.post("/ru/view/", '{"a": 1}', content_type="application/json")
    assert response.status_code == 403
    assert "<textarea" not in body(response)


@pytest.mark.parametrize("exception", [RequestDataTooBig(), TooManyFieldsSent(), TooManyFilesSent()])
def test_bad_request_that_was_only_too_much_says_so(rf, exception):
    assert reading.bad_request(rf.post("/ru/"), exception).status_code == 413


@pytest.mark.parametrize(("limit", "value", "sent"), [
    ("DATA_UPLOAD_MAX_MEMORY_SIZE", 10, {"text": "я" * 100}),
    ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 2, {"a": 1, "b": 2, "c": 3}),
])
def test_too_much_is_one_warning_in_the_log(client, settings, caplog, limit, value, sent):
    setattr(settings, limit, value)
    body = urlencode(sent)
    answer = client.post("/ru/view/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    [record] = [record for record in caplog.records if record.name.startswith("django.security")]
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert record.getMessage().endswith(": /ru/view/") and "\n" not in caplog.text.strip()


def test_another_suspicion_stays_an_error_with_its_trace(caplog):
    logging.getLogger("django.security.DisallowedHost").error("odd", exc_info=SuspiciousOperation("odd"))
    assert caplog.records[-1].levelname == "ERROR" and caplog.records[-1].exc_info
