from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from catalogue.actions import Card
from catalogue.models import Topic
from language.alphabet import sort_key
from language.slugs import slugify
from places.models import Territory
from practices import badges
from publishing.models import Publication, PublicationQuerySet

KIND = kinds.register("practice", _("Practice"), _("Practices"), compare="practices:compare")
FIRST_YEAR, LAST_YEAR = 1991, 2100
LANGUAGES = [code for code, _name in settings.LANGUAGES]


# The long texts, which no list shows.
STORY = ("problem", "solution", "legal_basis", "lessons", "risks", "cost_note")


class PracticeQuerySet(PublicationQuerySet):
    def for_cards(self):
        """Without the long texts, for practices.cards."""
        return self.defer(*[f"{name}_{code}" for name in STORY for code in LANGUAGES], *STORY)


class Practice(Publication):
    """An experience, a method or a tool of a municipality, told so that another one can repeat it."""

    MINE = "practices:mine"
    VERSIONED_FIELDS = (
        "kind", "title", "summary", "place_note", "year_from", "year_to", "problem", "solution", "outcome",
        "population", "people_needed", "people_note", "risks", "lessons", "contact_post", "cost_total",
        "upkeep_cost", "cost_note", "legal_basis",
    )
    VERSIONED_LINKS = ("territories", "topics", "methods")
    VERSIONED_ROWS = ("steps", "indicators", "fundings", "citations", "sources", "attachments")
    # Rows that a card shows, as prefetch_related_objects takes them.
    ON_CARDS = (
        Prefetch("territories", Territory.objects.with_parents()), Prefetch("topics", Topic.objects.all())
    )

    class Kind(models.TextChoices):
        CASE = "case", _("Case")
        METHOD = "method", _("Method")
        TOOL = "tool", _("Tool")

    class Outcome(models.TextChoices):
        WORKED = "worked", _("It worked")
        PARTLY = "partly", _("It worked in part")
        FAILED = "failed", _("It did not work")

    class Settlement(models.TextChoices):
        VILLAGE = "village", _("Villages")
        CITY = "city", _("City or town")
        SEVERAL = "several", _("District or wider")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CASE)
    slug = models.SlugField(_("words in the address"), max_length=80, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.CharField(_("in short"), max_length=400, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    lessons = models.TextField(_("lessons learnt"), blank=True)
    cost_total = models.DecimalField(
        _("cost in all, som"), max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )
    cost_note = models.TextField(_("who paid what"), blank=True)
    upkeep_cost = models.DecimalField(
        _("upkeep a year, som"), max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )
    people_needed = models.PositiveSmallIntegerField(_("people needed"), null=True, blank=True)
    people_note = models.CharField(_("who does what"), max_length=400, blank=True)
    population = models.PositiveIntegerField(_("people it serves"), null=True, blank=True)
    risks = models.TextField(_("risks and how they were met"), blank=True)
    outcome = models.CharField(_("how it ended"), max_length=10, choices=Outcome.choices, blank=True)
    place_note = models.CharField(_("about the place"), max_length=400, blank=True)
    contact_post = models.CharField(_("post to ask"), max_length=200, blank=True)
    year_from = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    year_to = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="practices")
    territories = models.ManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="practices"
    )
    methods = models.ManyToManyField(
        "self", verbose_name=_("methods and tools used"), blank=True, symmetrical=False, related_name="cases",
        limit_choices_to={"kind__in": [Kind.METHOD, Kind.TOOL]},
    )
    repeats_of = models.ForeignKey(
        "self", verbose_name=_("repeats the practice"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="told_repeats",
    )
    checked_on = models.DateField(_("facts checked on"), null=True, blank=True, editable=False)
    # The post and never the name: readers see it. Empty: a curator of the portal.
    checked_by_post = models.CharField(_("facts checked by"), max_length=200, blank=True, editable=False)
    # What follows from the rest (practices.badges), kept for filters and sorting.
    settlement = models.CharField(
        _("where people live"), max_length=10, choices=Settlement.choices, blank=True, editable=False
    )
    cost_level = models.PositiveSmallIntegerField(
        _("cost"), default=0, editable=False, choices=list(badges.COST.items())
    )
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence"), default=0, editable=False, choices=list(badges.EVIDENCE.items())
    )
    ease_level = models.PositiveSmallIntegerField(
        _("ease of repeating"), default=0, editable=False, choices=list(badges.EASE.items())
    )
    completeness = models.PositiveSmallIntegerField(
        _("completeness"), default=0, editable=False, choices=list(badges.COMPLETENESS.items())
    )
    repeats = models.PositiveIntegerField(_("repeats"), default=0, editable=False)
    # Keys of the Kyrgyz alphabet: the database has no collation for it.
    sort_ky = models.CharField(max_length=400, editable=False, default="", db_collation="C")
    sort_ru = models.CharField(max_length=400, editable=False, default="", db_collation="C")

    objects = PracticeQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        permissions = [("moderate_practice", "Can moderate practices")]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(year_from__isnull=True) | Q(year_to__isnull=True) | Q(year_from__lte=models.F("year_to")),
                name="practice_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cost_total__isnull=True) | Q(cost_total__gte=0), name="practice_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(upkeep_cost__isnull=True) | Q(upkeep_cost__gte=0), name="practice_upkeep_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(repeats_of__isnull=True) | ~Q(repeats_of=models.F("id")),
                name="practice_repeats_another",
            ),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=False) | Q(checked_by_post=""),
                name="practice_checked_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="practice_newest"),
            models.Index(fields=["status", "kind"], name="practice_kind"),
            # One for each order of the list (practices.filters.SORTS).
            models.Index(fields=["status", "sort_ky", "id"], name="practice_by_title_ky"),
            models.Index(fields=["status", "sort_ru", "id"], name="practice_by_title_ru"),
            models.Index(
                F("status"), Coalesce("year_to", "year_from", 0).desc(), F("id").desc(), name="practice_by_year"
            ),
            models.Index(fields=["status", "-repeats", "-published_at", "-id"], name="practice_most_repeated"),
        ]

    def __str__(self):
        return self.title or str(_("Untitled"))

    def save(self, *args, **kwargs):
        """Keep the sort keys true, and the address until the first publication."""
        titles = {code: getattr(self, f"title_{code}") or "" for code in LANGUAGES}
        for code, title in titles.items():
            other = next((text for text in titles.values() if text), "")
            setattr(self, f"sort_{code}", sort_key(title or other)[:400])
        if not self.published_at or not self.slug:
            self.slug = slugify(titles.get(self.language) or next(filter(None, titles.values()), ""))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("practices:detail", args=[self.pk, self.slug])

    @property
    def years_text(self):
        """«2018», «2018–2021» or nothing."""
        years = [str(year) for year in (self.year_from, self.year_to) if year]
        return "–".join(dict.fromkeys(years))

    @property
    def place_text(self):
        """Where it was: the full name of one place, or the names of several, or what the author says of it."""
        places = list(self.territories.all())
        if len(places) == 1:
            return places[0].full_name
        return ", ".join(str(place) for place in places) or self.place_note

    @property
    def places_today(self):
        """Its places that were merged or renamed since, each with the unit that stands for it now."""
        pairs = [(place, place.present) for place in self.territories.all()]
        return [(place, present) for place, present in pairs if present != place]

    @property
    def method_names(self):
        """The methods and tools its author named, in one line."""
        return ", ".join(str(method) for method in self.methods.all())

    @property
    def topic_names(self):
        return [topic.name for topic in self.topics.all()]

    def shortcomings(self):
        """A text may be submitted when it can be understood and repeated by another municipality."""
        needed = [
            (self.has_words("title"), _("Give it a title.")),
            (self.has_words("summary"), _("Say in short what was done and what came of it.")),
            (self.has_words("problem"), _("Tell what the problem was.")),
            (self.has_words("solution"), _("Tell what was done.")),
            (self.topics.exists(), _("Choose at least one topic.")),
            (self.territories.exists() or self.has_words("place_note"), _("Say where it was.")),
            (self.steps.exists(), _("Write at least one step by which others can repeat it.")),
        ]
        return [str(message) for there, message in needed if not there]

    def has_words(self, field):
        """Whether the field is written in one of the languages at least."""
        return any(getattr(self, f"{field}_{code}") for code in LANGUAGES)

    @property
    def marks(self):
        """The badges as they are kept, for a line in a list."""
        return badges.kept(self.cost_level, self.evidence_level, self.ease_level)

    @property
    def is_short(self):
        """Whether so little is told that a list should say so."""
        return self.completeness == 1

    @property
    def has_people(self):
        """Whether anything is told of who does the work, or of its risks."""
        return self.people_needed is not None or self.has_words("people_note") or self.has_words("risks")

    def writing_path(self):
        return f"/practices/{self.pk}/check/"

    def catalogue_card(self):
        place = {}
        for code in LANGUAGES:
            with translation.override(code):
                place[code] = self.place_text[:200]
        return Card(
            kind=KIND.code,
            object_id=self.pk,
            path=f"/practices/{self.pk}-{self.slug}/",
            title={code: getattr(self, f"title_{code}") or "" for code in LANGUAGES},
            summary={code: getattr(self, f"summary_{code}") or "" for code in LANGUAGES},
            place=place,
            body={code: self._body(code) for code in LANGUAGES},
            topics=[topic.pk for topic in self.topics.all()],
            territories=[territory.pk for territory in self.territories.all()],
            published_on=self.published_at or self.changed_at,
        )

    def _body(self, code):
        told = ("problem", "solution", "lessons", "legal_basis", "risks", "people_note", "cost_note")
        own = [getattr(self, f"{field}_{code}") or "" for field in told]
        steps = [f"{getattr(s, f'title_{code}') or ''} {getattr(s, f'text_{code}') or ''}" for s in self.steps.all()]
        acts = [
            " ".join(filter(None, [getattr(row.act, f"title_{code}"), row.act.number, row.provision]))
            for row in self.citations.select_related("act")
        ]
        return "\n".join(own + steps + acts)
