from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice


class FactCheckQuerySet(models.QuerySet):
    def answered(self):
        """Those that came back; the latest answer first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at", "-id")

    def unanswered(self):
        return self.filter(answered_at__isnull=True)


class FactCheck(models.Model):
    """Somebody who knows the matter and has no account is asked by letter whether the facts are right.

    The link in the letter holds the key; only its hash is kept, so that the database opens no door.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("All of it is right")
        CORRECTIONS = "corrections", _("There is something to correct")
        UNKNOWN = "unknown", _("I cannot judge it")

    practice = models.ForeignKey(
        Practice, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="fact_checks"
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Emptied some time after the matter is closed: nobody is to be found by it any more.
    email = models.EmailField(_("e-mail of the person asked"), blank=True)
    post = models.CharField(_("post of the person asked"), max_length=200)
    question = models.TextField(_("what to look at"), blank=True)
    language = models.CharField(_("language of the letter"), max_length=2, choices=settings.LANGUAGES)
    # The text that was asked about and, once there is an answer, the one that was read for it.
    revision = models.PositiveIntegerField(_("revision"), editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    expires_on = models.DateField(_("open until"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    verdict = models.CharField(_("answer"), max_length=12, choices=Verdict.choices, blank=True, editable=False)
    remarks = models.TextField(_("remarks"), blank=True, editable=False)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("check of facts")
        verbose_name_plural = _("checks of facts")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, verdict="") | Q(answered_at__isnull=False, verdict__gt=""),
                name="fact_check_answered_with_a_verdict",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="fact_check_answered_or_taken_back",
            ),
        ]

    def __str__(self):
        return f"{self.practice}: {self.post}"
