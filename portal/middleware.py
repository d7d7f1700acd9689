"""What holds for every request: hostile input, a database that is away, the language, private answers."""

import logging
import re
import sys
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpResponse, HttpResponseNotAllowed
from django.utils import translation

from portal import reading

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LONGEST_PATH = 2_000
LONGEST_QUERY = 8_000
# A path is one line; in a query a pasted text may have lines and tabs.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_IN_QUERY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Bytes of a path that are not UTF-8 come from Django as they were written, percent signs and all.
_BROKEN_BYTE = re.compile(r"%[89A-F][0-9A-F]")
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class NoBodyForHead:
    """Who asks for the head of a page gets the head: the server is handed no body that it would have to throw away.

    Stands outside all others, so that the length is that of the page as it would have been sent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()
        elif request.method == "HEAD":
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class RefuseHostileInput:
    """No address reaches a view or the database with bytes that are not text, or longer than any of ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if is_hostile(request):
            return reading.bad_request(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
        drop_hostile_cookies(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            # Someone came by the address of a button.
            return reading.method_not_allowed(request, response.headers.get("Allow", ""))
        return response


def is_hostile(request) -> bool:
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return True
    if _CONTROL.search(path) or _BROKEN_BYTE.search(path):
        return True
    try:
        return bool(_NOT_IN_QUERY.search(unquote_to_bytes(query).decode()))
    except UnicodeDecodeError:
        return True


def drop_hostile_cookies(request) -> None:
    """A quoted cookie may spell a NUL, on which the search for a session would fail in the database."""
    for name in [name for name, value in request.COOKIES.items() if _CONTROL.search(value)]:
        del request.COOKIES[name]


class DatabaseOutage:
    """While the database is away, slow or full, every page says so in the reader's language (503)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 500 and getattr(request, "database_is_out", False):
            return reading.unavailable(request)
        return response

    def process_exception(self, request, exception):
        if is_outage(exception):
            logger.warning("The database did not serve %s: %s", request.path, first_line(exception))
            return reading.unavailable(request)
        return None


@receiver(got_request_exception)
def note_outage(sender, request=None, **kwargs):
    """What another middleware raised never comes to process_exception: Django has made a 500 of it."""
    if request is not None and is_outage(sys.exc_info()[1]):
        request.database_is_out = True


def is_outage(error: BaseException | None) -> bool:
    """Tell an outage from a mistake of ours: no connection, a full server, a shutdown, a time limit."""
    if isinstance(error, InterfaceError):
        return "connection" in str(error)
    return isinstance(error, OperationalError)


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


class LanguageByAddress:
    """The language is chosen by the address or by the reader's press on the switch, never by the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return self.get_response(request)


class LanguageOfStaff:
    """The admin has no language in its address: without a press on the switch it speaks the user's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if request.path_info.startswith("/admin/") and chosen not in dict(settings.LANGUAGES):
            self.speak_to(request)
        return self.get_response(request)

    def speak_to(self, request):
        if request.user.is_authenticated and request.user.language in dict(settings.LANGUAGES):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.language_of_staff = request.user.language


class PersonalResponses:
    """What one person sees is kept by no cache, and is wiped from the browser when that person signs out.

    Stands outside the session, so that it sees every cookie set and asks the database nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if must_stay_private(request, response):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def must_stay_private(request, response) -> bool:
    """A page for somebody with a session, or an answer that sets a cookie; published files are neither."""
    if response.cookies:
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page or not response.has_header("Cache-Control")


@receiver(user_logged_out)
def note_sign_out(sender, request=None, **kwargs):
    if request is not None:
        request.signed_out = True
