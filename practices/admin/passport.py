"""The passport of a practice in the hands of curators: money by source, badges, and the check of facts."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from modeltranslation.admin import TranslationTabularInline

from practices.actions import confirm_facts, reckon
from practices.costs import known_sum
from practices.forms.figures import KnownDayField
from practices.forms.money import DAYS
from practices.models import Funding, Practice
from publishing.actions import NotAllowedNow, Overtaken
from publishing.fields import PlainText

RECKONED = ["cost_level", "evidence_level", "ease_level", "completeness", "settlement", "repeats"]
CHECKED = ["checked_on", "checked_by_post"]


class FundingForm(forms.ModelForm):
    """A payment; its days are typed as exactly as they are known."""

    paid_from = KnownDayField(label=gettext_lazy("paid from"))
    paid_to = KnownDayField(label=gettext_lazy("paid until"), last=True)

    class Meta:
        model = Funding
        fields = ["payer", "amount", "note", "paid_from", "paid_to", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial |= {name: self.instance.day_text(name) for name in DAYS}

    def clean(self):
        clean = super().clean()
        for name in DAYS:
            known = clean.get(name)
            setattr(self.instance, f"{name}_part", known.part if known else "")
            clean[name] = known.day if known else None
        if clean["paid_from"] and clean["paid_to"] and clean["paid_to"] < clean["paid_from"]:
            self.add_error("paid_to", _("The end cannot be before the beginning."))
        return clean


class FundingInline(TranslationTabularInline):
    model = Funding
    form = FundingForm
    extra = 0


class FactsForm(forms.Form):
    """Whose word stands behind the facts: a post, never a name."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    # An answer of an outsider that comes while this is open is not taken for read.
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False)
    post = PlainText(
        label=gettext_lazy("Post of whoever checked the facts"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Readers see it; write no name. Empty: «curator of the portal»."),
    )


class PassportAdmin:
    """Before the admin of practices: what follows from the text is reckoned, the check of facts is a button."""

    def save_related(self, request, form, formsets, change):
        follows = self._total_follows(form)
        super().save_related(request, form, formsets, change)
        if follows:
            Practice.objects.filter(pk=form.instance.pk).update(cost_total=None)
        reckon(form.instance)

    def _total_follows(self, form):
        """A total that is nothing but the sum of the payments goes with them when they are changed."""
        amounts = list(Funding.objects.filter(practice=form.instance.pk).values_list("amount", flat=True))
        is_sum = bool(amounts) and None not in amounts and known_sum(amounts) == form.instance.cost_total
        return is_sum and "cost_total" not in form.changed_data

    def _do(self, request, publication, verb, form):
        answer = super()._do(request, publication, verb, form)
        reckon(publication)
        return answer

    def get_urls(self):
        return [
            path(
                "<path:object_id>/facts/", self.admin_site.admin_view(self.check_facts),
                name="practices_practice_facts",
            ),
            *super().get_urls(),
        ]

    def _buttons(self, request, publication):
        buttons = super()._buttons(request, publication)
        if self._may_check(request, publication):
            url = reverse("admin:practices_practice_facts", args=[publication.pk])
            buttons.append({"verb": "facts", "label": _("Facts checked"), "url": url})
        return buttons

    def _may_check(self, request, publication):
        is_given = publication.status not in publication.EDITABLE_BY_AUTHOR
        return is_given and request.user.has_perm(publication.permission("moderate"))

    def check_facts(self, request, object_id):
        """Ask whose word it is, then keep the day; a text that changed meanwhile is looked at again."""
        practice = self.get_object(request, unquote(object_id))
        if practice is None:
            raise Http404
        if not request.user.has_perm(practice.permission("moderate")):
            raise PermissionDenied
        if not self._may_check(request, practice):
            return self._show_facts(request, practice, FactsForm(), status=409)
        form = FactsForm(request.POST or None, initial={
            "seen": practice.revision, "post": self.offered_post(request, practice),
            "answers": practice.fact_checks.answered().count(),
        })
        if request.method == "POST" and form.is_valid():
            return self._do_check_facts(request, practice, form)
        return self._show_facts(request, practice, form)

    def offered_post(self, request, practice):
        return own_post(request, practice)

    def _do_check_facts(self, request, practice, form):
        try:
            confirm_facts(practice=practice, by=request.user, **form.cleaned_data)
        except (Overtaken, NotAllowedNow):
            return self._show_facts(request, practice, form, status=409)
        messages.success(request, _("Done: %(verb)s.") % {"verb": _("Facts checked")})
        return redirect("admin:practices_practice_change", practice.pk)

    def _show_facts(self, request, practice, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Facts checked"),
            "opts": self.opts,
            "publication": practice,
            "form": form,
            "media": self.media + form.media,
            "too_late": status == 409,
        }
        return TemplateResponse(request, "admin/publishing/act.html", context, status=status)


def own_post(request, practice) -> str:
    """Return the post that the curator holds, in the language of the text; empty when there is none."""
    holding = request.user.current_holding
    with override(practice.language):
        return str(holding.post) if holding else ""
