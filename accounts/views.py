from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, View

from accounts import actions
from accounts.adapter import UNDO_SALT
from accounts.forms import DeleteAccountForm, ProfileForm
from accounts.keeping import KeepTextMixin
from accounts.models import User

UNDO_SECONDS = 24 * 3600
LATEST_NOTICES = 3


class Profile(KeepTextMixin, FormView):
    """My page: who I am for the portal, whether my post is confirmed, what came into my inbox."""

    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        form.fill(self.request.user)
        actions.change_profile(
            person=self.request.user, post=form.cleaned_data["post"], since=form.cleaned_data["since"]
        )
        messages.success(self.request, _("Your data are saved."))
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            holding=user.current_holding,
            latest=user.notifications.all()[:LATEST_NOTICES],
            unread_count=user.notifications.unread().count(),
            colleagues_waiting=colleagues_of(user).count(),
            **kwargs,
        )


class Inbox(LoginRequiredMixin, ListView):
    template_name = "accounts/inbox.html"
    context_object_name = "notices"
    paginate_by = 20

    def get_queryset(self):
        return self.request.user.notifications.all()

    def paginate_queryset(self, queryset, page_size):
        """A page that is not there is answered by the nearest one."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unread_count=self.request.user.notifications.unread().count(), **kwargs
        )


class MarkRead(LoginRequiredMixin, View):
    """Marks one notice as read, or all of them; back to the inbox."""

    def get(self, request, pk=None):
        """Who comes by the address, after signing in say, is led to the list."""
        return redirect("accounts:inbox")

    def post(self, request, pk=None):
        notices = request.user.notifications.unread()
        if pk:
            get_object_or_404(request.user.notifications, pk=pk)
            notices = notices.filter(pk=pk)
        notices.update(read_at=timezone.now())
        return redirect("accounts:inbox")


class Colleagues(LoginRequiredMixin, ListView):
    """People who wait to be confirmed and for whom the reader may vouch; for others the page is not there."""

    template_name = "accounts/colleagues.html"
    context_object_name = "people"
    paginate_by = 50

    def get_queryset(self):
        if not may_vouch(self.request.user):
            raise Http404
        return colleagues_of(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            vouched=self.request.user.vouched_for.select_related("territory"), **kwargs
        )


class Vouch(LoginRequiredMixin, View):
    """Confirms a person, or takes the confirmation back."""

    withdraw = False

    def get(self, request, pk):
        """Who comes by the address, after signing in say, is led to their own page."""
        return redirect("accounts:profile")

    def post(self, request, pk):
        person = get_object_or_404(User.objects.active().select_related("territory"), pk=pk)
        act = actions.withdraw_vouching if self.withdraw else actions.vouch
        try:
            changed = act(person=person, by=request.user)
        except actions.NotAllowed:
            raise Http404 from None
        messages.success(request, self.outcome(changed) % {"name": person})
        return redirect("accounts:colleagues")

    def outcome(self, changed):
        if not changed:
            return _("%(name)s: somebody has done this already.")
        if self.withdraw:
            return _("%(name)s is no longer confirmed.")
        return _("%(name)s is confirmed.")


class Delete(LoginRequiredMixin, FormView):
    template_name = "accounts/delete.html"
    form_class = DeleteAccountForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        actions.delete_account(person=self.request.user)
        logout(self.request)
        return redirect("accounts:deleted")


class Deleted(TemplateView):
    template_name = "accounts/deleted.html"


class UndoEmail(TemplateView):
    """For a day the former mailbox may take the account back after the address was changed."""

    template_name = "accounts/undo_email.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.person, self.former = change_named_by(kwargs["token"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(former=self.former, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.person or not actions.restore_email(person=self.person, email=self.former):
            return self.get(request, *args, **kwargs)
        logout(request)
        messages.success(
            request, _("The former address is back, everybody is signed out. Set a new password.")
        )
        return redirect("account_reset_password")


def change_named_by(token):
    """Return the person and the former address, or nothing if the address was changed again since."""
    try:
        pk, former, current = signing.loads(token, salt=UNDO_SALT, max_age=UNDO_SECONDS)
    except (signing.BadSignature, ValueError):
        return None, ""
    person = User.objects.active().filter(pk=pk, email=current).first()
    return person, former if person else ""


def may_vouch(user):
    return user.has_perm("accounts.vouch_user") or (user.is_verified and user.territory_id is not None)


def colleagues_of(user):
    """People who wait to be confirmed within reach of the user, the longest waiting first."""
    if not may_vouch(user):
        return User.objects.none()
    waiting = User.objects.awaiting_vouching().exclude(pk=user.pk).select_related("territory")
    if not user.has_perm("accounts.vouch_user"):
        waiting = waiting.filter(territory__path__startswith=user.territory.path)
    return waiting.order_by("id").prefetch_related("holdings__post")
