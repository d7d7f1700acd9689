"""The curators' workplace: the queue, the log, the pages, and the base for the admin of every section."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.read_only import ReadOnlyAdmin
from publishing import actions
from publishing.admin.curating import CuratedAdmin
from publishing.admin.forms import RevisionForm
from publishing.admin.publications import PublicationAdmin, SectionFilter, WaitingFilter
from publishing.models import ModerationEvent, Page, QueueItem
from publishing.queue import desk_of, items_for, moderated_by, publication_models

__all__ = ["CuratedAdmin", "PublicationAdmin"]

# Pages to which the footer and other texts of the portal lead by name.
NAMED_PAGES = {"about", "accessibility", "anticorruption", "contacts", "criteria", "rules"}


class ToldSection:
    """Before an admin of rows about things of any section: the section by its name, not as the table keeps it."""

    def get_fields(self, request, obj=None):
        return ["section" if name == "kind" else name for name in super().get_fields(request, obj)]

    @admin.display(description=gettext_lazy("section"), ordering="kind")
    def section(self, row):
        names = {model.label(): model._meta.verbose_name_plural for model in publication_models()}
        return names.get(row.kind, row.kind)


@admin.register(QueueItem)
class QueueItemAdmin(ToldSection, ReadOnlyAdmin):
    """The one queue: the oldest first, each line leading to the text itself."""

    actions = ["take", "let_go"]
    list_display = ["text", "reason", "section", "place", "author_name", "language", "days", "holder"]
    list_display_links = None
    list_filter = [WaitingFilter, "reason", SectionFilter, "language"]
    list_select_related = ["holder"]
    search_fields = ["title", "place", "author_name"]
    list_per_page = 50

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff and bool(moderated_by(request.user))

    def get_queryset(self, request):
        return items_for(request.user).select_related("holder")

    @admin.display(description=gettext_lazy("text"), ordering="title")
    def text(self, item):
        return format_html('<a href="{}" lang="{}">{}</a>', desk_of(item), item.language, item.title)

    @admin.display(description=gettext_lazy("waits, days"), ordering="submitted_at")
    def days(self, item):
        return (timezone.localdate() - timezone.localdate(item.submitted_at)).days

    @admin.action(description=gettext_lazy("Take for review"))
    def take(self, request, queryset):
        taken = [actions.take(item=item, by=request.user) for item in queryset]
        self.message_user(
            request, _("Taken: %(taken)s of %(all)s.") % {"taken": sum(taken), "all": len(taken)}
        )

    @admin.action(description=gettext_lazy("Put back for others"))
    def let_go(self, request, queryset):
        for item in queryset:
            actions.let_go(item=item, by=request.user)


@admin.register(ModerationEvent)
class ModerationEventAdmin(ToldSection, ReadOnlyAdmin):
    """The log: read by those who moderate, written by nobody."""

    list_display = ["at", "title", "action", "from_status", "to_status", "by_name", "reason"]
    list_filter = ["action", SectionFilter]
    search_fields = ["title", "by_name", "reason"]
    list_per_page = 50

    def get_queryset(self, request):
        kinds = [model.label() for model in moderated_by(request.user)]
        return super().get_queryset(request).filter(kind__in=kinds)


@admin.register(Page)
class PageAdmin(CuratedAdmin):
    class Media:
        js = ["curation/editor_words.js"]

    form = RevisionForm
    list_display = ["title", "slug", "changed_at"]
    search_fields = ["title", "slug"]

    def get_readonly_fields(self, request, obj=None):
        # Links in the footer lead to the pages by their addresses.
        return ["slug"] if obj else []

    def has_delete_permission(self, request, obj=None):
        """A page that the portal itself leads to is emptied or rewritten, never deleted."""
        is_named = obj is not None and obj.slug in NAMED_PAGES
        return not is_named and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            obj.revision += 1
        super().save_model(request, obj, form, change)
