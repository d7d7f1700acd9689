"""Reasons of likeness in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.likeness import Likeness, Reason
from places.models import Territory

# Facts in the order of their weight, as the page about the rule names them.
FACTS = {
    "population": (
        gettext_lazy("How many people live there"),
        gettext_lazy("Equal numbers count in full; five times as many people have nothing in common."),
    ),
    "relief": (
        gettext_lazy("Mountains, foothills or a valley"),
        gettext_lazy("The same counts in full, the neighbouring one by half."),
    ),
    "settlement": (gettext_lazy("A town or an aiyl aimak"), gettext_lazy("Counts only if it is the same.")),
    "languages": (
        gettext_lazy("Languages people speak"), gettext_lazy("The more of them are shared, the more it counts."),
    ),
    "area": (
        gettext_lazy("District and oblast"),
        gettext_lazy("The same district counts in full, the same oblast for three quarters."),
    ),
    "distance": (
        gettext_lazy("Distance"),
        gettext_lazy("In a straight line; from 400 km on it counts nothing. Where the point of a municipality is not "
                     "known, it is counted from the centre of its district."),
    ),
    "merged": (
        gettext_lazy("Merged from several aimaks or not"), gettext_lazy("Counts only if it is the same for both."),
    ),
}
BOTH_RELIEF = {
    "mountains": gettext_lazy("both in the mountains"),
    "foothills": gettext_lazy("both in the foothills"),
    "valley": gettext_lazy("both in a valley"),
}
OTHER_RELIEF = {
    "mountains": gettext_lazy("it lies in the mountains, yours does not"),
    "foothills": gettext_lazy("it lies in the foothills, yours does not"),
    "valley": gettext_lazy("it lies in a valley, yours does not"),
}
BOTH_SETTLEMENTS = {
    "city": gettext_lazy("both are towns"), "village": gettext_lazy("both are aiyl aimaks"),
}
OTHER_SETTLEMENT = {
    "city": gettext_lazy("it is a town, yours is an aiyl aimak"),
    "village": gettext_lazy("it is an aiyl aimak, yours is a town"),
}
MOST_ALIKE, MOST_DIFFERENT = 3, 2


def alike(likeness: Likeness) -> str:
    """The weightiest things that two municipalities share, in one line; empty when nothing speaks for it."""
    return "; ".join(_alike_in(reason) for reason in likeness.alike[:MOST_ALIKE])


def different(likeness: Likeness) -> str:
    """The weightiest differences, in one line; empty when there are none."""
    return "; ".join(_different_in(reason) for reason in likeness.differences[:MOST_DIFFERENT])


def _alike_in(reason: Reason) -> str:
    return str(ALIKE[reason.code](reason))


def _different_in(reason: Reason) -> str:
    return str(DIFFERENT[reason.code](reason))


def number(value: int) -> str:
    """«6 200», with spaces that do not break."""
    return f"{value:,}".replace(",", "\xa0")


def _same_number(reason):
    return _("about as many people: %(mine)s and %(other)s") % _numbers(reason)


def _other_number(reason):
    if reason.other > reason.mine:
        return _("more people there: %(other)s, in yours %(mine)s") % _numbers(reason)
    return _("fewer people there: %(other)s, in yours %(mine)s") % _numbers(reason)


def _numbers(reason):
    return {"mine": number(reason.mine), "other": number(reason.other)}


def _same_languages(reason):
    return _("the same languages: %(languages)s") % {"languages": _names(reason.mine & reason.other)}


def _other_languages(reason):
    return _("other languages are spoken: %(languages)s") % {"languages": _names(reason.other)}


def _names(languages) -> str:
    return ", ".join(str(name).lower() for code, name in Territory.Language.choices if code in languages)


def _same_area(reason):
    return _("in the same district") if reason.mine == "district" else _("in the same oblast")


def _kilometres(reason):
    return _("%(km)s km apart") % {"km": number(reason.mine)}


def _between_centres(reason):
    return _("about %(km)s km apart, by the centres of the districts") % {"km": number(reason.mine)}


def _both_merged(reason):
    if reason.mine:
        return _("both merged from several aimaks")
    return _("neither was merged from several aimaks")


def _one_merged(reason):
    if reason.other:
        return _("it was merged from several aimaks, yours was not")
    return _("yours was merged from several aimaks, it was not")


ALIKE = {
    "population": _same_number,
    "relief": lambda reason: BOTH_RELIEF[reason.mine],
    "settlement": lambda reason: BOTH_SETTLEMENTS[reason.mine],
    "languages": _same_languages,
    "area": _same_area,
    "distance": _kilometres,
    "centres": _between_centres,
    "merged": _both_merged,
}
DIFFERENT = {
    "population": _other_number,
    "relief": lambda reason: OTHER_RELIEF[reason.other],
    "settlement": lambda reason: OTHER_SETTLEMENT[reason.other],
    "languages": _other_languages,
    "area": lambda reason: _("in another oblast"),
    "distance": _kilometres,
    "centres": _between_centres,
    "merged": _one_merged,
}
