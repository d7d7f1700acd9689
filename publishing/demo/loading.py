import tomllib
from pathlib import Path

from publishing.models import Page

TEXTS = Path(__file__).parent / "pages.toml"


def load() -> int:
    """Add the pages of the portal that are not there yet, and return how many were added."""
    added = 0
    for slug, page in tomllib.loads(TEXTS.read_text(encoding="utf-8")).items():
        texts = {f"{name}_{code}": text.strip() for name in ("title", "body") for code, text in page[name].items()}
        _page, is_new = Page.objects.get_or_create(slug=slug, defaults=texts)
        added += is_new
    return added
