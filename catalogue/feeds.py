"""Atom feeds of what is published: of everything, of a section, a topic or a territory."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue import kinds
from catalogue.forms import FeedForm
from catalogue.models import Entry, Topic
from places.models import Territory

NEWEST = 30


class EntryFeed(Feed):
    """The newest entries, narrowed by kind, topic and territory; an unknown one answers 404, not with everything.

    A part of a topic and a unit below a territory belong to it.
    """

    feed_type = Atom1Feed
    kind = None

    def __init__(self, kind=None):
        self.kind = kind

    def get_object(self, request):
        form = FeedForm(request.GET)
        if not form.is_valid():
            raise Http404
        asked = form.cleaned_data
        kind = self.kind or asked["kind"]
        if kind and kind not in {known.code for known in kinds.all_kinds()}:
            raise Http404
        return {
            "kind": kind,
            "topic": _known(Topic, asked["topic"]),
            "territory": _known(Territory, asked["territory"]),
        }

    def title(self, asked):
        names = [str(asked[name]) for name in ("topic", "territory") if asked[name]]
        kind = str(kinds.get(asked["kind"]).plural) if asked["kind"] else _("Published on the portal")
        return ": ".join([kind, ", ".join(names)]) if names else kind

    def subtitle(self, asked):
        return _("Portal of best practice of local self-government")

    def link(self, asked):
        return reverse("home")

    def feed_guid(self, asked):
        """The same for the same entries, in whatever order or words the address asks for them."""
        places = {name: asked[name].slug for name in ("topic", "territory") if asked[name]}
        narrowed = urlencode({name: value for name, value in {"kind": asked["kind"], **places}.items() if value})
        return f"{settings.SITE_URL}/{get_language()}/feed/?{narrowed}"

    def items(self, asked):
        entries = Entry.objects.published()
        if asked["kind"]:
            entries = entries.filter(kind=asked["kind"])
        if asked["topic"]:
            entries = entries.filter(pk__in=Entry.objects.about(asked["topic"]).order_by().values("pk"))
        if asked["territory"]:
            units = Territory.objects.covered_by(asked["territory"])
            entries = entries.filter(pk__in=Entry.objects.filter(territories__in=units).order_by().values("pk"))
        return entries.newest().prefetch_related("topics")[:NEWEST]

    def item_title(self, entry):
        return entry.title

    def item_description(self, entry):
        # Readers of feeds take it for HTML.
        return linebreaks("\n\n".join(filter(None, [entry.summary, entry.place])), autoescape=True)

    def item_pubdate(self, entry):
        return entry.published_on

    def item_updateddate(self, entry):
        return entry.changed_on

    def item_guid(self, entry):
        """Stays when the words in the address change: readers must not see an old item as new."""
        return f"{settings.SITE_URL}/{get_language()}/entry/{entry.kind}-{entry.object_id}"

    def item_categories(self, entry):
        return [topic.name for topic in entry.topics.all()]


def _known(model, slug):
    if not slug:
        return None
    found = model.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
