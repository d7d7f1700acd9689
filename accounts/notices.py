"""Words of the inbox: for each kind of event a title and a sentence, made in the language of the reader.

A layer above adds its own kinds when it is imported:

    NOTICES["practice_published"] = Notice(_("«%(title)s» is published"), _("…"))
    NOTICES["practice_returned"] = _("«%(title)s» was returned to you")

A particular that has a Russian and a Kyrgyz form is given as {"ky": "…", "ru": "…"}.
"""

from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Notice(NamedTuple):
    title: str
    body: str = ""


NOTICES: dict[str, Notice | str] = {
    "vouched": Notice(
        _("Your post is confirmed"),
        _("%(by)s confirmed that you work in local self-government. You can now confirm your colleagues."),
    ),
    "vouching_withdrawn": Notice(
        _("The confirmation of your post is withdrawn"),
        _("If this is a mistake, ask a colleague or the curator of the portal to confirm you again."),
    ),
    "colleague_awaits": Notice(
        _("A colleague asks to be confirmed: %(name)s"),
        _("Look whether this person works in your municipality, and confirm it."),
    ),
    "name_to_look_at": Notice(
        _("A name with letters of two alphabets: %(name)s"),
        _("The name looks like another one. Look whether somebody pretends to be an official."),
    ),
}


def title_of(kind: str, params: dict) -> str:
    """Return the title of an event; an event of a kind no longer known is shown by its kind."""
    return str(words_of(kind).title) % in_language(params) if kind in NOTICES else kind


def body_of(kind: str, params: dict) -> str:
    return str(words_of(kind).body) % in_language(params) if kind in NOTICES else ""


def words_of(kind: str) -> Notice:
    words = NOTICES[kind]
    return words if isinstance(words, Notice) else Notice(words)


def in_language(params: dict) -> dict:
    """Return the particulars with each two-language one reduced to the language of the page."""
    language = get_language() or ""
    return {name: chosen(value, language) for name, value in params.items()}


def chosen(value, language: str):
    if not isinstance(value, dict):
        return value
    return value.get(language) or next((text for text in value.values() if text), "")
