"""What is done outside a request: letters to send, recurring work, and the processes that do it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SUBJECT_LENGTH = 150
# A worker that has not shown itself for so long is taken for dead.
WORKER_SILENCE = timedelta(minutes=1)


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, now: datetime) -> "OutgoingMailQuerySet":
        """Letters whose turn has come, the oldest first; the number decides, for clocks go astray."""
        return self.filter(state=OutgoingMail.State.QUEUED, retry_at__lte=now).order_by("pk")

    def sent_before(self, moment: datetime) -> "OutgoingMailQuerySet":
        return self.filter(state=OutgoingMail.State.SENT, sent_at__lt=moment)


class OutgoingMail(models.Model):
    """One letter to one person, written in the transaction that gave cause for it and sent by the worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("could not be sent")
        HELD = "held", _("held back")

    key = models.CharField(_("key of the effect"), max_length=200, blank=True, default="")
    to = models.CharField(_("addressee"), max_length=320)
    sender = models.CharField(_("sender"), max_length=320, blank=True, default="")
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text with markup"), blank=True, default="")
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("not before"), default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True, default="")
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("outgoing letter")
        verbose_name_plural = _("outgoing letters")
        indexes = [models.Index(fields=["id"], condition=Q(state="queued"), name="mail_queued")]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="mail_once_per_key"),
            models.CheckConstraint(condition=Q(to__regex=r"^[^\r\n]+$"), name="mail_to_one_line"),
            models.CheckConstraint(condition=Q(subject__regex=r"^[^\r\n]+$"), name="mail_subject_one_line"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="mail_sent_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail server or reader can drop a second copy."""
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        return f"<{self.pk}.{self.created_at:%Y%m%d%H%M%S%f}@{host}>"


class ScheduledJob(models.Model):
    """When a recurring job is due next; the row makes sure that of several workers one runs it."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    due_at = models.DateTimeField(_("due on"), default=timezone.now)
    last_started = models.DateTimeField(_("last started"), null=True, blank=True)
    last_finished = models.DateTimeField(_("last finished"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True, default="")

    class Meta:
        ordering = ["name"]
        verbose_name = _("recurring job")
        verbose_name_plural = _("recurring jobs")

    def __str__(self):
        return self.name


class WorkerQuerySet(models.QuerySet):
    def seen_within(self, span: timedelta) -> "WorkerQuerySet":
        return self.filter(seen_at__gte=Now() - span)

    def silent(self) -> "WorkerQuerySet":
        """By the clock of the database, for those of several machines differ."""
        return self.filter(seen_at__lt=Now() - WORKER_SILENCE)


class Worker(models.Model):
    """A running worker process; it shows itself every few seconds."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    started_at = models.DateTimeField(_("started on"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self):
        return self.name
