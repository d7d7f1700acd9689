"""What every page needs around its content; nothing here asks the database or the session."""

from django.conf import settings
from django.utils.translation import get_language

from portal import appearance, navigation


def page(request) -> dict:
    """Give the header its sections and languages, and the page its classes."""
    path = request.get_full_path()
    save_data = request.headers.get("Save-Data", "").lower() == "on"
    classes = appearance.classes_from(request.COOKIES.get(appearance.COOKIE, ""))
    return {
        "nav": navigation.sections(request.path),
        "languages": navigation.languages(path, get_language()),
        "alternates": _alternates(request, path),
        "view_classes": " ".join(classes + ["save-data"] * save_data),
        "save_data": save_data,
    }


def _alternates(request, path):
    # An address that leads nowhere (an error page) has no twin in the other language.
    if not request.resolver_match or navigation.in_language(path, "xx") == path:
        return []
    links = [
        {"code": code, "url": request.build_absolute_uri(navigation.in_language(path, code))}
        for code, _name in settings.LANGUAGES
    ]
    # Kyrgyz opens by default: the rules for sites of state bodies and local self-government ask for it.
    default = next(link["url"] for link in links if link["code"] == "ky")
    return [*links, {"code": "x-default", "url": default}]
