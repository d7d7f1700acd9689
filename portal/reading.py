"""Pages about reading the portal itself: its language, its view, and what it says when something fails."""

import re
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal import navigation
from portal.appearance import COOKIE, COOKIE_AGE, ViewForm, classes_from

RETRY_SECONDS = 60
MAX_GIVEN_BACK = 200_000
# For the day when even the catalogues and templates cannot be read.
LAST_WORDS = (
    "Порталда ката кетти. Бир аздан кийин кайра аракет кылыңыз.\n"
    "На портале ошибка. Попробуйте ещё раз чуть позже."
)

# What happened, and what the reader can do now: no jargon, nobody blamed.
WORDS = {
    HTTPStatus.BAD_REQUEST: (
        _("The portal did not understand this request"),
        _("The address or the data is damaged. Go back and try again, or start from the home page."),
    ),
    HTTPStatus.FORBIDDEN: (
        _("This page is not open to you"),
        _("Sign in with an account that may see it. If you think this is a mistake, write to the curators."),
    ),
    HTTPStatus.NOT_FOUND: (
        _("There is no such page"),
        _("The address may have a mistake in it, or the page was removed. "
          "Search for it, or start from the home page."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        _("Nothing can be opened at this address"),
        _("It belongs to a button on another page. Go back, or start from the home page."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        _("What you sent is too big"),
        _("Go back: your text is still in the form. Choose smaller files or send them one by one."),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        _("Too many requests in a short time"),
        _("Wait a few minutes and try again. If you were sending a text, go back: it is still in the form."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        _("Something went wrong on our side"),
        _("We have a record of it. Try again in a few minutes. "
          "If you were sending a text, go back: it is still in the form."),
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        _("The portal cannot answer just now"),
        _("It will be back in a few minutes. All that was saved is kept. "
          "If you were sending a text, go back and send it again a little later."),
    ),
}


# --- language and view ----------------------------------------------------------------------------


@require_safe
@never_cache
@transaction.non_atomic_requests
def set_language(request, code):
    """A press on the switch is remembered for a year and leads to the same page; never to another host."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    target = own_path(request.GET.get("next", ""), default=f"/{code}/")
    response = HttpResponseRedirect(navigation.in_language(target, code))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@transaction.non_atomic_requests
def view_settings(request):
    """The settings of view are kept in a cookie: they work before signing in and without a script."""
    kept = request.COOKIES.get(COOKIE, "")
    form = ViewForm(request.POST) if request.method == "POST" else ViewForm.from_cookie(kept)
    if form.is_bound and form.is_valid():
        response = HttpResponseRedirect(f"{reverse('view_settings')}?saved=1")
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            COOKIE, form.to_cookie(), max_age=COOKIE_AGE, samesite="Lax", secure=secure, httponly=True
        )
        return response
    return render(request, "portal/view_settings.html", {"form": form, "saved": "saved" in request.GET})


def own_path(address: str, default: str) -> str:
    """Give the address back if it is a path of this site, otherwise the default."""
    starts_well = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not starts_well or re.search(r"[\x00-\x1f\x7f]", address):
        return default
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else default


# --- failures -------------------------------------------------------------------------------------


def bad_request(request, exception=None):
    """400: hostile or damaged input; 413 when there was simply too much of it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _failure(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request, exception=None):
    """403: a known act that this reader may not do."""
    return _failure(request, HTTPStatus.FORBIDDEN)


def page_not_found(request, exception=None):
    """404: no such page, or one whose existence this reader may not know of."""
    return _failure(request, HTTPStatus.NOT_FOUND)


def method_not_allowed(request, allowed):
    """405: the address of a button, opened as a page."""
    response = _failure(request, HTTPStatus.METHOD_NOT_ALLOWED)
    response["Allow"] = allowed
    return response


def too_large(request, exception=None):
    """413: more was sent than is taken."""
    return _failure(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def too_many(request, exception=None, retry_after=RETRY_SECONDS):
    """429: the limit is said, and when to come again (seconds)."""
    return _come_again(_failure(request, HTTPStatus.TOO_MANY_REQUESTS), retry_after)


def server_error(request):
    """500: even if the templates are what broke, the reader gets a sentence."""
    try:
        return _failure(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    except Exception:  # noqa: BLE001 - this is the last resort, nothing stands behind it
        return HttpResponse(LAST_WORDS, status=500, content_type="text/plain; charset=utf-8")


def unavailable(request, exception=None):
    """503: the database is away; no cache may keep this answer."""
    return _come_again(_failure(request, HTTPStatus.SERVICE_UNAVAILABLE), RETRY_SECONDS)


def csrf_failure(request, reason=""):
    """403 for a stale form: every text typed comes back, with one button to send it again."""
    given = _given_back(request)
    context = {
        "fields": given,
        "has_files": bool(given is not None and request.FILES),
        "action": request.get_full_path(),
        # A form of another site gets no button: one press would do what that site wants.
        "may_resend": bool(given) and not _from_elsewhere(request),
        "csrf_token": get_token(request),
    }
    response = _page(request, HTTPStatus.FORBIDDEN, "errors/stale_form.html", context)
    response["Cache-Control"] = "no-store"
    return response


def kept_form(request, posted):
    """A form sent after the session had ended, given back after signing in with one button to send it."""
    context = {
        "fields": _shown(posted),
        "action": request.path,
        "may_resend": True,
        "csrf_token": get_token(request),
    }
    response = _page(request, HTTPStatus.OK, "errors/stale_form.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _failure(request, status):
    title, advice = WORDS[status]
    return _page(request, status, "errors/failure.html", {"title": title, "advice": advice})


def _page(request, status, template, context):
    # Rendered without the request: no context processor, session or database can fail a second time.
    chosen = chosen_language(request)
    page_language = chosen or settings.LANGUAGE_CODE
    everyone = sorted(dict(settings.LANGUAGES), key=lambda code: code != page_language)
    with translation.override(page_language):
        around = {
            "view_classes": " ".join(classes_from(request.COOKIES.get(COOKIE, ""))),
            "codes": [chosen] if chosen else everyone,
            "nav": navigation.sections(""),
            "languages": navigation.languages(f"/{page_language}/", page_language),
        }
        html = render_to_string(template, {**around, **context})
    return HttpResponse(html, status=status, headers={"Content-Language": page_language})


def chosen_language(request) -> str:
    """Return the language of the address, of the press on the switch, or of the staff member; empty when unknown."""
    known = dict(settings.LANGUAGES)
    asked = [
        translation.get_language_from_path(request.path_info),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        getattr(request, "language_of_staff", None),
    ]
    return next((code for code in asked if code in known), "")


def _come_again(response, seconds):
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def _from_elsewhere(request):
    origin = request.headers.get("Origin")
    foreign = origin is not None and not origin.endswith(f"://{request.get_host()}")
    return foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def _given_back(request):
    """List the posted texts; none when the request broke off."""
    try:
        return _shown(request.POST)
    except UnreadablePostError:
        return []


def _shown(posted):
    """List the fields, passwords never; None when there is more than a page can carry."""
    fields = [(name, value) for name, values in posted.lists() for value in values]
    kept = [(n, v) for n, v in fields if n != "csrfmiddlewaretoken" and "password" not in n.lower()]
    if sum(len(value.encode()) for _name, value in kept) > MAX_GIVEN_BACK:
        return None
    return [{"name": name, "value": value, "shown": _is_writing(value)} for name, value in kept]


def _is_writing(value):
    """What looks like writing is shown; keys and choices go along unseen."""
    return len(value) > 40 or bool(re.search(r"[\sа-яёңөү]", value, re.IGNORECASE))
