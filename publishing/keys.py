"""Only what can be the key of a row is looked for in the database."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import get_language


def is_key(field, value) -> bool:
    """Tell whether the value can stand in this key column: a number that fits it, or the like."""
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


class SpokenSuggestions:
    """Before a select that suggests: it speaks the reader's language, also one that its makers do not know."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"lang": get_language()}

    @property
    def media(self):
        self.i18n_name = get_language()
        return super().media


class KnownKeys(SpokenSuggestions):
    """Before a select that suggests: it shows again what was chosen, except what is no key at all."""

    def optgroups(self, name, value, attr=None):
        key = self.field.remote_field.model._meta.pk
        groups = super().optgroups(name, [chosen for chosen in value if is_key(key, chosen)], attr)
        for _name, options, _index in groups:
            for option in options:
                # «Nothing» is a choice, too: an option without words is none for whoever only hears the page.
                option["label"] = option["label"] or "—"
        return groups


class NumberedSelect(KnownKeys, AutocompleteSelect):
    pass
