from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

NAMES = {True: "yes", False: "no", None: "unknown"}


def spoken_icon(value) -> str:
    """A tick or a cross, said in the reader's language to whoever hears the page."""
    words = {True: _("Yes"), False: _("No"), None: _("Unknown")}
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{NAMES[value]}.svg"), words[value])
