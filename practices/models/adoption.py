from functools import reduce
from operator import or_

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places.models import Territory
from practices.models.practice import Practice

# A municipality that merged leads to its successor, and that one may have merged again.
SUCCESSIONS = ("", "__successor", "__successor__successor")


class AdoptionQuerySet(models.QuerySet):
    def of(self, practice):
        """The repeats of a practice, given by its number, and of those that were merged into it."""
        gathered = Practice.objects.filter(Q(pk=practice) | Q(merged_into=practice))
        return self.filter(practice__in=gathered.values("pk"))

    def by_municipality(self, territory):
        """What a municipality repeats, with what the units told that became part of it."""
        return self.filter(reduce(or_, (Q(**{f"territory{unit}": territory}) for unit in SUCCESSIONS)))

    def with_places(self):
        """With the municipality, what it is part of, and what it became."""
        return self.select_related(*(f"territory{unit}__parent" for unit in SUCCESSIONS))

    def counted(self):
        """Repeats that make the standing of a practice: begun, and by a municipality that is vouched for."""
        return self.shown().filter(stage__in=Adoption.BEGUN, is_confirmed=True)

    def shown(self):
        """What readers see."""
        return self.filter(is_hidden=False)

    def due(self, day):
        """Those to be asked again how it goes."""
        return self.filter(next_ask_on__lte=day)


class Adoption(models.Model):
    """A municipality repeats a practice: what it came to, what it cost there and what was done otherwise."""

    class Stage(models.TextChoices):
        INTERESTED = "interested", _("Interested")
        DECIDED = "decided", _("Decided")
        RUNNING = "running", _("Under way")
        RESULT = "result", _("There is a result")
        STOPPED = "stopped", _("Stopped")

    BEGUN = (Stage.RUNNING, Stage.RESULT)
    OPEN = (Stage.INTERESTED, Stage.DECIDED, Stage.RUNNING)

    practice = models.ForeignKey(
        Practice, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="adoptions"
    )
    territory = models.ForeignKey(
        Territory, verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="adoptions"
    )
    learnt_from = models.ForeignKey(
        "self", verbose_name=_("learnt from the repeat of"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="passed_on",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who tells"), null=True, on_delete=models.SET_NULL,
        related_name="adoptions",
    )
    post = models.CharField(_("post to ask"), max_length=200, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.INTERESTED)
    language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES)
    cost_total = models.DecimalField(
        _("cost with us, som"), max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )
    changed = models.TextField(_("what was done otherwise"), blank=True)
    result = models.TextField(_("what came of it"), blank=True)
    is_confirmed = models.BooleanField(_("the municipality is vouched for"), default=False)
    # The word of a curator outweighs whether the one who tells is vouched for; empty when none was said.
    curator_confirms = models.BooleanField(
        _("the curator confirms the municipality"), null=True, blank=True,
        help_text=_("Unknown: it is confirmed when the one who tells is a confirmed official of the municipality."),
    )
    is_hidden = models.BooleanField(_("hidden by a curator"), default=False)
    hidden_reason = models.CharField(_("why it is hidden"), max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    began_at = models.DateTimeField(_("began"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    # Asked 30, 90 and 180 days after the beginning; empty when nothing more is asked.
    next_ask_on = models.DateField(_("asked again on"), null=True, blank=True, editable=False)
    asked = models.PositiveSmallIntegerField(_("times asked"), default=0, editable=False)
    refuses_asks = models.BooleanField(_("does not want to be asked"), default=False, editable=False)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "id"]
        verbose_name = _("repeat")
        verbose_name_plural = _("repeats")
        constraints = [
            models.UniqueConstraint(fields=["practice", "territory"], name="adopted_once_in_a_place"),
            models.CheckConstraint(
                condition=Q(cost_total__isnull=True) | Q(cost_total__gte=0), name="adoption_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(stage="result") | Q(result__gt=""), name="adoption_result_is_told"
            ),
            models.CheckConstraint(
                condition=Q(learnt_from__isnull=True) | ~Q(learnt_from=models.F("id")),
                name="adoption_learnt_from_another",
            ),
            models.CheckConstraint(
                condition=Q(is_hidden=True, hidden_reason__gt="") | Q(is_hidden=False, hidden_reason=""),
                name="adoption_hidden_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["next_ask_on"], name="adoption_due")]

    def __str__(self):
        return f"{self.territory}: {self.get_stage_display()}"

    @property
    def is_open(self):
        return self.stage in self.OPEN

    @property
    def place(self):
        """The municipality as it is today."""
        return self.territory.present

    @property
    def former_name(self):
        """The name of the municipality that began, when it has become part of another one since."""
        return "" if self.place.pk == self.territory.pk else str(self.territory)


class AdoptionStage(models.Model):
    """A step of a repeat, with its day: how it went from interest to result."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=10, choices=Adoption.Stage.choices)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a repeat")
        verbose_name_plural = _("steps of a repeat")

    def __str__(self):
        return self.get_stage_display()
