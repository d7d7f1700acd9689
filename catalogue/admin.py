from django.contrib import admin
from import_export.admin import ImportExportMixin
from import_export.resources import ModelResource
from modeltranslation.admin import TranslationAdmin

from catalogue.models import Topic
from catalogue.spreadsheets import FILE_FORMATS


class TopicResource(ModelResource):
    """Topics as a table; known by their address, so that a repeated import changes nothing."""

    class Meta:
        model = Topic
        import_id_fields = ["slug"]
        fields = ["slug", "name_ky", "name_ru", "position"]
        export_order = fields
        skip_unchanged = True


@admin.register(Topic)
class TopicAdmin(ImportExportMixin, TranslationAdmin):
    resource_classes = [TopicResource]
    import_formats = export_formats = FILE_FORMATS
    list_display = ["name", "slug", "parent", "position"]
    list_editable = ["position"]
    list_select_related = ["parent"]
    search_fields = ["name_ky", "name_ru", "slug"]
    autocomplete_fields = ["parent"]

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)
