from django.contrib import admin
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from catalogue.tables import HeadedResource, TableExport
from practices.models import Attachment, Indicator, Practice, PracticeStep, Source
from publishing.admin import PublicationAdmin


class PracticeResource(HeadedResource):
    """The table of practices for a spreadsheet."""

    class Meta:
        model = Practice
        fields = [
            "id", "status", "kind", "title_ky", "title_ru", "summary_ky", "summary_ru", "year_from", "year_to",
            "cost_total", "published_at",
        ]
        export_order = fields


class StepInline(TranslationStackedInline):
    model = PracticeStep
    extra = 0


class IndicatorInline(TranslationTabularInline):
    model = Indicator
    extra = 0


class SourceInline(TranslationTabularInline):
    model = Source
    extra = 0
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https", "validators": [URLValidator(schemes=["http", "https"])]}
    }


class AttachmentInline(TranslationTabularInline):
    model = Attachment
    extra = 0
    fields = ["name", "caption", "position"]
    readonly_fields = ["name"]

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Practice)
class PracticeAdmin(TableExport, PublicationAdmin):
    """Practices in the hands of curators."""

    resource_classes = [PracticeResource]
    list_display = ["title", "status", "kind", "author", "changed_at", "published_at"]
    list_filter = ["status", "kind", "language", "topics"]
    list_select_related = ["author"]
    search_fields = ["title_ky", "title_ru", "summary_ky", "summary_ru"]
    autocomplete_fields = ["topics", "territories"]
    fieldsets = [
        (None, {"fields": ["change_note", "seen"]}),
        (_("State"), {"fields": [
            ("status", "published_at"), ("author", "language"), ("submitted_at", "revision"),
            ("withdrawal", "merged_into"),
        ]}),
        (_("In short"), {"fields": ["kind", "title", "summary"]}),
        (_("Where, when and on what topic"), {"fields": [
            "territories", "place_note", ("year_from", "year_to"), "topics",
        ]}),
        (_("The problem and the solution"), {"fields": ["problem", "solution"]}),
        (_("Cost, law and lessons"), {"fields": [
            "cost_total", "cost_note", "legal_basis", "lessons", "contact_post",
        ]}),
    ]
    inlines = [StepInline, IndicatorInline, SourceInline, AttachmentInline]
    date_hierarchy = "published_at"
    ordering = ["-id"]
    list_per_page = 50

    def has_export_permission(self, request):
        return request.user.has_perm(Practice.permission("moderate"))
