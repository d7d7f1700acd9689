"""The page «Like mine», and the line about likeness on the page of one practice."""

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Topic
from places.atlas import Atlas, atlas
from places.choices import territory_choices
from places.likeness import ENOUGH_KNOWN, WEIGHTS
from places.models import Territory
from practices.cards import with_cards
from practices.facets import Facet, Option
from practices.likeness import words
from practices.likeness.forms import LikeMineForm
from practices.likeness.ranking import MOST_PAGES, PAGE_SIZE, most_alike, nearest
from practices.models import Practice


@require_safe
def like_mine(request):
    """Practices of other municipalities, those like the reader's first; without a place, a form to choose one."""
    known, form = atlas(), LikeMineForm(request.GET)
    asked = form.asked()
    own = own_municipality(request.user, known)
    if "place" not in request.GET and own:
        return redirect(_address({**asked, "place": own.slug}))
    unit = known.by_slug.get(asked["place"])
    mine = known.compared_as(unit) if unit else None
    if mine is None or not known.is_municipality(mine):
        return _choose(request, asked, known, own, unit)
    if mine.slug != asked["place"]:
        # For a while only: a curator may set the successor right.
        return redirect(_address({**asked, "place": mine.slug}))
    return _show(request, asked, known, mine)


def own_municipality(user, known: Atlas) -> Territory | None:
    """The municipality of the one who is signed in, as it is today; a district or an oblast is none."""
    unit = known.units.get(user.territory_id) if user.is_authenticated else None
    unit = known.compared_as(unit) if unit else None
    return unit if unit and known.is_municipality(unit) else None


def _address(asked: dict, **changes) -> str:
    asked = {**asked, **changes}
    query = QueryDict(mutable=True)
    for name, value in asked.items():
        if name == "place" or (value and value != 1):
            query.setlist(name, value if isinstance(value, list) else [value])
    return f"{reverse('practices:like_mine')}?{query.urlencode()}"


def _choose(request, asked, known, own, unit):
    problem = ""
    if unit:
        problem = _("«%(unit)s» is not a municipality. Choose a city or an aiyl aimak.") % {"unit": unit}
    elif request.GET.get("place"):
        problem = _("There is no municipality with this address. Choose yours from the list.")
    context = {
        "problem": problem,
        "chosen": own.slug if own else "",
        "places": _municipalities(known),
        "kept": [(name, value) for name in LikeMineForm.FILTERS for value in asked[name]],
        "facts": [(label, WEIGHTS[code], rule) for code, (label, rule) in words.FACTS.items()],
        "enough": ENOUGH_KNOWN,
        "most": MOST_PAGES * PAGE_SIZE,
        "crumbs": _crumbs(),
    }
    return render(request, "practices/likeness/choose.html", context)


def _municipalities(known: Atlas) -> list:
    """Municipalities for a <select>, by oblast; a city of republican significance stands alone."""
    groups = []
    for value, label in territory_choices(get_language(), value="slug"):
        units = label if isinstance(label, list) else [(value, label)]
        offered = [(slug, name) for slug, name in units if slug in known.by_slug
                   and known.is_municipality(known.by_slug[slug])]
        if offered:
            groups.append((value if isinstance(label, list) else "", offered))
    return groups


def _show(request, asked, known, mine):
    topics = list(Topic.objects.all())
    found, more = nearest(_filtered(asked, topics), mine, known, page=asked["page"])
    with_cards([near.practice for near in found])
    context = {
        "mine": mine,
        "found": [_told(near) for near in found],
        "page": asked["page"],
        "before": _address(asked, page=asked["page"] - 1) if asked["page"] > 1 else "",
        "after": _address(asked, page=asked["page"] + 1) if more else "",
        "filtered": bool(asked["topic"] or asked["kind"]),
        "facets": [_topic_facet(asked, topics), _kind_facet(asked)],
        "reset_url": _address({"place": mine.slug}),
        "change_url": _address(asked, place="", page=1),
        "crumbs": _crumbs(),
    }
    return render(request, "practices/likeness/like_mine.html", context)


def _filtered(asked, topics):
    """The published practices with one of the topics, or of their parts, and of one of the kinds."""
    practices = Practice.objects.published()
    if asked["kind"]:
        practices = practices.filter(kind__in=asked["kind"])
    if asked["topic"]:
        wanted = {topic.pk for topic in topics if topic.slug in asked["topic"]}
        wanted |= {topic.pk for topic in topics if topic.parent_id in wanted}
        # By key, so that the database knows beforehand how rare a topic is.
        links = Practice.topics.through.objects.filter(practice=OuterRef("pk"), topic__in=sorted(wanted))
        practices = practices.filter(Exists(links))
    return practices


def _topic_facet(asked, topics):
    shown = [topic for topic in topics if topic.parent_id is None or topic.slug in asked["topic"]]
    options = [Option(topic.slug, topic.name, None, topic.slug in asked["topic"]) for topic in shown]
    return Facet("topic", _("Topic"), options, multiple=True)


def _kind_facet(asked):
    options = [Option(value, label, None, value in asked["kind"]) for value, label in Practice.Kind.choices]
    return Facet("kind", _("Kind"), options, multiple=True)


def _crumbs():
    return [(_("Practices"), reverse("practices:list"))]


def _told(near) -> dict:
    card = near.practice.card
    # The reader's line stands inside the kept card, which is the same for everybody: up to here goes the card.
    return {"card": card, "upto": f":{card.rindex('</li>')}", "place": near.place if near.is_one_of_several else "",
            **_in_words(near.likeness)}


def _in_words(likeness) -> dict:
    if likeness is None:
        return {"likeness": None}
    return {"likeness": likeness, "alike": words.alike(likeness), "different": words.different(likeness)}


def block(request, practice) -> dict | None:
    """How alike the place of the practice is to the reader's municipality; None where there is nothing to say."""
    if not request.user.is_authenticated:
        return None
    known = atlas()
    mine = own_municipality(request.user, known)
    places = practice.territories.all()
    if mine is None or not places:
        return None
    if any(known.compared_as(known.units[place.pk]) == mine for place in places if place.pk in known.units):
        return {"is_own": True, "mine": mine}
    found = most_alike(places, mine, known)
    return found and {"is_own": False, "mine": mine, "place": found[0], **_in_words(found[1])}
