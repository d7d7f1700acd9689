from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practices.days import DAY, MONTH, YEAR, written
from practices.models.practice import Practice
from publishing.uploads import upload_path


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


class Funding(PartOfPractice):
    """What one payer gave, and when. An unknown sum is empty, never a guess."""

    class Payer(models.TextChoices):
        LOCAL = "local", _("Local budget")
        REPUBLICAN = "republican", _("Republican budget")
        GRANT = "grant", _("Stimulating (matching) grant")
        DONOR = "donor", _("Donor or project")
        RESIDENTS = "residents", _("Residents (ashar, contributions)")
        BUSINESS = "business", _("Business")
        OTHER = "other", _("Other")

    class Part(models.TextChoices):
        YEAR = YEAR, _("year")
        MONTH = MONTH, _("month")
        DAY = DAY, _("day")

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="fundings")
    payer = models.CharField(_("who paid"), max_length=12, choices=Payer.choices)
    note = models.CharField(_("for what"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("sum, som"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    paid_from = models.DateField(_("paid from"), null=True, blank=True)
    paid_to = models.DateField(_("paid until"), null=True, blank=True)
    # How much of the day is known: «2019» is kept as its first or last day and shown as «2019» again.
    paid_from_part = models.CharField(max_length=5, choices=Part.choices, blank=True, editable=False)
    paid_to_part = models.CharField(max_length=5, choices=Part.choices, blank=True, editable=False)

    class Meta(PartOfPractice.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("cost by source")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="funding_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(paid_from__isnull=True) | Q(paid_to__isnull=True) | Q(paid_from__lte=models.F("paid_to")),
                name="funding_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.get_payer_display()

    def day_text(self, name):
        """One of the two days, as short as it was meant."""
        return written(getattr(self, name), getattr(self, f"{name}_part"))

    @property
    def paid_text(self):
        """When it was paid: «2019», «05.2019 – 14.12.2020», «until 2020»; nothing when it is not known."""
        first, last = self.day_text("paid_from"), self.day_text("paid_to")
        if first and last and first != last:
            return f"{first} – {last}"
        return first or (gettext("until %(day)s") % {"day": last} if last else "")


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


class Rendition(models.Model):
    """A picture in a size and a format made for weak networks; made in the background, and again when lost."""

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=upload_path, max_length=120)

    class Meta:
        ordering = ["attachment", "format", "width"]
        constraints = [
            models.UniqueConstraint(fields=["attachment", "format", "width"], name="rendition_made_once"),
        ]

    def __str__(self):
        return f"{self.format} {self.width}"

    def get_absolute_url(self):
        return reverse("practices:rendition", args=[self.attachment_id, self.width, self.format])
