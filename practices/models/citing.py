from django.db import models
from django.utils.translation import gettext_lazy as _

from law.models import Citation
from practices.models.practice import KIND, Practice


class PracticeCitation(Citation):
    """A legal act on which the practice rests."""

    CITING = "practice"
    KIND = KIND.code

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("cited act")
        verbose_name_plural = _("cited acts")
        constraints = [
            models.UniqueConstraint(fields=["practice", "act", "provision"], name="practice_cites_once"),
        ]

    def __str__(self):
        return f"{self.practice}: {super().__str__()}"
