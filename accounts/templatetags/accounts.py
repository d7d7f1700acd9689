from django import template
from django.utils.translation import get_language

from accounts.keeping import waits_behind

register = template.Library()


@register.simple_tag
def text_waits(address):
    """Tell the sign-in page whether a kept text waits at the address it leads to."""
    return waits_behind(address or "")


@register.simple_tag
def in_this_language(path):
    """Return the address of a notice in the language of the page."""
    return f"/{get_language()}{path}"
