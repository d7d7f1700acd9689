"""What differs from allauth's own way of signing in: languages of letters, limits, names."""

import ipaddress
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse, translate_url
from django.utils import translation

from accounts.actions import ask_to_be_vouched_for
from accounts.limits import too_many_requests
from accounts.models import User
from accounts.names import normal_email

UNDO_SALT = "accounts.email.undo"


class AccountAdapter(DefaultAccountAdapter):
    """Letters go in the language of the reader; a lock hits the place that guesses, never the person."""

    def save_user(self, request, user, form, commit=True):
        form.fill(user)
        return super().save_user(request, user, form, commit)

    def clean_email(self, email):
        return normal_email(email)

    def confirm_email(self, request, email_address):
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            ask_to_be_vouched_for(person=email_address.user)
        return confirmed

    # --- letters ----------------------------------------------------------------------------------

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_mail(self, template_prefix, email, context):
        user = context.get("user") or user_of(email)
        language = user.language if user else translation.get_language()
        if template_prefix == "account/email/email_changed":
            context["undo_url"] = undo_address(user, former=email)
        texts = {name: public_address(value, language) if name.endswith("_url") else value
                 for name, value in context.items()}
        with translation.override(language):
            texts["site_url"] = f"{settings.SITE_URL}/{language}/"
            super().send_mail(template_prefix, email, texts)

    # --- limits -----------------------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures count for an address and the place together: the owner gets in from elsewhere."""
        return f"{network_of(self.get_client_ip(request), 32, 64)}:{credentials.get('email', '')}"

    def pre_authenticate(self, request, **credentials):
        network = network_of(self.get_client_ip(request), 24, 48)
        calm = ratelimit.consume(request, action="login_failed_total", key="all", dry_run=True)
        limit = "login_failed_network" if calm else "login_failed_alarm"
        if not ratelimit.consume(request, action=limit, key=network, dry_run=True):
            raise ImmediateHttpResponse(too_many_requests(request, minutes=60))
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many_requests(request, minutes=15)) from error

    def authentication_failed(self, request, **credentials):
        """Many people tried with few passwords: a network is counted, and all networks together.

        When the whole portal sees too many failures, only networks that failed lately are turned away.
        """
        network = network_of(self.get_client_ip(request), 24, 48)
        for action, key in [("login_failed_network", network), ("login_failed_alarm", network),
                            ("login_failed_total", "all")]:
            ratelimit.consume(request, action=action, key=key)


def network_of(ip: str, ipv4_bits: int, ipv6_bits: int) -> str:
    address = ipaddress.ip_address(ip)
    bits = ipv4_bits if address.version == 4 else ipv6_bits
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))


def user_of(email: str) -> User | None:
    """Return the person to whom an address belongs, a confirmed one first."""
    known = EmailAddress.objects.filter(email=email).select_related("user").order_by("-verified").first()
    return known.user if known else User.objects.filter(email=email).first()


def public_address(url: str, language: str) -> str:
    """Return the same page in the language, on the portal's own host, whatever host was asked for."""
    parts = urlsplit(translate_url(url, language))
    return f"{settings.SITE_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def undo_address(user: User, *, former: str) -> str:
    token = signing.dumps([user.pk, former, user.email], salt=UNDO_SALT)
    return reverse("accounts:undo_email", args=[token])
