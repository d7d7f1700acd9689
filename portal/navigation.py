"""Sections of the header and links to the same page in the other language: data that needs no database."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A section stands in the header from the day its list page exists."""

    label: str
    url_name: str


SECTIONS = [
    Section(_("Practices"), "practices:list"),
]


def sections(path: str) -> list[dict]:
    """Give the sections for the header; the one that holds the path is marked for `aria-current`."""
    items = []
    for section in SECTIONS:
        url = reverse(section.url_name)
        current = "page" if path == url else "true" if path.startswith(url) else ""
        items.append({"label": section.label, "url": url, "current": current})
    return items


def in_language(path: str, code: str) -> str:
    """Give the same address in another language; one without a language in it stays as it is."""
    present = get_language_from_path(path)
    return f"/{code}{path[len(present) + 1:]}" if present else path


def languages(path: str, current: str) -> list[dict]:
    """Give the language switch: it stays on the page and keeps the query."""
    return [
        {
            "code": code,
            "name": name,
            "url": f"{reverse('set_language', args=[code])}?{urlencode({'next': in_language(path, code)})}",
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]
