from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.search import LiteralQuery
from language.terms import search_literal, search_query
from law.numbers import normal_number, without_signs

LANGUAGES = [code for code, _name in settings.LANGUAGES]
FORMER_NUMBERS_LENGTH = 200


class ActQuerySet(models.QuerySet):
    def in_force(self):
        """Acts that apply today, changed ones too."""
        return self.filter(state__in=[Act.State.IN_FORCE, Act.State.CHANGED])

    def in_order(self):
        """The acts of most force first, the newest first among those of one kind."""
        force = [When(kind=kind, then=place) for place, kind in enumerate(Act.Kind.values)]
        return self.order_by(
            Case(*force, default=len(force), output_field=models.IntegerField()),
            F("adopted_on").desc(nulls_last=True), "number", "id",
        )

    def matching(self, text):
        """Acts that hold every word of the text, by number, former number, title, kind or date."""
        literal = search_query(without_signs(text))
        if literal is None:
            return self
        words = Cast("search_words", SearchVectorField())
        return self.alias(words=words).filter(words=LiteralQuery(literal))

    def known_as(self, kind, number, adopted_on=None, titles=()):
        """The act itself under its number of today or a former one; one without a number is known by its title."""
        number = normal_number(number)
        named = Q(title_ky__in=titles) | Q(title_ru__in=titles)
        if not number:
            return self.filter(named, kind=kind, number="")
        rows = self.filter(Q(adopted_on=adopted_on) | named, kind=kind)
        known = [row.pk for row in rows if number in {row.number, *row.former}]
        return self.filter(pk__in=known)


class Act(models.Model):
    """A legal act that publications cite; when it changes, everything that cites it says so."""

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("Constitution")
        CODE = "code", _("Code")
        CONSTITUTIONAL_LAW = "constitutional_law", _("Constitutional law")
        LAW = "law", _("Law")
        DECREE = "decree", _("Decree of the President")
        CABINET = "cabinet", _("Resolution of the Cabinet of Ministers")
        GOVERNMENT = "government", _("Resolution of the Government")
        ORDER = "order", _("Order of a ministry or agency")
        KENESH = "kenesh", _("Resolution of a local kenesh")

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        CHANGED = "changed", _("In force, with changes")
        REPEALED = "repealed", _("No longer in force")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=40, blank=True)
    # A renumbered act is still found, and recognised, by what it was called before.
    former_numbers = models.CharField(_("former numbers"), max_length=200, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=400)
    url = models.URLField(_("official text"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.IN_FORCE)
    successor = models.ForeignKey(
        "self", verbose_name=_("replaced by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="predecessors",
    )
    # Grows when an editor marks the act as changed: a citation of an older edition is to be checked.
    edition = models.PositiveIntegerField(_("edition"), default=1, editable=False)
    changed_on = models.DateField(_("changed on"), null=True, blank=True)
    change_note = models.TextField(_("what changed"), blank=True)
    search_words = models.TextField(editable=False, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-adopted_on", "number"]
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "adopted_on"], nulls_distinct=False,
                # Two keneshes, or two ministries, may give the same number on the same day.
                condition=Q(number__gt="") & ~Q(kind__in=["order", "kenesh"]),
                name="act_known_once",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="act_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(state="repealed"), name="act_with_successor_is_repealed"
            ),
        ]

    def __str__(self):
        return " — ".join(filter(None, [self.short_reference, self.title]))

    def save(self, *args, **kwargs):
        """Keep the number in one spelling, the one it had before, and the words by which the act is found."""
        self.number = normal_number(self.number)
        self._keep_former_number()
        self.search_words = self._search_words()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.number = normal_number(self.number)
        if self.successor_id and self.state != self.State.REPEALED:
            raise ValidationError({"successor": gettext("Only an act no longer in force is replaced by another.")})
        twin = self._twin()
        if twin:
            message = gettext("This act is in the list already: %(act)s.") % {"act": twin}
            raise ValidationError({"number": message})

    def get_absolute_url(self):
        return reverse("law:act", args=[self.pk])

    @property
    def former(self) -> list[str]:
        """The numbers it had before, the latest first."""
        return [number for number in self.former_numbers.split(", ") if number]

    @property
    def short_reference(self) -> str:
        """«№ 123, 20.10.2021», or what is known of it."""
        number = f"№\xa0{self.number}" if self.number else ""
        day = formats.date_format(self.adopted_on, "SHORT_DATE_FORMAT") if self.adopted_on else ""
        return ", ".join(filter(None, [number, day]))

    @property
    def reference(self) -> str:
        """«Law № 123, 20.10.2021»."""
        return f"{self.get_kind_display()} {self.short_reference}".strip()

    @property
    def is_repealed(self) -> bool:
        return self.state == self.State.REPEALED

    def _twin(self):
        kinds = [self.Kind.ORDER, self.Kind.KENESH]
        if not self.number or self.kind in kinds:
            return None
        return Act.objects.filter(
            kind=self.kind, number=self.number, adopted_on=self.adopted_on
        ).exclude(pk=self.pk).first()

    def _keep_former_number(self):
        was = Act.objects.filter(pk=self.pk).values_list("number", flat=True).first() if self.pk else ""
        typed = [normal_number(number) for number in self.former_numbers.split(",")]
        known = [was or "", *typed]
        kept = [number for number in dict.fromkeys(known) if number and number != self.number]
        while len(", ".join(kept)) > FORMER_NUMBERS_LENGTH:
            kept.pop()
        self.former_numbers = ", ".join(kept)

    def _search_words(self):
        kinds = []
        for code in LANGUAGES:
            with translation.override(code):
                kinds.append(str(self.get_kind_display()))
        titles = [getattr(self, f"title_{code}") or "" for code in LANGUAGES]
        day = f"{self.adopted_on:%d.%m.%Y}" if self.adopted_on else ""
        numbers = " ".join([self.number, *self.former, day])
        return search_literal([(numbers, "A"), *((text, "B") for text in [*titles, *kinds])])


class CitationQuerySet(models.QuerySet):
    def stale(self):
        """Those whose act changed after somebody last compared the text with it."""
        return self.filter(edition__lt=F("act__edition"))


class Citation(models.Model):
    """That a publication rests on an act, and the edition somebody last compared it with.

    Each section has its own table with a real foreign key; CITING names that key, and KIND the kind under
    which the catalogue knows what cites.
    """

    CITING = ""
    KIND = ""

    act = models.ForeignKey(Act, verbose_name=_("act"), on_delete=models.PROTECT, related_name="%(class)ss")
    provision = models.CharField(_("article, part, point"), max_length=120, blank=True)
    edition = models.PositiveIntegerField(_("edition compared with"), default=1, editable=False)
    checked_on = models.DateField(_("compared on"), null=True, blank=True, editable=False)

    objects = CitationQuerySet.as_manager()

    # The act the row named when it was read; none for a new row.
    _named = None

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self):
        return f"{self.act} {self.provision}".strip()

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._named = row.__dict__.get("act_id")
        return row

    def save(self, *args, **kwargs):
        """Whoever names an act names its edition of that day."""
        if self._named != self.act_id:
            self.edition, self.checked_on = self.act.edition, None
        super().save(*args, **kwargs)
        self._named = self.act_id

    @property
    def is_stale(self) -> bool:
        """Whether the act changed after somebody last compared the text with it."""
        return self.edition < self.act.edition
