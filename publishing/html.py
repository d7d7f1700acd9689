"""The one place where text becomes HTML that is not escaped."""

import json
import re

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "b", "i", "a", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}
# An address in what readers write; bounded, so that a hostile text costs no more than another.
ADDRESS = re.compile(r"https?://[^\s<>\"«»]{3,500}")
AFTER_AN_ADDRESS = ".,;:!?)]}'"
# What would end a script element, or begin another one.
DATA_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def clean(text: str) -> SafeString:
    """Return the HTML with only plain tags and safe links left; cleaning twice changes nothing."""
    cleaned = nh3.clean(
        text, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener nofollow"
    )
    return mark_safe(cleaned)  # noqa: S308 - this is what the function is for


def linked(text: str) -> SafeString:
    """Return plain text as paragraphs; addresses in it become links for which the portal does not vouch."""
    paragraphs = [part.strip("\n") for part in text.split("\n\n")]
    return format_html_join("\n", "<p>{}</p>", ((_lines(part),) for part in paragraphs if part.strip()))


def _lines(paragraph):
    return format_html_join(mark_safe("<br>"), "{}", ((_with_links(line),) for line in paragraph.split("\n")))


def _with_links(line):
    parts, end = [], 0
    for found in ADDRESS.finditer(line):
        address = found.group().rstrip(AFTER_AN_ADDRESS)
        parts += [line[end : found.start()], _link(address)]
        end = found.start() + len(address)
    return format_html_join("", "{}", ((part,) for part in [*parts, line[end:]]))


def _link(address):
    return format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', address, address)


def data_block(data: dict) -> SafeString:
    """Return data for machines (JSON-LD) as an element that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False).translate(DATA_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
