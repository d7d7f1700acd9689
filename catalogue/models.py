from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import get_script_prefix
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from catalogue import kinds
from places.models import Territory


class Topic(models.Model):
    """A subject of local self-government by which everything published is sorted; two levels at most."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="topic_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": gettext("A topic is not a part of itself.")})
        if self.parent and (self.parent.parent_id or (self.pk and self.children.exists())):
            raise ValidationError({"parent": gettext("A topic inside another topic cannot have parts of its own.")})


class EntryQuerySet(models.QuerySet):
    def published(self):
        """Entries that lists, search and feeds show."""
        return self.filter(state=Entry.State.PUBLISHED)

    def newest(self):
        """The latest publications first."""
        return self.order_by("-published_on", "-id")

    def within(self, territory):
        """Entries of the territory and of everything below it."""
        return self.filter(territories__path__startswith=territory.path).distinct()

    def about(self, topic):
        """Entries on the topic or on one of its parts."""
        return self.filter(Q(topics=topic) | Q(topics__parent=topic)).distinct()

    def by_topic(self) -> dict[int, int]:
        """The number of these entries about each topic, its parts counted with it, by primary key."""
        tagged = Entry.topics.through.objects.filter(entry__in=self.order_by().values("pk"))
        whole = tagged.values_list(Coalesce("topic__parent", "topic")).annotate(n=Count("entry", distinct=True))
        parts = tagged.filter(topic__parent__isnull=False).values_list("topic").annotate(n=Count("entry"))
        return dict(whole.union(parts, all=True))


class Entry(models.Model):
    """One row for one published thing of any section: what readers outside that section know of it."""

    class State(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ARCHIVED = "archived", _("Archived")

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("number in its section"))
    path = models.CharField(_("address without the language"), max_length=200)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="entries")
    territories = models.ManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="entries"
    )
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.PUBLISHED)
    published_on = models.DateTimeField(_("published"))
    changed_on = models.DateTimeField(_("changed"), auto_now=True)
    # Search terms of both languages, made in Python: the database needs no dictionary of its own.
    terms = SearchVectorField(null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_publication"),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="entry_path_is_absolute"),
        ]
        indexes = [
            models.Index(fields=["state", "-published_on", "-id"], name="entry_newest"),
            GinIndex(fields=["terms"], name="entry_terms"),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_label(self):
        """The kind in the reader's language."""
        return kinds.get(self.kind).label

    def get_absolute_url(self):
        """The address in the language of the page being made."""
        return f"{get_script_prefix()}{get_language()}{self.path}"


class Bookmark(models.Model):
    """Something published that a person keeps at hand."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("whose"), on_delete=models.CASCADE, related_name="bookmarks"
    )
    entry = models.ForeignKey(Entry, verbose_name=_("what"), on_delete=models.CASCADE, related_name="bookmarks")
    saved_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        ordering = ["-saved_at", "-id"]
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="bookmarked_once")]

    def __str__(self):
        return str(self.entry)
