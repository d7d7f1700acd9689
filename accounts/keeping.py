"""Nothing a person typed is lost because the session ended.

For authors of views: put KeepTextMixin before a FormView of your own. A POST without a session stores the
posted fields, leads through sign-in and brings the form back filled in, under `?kept=<number>`; the address
stays on the form, so its `action` must be empty. A view with forms of another make calls
`get_kept_data(request)` (a QueryDict or None) when it shows the form, gives it to its forms as data, and
calls `forget_kept(request)` once the text is saved. Passwords, files and tokens are never kept.
"""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import KeptText

MOST_BYTES = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken",)


class KeepTextMixin(LoginRequiredMixin):
    """A form that needs sign-in and keeps what was sent to it without a session."""

    def handle_no_permission(self):
        if self.request.method != "POST" or self.request.user.is_authenticated:
            return super().handle_no_permission()
        return keep_and_sign_in(self.request)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        kept = None if form.is_bound else get_kept_data(self.request)
        if kept is not None:
            form.initial |= values_of(form, kept)
        return form

    def form_valid(self, form):
        response = super().form_valid(form)
        forget_kept(self.request)
        return response


def keep_and_sign_in(request):
    """Keep what was posted and lead to the sign-in page, which leads back to the form."""
    query = request.GET.copy()
    query.pop("kept", None)
    kept = keep(request)
    if kept:
        query["kept"] = str(kept.pk)
    else:
        messages.warning(request, _(
            "The text could not be kept. Go back in the browser and copy it before you sign in."
        ))
    return redirect_to_login(f"{request.path}?{query.urlencode()}" if query else request.path)


def keep(request) -> KeptText | None:
    """Store the posted fields for a day; None if there is too much of it or too often from one place."""
    fields = {
        name: values for name, values in request.POST.lists()
        if name not in NEVER_KEPT and "password" not in name
    }
    size = sum(len(value.encode()) for values in fields.values() for value in values)
    if size > MOST_BYTES or len(request.path) > 300 or not ratelimit.consume(request, action="keep_text"):
        return None
    return KeptText.objects.create(path=request.path, data=fields)


def get_kept_data(request) -> QueryDict | None:
    """Return what was kept for this form; the first who signs in and opens it becomes its owner."""
    found = kept_for(request)
    if not found or (found.user_id is None and not claimed(found, request.user)):
        return None
    data = QueryDict(mutable=True)
    for name, values in found.data.items():
        data.setlist(name, values)
    return data


def forget_kept(request) -> None:
    found = kept_for(request)
    if found:
        found.delete()


def kept_for(request) -> KeptText | None:
    number = number_in(request.GET.get("kept", ""))
    if not number or not request.user.is_authenticated:
        return None
    return KeptText.objects.fresh().of_nobody_or(request.user).filter(pk=number, path=request.path).first()


def claimed(kept: KeptText, user) -> bool:
    return KeptText.objects.filter(pk=kept.pk, user__isnull=True).update(user=user) == 1


def number_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def waits_behind(address: str) -> bool:
    """Tell whether a kept text waits at the address to which sign-in leads."""
    number = number_in(QueryDict(address.partition("?")[2]).get("kept", ""))
    return bool(number) and KeptText.objects.fresh().filter(pk=number).exists()


def values_of(form, kept: QueryDict) -> dict:
    """Return for each field of the form what its widget reads out of the kept data."""
    return {
        name: field.widget.value_from_datadict(kept, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(kept, {}, form.add_prefix(name))
        and not field.widget.needs_multipart_form
    }
