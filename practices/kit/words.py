"""The words of a practice in the language of the page, for files that no template writes."""

from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from practices.kit.qr import page_address
from practices.kit.short import cut, short_text
from publishing.templatetags.publishing import Translated, translated


def told(item, field: str) -> str:
    """The field in the page's language, or in the other one."""
    return translated(item, field).text


def told_shortly(item, field: str, limit: int) -> Translated:
    """The field as it is told on a page, cut at the end of a sentence."""
    whole = translated(item, field)
    return replace(whole, text=cut(whole.text, limit))


def som(amount) -> str:
    """The sum as pages write it; empty when it is not known."""
    return render_to_string("practices/kit/sum.txt", {"amount": amount})


def message_of(practice) -> str:
    """The practice in at most 700 characters, with the address of its page."""
    cost = som(practice.cost_total)
    contact = told(practice, "contact_post")
    return short_text(
        title=told(practice, "title"),
        gist=told(practice, "summary"),
        facts=[
            practice.place_text,
            cost and _("Cost in all: %(sum)s") % {"sum": cost},
            contact and _("Whom to ask: %(post)s") % {"post": contact},
        ],
        steps_heading=_("How to repeat it:"),
        steps=[told(step, "title") or told(step, "text") for step in practice.steps.all()],
        link=page_address(practice.get_absolute_url()),
    )
