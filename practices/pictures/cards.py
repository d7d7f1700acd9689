"""Where cards are kept: drawn when a practice was published or changed, or when somebody first asks."""

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import get_language

from practices.models import Practice
from practices.pictures.card import Card, drawn, folder_of, place_of

FOLDER = "cards"
# Nobody draws the same card beside another who does.
DRAWING_SECONDS = 30


def kept_card(practice, words: Card):
    """The stored card as an open file, or nothing."""
    try:
        return default_storage.open(place_of(practice.pk, words), "rb")
    except FileNotFoundError:
        return None


def draw_and_keep(practice, words: Card) -> bytes | None:
    """Draw the card and keep it instead of its older ones; nothing while another draws it."""
    if not cache.add(f"card:{place_of(practice.pk, words)}", 1, DRAWING_SECONDS):
        return None
    content, name = drawn(words), place_of(practice.pk, words)
    stored = default_storage.save(name, ContentFile(content))
    if stored != name:
        default_storage.delete(stored)
    for other in default_storage.listdir(folder_of(practice.pk))[1]:
        if other.startswith(f"{get_language()}-") and not name.endswith(other):
            default_storage.delete(f"{folder_of(practice.pk)}/{other}")
    return content


def has_card(practice, words: Card) -> bool:
    return default_storage.exists(place_of(practice.pk, words))


def forget_cards() -> int:
    """Delete the cards of practices that are no longer published, and return how many practices there were."""
    if not default_storage.exists(FOLDER):
        return 0
    folders = {int(name) for name in default_storage.listdir(FOLDER)[0] if name.isdecimal()}
    gone = folders - set(Practice.objects.published().filter(pk__in=folders).values_list("pk", flat=True))
    for pk in gone:
        for name in default_storage.listdir(folder_of(pk))[1]:
            default_storage.delete(f"{folder_of(pk)}/{name}")
        default_storage.delete(folder_of(pk))
    return len(gone)
