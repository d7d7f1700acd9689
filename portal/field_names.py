"""How columns that hold one language are called: each bears the name of its language."""

from django.utils.translation import gettext_lazy as _

MARKED = {"ky": _("%(field)s (in Kyrgyz)"), "ru": _("%(field)s (in Russian)")}


def in_language(verbose_name, code: str) -> str:
    """Return the name of the column, in the language of the reader; asked anew each time it is shown."""
    return str(MARKED[code]) % {"field": verbose_name}
