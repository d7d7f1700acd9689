from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline, TranslationTabularInline

from catalogue.tables import HeadedResource, TableExport
from practices.admin.checking import CheckingAdmin
from practices.admin.citing import CitationInline, CitesLaw
from practices.admin.passport import CHECKED, RECKONED, FundingInline, PassportAdmin
from practices.models import Attachment, Indicator, Practice, PracticeStep, Source
from publishing.admin import PublicationAdmin
from publishing.fields import WebAddress


class PracticeResource(HeadedResource):
    """The table of practices for a spreadsheet."""

    class Meta:
        model = Practice
        fields = [
            "id", "status", "kind", "title_ky", "title_ru", "summary_ky", "summary_ru", "year_from", "year_to",
            "cost_total", "upkeep_cost", "people_needed", "population", "outcome", "settlement", "cost_level",
            "evidence_level", "ease_level", "completeness", "repeats", "checked_on", "checked_by_post",
            "published_at",
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
    formfield_overrides = {models.URLField: {"form_class": WebAddress}}


class AttachmentInline(TranslationTabularInline):
    model = Attachment
    extra = 0
    fields = ["name", "caption", "position"]
    readonly_fields = ["name"]

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Practice)
class PracticeAdmin(CheckingAdmin, PassportAdmin, CitesLaw, TableExport, PublicationAdmin):
    """Practices in the hands of curators."""

    resource_classes = [PracticeResource]
    list_display = ["title", "status", "kind", "author", "changed_at", "published_at"]
    list_filter = ["status", "kind", "language", "completeness", "evidence_level", "outcome", "topics"]
    readonly_fields = [*PublicationAdmin.readonly_fields, *RECKONED, *CHECKED]
    list_select_related = ["author"]
    search_fields = ["title_ky", "title_ru", "summary_ky", "summary_ru"]
    autocomplete_fields = ["topics", "territories", "methods"]
    fieldsets = [
        (None, {"fields": ["change_note", "seen"]}),
        (_("State"), {"fields": [
            ("status", "published_at"), ("author", "language"), ("submitted_at", "revision"),
            ("withdrawal", "merged_into"),
        ]}),
        (_("In short"), {"fields": ["kind", "title", "summary"]}),
        (_("Where, when and on what topic"), {"fields": [
            "territories", "place_note", ("year_from", "year_to"), "topics", "methods",
        ]}),
        (_("The problem and the solution"), {"fields": ["problem", "solution"]}),
        (_("People, risks and lessons"), {"fields": [
            "outcome", "population", "people_needed", "people_note", "risks", "lessons", "contact_post",
        ]}),
        (_("Cost and law"), {"fields": ["cost_total", "upkeep_cost", "cost_note", "legal_basis"]}),
        (_("Badges and check of facts"), {"fields": [
            ("cost_level", "evidence_level", "ease_level"), ("completeness", "settlement", "repeats"),
            ("checked_on", "checked_by_post"),
        ]}),
    ]
    inlines = [StepInline, IndicatorInline, FundingInline, CitationInline, SourceInline, AttachmentInline]
    date_hierarchy = "published_at"
    ordering = ["-id"]
    list_per_page = 50

    def get_search_results(self, request, queryset, search_term):
        """A collection and a case are joined to what readers can open."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        joined = (request.GET.get("model_name"), request.GET.get("field_name"))
        if joined in (("collectionitem", "practice"), ("practice", "methods")):
            found = found.published()
        return found, doubled

    def has_export_permission(self, request):
        return request.user.has_perm(Practice.permission("moderate"))
