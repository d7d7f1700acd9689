from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from accounts.second_factor import admin_login


class PortalAdminSite(AdminSite):
    """The curators' workplace; signing in goes through the portal's own pages, with their limits."""

    site_title = site_header = _("Portal of best practice: workplace of curators")
    index_title = _("What to work on")

    def login(self, request, extra_context=None):
        return admin_login(request)
