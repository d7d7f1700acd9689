from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": True,
}


class PublicationQuerySet(models.QuerySet):
    def published(self):
        """What lists and search show."""
        return self.filter(status=Publication.Status.PUBLISHED)

    def open_to_all(self):
        """What anybody may open by its address: withdrawn and archived pages stay, with a notice."""
        return self.filter(status__in=Publication.OPEN_TO_ALL)

    def in_review(self):
        """What waits for a curator."""
        return self.filter(status=Publication.Status.IN_REVIEW)

    def by(self, user):
        """What this person wrote."""
        return self.filter(author=user)

    def visible_to(self, user):
        """What this person may open: everything open to all, their own, and all of it for a moderator."""
        if not user.is_authenticated:
            return self.open_to_all()
        if user.has_perm(self.model.permission("moderate")):
            return self
        return self.filter(Q(status__in=Publication.OPEN_TO_ALL) | Q(author=user))


class Publication(models.Model):
    """Something written by a person, checked by a curator and shown to everybody.

    The status is changed only by publishing.actions; revision grows with every write, so that a
    decision about an older text is noticed.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        RETURNED = "returned", _("Returned to the author")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ARCHIVED = "archived", _("Archived")

    class Withdrawal(models.TextChoices):
        OUTDATED = "outdated", _("Out of date: the page stays with a notice")
        CAUSE = "cause", _("Removed for cause: the page is gone")
        MERGED = "merged", _("Merged: the page leads to another one")

    # The name of the page where people see what they wrote; each section names its own.
    MINE = ""
    OPEN_TO_ALL = (Status.PUBLISHED, Status.WITHDRAWN, Status.ARCHIVED)
    EDITABLE_BY_AUTHOR = (Status.DRAFT, Status.RETURNED)

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
    )
    language = models.CharField(
        _("written in"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Made in the browser's form: the same form sent twice is the same publication.
    form_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    withdrawal = models.CharField(
        _("reason for withdrawal"), max_length=10, choices=Withdrawal.choices, blank=True, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], name="%(class)s_form_sent_once"),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawal__gt="") | (~Q(status="withdrawn") & Q(withdrawal="")),
                name="%(class)s_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal="merged", merged_into__isnull=False)
                | (~Q(withdrawal="merged") & Q(merged_into__isnull=True)),
                name="%(class)s_merged_into_something",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(status__in=["draft", "in_review", "returned"]),
                name="%(class)s_published_on_a_date",
            ),
        ]

    @classmethod
    def label(cls) -> str:
        """The name under which logs and the queue keep this kind of publication: «practices.practice»."""
        return cls._meta.label_lower

    @classmethod
    def permission(cls, verb: str) -> str:
        """The permission that allows the verb on this kind of publication."""
        return f"{cls._meta.app_label}.{verb}_{cls._meta.model_name}"

    @property
    def is_open_to_all(self):
        """Whether anybody may open the page."""
        return self.status in self.OPEN_TO_ALL

    @property
    def is_gone(self):
        """Whether the page was removed for cause and answers 410."""
        return self.withdrawal == self.Withdrawal.CAUSE

    def is_editable_by(self, user) -> bool:
        """The author changes a draft or a returned text; afterwards only curators do, in the admin."""
        return bool(user.is_authenticated and self.author_id == user.pk and self.status in self.EDITABLE_BY_AUTHOR)

    def catalogue_card(self):
        """What the catalogue learns of this publication (catalogue.actions.Card)."""
        raise TypeError(f"{type(self).__name__} must say what the catalogue learns of it.")

    def writing_path(self) -> str:
        """The address, without the language, where the author goes on writing a returned text."""
        return self.catalogue_card().path

    def shortcomings(self) -> list[str]:
        """What is still missing before it may be submitted, in the reader's language; empty when complete."""
        return []


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once: no change, no removal."""

    def update(self, **kwargs):
        raise TypeError("The log is append-only.")

    def delete(self):
        raise TypeError("The log is append-only.")


class ModerationEvent(models.Model):
    """One step in the life of a publication; written once and never changed.

    It holds no foreign key to the publication, so that the log outlives it.
    """

    class Action(models.TextChoices):
        SUBMIT = "submit", _("Sent for review")
        RECALL = "recall", _("Taken back by the author")
        SEND_BACK = "send_back", _("Returned to the author")
        PUBLISH = "publish", _("Published")
        EDIT = "edit", _("Text changed")
        WITHDRAW = "withdraw", _("Withdrawn from publication")
        ARCHIVE = "archive", _("Moved to the archive")
        RESTORE = "restore", _("Published again")

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.PositiveBigIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    from_status = models.CharField(_("status before"), max_length=10, choices=Publication.Status.choices)
    to_status = models.CharField(_("status after"), max_length=10, choices=Publication.Status.choices)
    revision = models.PositiveIntegerField(_("revision"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        # The log must not be rewritten when a person leaves; the number stays, unconstrained.
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    by_name = models.CharField(_("name at that time"), max_length=200, blank=True)
    reason = models.TextField(_("what and why"), blank=True)
    changed_fields = models.JSONField(_("changed fields"), default=list, blank=True)
    is_public = models.BooleanField(_("readers see it"), default=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("log entry")
        verbose_name_plural = _("log of moderation")
        indexes = [models.Index(fields=["kind", "object_id", "-id"], name="moderation_of_object")]

    def __str__(self):
        return f"{self.title}: {self.action}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log is append-only.")


class QueueItem(models.Model):
    """A publication of any section that waits for a curator: the one queue of the house.

    Written by publishing.actions at submission and removed at the decision, in the same transaction.
    """

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.PositiveBigIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    author_name = models.CharField(_("author"), max_length=200, blank=True)
    language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES)
    submitted_at = models.DateTimeField(_("submitted"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="held_queue_items",
    )
    held_at = models.DateTimeField(_("taken at"), null=True, blank=True)

    class Meta:
        ordering = ["submitted_at", "id"]
        verbose_name = _("item in the queue")
        verbose_name_plural = _("moderation queue")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="queued_once"),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | Q(held_at__isnull=False), name="held_since_a_time"
            ),
        ]

    def __str__(self):
        return self.title


class Page(models.Model):
    """A page of the portal itself (about, rules, accessibility), kept by curators."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = ProseEditorField(_("text"), extensions=EDITOR_EXTENSIONS, sanitize=True, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("page", args=[self.slug])
