from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from places.models import Territory


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("current", _("Exists today")), ("former", _("Former")), ("doubtful", _("With a note on status")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "current":
            return queryset.current()
        if self.value() == "former":
            return queryset.former()
        if self.value() == "doubtful":
            return queryset.with_note()
        return queryset


@admin.register(Territory)
class TerritoryAdmin(TranslationAdmin):
    list_display = ["name", "kind", "parent", "coate", "valid_from", "valid_to", "successor"]
    list_filter = ["kind", StateFilter, "relief"]
    list_select_related = ["parent", "successor"]
    search_fields = ["search_names"]
    search_help_text = _("By name in either language, former names too, by code or address.")
    autocomplete_fields = ["parent", "successor"]
    readonly_fields = ["path"]
    fields = [
        "name", "kind", "parent", "slug", "coate", "valid_from", "valid_to", "successor", "status_note",
        "population", "relief", "languages", "lon", "lat", "path",
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "languages":
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name), help_text=db_field.help_text, required=False,
                choices=Territory.Language.choices, widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term else queryset), False
