from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import admin_login

# Tables of add-ons that hold secrets or are edited elsewhere; they do not appear in the admin.
LEFT_OUT = {"mfa.authenticator", "account.emailaddress", "account.emailconfirmation"}


class PortalAdminSite(AdminSite):
    """The curators' workplace; signing in goes through the portal's own pages, with their limits."""

    site_title = site_header = _("Portal of best practice: workplace of curators")
    index_title = _("What to work on")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple | set) else [model_or_iterable]
        shown = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(shown, admin_class, **options)

    def login(self, request, extra_context=None):
        return admin_login(request)
