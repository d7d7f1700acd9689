from functools import wraps

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags import admin_list
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.keeping import forget_kept, get_kept_data, keep_and_sign_in
from accounts.second_factor import admin_login
from portal.admin_icons import spoken_icon
from portal.guarded_admin import GuardedAdmin, GuardedRoles, guarded
from portal.reading import kept_form

# Tables of add-ons that hold secrets or are edited elsewhere; they do not appear in the admin.
LEFT_OUT = {"mfa.authenticator", "account.emailaddress", "account.emailconfirmation"}
# Tables with a guard of their own.
GUARDS = {"auth.group": GuardedRoles}

# Django has no setting for it; its own icon says «True» and «False» in every language.
admin_list._boolean_icon = spoken_icon


class PortalAdminSite(AdminSite):
    """The curators' workplace; signing in goes through the portal's own pages, with their limits.

    Every admin is guarded here, so that no section and no package can forget to.
    """

    site_title = site_header = _("Portal of best practice: workplace of curators")
    index_title = _("What to work on")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple | set) else [model_or_iterable]
        for model in models:
            label = model._meta.label_lower
            if label not in LEFT_OUT:
                guard = GUARDS.get(label, GuardedAdmin)
                super().register([model], guarded(admin_class or ModelAdmin, guard), **options)

    def admin_view(self, view, cacheable=False):
        """A wrong value of a filter leads to the page without filters, also where no list is shown."""
        @wraps(view)
        def without_wrong_filters(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except IncorrectLookupParameters:
                return redirect(f"{request.path}?e=1")
        return self.keeping_text(super().admin_view(without_wrong_filters, cacheable))

    def keeping_text(self, view):
        """What a curator sent after the session had ended is kept, and given back after signing in."""
        @wraps(view)
        def kept_and_given_back(request, *args, **kwargs):
            if request.method == "POST" and not request.user.is_authenticated:
                return keep_and_sign_in(request)
            if request.user.is_authenticated and not self.has_permission(request):
                # Signing in once more would open nothing.
                raise PermissionDenied
            kept = get_kept_data(request) if self.has_permission(request) else None
            if request.method == "GET" and kept is not None:
                forget_kept(request)
                return kept_form(request, kept)
            return view(request, *args, **kwargs)
        return kept_and_given_back

    def login(self, request, extra_context=None):
        return admin_login(request)
