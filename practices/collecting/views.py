from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.collecting.reading import readable_items
from practices.models import Collection, Practice
from publishing.history import last_decision, page_notice, public_history

PAGE_SIZE = 12


def collection_list(request):
    """The published collections, the newest first, each with the number of practices in it."""
    readable = Count("items", filter=Q(items__practice__status=Practice.Status.PUBLISHED))
    collections = Collection.objects.published().annotate(size=readable).order_by("-published_at", "-id")
    context = {
        "page_obj": Paginator(collections, PAGE_SIZE).get_page(request.GET.get("page")),
        "crumbs": [(_("Practices"), reverse("practices:list"))],
    }
    return render(request, "practices/collecting/collection_list.html", context)


def collection_detail(request, pk, slug):
    """One collection, to whom it is visible; practices that were withdrawn are left out."""
    collections = Collection.objects.visible_to(request.user).select_related("merged_into")
    collection = get_object_or_404(collections, pk=pk)
    if collection.merged_into:
        return redirect(collection.merged_into)
    if collection.is_gone:
        context = {"decision": last_decision(public_history(collection))}
        return render(request, "publishing/gone.html", context, status=410)
    if slug != collection.slug:
        return redirect(collection, permanent=collection.is_open_to_all)
    history = public_history(collection)
    context = {
        "collection": collection,
        "items": readable_items(collection),
        "history": history,
        "notice": page_notice(collection, history),
        "crumbs": [
            (_("Practices"), reverse("practices:list")), (_("Collections"), reverse("practices:collections"))
        ],
    }
    return render(request, "practices/collecting/collection_detail.html", context)
