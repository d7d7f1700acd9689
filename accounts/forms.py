import time

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions import flag_name, hold_post
from accounts.models import Post, User
from accounts.names import mixes_alphabets, normal_email, one_line
from places.choices import territory_choices
from places.models import Territory

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 256
PASSWORD_HINT = _(
    "At least 10 characters. Three or four words in a row are easy to remember and hard to guess."
)


class EmailField(forms.EmailField):
    """An address in its one spelling; full-width letters and capitals make no second account."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("E-mail address"))
        kwargs.setdefault("error_messages", {
            "required": _("Write your e-mail address."),
            "invalid": _("Write the e-mail address in full, for example name@example.kg."),
            "max_length": _("The e-mail address is too long."),
        })
        super().__init__(max_length=LONGEST_EMAIL, **kwargs)
        self.widget.attrs["autocomplete"] = "email"

    def to_python(self, value):
        text = super().to_python(value)
        return normal_email(text) if text and len(text) <= LONGEST_EMAIL else text


class PasswordField(forms.CharField):
    """A password is taken letter for letter, spaces included."""

    def __init__(self, *, autocomplete="current-password", **kwargs):
        kwargs.setdefault("label", _("Password"))
        kwargs.setdefault("error_messages", {
            "required": _("Write the password."), "max_length": _("The password is too long."),
        })
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, widget=widget, **kwargs)


class NewPasswordField(PasswordField):
    user = None

    def __init__(self, **kwargs):
        super().__init__(autocomplete="new-password", help_text=PASSWORD_HINT, **kwargs)

    def clean(self, value):
        return get_adapter().clean_password(super().clean(value), user=self.user)


class NameField(forms.CharField):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Full name"))
        kwargs.setdefault("error_messages", {
            "required": _("Write your surname and name."), "max_length": _("The name is too long."),
        })
        super().__init__(max_length=150, **kwargs)
        self.widget.attrs["autocomplete"] = "name"

    def to_python(self, value):
        return one_line(super().to_python(value) or "")


class PersonFields(forms.Form):
    """What a person says of themselves, at registration and later."""

    full_name = NameField(help_text=_("As in your service documents. Your colleagues confirm you by it."))
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=User.Language.choices, widget=forms.RadioSelect,
        help_text=_("Letters and notifications come in this language."),
    )
    territory = forms.TypedChoiceField(
        label=_("Municipality or territory"), required=False, coerce=int, empty_value=None,
        help_text=_("Where you work. You may leave it empty if you do not work in local self-government."),
    )
    post = forms.ModelChoiceField(
        label=_("Post"), queryset=Post.objects.all(), required=False, empty_label=_("Not chosen"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["territory"].choices = [("", _("Not chosen")), *territory_choices(get_language())]

    def clean_territory(self):
        chosen = self.cleaned_data["territory"]
        return Territory.objects.filter(pk=chosen).first() if chosen else None

    def clean(self):
        clean = super().clean()
        without_place = "territory" in clean and clean["territory"] is None
        if clean.get("post") and without_place:
            self.add_error("territory", _("Choose the territory in which you hold this post."))
        return clean

    def fill(self, user):
        """Set the columns of the person; the post is held separately."""
        user.full_name = self.cleaned_data["full_name"]
        user.language = self.cleaned_data["language"]
        user.territory = self.cleaned_data["territory"]
        user.needs_look = mixes_alphabets(user.full_name)


class NotLikeName(UserAttributeSimilarityValidator):
    def __init__(self):
        super().__init__(user_attributes=["full_name"])


class RobotTrap(forms.Form):
    """Robots fill every field and send at once; people do neither, and no puzzle is put to them."""

    salt = "accounts.signup.opened"
    shortest_seconds = 2
    website = forms.CharField(required=False, max_length=1000)
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs.update(tabindex="-1", autocomplete="off")
        self.fields["opened"].initial = lambda: signing.dumps(time.time(), salt=self.salt)

    def sent_by_robot(self):
        if self.cleaned_data.get("website"):
            return True
        try:
            opened = signing.loads(self.cleaned_data.get("opened") or "", salt=self.salt)
        except signing.BadSignature:
            return True
        return time.time() - opened < self.shortest_seconds


class SignupForm(RobotTrap, PersonFields, allauth_forms.SignupForm):
    """Registration; a known address, an unknown one and a robot all get the same answer."""

    field_order = ["full_name", "email", "password1", "language", "territory", "post", "website", "opened"]
    email = EmailField(help_text=_("We send a letter to it with a link that finishes the registration."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"] = PasswordField(autocomplete="new-password", help_text=PASSWORD_HINT)
        self.fields["language"].initial = get_language()
        self.order_fields(self.field_order)

    def clean(self):
        clean = super().clean()
        if "password1" in clean:
            try:
                person = User(full_name=clean.get("full_name", ""))
                NotLikeName().validate(clean["password1"], person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return clean

    def try_save(self, request):
        if self.sent_by_robot():
            return None, get_adapter().respond_email_verification_sent(request, None)
        if self.account_already_exists:
            # Hashing takes most of the time of a registration; without it the answer would tell.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)

    def signup(self, request, user):
        hold_post(person=user, post=self.cleaned_data["post"])
        if user.needs_look:
            flag_name(person=user)


class LoginForm(allauth_forms.LoginForm):
    """Sign-in; staff stay signed in for half a day only."""

    staff_session_seconds = 12 * 3600

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField(label=_("E-mail address"))
        self.fields["password"] = PasswordField()
        self.order_fields(["login", "password"])

    def login(self, request, redirect_url=None):
        response = super().login(request, redirect_url)
        if self.user.is_staff:
            request.session.set_expiry(self.staff_session_seconds)
        return response


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """At most three letters an hour go to one address; the page says the same all the time."""

    email = EmailField()

    def save(self, request, **kwargs):
        if ratelimit.consume(request, action="reset_letter", key=self.cleaned_data["email"]):
            return super().save(request, **kwargs)
        return self.cleaned_data["email"]


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    password1 = NewPasswordField(label=_("New password"))
    password2 = None


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    oldpassword = PasswordField(label=_("Current password"))
    password1 = NewPasswordField(label=_("New password"))
    password2 = None


class SetPasswordForm(allauth_forms.SetPasswordForm):
    password1 = NewPasswordField(label=_("New password"))
    password2 = None


class ChangeEmailForm(allauth_forms.AddEmailForm):
    email = EmailField(
        label=_("New e-mail address"),
        help_text=_(
            "We send a letter to the new address. Until you follow the link in it, the former one is used."
        ),
    )


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    password = PasswordField()


class ProfileForm(PersonFields):
    """A person's own data; being confirmed is not among them."""

    since = forms.DateField(
        label=_("In this post since"), required=False,
        widget=forms.DateInput(format="%d.%m.%Y"), input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as day.month.year, for example 01.09.2026.")},
        help_text=_("Day, month, year, for example 01.09.2026."),
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        holding = user.current_holding
        self.initial = {
            "full_name": user.full_name, "language": user.language, "territory": user.territory_id,
            "post": holding and holding.post_id, "since": holding and holding.since, **self.initial,
        }


class DeleteAccountForm(forms.Form):
    """The last question before an account is erased."""

    password = PasswordField(help_text=_("So that nobody else deletes your account."))

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise forms.ValidationError(_("The password is not right."))
        return self.cleaned_data["password"]
