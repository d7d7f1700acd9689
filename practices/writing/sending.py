"""The last look before the text goes to the curators, the confirmation, and the way back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin
from practices.models import Practice
from practices.writing.buttons import ButtonView
from practices.writing.pages import CHECK, PAGES, address, frame, own_draft
from practices.writing.waiting import usual_days
from publishing import actions as publishing


class Check(KeepTextMixin, View):
    """All answers on one page, with what is still missing; from here the text goes to the curators."""

    def get(self, request, pk):
        practice = own_draft(request, pk)
        if practice is None:
            return redirect("practices:mine")
        context = frame(request, practice, CHECK) | {
            "shortcomings": practice.shortcomings(),
            "citations": practice.citations.select_related("act__successor"),
            "pages": [(name, heading, address(practice, name)) for name, (_form, heading) in PAGES.items()],
        }
        return render(request, "practices/check.html", context)

    def post(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        if practice.status == Practice.Status.IN_REVIEW:
            # The same press again: the text is on its way already.
            return redirect("practices:sent", pk)
        try:
            publishing.submit(publication=practice, by=request.user, seen=_seen(request))
        except publishing.NotAllowedNow:
            return redirect("practices:check", pk)
        except publishing.Overtaken:
            practice.refresh_from_db(fields=["status"])
            if practice.status != Practice.Status.IN_REVIEW:
                messages.warning(request, _("The text was changed in another tab. Please look through it once more."))
                return redirect("practices:check", pk)
        return redirect("practices:sent", pk)


def _seen(request):
    """The revision in the form; a made-up one is no revision."""
    revision = request.POST.get("revision", "")
    return int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 10 else 0


class Sent(KeepTextMixin, View):
    """The confirmation; its address may be kept and opened again."""

    def get(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        context = {"practice": practice, "usual_days": usual_days()}
        return render(request, "practices/sent.html", context)


class Recall(ButtonView):
    """Takes the text back out of the queue."""

    def post(self, request, pk):
        practice = get_object_or_404(Practice.objects.by(request.user), pk=pk)
        try:
            publishing.recall(publication=practice, by=request.user, seen=practice.revision)
        except (publishing.Overtaken, publishing.NotAllowedNow):
            messages.warning(request, _("A curator has already decided on this text."))
            return redirect("practices:mine")
        messages.success(request, _("The text is a draft again: change it and send it once more."))
        return redirect("practices:check", pk)
