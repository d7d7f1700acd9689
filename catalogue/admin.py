from django.contrib import admin
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import IntegerWidget
from modeltranslation.admin import TranslationAdmin

from catalogue.models import Topic
from catalogue.tables import HeadedResource, Refused, TableExport, TableImport
from language.cleaning import clean_text


class PlaceInList(IntegerWidget):
    """A whole number that is no less than nothing; an empty cell is zero."""

    def clean(self, value, row=None, **kwargs):
        text = str(value or 0).strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 6):
            raise Refused(_("Write a whole number, for example 10."))
        return int(text)


class TopicResource(HeadedResource):
    """Topics as a table; known by their address, so that a repeated import changes nothing."""

    REQUIRED = ("slug", "name_ky", "name_ru", "position")
    position = Field(attribute="position", widget=PlaceInList())

    class Meta:
        model = Topic
        import_id_fields = ["slug"]
        fields = ["slug", "name_ky", "name_ru", "position"]
        export_order = fields
        skip_unchanged = True
        clean_model_instances = True

    def before_import_row(self, row, **kwargs):
        for name, cell in row.items():
            if isinstance(cell, str):
                row[name] = " ".join(clean_text(cell).split())


@admin.register(Topic)
class TopicAdmin(TableImport, TableExport, TranslationAdmin):
    resource_classes = [TopicResource]
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    list_display = ["name", "slug", "parent", "position"]
    list_editable = ["position"]
    list_select_related = ["parent"]
    search_fields = ["name_ky", "name_ru", "slug"]
    autocomplete_fields = ["parent"]

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)
