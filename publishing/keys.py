"""Only what can be the key of a row is looked for in the database."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError


def is_key(field, value) -> bool:
    """Tell whether the value can stand in this key column: a number that fits it, or the like."""
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


class KnownKeys:
    """Before a select that suggests: it shows again what was chosen, except what is no key at all."""

    def optgroups(self, name, value, attr=None):
        key = self.field.remote_field.model._meta.pk
        return super().optgroups(name, [chosen for chosen in value if is_key(key, chosen)], attr)


class NumberedSelect(KnownKeys, AutocompleteSelect):
    pass
