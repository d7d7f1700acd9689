from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.models.publication import Publication


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
        LAW = "law", _("Compared with the law")
        FACTS = "facts", _("Facts checked")
        TRANSLATION = "translation", _("Translation compared with the original")

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
        return f"{self.title}: {self.get_action_display()}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The log is append-only.")


class QueueItem(models.Model):
    """Something of any section that waits for a curator: the one queue of the house.

    Written by the action that asks for a look and removed by the one that answers, in the same transaction.
    """

    class Reason(models.TextChoices):
        REVIEW = "review", _("New text")
        LAW = "law", _("Check the law")
        TRANSLATION = "translation", _("Translate")
        COMPLAINT = "complaint", _("Complaint")
        FACTS = "facts", _("Facts were looked at")

    reason = models.CharField(_("what to do"), max_length=12, choices=Reason.choices, default=Reason.REVIEW)

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
            models.UniqueConstraint(fields=["kind", "object_id", "reason"], name="queued_once_for_a_reason"),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | Q(held_at__isnull=False), name="held_since_a_time"
            ),
        ]

    def __str__(self):
        return self.title


class Version(models.Model):
    """The whole text of a publication as it was at one revision; written once, so that versions can be compared.

    text maps the name of each answer to its words, in both languages and in the order of the page.
    """

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.PositiveBigIntegerField(_("number"))
    revision = models.PositiveIntegerField(_("revision"))
    text = models.JSONField(_("text"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-revision"]
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "revision"], name="version_kept_once")]

    def __str__(self):
        return f"{self.kind} {self.object_id}: {self.revision}"
