"""Fact-checks by outsiders in the hands of curators: ask, read the answers, take a question back."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from practices.checking.actions import (
    ASKABLE,
    ASKS_A_DAY,
    AskedAlready,
    TooManyAsks,
    ask,
    read_answers,
    why_closed,
    withdraw,
)
from practices.checking.forms import AskForm, ReadForm
from practices.checking.reading import asks_of, confirmed_by
from practices.models import Practice
from publishing.actions import NotAllowedNow
from publishing.models import QueueItem
from publishing.queue import DESKS

DESKS[Practice.label(), QueueItem.Reason.FACTS] = lambda number: change_page(number) + "#fact-checks"


def change_page(number) -> str:
    return reverse("admin:practices_practice_change", args=[number])


class CheckingAdmin:
    """Before the admin of practices: an outsider is asked by a button, and the answers stand above the text."""

    change_form_template = "admin/practices/practice_change_form.html"

    def get_urls(self):
        pages = [
            ("ask-outsider/", self.ask_outsider, "practices_practice_ask_outsider"),
            ("answers-read/", self.answers_read, "practices_practice_answers_read"),
            ("asked/<int:number>/withdraw/", self.withdraw_ask, "practices_practice_withdraw_ask"),
        ]
        return [
            *(path(f"<path:object_id>/{rest}", self.admin_site.admin_view(view), name=name)
              for rest, view, name in pages),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        practice = self.get_object(request, unquote(object_id))
        extra = {}
        if practice and request.user.has_perm(practice.permission("moderate")):
            extra["fact_checks"] = asks_of(practice)
            for check in extra["fact_checks"]:
                check.closed = why_closed(check)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def _buttons(self, request, publication):
        buttons = super()._buttons(request, publication)
        if not request.user.has_perm(publication.permission("moderate")):
            return buttons
        if publication.status in ASKABLE:
            url = reverse("admin:practices_practice_ask_outsider", args=[publication.pk])
            buttons.append({"verb": "ask", "label": _("Ask an outsider"), "url": url})
        if waits(publication):
            url = reverse("admin:practices_practice_answers_read", args=[publication.pk])
            buttons.append({"verb": "read", "label": _("Answers read"), "url": url})
        return buttons

    def offered_post(self, request, practice):
        """Whoever confirmed the facts last stands behind them."""
        return confirmed_by(practice) or super().offered_post(request, practice)

    def _moderated(self, request, object_id):
        practice = self.get_object(request, unquote(object_id))
        if practice is None:
            raise Http404
        if not request.user.has_perm(practice.permission("moderate")):
            raise PermissionDenied
        return practice

    def ask_outsider(self, request, object_id):
        """Ask who should look at the facts; what stands in the way is said beside what was typed."""
        practice = self._moderated(request, object_id)
        show = partial(self._show_press, request, practice, _("Ask an outsider"))
        form = AskForm(request.POST or None, initial={"language": practice.language})
        if request.method != "POST":
            return show(form, too_late=practice.status not in ASKABLE)
        if not form.is_valid():
            return show(form)
        try:
            ask(practice=practice, by=request.user, **form.cleaned_data)
        except (NotAllowedNow, AskedAlready, TooManyAsks) as refusal:
            form.add_error("email", refused_because(refusal))
            return show(form, status=429 if isinstance(refusal, TooManyAsks) else 409)
        messages.success(request, _("The letter is on its way. The answer comes into the queue."))
        return redirect(change_page(practice.pk))

    def answers_read(self, request, object_id):
        """The practice leaves the queue; an answer that came meanwhile is shown first."""
        practice = self._moderated(request, object_id)
        form = ReadForm(request.POST or None, initial={"answers": practice.fact_checks.answered().count()})
        if request.method != "POST" or not form.is_valid():
            return self._show_press(request, practice, _("Answers read"), form)
        if read_answers(practice=practice, by=request.user, **form.cleaned_data):
            messages.success(request, _("Done: %(verb)s.") % {"verb": _("Answers read")})
        else:
            messages.warning(request, _("Nothing was changed: one more answer has come. Read it below."))
        return redirect(change_page(practice.pk) + "#fact-checks")

    def withdraw_ask(self, request, object_id, number):
        """The link in the letter stops working; an answer that is there stays."""
        practice = self._moderated(request, object_id)
        check = get_object_or_404(practice.fact_checks, pk=number)
        if request.method != "POST":
            return self._show_press(request, practice, _("Take the question back"), forms.Form())
        if withdraw(check=check, by=request.user):
            messages.success(request, _("The question is taken back: the link no longer opens."))
        else:
            messages.warning(request, _("Nothing was changed: the question was answered or taken back before."))
        return redirect(change_page(practice.pk) + "#fact-checks")

    def _show_press(self, request, practice, title, form, *, status=200, too_late=False):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "publication": practice,
            "form": form,
            "media": self.media + form.media,
            "too_late": too_late,
        }
        return TemplateResponse(request, "admin/publishing/act.html", context, status=409 if too_late else status)


def waits(practice) -> bool:
    """Whether answers about the practice wait in the queue to be read."""
    items = QueueItem.objects.filter(kind=practice.label(), object_id=practice.pk)
    return items.filter(reason=QueueItem.Reason.FACTS).exists()


def refused_because(refusal) -> str:
    """Say why nobody was asked, and what the curator can do."""
    if isinstance(refusal, AskedAlready):
        return _("This address was asked about this very text within the last day. Wait for the answer.")
    if isinstance(refusal, TooManyAsks):
        return _("You have asked %(most)s times in a day. Ask again tomorrow.") % {"most": ASKS_A_DAY}
    return _("Outsiders are asked about texts that are in review or published; this one no longer is.")
