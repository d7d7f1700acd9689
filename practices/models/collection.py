from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from catalogue.actions import Card
from language.slugs import slugify
from practices.models.practice import LANGUAGES, Practice
from publishing.models import Publication, PublicationQuerySet

COLLECTION = kinds.register("collection", _("Collection"), _("Collections"))


class Collection(Publication):
    """Practices that a curator put together for one task, in a chosen order and with a word about each."""

    IS_CURATED = True

    slug = models.SlugField(_("words in the address"), max_length=80, editable=False)
    title = models.CharField(_("title"), max_length=200, blank=True)
    summary = models.CharField(_("in short"), max_length=400, blank=True)
    intro = models.TextField(_("what it is for"), blank=True)
    practices = models.ManyToManyField(Practice, through="CollectionItem", related_name="collections")

    objects = PublicationQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        permissions = [("moderate_collection", "Can moderate collections")]

    def __str__(self):
        return self.title or str(_("Untitled"))

    def save(self, *args, **kwargs):
        """The address is made of the title and stays after the first publication."""
        titles = [getattr(self, f"title_{code}") or "" for code in (self.language, *LANGUAGES)]
        if not self.published_at or not self.slug:
            self.slug = slugify(next(filter(None, titles), ""))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("practices:collection", args=[self.pk, self.slug])

    def has_words(self, field):
        """Whether the field is written in one of the languages at least."""
        return any(getattr(self, f"{field}_{code}") for code in LANGUAGES)

    def shortcomings(self):
        """A collection is opened for readers when it says what it is for and holds two practices."""
        needed = [
            (self.has_words("title"), _("Give it a title.")),
            (self.has_words("summary"), _("Say in short whom it helps and with what.")),
            (self.items.count() > 1, _("Put at least two practices into it.")),
        ]
        return [str(message) for there, message in needed if not there]

    def catalogue_card(self):
        practices = self.practices.filter(status=Practice.Status.PUBLISHED).prefetch_related("topics")
        return Card(
            kind=COLLECTION.code,
            object_id=self.pk,
            path=f"/practices/collections/{self.pk}-{self.slug}/",
            title={code: getattr(self, f"title_{code}") or "" for code in LANGUAGES},
            summary={code: getattr(self, f"summary_{code}") or "" for code in LANGUAGES},
            place=dict.fromkeys(LANGUAGES, ""),
            body={code: getattr(self, f"intro_{code}") or "" for code in LANGUAGES},
            topics={topic.pk for practice in practices for topic in practice.topics.all()},
            territories=[],
            published_on=self.published_at or self.changed_at,
        )


class CollectionItem(models.Model):
    """A practice in a collection, with a word on why it stands there."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    practice = models.ForeignKey(
        Practice, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="collection_items"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    note = models.CharField(_("why it is here"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("practice of the collection")
        verbose_name_plural = _("practices of the collection")
        constraints = [models.UniqueConstraint(fields=["collection", "practice"], name="collected_once")]

    def __str__(self):
        return str(self.practice)

    def save(self, *args, **kwargs):
        """A practice without a number comes after the others."""
        if not self.position:
            last = self.collection.items.aggregate(last=models.Max("position"))["last"]
            self.position = (last or 0) + 1
        super().save(*args, **kwargs)
