from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import get_language

from publishing.html import clean, linked

register = template.Library()


@dataclass(frozen=True)
class Translated:
    """A text together with the language it is really in."""

    text: str
    lang: str
    is_other: bool

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)


@register.simple_tag
def translated(item, field) -> Translated:
    """Give the field in the page's language, or in the other one and say so; empty when neither has it."""
    page_language = get_language()
    others = [code for code, _name in settings.LANGUAGES if code != page_language]
    for language in [page_language, *others]:
        text = getattr(item, f"{field}_{language}", "") or ""
        if text:
            return Translated(text, language, language != page_language)
    return Translated("", page_language, False)


@register.filter
def clean_html(text):
    """Show a curator's HTML: cleaned once more, since imports and scripts bypass the form that cleans it."""
    return clean(str(text or ""))


@register.filter
def plain_with_links(text):
    """Show what a reader wrote: plain paragraphs in which addresses are links."""
    return linked(str(text or ""))
