"""The card of a practice in a list, made once and kept: a list is then one query and a join of strings."""

from django.db.models import prefetch_related_objects
from django.template.loader import get_template
from django.utils.translation import get_language

from catalogue.kept import Kept
from practices.models import Practice

KEPT = Kept(4000)
# Whatever changes without a new changed_at and stands on the card.
LOOSE = ("repeats", "cost_level", "evidence_level", "ease_level", "completeness")


def with_cards(practices: list[Practice]) -> list[Practice]:
    """Give each practice its card in the language of the page as `card`; read them through for_cards()."""
    language = get_language()
    keys = {practice: _key(practice, language) for practice in practices}
    for practice in practices:
        practice.card = KEPT.get(keys[practice])
    new = [practice for practice in practices if practice.card is None]
    if new:
        template = get_template("practices/_practice_card.html")
        prefetch_related_objects(new, *Practice.ON_CARDS)
        for practice in new:
            practice.card = _rendered(template, practice)
            KEPT.put(keys[practice], practice.card)
    return practices


def _key(practice, language):
    return (practice.pk, practice.changed_at, language, *(getattr(practice, name) for name in LOOSE))


def _rendered(template, practice):
    # No request: a card depends on the practice and the language alone.
    return template.render({"practice": practice})
