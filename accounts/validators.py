import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from places.models import Territory

WORDS_OF_THE_PORTAL = {
    "портал", "portal", "мэрия", "meriya", "meria", "мэр", "айыл", "aiyl", "ayil", "өкмөтү", "өкмөт",
    "окмоту", "окмот", "okmotu", "аймак", "aimak", "кеңеш", "кенеш", "kenesh", "облус", "область", "oblast",
    "район",
    "жергиликтүү", "башкаруу", "самоуправление", "муниципалитет", "муниципалдык", "тажрыйба", "практика",
    "кыргызстан", "кыргыз", "kyrgyzstan", "kyrgyz", "пароль", "сырсөз", "parol", "password", "админ", "admin",
    "мсу", "жөб", "msu", "qwerty", "йцукен",
}
LARGE_PLACES = ["oblast", "republican_city", "district", "city"]
NOT_LETTERS = re.compile(r"[\W\d_]+")


class NoPortalWords:
    """What is left of a password without the words everybody here would try first must still be a secret."""

    letters_left = 5

    def validate(self, password, user=None):
        rest = letters_of(password)
        if not rest:
            return
        found = [word for word in guessed_words() if word in rest]
        for word in sorted(found, key=len, reverse=True):
            rest = rest.replace(word, "")
        if found and len(rest) < self.letters_left:
            raise ValidationError(self.get_help_text(), code="password_of_portal_words")

    def get_help_text(self):
        return gettext(
            "The password must not be made of the words «portal», «ayil okmotu» or the name of a place."
        )


def letters_of(text: str) -> str:
    return NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def guessed_words() -> set[str]:
    """Return the words of the portal and the names of oblasts, districts and cities, letters only."""
    names = Territory.objects.filter(kind__in=LARGE_PLACES).values_list("name_ky", "name_ru")
    words = {letters_of(word) for pair in names for name in pair for word in (name or "").split()}
    return {word for word in words if len(word) > 2} | WORDS_OF_THE_PORTAL
