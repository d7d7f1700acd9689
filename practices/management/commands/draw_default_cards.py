from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from practices.models import LANGUAGES
from practices.pictures.card import Card, drawn


class Command(BaseCommand):
    help = "Draws static/card-ky.png and card-ru.png anew: the cards of pages that have none of their own."

    def handle(self, **options):
        for language in LANGUAGES:
            with translation.override(language):
                words = Card(
                    portal=_("Portal of best practice of local self-government"),
                    title=_("Practices with steps, cost and result, told by those who did it."),
                    place=_("Kyrgyz Republic"),
                )
            (settings.BASE_DIR / "static" / f"card-{language}.png").write_bytes(drawn(words))
            self.stdout.write(f"static/card-{language}.png")
