import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import notices
from accounts.names import normal_email

KEPT_FOR = timedelta(hours=24)
NORMAL_EMAIL = models.Func(
    F("email"), template="LOWER(NORMALIZE(%(expressions)s, NFKC))", output_field=models.EmailField()
)


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def verified(self):
        return self.filter(vouched_on__isnull=False)

    def awaiting_vouching(self):
        """People whose address is confirmed, who named their territory and for whom nobody vouched yet."""
        return self.active().filter(
            vouched_on__isnull=True, territory__isnull=False, emailaddress__verified=True
        ).distinct()

    def never_confirmed(self, *, before):
        """Registrations older than the moment whose address nobody ever confirmed."""
        return self.filter(
            date_joined__lt=before, last_login__isnull=True, left_on__isnull=True, is_staff=False
        ).exclude(emailaddress__verified=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email):
        return self.get(email=normal_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail; being verified means that a colleague vouched for the post."""

    class Language(models.TextChoices):
        KYRGYZ = "ky", "Кыргызча"
        RUSSIAN = "ru", "Русский"

    email = models.EmailField(_("email address"), max_length=254, unique=True)
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=Language, default=Language.KYRGYZ
    )
    territory = models.ForeignKey(
        "places.Territory", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("territory"),
    )
    vouched_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="vouched_for",
        verbose_name=_("vouched for by"),
    )
    vouched_on = models.DateField(_("vouched for on"), null=True, blank=True)
    needs_look = models.BooleanField(_("name to be looked at"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("enters the administration"), default=False)
    date_joined = models.DateTimeField(_("registered"), default=timezone.now)
    left_on = models.DateField(_("account deleted on"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["id"]
        permissions = [("vouch_user", "Can vouch for any person")]
        constraints = [
            models.CheckConstraint(condition=Q(email=NORMAL_EMAIL), name="user_email_in_normal_form"),
            models.CheckConstraint(condition=Q(language__in=["ky", "ru"]), name="user_language_known"),
            # The date outlives the account of the one who vouched.
            models.CheckConstraint(
                condition=Q(vouched_by__isnull=True) | Q(vouched_on__isnull=False),
                name="user_vouching_has_date",
            ),
            models.CheckConstraint(
                condition=Q(vouched_by__isnull=True) | ~Q(vouched_by=F("id")), name="user_not_vouched_by_self"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(is_active=False, full_name=""),
                name="user_deleted_without_name",
            ),
        ]

    def __str__(self):
        if self.left_on:
            return gettext("Deleted account")
        return self.full_name or self.email.partition("@")[0]

    def save(self, *args, **kwargs):
        self.email = normal_email(self.email)
        super().save(*args, **kwargs)

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @property
    def is_verified(self):
        return self.vouched_on is not None

    @property
    def has_confirmed_email(self):
        return self.emailaddress_set.filter(email=self.email, verified=True).exists()

    def may_vouch_for(self, person):
        """Curators vouch for anybody, verified officials for people of their territory and below."""
        if person.pk == self.pk or person.left_on:
            return False
        if self.has_perm("accounts.vouch_user"):
            return True
        if not (self.is_active and self.is_verified and self.territory and person.territory):
            return False
        return person.territory.path.startswith(self.territory.path)

    @property
    def current_holding(self):
        """The post held now, the one taken up last if there are several."""
        return self.holdings.current().select_related("post", "territory").order_by("-id").first()


class Post(models.Model):
    """A post in a body of local self-government: its name, the same for every municipality."""

    class BodyKind(models.TextChoices):
        AIYL_OKMOTU = "aiyl_okmotu", _("Ayil okmotu")
        CITY_HALL = "city_hall", _("City hall")
        KENESH = "kenesh", _("Kenesh")
        VILLAGE = "village", _("Village")
        OTHER = "other", pgettext_lazy("kind of body", "Other")

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name of the post"), max_length=200)
    body_kind = models.CharField(_("kind of body"), max_length=20, choices=BodyKind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(body_kind__in=["aiyl_okmotu", "city_hall", "kenesh", "village", "other"]),
                name="post_body_kind_known",
            ),
        ]

    def __str__(self):
        return self.name


class PostHoldingQuerySet(models.QuerySet):
    def current(self):
        return self.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))


class PostHolding(models.Model):
    """A person holds a post in a territory from one day to another; no last day means to this day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="holdings", verbose_name=_("person")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=_("post"))
    territory = models.ForeignKey(
        "places.Territory", models.PROTECT, related_name="+", verbose_name=_("territory")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("post held")
        verbose_name_plural = _("posts held")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_holding_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "post", "territory"], condition=Q(until__isnull=True),
                name="post_held_once_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.post} – {self.territory}"


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One line of the inbox; its words are made when it is read, in the language of the reader."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications",
        verbose_name=_("recipient"),
    )
    kind = models.CharField(_("kind"), max_length=50)
    params = models.JSONField(_("particulars"), default=dict, blank=True)
    path = models.CharField(_("address without language"), max_length=300, blank=True)
    key = models.CharField(_("key of the event"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "-id"], name="notification_inbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], condition=~Q(key=""), name="notification_event_told_once"
            ),
            models.CheckConstraint(
                condition=Q(path="") | Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="notification_path_inside_portal",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self):
        return notices.title_of(self.kind, self.params)

    @property
    def body(self):
        return notices.body_of(self.kind, self.params)


class KeptTextQuerySet(models.QuerySet):
    def fresh(self):
        return self.filter(created_at__gt=timezone.now() - KEPT_FOR)

    def stale(self):
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR)

    def of_nobody_or(self, user):
        return self.filter(Q(user__isnull=True) | Q(user=user))


class KeptText(models.Model):
    """What a person sent after the session had ended, kept for a day until they have signed in again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.CharField(_("address of the form"), max_length=300)
    data = models.JSONField(_("fields of the form"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("person"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, db_index=True)

    objects = KeptTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")

    def __str__(self):
        return self.path
