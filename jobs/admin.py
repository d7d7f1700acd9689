from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jobs.models import OutgoingMail, ScheduledJob, Worker
from jobs.read_only import ReadOnlyAdmin


class RetriedAdmin(ReadOnlyAdmin):
    """Work that the machinery writes down, and a person may have tried again."""

    def has_retry_permission(self, request):
        """Who may change such rows may have them tried again."""
        return request.user.has_perm(f"jobs.change_{self.opts.model_name}")


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RetriedAdmin):
    """The text stays hidden: it may hold a link that signs its reader in."""

    list_display = ["subject", "to", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["to", "subject"]
    fields = [
        "to", "subject", "language", "state", "attempts", "retry_at", "last_error", "created_at", "sent_at",
    ]
    actions = ["try_again"]

    @admin.action(description=_("Try again"), permissions=["retry"])
    def try_again(self, request, queryset):
        unsent = queryset.exclude(state=OutgoingMail.State.SENT)
        count = unsent.update(state=OutgoingMail.State.QUEUED, attempts=0, retry_at=timezone.now())
        message = ngettext("%(count)d letter will be sent.", "%(count)d letters will be sent.", count)
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


@admin.register(ScheduledJob)
class ScheduledJobAdmin(RetriedAdmin):
    list_display = ["name", "due_at", "last_started", "last_finished", "last_error"]
    actions = ["run_now"]

    @admin.action(description=_("Run now"), permissions=["retry"])
    def run_now(self, request, queryset):
        count = queryset.update(due_at=timezone.now())
        message = ngettext("%(count)d job will be run.", "%(count)d jobs will be run.", count)
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


@admin.register(Worker)
class WorkerAdmin(ReadOnlyAdmin):
    list_display = ["name", "started_at", "seen_at"]
