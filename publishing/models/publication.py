from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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

    # Whether curators make it themselves: it waits for nobody, see publishing.actions.CURATED.
    IS_CURATED = False
    # What a version of it holds (publishing.versions): columns, links to many, and rows by the name of their set.
    VERSIONED_FIELDS: tuple[str, ...] = ()
    VERSIONED_LINKS: tuple[str, ...] = ()
    VERSIONED_ROWS: tuple[str, ...] = ()
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
    # The original and its translation: a translation of an older edition is out of date.
    text_edition = models.PositiveIntegerField(_("edition of the original"), default=1, editable=False)
    translated_edition = models.PositiveIntegerField(_("edition that was translated"), default=0, editable=False)
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

    @property
    def has_fresh_translation(self):
        """Whether it was translated from the original as it is now."""
        return self.translated_edition == self.text_edition

    @property
    def has_old_translation(self):
        """Whether the original went on after it was translated."""
        return 0 < self.translated_edition < self.text_edition

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
