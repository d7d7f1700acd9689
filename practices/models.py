from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from catalogue.actions import Card
from catalogue.models import Topic
from language.alphabet import sort_key
from language.slugs import slugify
from places.models import Territory
from publishing.models import Publication, PublicationQuerySet
from publishing.uploads import upload_path

KIND = kinds.register("practice", _("Practice"), _("Practices"))
FIRST_YEAR, LAST_YEAR = 1991, 2100
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PracticeQuerySet(PublicationQuerySet):
    def for_cards(self):
        """With all that a card in a list shows, in a fixed number of queries."""
        return self.prefetch_related(
            Prefetch("territories", Territory.objects.with_parents()), Prefetch("topics", Topic.objects.all())
        )


class Practice(Publication):
    """An experience, a method or a tool of a municipality, told so that another one can repeat it."""

    MINE = "practices:mine"

    class Kind(models.TextChoices):
        CASE = "case", _("Case")
        METHOD = "method", _("Method")
        TOOL = "tool", _("Tool")

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
        ]
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="practice_newest"),
            models.Index(fields=["status", "kind"], name="practice_kind"),
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
        own = [getattr(self, f"{field}_{code}") or "" for field in ("problem", "solution", "lessons", "legal_basis")]
        steps = [f"{getattr(s, f'title_{code}') or ''} {getattr(s, f'text_{code}') or ''}" for s in self.steps.all()]
        return "\n".join(own + steps)


class PartOfPractice(models.Model):
    """A row of a practice, kept in the author's order."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class PracticeStep(PartOfPractice):
    """One of the steps by which another municipality can repeat the practice."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("step"), max_length=200, blank=True)
    text = models.TextField(_("how"), blank=True)

    class Meta(PartOfPractice.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps to repeat it")

    def __str__(self):
        return self.title or str(self.position)


class Indicator(PartOfPractice):
    """A result as a figure: before and after. An unknown figure is empty, never a guess."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("what was measured"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    before = models.DecimalField(_("before"), max_digits=16, decimal_places=3, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=16, decimal_places=3, null=True, blank=True)

    class Meta(PartOfPractice.Meta):
        verbose_name = _("result in figures")
        verbose_name_plural = _("results in figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="indicator_has_a_figure"
            )
        ]

    def __str__(self):
        return self.name


class Source(PartOfPractice):
    """Where the facts come from."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("what it is"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(PartOfPractice.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.title or self.url


class Attachment(PartOfPractice):
    """A picture or a document of the practice; served by a view that checks who may see the practice."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        DOCUMENT = "document", _("Document")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, editable=False)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=120)
    small = models.FileField(_("small picture"), upload_to=upload_path, max_length=120, blank=True, editable=False)
    name = models.CharField(_("file name"), max_length=120, editable=False)
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size, bytes"), editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta(PartOfPractice.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("pictures and documents")
        constraints = [
            # The same file sent twice (double press, resent form) is kept once.
            models.UniqueConstraint(fields=["practice", "sha256"], name="attachment_kept_once"),
        ]

    def __str__(self):
        return self.caption or self.name

    def get_absolute_url(self):
        return reverse("practices:file", args=[self.pk])

    @property
    def is_picture(self):
        return self.kind == self.Kind.PICTURE
