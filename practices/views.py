"""Pages for readers: the list and one practice."""

from urllib.parse import quote

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Entry
from practices import facets
from practices.filters import SORTS, PracticeFilter, in_order
from practices.models import KIND, Attachment, Practice
from practices.reading import for_reading, unpack
from publishing.history import last_decision, page_notice, public_history
from publishing.serving import serve_file

PAGE_SIZE = 12
RELATED = 3


def practice_list(request):
    """The published practices: filtered, counted, sorted, by pages."""
    filters = PracticeFilter(request.GET, queryset=Practice.objects.published())
    total, columns = facets.count(filters)
    sort = request.GET.get("sort", "")
    paginator = Paginator(in_order(filters.without("").for_cards(), sort), PAGE_SIZE)
    paginator.count = total
    return render(
        request,
        "practices/practice_list.html",
        {
            "page_obj": paginator.get_page(request.GET.get("page")),
            "total": total,
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
            "crumbs": [],
        },
    )


def _without(parameters, name, value=None):
    """The query without a parameter, or without one of its values; a page number never outlives its filter."""
    kept = parameters.copy()
    kept.pop("page", None)
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


def practice_detail(request, pk, slug):
    """One practice, to whom it is visible; a withdrawn one says what became of it."""
    practice = unpack(get_object_or_404(for_reading(Practice.objects.visible_to(request.user)), pk=pk))
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
            "sources": practice.sources.all(),
            "pictures": [file for file in files if file.is_picture],
            "documents": [file for file in files if not file.is_picture],
            "history": history,
            "notice": page_notice(practice, history),
            "share": _share(request, practice),
            "related": _related(practice),
            "can_edit": practice.is_editable_by(request.user),
            "crumbs": [(_("Practices"), reverse("practices:list"))],
        },
    )


def _related(practice):
    """The newest published practices on the same topics."""
    topics = [topic.pk for topic in practice.topics.all()]
    entries = Entry.objects.published().filter(kind=KIND.code).exclude(object_id=practice.pk)
    return entries.filter(pk__in=Entry.objects.filter(topics__in=topics).values("pk")).newest()[:RELATED]


def _share(request, practice):
    """Addresses that open a messenger with the title, the gist and the link; no script of theirs is loaded."""
    link = request.build_absolute_uri(practice.get_absolute_url())
    text = "\n\n".join(filter(None, [practice.title, practice.summary]))
    message = f"{text}\n\n{link}"
    return {
        "whatsapp": f"https://wa.me/?text={quote(message)}",
        "telegram": f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text)}",
    }


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
