"""A form of the administration leads its reader only to rows that are open to this reader."""

from functools import cache


@cache
def led(part_class):
    """Return the class of a part of a form with the reader before it."""
    return type(part_class.__name__, (OpenLinks, part_class), {"__module__": part_class.__module__})


def open_links(part, request):
    """The form was put together by Django: whoever reads it is handed down to its fields."""
    part.__class__ = led(type(part))
    part.request = request
    return part


class OpenLinks:
    """Before a form, a block, a line or a field: another row that may not be looked at is named without a link."""

    def __iter__(self):
        return (open_links(part, self.request) for part in super().__iter__())

    def get_admin_url(self, remote_field, remote_obj):
        site, model = self.model_admin.admin_site, remote_field.model
        if site.is_registered(model) and site.get_model_admin(model).has_view_permission(self.request, remote_obj):
            return super().get_admin_url(remote_field, remote_obj)
        return str(remote_obj)
