"""The home page, built from the catalogue alone."""

from django.conf import settings
from django.db.models import CharField, Count, F, Func, Q, Value
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from catalogue.kept import kept_page
from catalogue.models import Entry, Topic
from practices.models import COLLECTION
from publishing.queue import waiting_for

NEWEST, COLLECTIONS = 6, 3


def enter(request):
    """The bare address leads to the language chosen before, otherwise to the default one."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    response = redirect(f"/{language}/")
    response["Cache-Control"] = "private, no-store"
    return response


@vary_on_headers("Save-Data")
def home(request):
    """Search first, then what is new and what it is about."""
    return kept_page(request, "home", lambda: _home_page(request))


def _home_page(request):
    return render(
        request,
        "portal/home.html",
        {
            **_newest(),
            "topics": _topics(),
            "totals": _totals(),
            "todo": waiting_for(request.user) if request.user.is_authenticated else [],
        },
    )


def _newest():
    """The newest practices and collections, each kind by itself, in one query."""
    entries, collection = Entry.objects.published().newest(), COLLECTION.code
    found = entries.exclude(kind=collection)[:NEWEST].union(entries.filter(kind=collection)[:COLLECTIONS], all=True)
    found = sorted(found, key=lambda entry: (entry.published_on, entry.pk), reverse=True)
    return {
        "newest": [entry for entry in found if entry.kind != collection],
        "collections": [entry for entry in found if entry.kind == collection],
    }


def _topics():
    published, listed = Entry.objects.published().by_topic(), reverse("search")
    return [
        {
            "topic": topic,
            "label": topic.name,
            "url": f"{listed}?topic={topic.slug}",
            "count": published[topic.pk],
        }
        for topic in Topic.objects.filter(parent__isnull=True)
        if topic.pk in published
    ]


def _totals():
    """How much is gathered, and from how many municipalities and oblasts."""
    municipalities = Q(territories__kind__in=["aiyl_aimak", "city", "republican_city"])
    oblast = Func(F("territories__path"), Value("/"), Value(2), function="split_part", output_field=CharField())
    return Entry.objects.published().filter(kind="practice").aggregate(
        practices=Count("pk", distinct=True),
        municipalities=Count("territories", filter=municipalities, distinct=True),
        # The two cities of republican significance are no oblasts.
        oblasts=Count(oblast, filter=~Q(territories__kind="republican_city"), distinct=True),
    )
