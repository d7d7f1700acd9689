"""The law in the hands of curators: what a practice cites, and whether it was compared."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from law.admin import CitesLaw
from practices.models import Practice, PracticeCitation
from publishing.models import QueueItem
from publishing.queue import DESKS

__all__ = ["CitationInline", "CitesLaw"]


def law_desk(number):
    return reverse("admin:practices_practice_law", args=[number])


DESKS[Practice.label(), QueueItem.Reason.LAW] = law_desk


class CitationInline(admin.TabularInline):
    """The acts that the practice rests on; a new one is compared with the law of its day."""

    model = PracticeCitation
    extra = 0
    autocomplete_fields = ["act"]
    fields = ["act", "provision", "checked_on", "now"]
    readonly_fields = ["checked_on", "now"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("act")

    @admin.display(description=_("state"))
    def now(self, citation):
        if citation.pk is None:
            return ""
        return gettext("To be compared") if citation.is_stale else citation.act.get_state_display()
