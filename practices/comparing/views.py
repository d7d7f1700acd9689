from urllib.parse import quote

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from practices.comparing.lines import lines_of
from practices.reading import for_reading, unpack

# More columns than that cannot be read, even on a wide screen.
MOST = 4


def compare(request):
    """Up to four published practices side by side; the address is the comparison and can be sent."""
    asked = [int(number) for number in dict.fromkeys(request.GET.getlist("id")) if _is_number(number)]
    found = {
        practice.pk: unpack(practice)
        for practice in for_reading().published().filter(pk__in=asked[:MOST])
    }
    practices = [found[number] for number in asked if number in found]
    context = {
        "practices": [
            {"practice": practice, "without": _without(practices, practice)} for practice in practices
        ],
        "lines": lines_of(practices),
        "left_out": len(asked) > MOST,
        "missing": len(asked[:MOST]) - len(practices),
        "whatsapp": _message(request, practices),
        "crumbs": [(_("Practices"), reverse("practices:list"))],
    }
    return render(request, "practices/comparing/compare.html", context)


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 18


def _without(practices, one):
    """The address of the same table without this practice."""
    return "?" + "&".join(f"id={practice.pk}" for practice in practices if practice != one)


def _message(request, practices):
    text = "\n".join([*(f"• {practice.title}" for practice in practices), "", request.build_absolute_uri()])
    return f"https://wa.me/?text={quote(text)}"
