"""What the person wrote, and how a draft is deleted."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.keeping import KeepTextMixin
from practices import actions
from practices.models import Practice
from practices.passport.facts import with_facts
from practices.writing.meter import meter_of
from practices.writing.pages import address, first_unfinished, own_draft
from publishing.models import ModerationEvent


class Mine(KeepTextMixin, View):
    """What the person wrote, with the state of each text and what can be done with it."""

    def get(self, request):
        own = with_facts().by(request.user)
        practices = list(own.order_by("-changed_at").prefetch_related("topics", "steps"))
        asked = ModerationEvent.objects.filter(
            kind=Practice.label(), action="send_back",
            object_id__in=[p.pk for p in practices if p.status == Practice.Status.RETURNED],
        ).order_by("id")
        reasons = {event.object_id: event.reason for event in asked}
        for practice in practices:
            practice.asked = reasons.get(practice.pk, "")
            if practice.status in Practice.EDITABLE_BY_AUTHOR:
                practice.go_on_url = address(practice, first_unfinished(practice))
                practice.meter = meter_of(practice, lambda page, practice=practice: address(practice, page))
        return render(request, "practices/mine.html", {"practices": practices})


class Delete(KeepTextMixin, View):
    """Asks once more before a draft is deleted for good."""

    def get(self, request, pk):
        practice = own_draft(request, pk)
        if practice is None or practice.published_at:
            return redirect("practices:mine")
        return render(request, "practices/delete.html", {"practice": practice})

    def post(self, request, pk):
        practice = Practice.objects.by(request.user).filter(pk=pk).first()
        if practice is None:
            return redirect("practices:mine")
        try:
            actions.delete_draft(practice=practice, by=request.user)
        except Practice.DoesNotExist:
            messages.warning(request, _("This text can no longer be deleted: it is with the curators or published."))
        else:
            messages.success(request, _("The draft is deleted."))
        return redirect("practices:mine")
