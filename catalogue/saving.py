"""Pages of lists: the person's own, and one sent by somebody else."""

from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin
from catalogue import bookmarks, kinds
from catalogue.models import Entry


class Saved(KeepTextMixin, View):
    """What the person keeps, the latest first; what left publication stays in the list and says so."""

    def get(self, request):
        entries = list(Entry.objects.filter(bookmarks__user=request.user).order_by("-bookmarks__id"))
        published = [entry for entry in entries if entry.state == Entry.State.PUBLISHED]
        context = {
            "entries": entries,
            "published": published,
            "send": _sent_as(request, published[: bookmarks.MOST_SENT]),
            "compare": _comparisons(published),
            "crumbs": [],
        }
        return render(request, "catalogue/saved.html", context)


class Save(KeepTextMixin, View):
    """Asks once before it saves when reached by a link, so that an address alone changes nothing."""

    def get(self, request):
        entries = self.asked(request.GET)
        return render(request, "catalogue/save.html", {"entries": entries, "crumbs": []})

    def post(self, request):
        entries = self.asked(request.POST)
        try:
            bookmarks.save(by=request.user, entries=entries)
        except bookmarks.ListIsFull:
            words = _("Your list is full: it holds %(number)s. Remove something first.")
            messages.warning(request, words % {"number": bookmarks.MOST_SAVED})
        else:
            messages.success(request, _("Saved to your list."))
        return redirect("catalogue:saved")

    def asked(self, parameters):
        entries = bookmarks.entries_named(parameters.getlist("e"))
        if not entries:
            raise Http404
        return entries


class Drop(KeepTextMixin, View):
    """Takes something off the list; pressed twice, it is gone once."""

    def get(self, request, pk):
        return redirect("catalogue:saved")

    def post(self, request, pk):
        bookmarks.drop(by=request.user, entry_pk=pk)
        return redirect("catalogue:saved")


def sent_list(request):
    """A list as somebody sent it: all of it stands in the address, and nobody needs an account to read it."""
    names = request.GET.getlist("e")
    entries = bookmarks.entries_named(names)
    context = {
        "entries": entries,
        "gone": len(set(names[: bookmarks.MOST_SENT])) - len(entries),
        "names": [_name(entry) for entry in entries],
        "send": _sent_as(request, entries),
        "compare": _comparisons(entries),
        "crumbs": [],
    }
    return render(request, "catalogue/sent_list.html", context)


def _name(entry):
    return f"{entry.kind}-{entry.object_id}"


def _sent_as(request, entries):
    """The address of the list and the text with which it goes into a messenger."""
    query = urlencode([("e", _name(entry)) for entry in entries])
    address = request.build_absolute_uri(f"{reverse('catalogue:sent_list')}?{query}")
    text = "\n".join([*(f"• {entry.title}" for entry in entries[:10]), "", address])
    return {"address": address, "whatsapp": f"https://wa.me/?text={quote(text)}"}


def _comparisons(entries):
    """For each kind that can be put side by side: its page and how many of the entries are of it."""
    counted = {}
    for entry in entries:
        kind = kinds.get(entry.kind)
        entry.compare_form = f"compare-{kind.code}" if kind.compare else ""
        if kind.compare:
            counted[kind] = counted.get(kind, 0) + 1
    return [
        {"form": f"compare-{kind.code}", "address": reverse(kind.compare), "label": kind.plural}
        for kind, number in counted.items()
        if number > 1
    ]
