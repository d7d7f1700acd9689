"""Pages for readers: the list and one practice."""

from functools import cache
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from catalogue.bookmarks import is_saved
from catalogue.kept import kept_page
from catalogue.related import related
from practices import facets
from practices.adopting.reading import board_of, repeats_stamp, with_repeats
from practices.cards import with_cards
from practices.exchange.reading import remarks_stamp
from practices.exchange.views import block as exchange_block
from practices.filters import SORTS, PracticeFilter, in_order
from practices.kit.block import block as taken_along
from practices.likeness.views import block as likeness_block
from practices.models import KIND, Attachment, Practice
from practices.paging import COUNTED, page_of
from practices.passport.reading import passport_of
from practices.reading import for_reading, unpack
from practices.structured import structured_data
from publishing.history import last_decision, page_notice, public_history
from publishing.serving import serve_file

RELATED = 3


@vary_on_headers("Save-Data")
def practice_list(request):
    """The published practices: filtered, counted, sorted, by pages."""
    return kept_page(request, "list", lambda: _practices_page(request))


def _practices_page(request):
    filters = PracticeFilter(request.GET, queryset=Practice.objects.published())
    total, columns = facets.count(filters)
    sort = request.GET.get("sort", "")
    practices, order = in_order(filters.without("").for_cards(), sort)
    page = page_of(practices, order, total, number=request.GET.get("page"), after=request.GET.get("after"))
    with_cards(page.object_list)
    return render(
        request,
        "practices/practice_list.html",
        {
            "page_obj": page,
            "total": total,
            "counted": COUNTED,
            "facets": columns,
            "q": filters.cleaned.get("q", ""),
            "passed_over": bool(filters.form.errors),
            "chosen": _chosen(request.GET, filters, columns),
            "sort_options": [
                {"value": name, "label": label, "selected": name == sort} for name, (label, _columns) in SORTS.items()
            ],
            "reset_url": reverse("practices:list"),
            "submit_url": reverse("practices:submit"),
            "querystring": _without(request.GET, "page"),
            "at_the_start": not request.GET,
            "feed_url": _feed_of(filters.cleaned),
            "crumbs": [],
        },
    )


def _feed_of(asked):
    """The feed of what the list shows, as far as feeds can be narrowed: by one topic and a territory."""
    topics = asked.get("topic") or []
    kept = {"topic": topics[0] if len(topics) == 1 else "", "territory": asked.get("territory") or ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return reverse("practices:feed") + (f"?{query}" if query else "")


def _without(parameters, name, value=None):
    """The query without a parameter, or without one of its values; a page number never outlives its filter."""
    kept = parameters.copy()
    for place in ("page", "after"):
        kept.pop(place, None)
    kept.setlist(name, [other for other in kept.getlist(name) if value is not None and other != value])
    if not kept.getlist(name):
        kept.pop(name, None)
    return kept.urlencode()


def _chosen(parameters, filters, columns):
    """The chosen values as links that remove them."""
    chosen = [
        {"label": option.label, "url": f"?{_without(parameters, facet.name, option.value)}"}
        for facet in columns
        for option in facet.options
        if option.selected
    ]
    words = filters.cleaned.get("q")
    if words:
        chosen.insert(0, {"label": f"«{words}»", "url": f"?{_without(parameters, 'q')}"})
    return chosen


@vary_on_headers("Save-Data")
def practice_detail(request, pk, slug):
    """One practice, to whom it is visible; a withdrawn one says what became of it."""
    stamp = _stamps().visible_to(request.user).filter(pk=pk).first()
    if stamp is None:
        raise Http404
    return kept_page(request, stamp, lambda: _practice_page(request, pk, slug))


@cache
def _for_the_page(_language):
    return with_repeats(for_reading())


@cache
def _stamps():
    """What differs whenever the page of a practice does."""
    said = {"remarks_stamp": remarks_stamp(), "repeats_stamp": repeats_stamp()}
    return Practice.objects.annotate(**said).values_list("changed_at", "status", "revision", "repeats", *said)


def _practice_page(request, pk, slug):
    practices = _for_the_page(get_language()).visible_to(request.user)
    practice = unpack(get_object_or_404(practices, pk=pk))
    if practice.merged_into:
        # Not for good: a curator may undo the merger.
        return redirect(practice.merged_into)
    if practice.is_gone:
        context = {"decision": last_decision(public_history(practice))}
        return render(request, "publishing/gone.html", context, status=410)
    if slug != practice.slug:
        return redirect(practice, permanent=practice.is_open_to_all)
    files, history = practice.attachments.all(), public_history(practice)
    return render(
        request,
        "practices/practice_detail.html",
        {
            "practice": practice,
            "steps": practice.steps.all(),
            "indicators": practice.indicators.all(),
            "passport": passport_of(practice),
            "sources": practice.sources.all(),
            "pictures": [file for file in files if file.is_picture],
            "documents": [file for file in files if not file.is_picture],
            "history": history,
            "notice": page_notice(practice, history),
            **taken_along(request, practice),
            "repeats": board_of(practice),
            "exchange": exchange_block(request, practice),
            "likeness_to_mine": likeness_block(request, practice),
            "related": related(KIND.code, practice.pk, limit=RELATED, kinds=[KIND.code]),
            "can_edit": practice.is_editable_by(request.user),
            "is_saved": is_saved(by=request.user, kind=KIND.code, object_id=practice.pk),
            "structured": structured_data(request, practice),
            "crumbs": [(_("Practices"), reverse("practices:list"))],
        },
    )


def practice_file(request, pk):
    """A picture or document, to whoever may see its practice."""
    visible = Practice.objects.visible_to(request.user).exclude(withdrawal=Practice.Withdrawal.CAUSE)
    attachment = get_object_or_404(Attachment.objects.select_related("practice"), pk=pk, practice__in=visible)
    small = request.GET.get("size") == "small" and attachment.small
    return serve_file(
        request,
        attachment.small if small else attachment.file,
        shown_name=attachment.name,
        content_type=attachment.content_type,
        public=attachment.practice.is_open_to_all,
        inline=attachment.is_picture,
    )
