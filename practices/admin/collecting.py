"""Collections in the hands of curators: made, ordered and published by them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationTabularInline

from practices.models import Collection, CollectionItem
from publishing.admin import PublicationAdmin


class CollectionItemInline(TranslationTabularInline):
    """The practices of the collection; they stand in the order of their numbers."""

    model = CollectionItem
    extra = 2
    fields = ["position", "practice", "note"]
    autocomplete_fields = ["practice"]
    ordering = ["position", "id"]


@admin.register(Collection)
class CollectionAdmin(PublicationAdmin):
    list_display = ["title", "status", "author", "changed_at", "published_at"]
    list_filter = ["status", "language"]
    list_select_related = ["author"]
    search_fields = ["title_ky", "title_ru", "summary_ky", "summary_ru"]
    fieldsets = [
        (None, {"fields": ["change_note", "seen"]}),
        (_("State"), {"fields": [
            ("status", "published_at"), ("author", "language"), "revision", ("withdrawal", "merged_into"),
        ]}),
        (_("In short"), {"fields": ["title", "summary", "intro"]}),
    ]
    inlines = [CollectionItemInline]
    ordering = ["-id"]
    list_per_page = 50
