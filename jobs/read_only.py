from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """A table to be read and never written, whatever rights a person has."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
