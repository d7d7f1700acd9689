import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signals import got_request_exception
from django.core.wsgi import get_wsgi_application
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation

from portal import home, middleware

pytestmark = pytest.mark.django_db
NUL = "%00"


@pytest.fixture
def person():
    return get_user_model().objects.create_user(email="person@example.org", password="x", language="ru")


def served_by(klass, response, request=None):
    """Send a request through one class whose view gives this response."""
    request = request or RequestFactory().get("/ky/")
    return klass(lambda _request: response)(request)


# --- hostile input -------------------------------------------------------------------------------


@pytest.mark.parametrize("language,heading", [("ky", 'lang="ky"'), ("ru", 'lang="ru"')])
@pytest.mark.parametrize(
    "rest",
    [
        f"?q={NUL}",
        f"?q=a&{NUL}=b",
        f"{NUL}/",
        "practices/a%0ab/",
        "practices/%1b%5b31m/",
        "%7f/",
        "%ff/",
        "%ed%a0%80/",
        "?q=%ff",
        "?q=%ed%a0%80",
        "?q=%1b",
        "x" * 2_000,
        "?q=" + "x" * 8_000,
    ],
)
def test_address_that_is_not_text_is_answered_400_in_its_language(client, language, heading, rest):
    answer = client.get(f"/{language}/{rest}")
    assert answer.status_code == 400
    assert heading in answer.content.decode()


def test_refusal_asks_the_database_nothing(client, django_assert_num_queries):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    with django_assert_num_queries(0):
        client.get(f"/ky/?q={NUL}")


@pytest.mark.parametrize("query", ["q=өнүгүү", "q=a%0d%0ab%09c", "q=%F0%9F%98%80", "q=100%25", "q=%", "q=%zz"])
def test_text_in_a_query_passes(client, query):
    assert client.get(f"/ky/search/?{query}").status_code == 200


