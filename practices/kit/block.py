"""What the page of a practice offers to take along or to send on."""

from urllib.parse import quote

from practices.kit.parts import MOST_BYTES
from practices.kit.qr import page_address
from practices.kit.words import message_of, told
from practices.pictures.card import card_of
from practices.pictures.gallery import gallery

# The papers of a kit with their letters, and a picture of which nothing is known yet.
PAPERS_BYTES, PICTURE_BYTES = 110_000, 80_000


def block(request, practice) -> dict:
    """The pictures, the size of the kit, the messages that send the practice on, and the card for messengers."""
    pictures = [file for file in practice.attachments.all() if file.is_picture]
    return {
        "gallery": gallery(request, pictures),
        "kit_bytes": kit_bytes(practice),
        "share": share(practice),
        "card": card_of(practice) if practice.status == practice.Status.PUBLISHED else None,
    }


def kit_bytes(practice) -> int:
    """About how large the archive will be: known without making it."""
    total = 0
    for file in practice.attachments.all():
        if file.is_picture:
            total += max((row.size * 2 for row in file.shown_in if row.width <= 720), default=PICTURE_BYTES)
        elif total + file.size <= MOST_BYTES:
            total += file.size
    return total + PAPERS_BYTES


def share(practice) -> dict:
    """Addresses that open a messenger with the practice in short; no script of theirs is loaded."""
    link = page_address(practice.get_absolute_url())
    text = "\n\n".join(filter(None, [told(practice, "title"), told(practice, "summary")]))
    message = message_of(practice)
    return {
        "message": message,
        "whatsapp": f"https://wa.me/?text={quote(message)}",
        "telegram": f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(text)}",
    }
