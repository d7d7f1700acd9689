"""Staff use the portal only after they proved themselves twice in this session."""

import re

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

# Where a second factor is set up and shown, and what needs no rights at all.
OPEN_WITHOUT = re.compile(r"^(account_|mfa_|set_language$|view_settings$|healthz$|readyz$|favicon$)")


class RequireSecondFactor:
    """Send staff without a second factor to set one up, and those who have not shown it to show it.

    Not in the administration alone: their rights open drafts and more on the pages for readers too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.REQUIRE_SECOND_FACTOR or OPEN_WITHOUT.match(request.resolver_match.view_name or ""):
            return None
        user = request.user
        if not (user.is_authenticated and user.is_staff) or passed(request):
            return None
        enrolled = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
        address = reverse("mfa_reauthenticate" if enrolled else "mfa_activate_totp")
        return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")


def passed(request) -> bool:
    """Tell whether a second factor was shown in this session, and still exists."""
    records = get_authentication_records(request, request.user)
    shown = {record.get("id") for record in records if record["method"] == "mfa"}
    return bool(shown) and Authenticator.objects.filter(user=request.user, pk__in=shown).exists()


def admin_login(request, extra_context=None):
    """The administration has no sign-in page of its own; whoever is signed in already needs none."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))