def test_longest_path_and_query_pass():
    request = RequestFactory().get("/" + "x" * 1_999 + "?q=" + "x" * 7_998)
    assert not middleware.is_hostile(request)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_method_without_a_use_is_answered_405(client, method):
    answer = getattr(client, method)("/ky/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_options_are_told_without_a_body(client):
    answer = client.options("/ky/")
    assert (answer.status_code, answer.content) == (204, b"")


def test_head_is_answered_without_a_body(client):
    answer = client.head("/ky/")
    assert (answer.status_code, answer.content) == (200, b"")


def test_session_cookie_with_a_hidden_nul_is_dropped(client):
    answer = client.get("/ky/", headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="\\000aaaaaaaa"'})
    assert answer.status_code == 200


def test_refusal_bears_the_protective_headers(client):
    answer = client.get(f"/ky/?q={NUL}")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


# --- outage --------------------------------------------------------------------------------------


def timed_out():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(1)")


def caught(error):
    """Return the error as Django passes it on."""
    with pytest.raises(Exception) as failure:
        with connection.wrap_database_errors:
            raise error
    return failure.value


@pytest.mark.parametrize(
    "error,outage",
    [
        (psycopg2.OperationalError("connection refused"), True),
        (psycopg2.errors.TooManyConnections("too many clients"), True),
        (psycopg2.errors.AdminShutdown("terminating"), True),
        (psycopg2.errors.QueryCanceled("statement timeout"), True),
        (psycopg2.errors.LockNotAvailable("lock timeout"), True),
        (psycopg2.errors.DiskFull("no space"), True),
        (psycopg2.InterfaceError("connection already closed"), True),
        (psycopg2.InterfaceError("cursor already closed"), False),
        (psycopg2.errors.UniqueViolation("twice"), False),
        (psycopg2.errors.UndefinedTable("no table"), False),
        (psycopg2.DataError("too long"), False),
    ],
)
def test_outage_is_told_from_a_mistake(error, outage):
    assert middleware.is_outage(caught(error)) is outage


def test_query_over_the_time_limit_is_an_outage():
    with pytest.raises(OperationalError) as failure:
        timed_out()
    assert middleware.is_outage(failure.value)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_page_during_an_outage_says_so_in_its_language(client, monkeypatch, language):
    monkeypatch.setattr(home, "_topics", timed_out)
    answer = client.get(f"/{language}/")
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("60", "no-store")
    assert f'lang="{language}"' in answer.content.decode()


def test_mistake_in_a_view_stays_a_500(client, monkeypatch):
    def broken():
        raise DataError("a mistake of ours")

    monkeypatch.setattr(home, "_topics", broken)
    client.raise_request_exception = False
    assert client.get("/ky/").status_code == 500


@pytest.mark.parametrize(
    "error,status", [(OperationalError("gone"), 503), (InterfaceError("connection"), 503), (IntegrityError(), 500)]
)
def test_outage_met_by_another_middleware_is_answered_503(error, status):
    request = RequestFactory().get("/ky/")

    def failed(request):
        try:
            raise error
        except (DatabaseError, InterfaceError):
            got_request_exception.send(sender=None, request=request)
        return HttpResponse(status=500)

    assert middleware.DatabaseOutage(failed)(request).status_code == status


def test_outage_page_asks_the_database_nothing(client, monkeypatch, person, django_assert_num_queries):
    request = RequestFactory().get("/ru/")
    with django_assert_num_queries(0):
        answer = middleware.DatabaseOutage(None).process_exception(request, OperationalError("gone"))
    assert answer.status_code == 503


# --- language ------------------------------------------------------------------------------------


def test_language_of_the_browser_does_not_count(client):
    answer = client.get("/", headers={"accept-language": "ru"})
    assert answer["Location"] == "/ky/"
    answer = client.get("/admin/login/", headers={"accept-language": "ru," * 3_000})
    assert answer["Content-Language"] == "ky"


def test_language_of_the_address_beats_the_cookie(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    assert client.get("/ky/")["Content-Language"] == "ky"


def test_admin_speaks_the_language_of_the_user(admin_client, admin_user):
    for language in ("ru", "ky"):
        type(admin_user).objects.update(language=language)
        assert admin_client.get("/admin/")["Content-Language"] == language


def test_admin_speaks_the_language_of_the_switch_first(admin_client, admin_user):
    type(admin_user).objects.update(language="ru")
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ky"
    assert admin_client.get("/admin/")["Content-Language"] == "ky"


@pytest.mark.parametrize("value", ["../../etc/passwd", "xx", "ky" * 500])
def test_cookie_with_an_unknown_language_is_passed_over(client, value):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = value
    assert client.get("/admin/login/")["Content-Language"] == "ky"


def test_language_of_one_reader_does_not_stay_for_the_next(admin_client, client, admin_user):
    type(admin_user).objects.update(language="ru")
    admin_client.get("/admin/")
    assert client.get("/admin/login/")["Content-Language"] == "ky"
    translation.deactivate()


# --- private answers -----------------------------------------------------------------------------


def test_page_of_a_signed_in_reader_is_kept_by_no_cache(client, person):
    assert "no-store" not in client.get("/ky/").get("Cache-Control", "")
    client.force_login(person)
    assert client.get("/ky/")["Cache-Control"] == "private, no-store"


def test_page_made_public_by_its_view_is_private_for_a_signed_in_reader():
    page = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
    assert served_by(middleware.PersonalResponses, page)["Cache-Control"] == "public, max-age=60"
    request = RequestFactory().get("/ky/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert served_by(middleware.PersonalResponses, page, request)["Cache-Control"] == "private, no-store"


def test_published_file_is_cached_for_a_signed_in_reader_too():
    file = HttpResponse(content_type="image/png", headers={"Cache-Control": "public, max-age=60"})
    request = RequestFactory().get("/ky/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert served_by(middleware.PersonalResponses, file, request)["Cache-Control"] == "public, max-age=60"


def test_answer_that_sets_a_cookie_is_kept_by_no_cache():
    answer = HttpResponse(content_type="image/png", headers={"Cache-Control": "public, max-age=60"})
    answer.set_cookie("django_language", "ru")
    assert served_by(middleware.PersonalResponses, answer)["Cache-Control"] == "private, no-store"


def test_form_with_a_token_is_kept_by_no_cache(client):
    answer = client.get("/ky/account/login/")
    assert settings.CSRF_COOKIE_NAME in answer.cookies
    assert answer["Cache-Control"] == "private, no-store"


def test_sign_out_wipes_what_the_browser_kept(client, person):
    client.force_login(person)
    assert not client.get("/ky/").has_header("Clear-Site-Data")
    answer = client.post("/ky/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_page_grants_the_browser_no_sensors(client):
    assert "geolocation=()" in client.get("/ky/")["Permissions-Policy"]


# --- the head alone -------------------------------------------------------------------------------


class Served:
    """The portal as a server speaks to it: the client of Django would drop the body by itself."""

    def __init__(self, method, path):
        request = RequestFactory().generic(method, path, HTTP_HOST="testserver")
        self.body = b"".join(get_wsgi_application()(request.environ, self.start))

    def start(self, status, headers, *rest):
        self.status, self.headers = status, dict(headers)


@pytest.mark.parametrize(("path", "status"), [("/healthz", "200"), ("/ru/nothing-here/", "404"), ("/ru/?q=%00", "400")])
def test_head_of_a_page_has_its_length_and_no_body(path, status):
    whole, head = Served("GET", path), Served("HEAD", path)
    assert whole.status.startswith(status) and head.status == whole.status
    assert whole.body and head.body == b""
    assert int(head.headers["Content-Length"]) > 0


@pytest.mark.parametrize(("method", "body"), [("HEAD", b""), ("GET", b"ab")])
def test_answer_sent_in_pieces_has_no_piece_for_the_head(method, body):
    request = RequestFactory().generic(method, "/ky/")
    response = served_by(middleware.NoBodyForHead, StreamingHttpResponse([b"a", b"b"]), request)
    assert b"".join(response) == body


@pytest.mark.parametrize(("method", "body"), [("HEAD", b""), ("GET", b"text")])
def test_answer_without_a_length_gets_one_for_the_head(method, body):
    response = served_by(middleware.NoBodyForHead, HttpResponse("text"), RequestFactory().generic(method, "/ky/"))
    assert (response.content, response.headers.get("Content-Length")) == (body, "4" if method == "HEAD" else None)
