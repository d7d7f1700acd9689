from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommentQuerySet(models.QuerySet):
    def shown(self):
        """What readers see; a hidden question leaves its answers under a line that says so."""
        return self.filter(hidden_at__isnull=True)

    def threads(self):
        """Questions and additions; answers stand under them."""
        return self.filter(answers__isnull=True)

    def untold(self):
        """Shown remarks of which nobody had a letter yet."""
        return self.shown().filter(told_at__isnull=True)

    def complained_of(self):
        """Remarks with a complaint that no curator has answered yet."""
        return self.filter(complaints__settled_at__isnull=True, complaints__isnull=False).distinct()


class Comment(models.Model):
    """What a reader writes under a publication: shown at once, looked at afterwards.

    It is kept in the language it was written in. Each section has its own table with a real foreign key;
    ABOUT names that key, and its complaints and its letters turned off have tables of the section as well.
    """

    ABOUT = ""

    class Kind(models.TextChoices):
        QUESTION = "question", pgettext_lazy("remark", "Question")
        ADDITION = "addition", pgettext_lazy("remark", "Addition")
        ANSWER = "answer", pgettext_lazy("remark", "Answer")

    class Hiding(models.TextChoices):
        CURATOR = "curator", _("Hidden by a curator")
        COMPLAINTS = "complaints", _("Hidden after complaints until a curator looks")
        AUTHOR = "author", _("Taken back by its author")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    answers = models.ForeignKey(
        "self", verbose_name=_("answers to"), null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL,
        related_name="%(class)ss",
    )
    # As they stood when it was written: a post says more than a name, and stays true when the person leaves.
    author_name = models.CharField(_("full name"), max_length=200)
    author_post = models.CharField(_("post and municipality"), max_length=300, blank=True)
    is_confirmed = models.BooleanField(_("the post is confirmed"), default=False)
    by_the_author = models.BooleanField(_("by the author of the publication"), default=False)
    from_the_place = models.BooleanField(_("from the municipality itself"), default=False)
    language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"))
    # Made in the browser's form: the same form sent twice is the same remark.
    form_key = models.UUIDField(editable=False)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    told_at = models.DateTimeField(_("others were told"), null=True, blank=True, editable=False)
    hiding = models.CharField(_("how it was hidden"), max_length=10, choices=Hiding.choices, blank=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("hidden by"), null=True, editable=False, on_delete=models.SET_NULL,
        related_name="+",
    )
    hidden_reason = models.CharField(_("why it is hidden"), max_length=300, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], name="%(class)s_sent_once"),
            models.CheckConstraint(
                condition=Q(kind="answer", answers__isnull=False) | (~Q(kind="answer") & Q(answers__isnull=True)),
                name="%(class)s_answers_something",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hiding="", hidden_reason="")
                | Q(hidden_at__isnull=False, hiding="curator", hidden_reason__gt="")
                | Q(hidden_at__isnull=False, hiding__in=["complaints", "author"], hidden_reason=""),
                name="%(class)s_hidden_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.text if len(self.text) <= 50 else f"{self.text[:49]}…"

    @property
    def publication(self):
        """What the remark is about."""
        return getattr(self, self.ABOUT)

    def path(self) -> str:
        """The address, without the language, that leads to the remark on whichever page it stands."""
        raise TypeError(f"{type(self).__name__} must say where it is read.")

    @property
    def thread_id(self):
        """The number of the question or addition under which it stands."""
        return self.answers_id or self.pk

    @property
    def name(self):
        """The name readers see: nobody's when the account was deleted."""
        gone = self.author is None or self.author.left_on
        return "" if gone else self.author_name


class Complaint(models.Model):
    """A reader's word, with a reason, that something written by another should not stand there."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("It insults somebody")
        PERSONAL = "personal", _("It gives away personal data")
        WRONG = "wrong", _("It misleads")
        ADVERTISING = "advertising", _("It is advertising")
        OTHER = "other", _("Something else")
        OWN = "own", _("I wrote it and ask to take it down")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who complains"), null=True, on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("in own words"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    settled_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, editable=False, on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True
        ordering = ["id"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")

    def __str__(self):
        return self.get_reason_display()


class Mute(models.Model):
    """A person wants no letters about remarks under one publication; the inbox still tells of them."""

    @classmethod
    def path_for(cls, publication, user) -> str:
        """The address, without the language, at which this person turns the letters off without signing in."""
        raise TypeError(f"{cls.__name__} must say where letters are turned off.")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("whose"), on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        verbose_name = _("letters turned off")
        verbose_name_plural = _("letters turned off")

    def __str__(self):
        return str(self.user)
