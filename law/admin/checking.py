"""What the admin of a section whose texts cite acts adds: the warning, and the button «law checked»."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from law.actions import confirm_law, settle
from law.citing import citations_of
from publishing.actions import Overtaken
from publishing.fields import PlainParagraphs


class LawCheckForm(forms.Form):
    """What the curator saw of the acts, and a word to the readers."""

    seen = forms.JSONField(widget=forms.HiddenInput)
    reason = PlainParagraphs(
        label=gettext_lazy("A word to the readers"), max_length=1_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=gettext_lazy("Readers see it under the text. Leave empty when nothing had to be corrected."),
    )

    def clean_seen(self):
        """Pairs of a citation and the edition of its act; anything else is no pair and agrees with nothing."""
        seen = self.cleaned_data["seen"]
        pairs = seen if isinstance(seen, list) else []
        known = [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2]
        return {number: edition for number, edition in known if type(number) is type(edition) is int}


class CitesLaw:
    """Before the admin of a section: what its texts cite is compared with the law and said to be so."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_law"
        return [
            path("<path:object_id>/law/", self.admin_site.admin_view(self.check_law), name=name),
            *super().get_urls(),
        ]

    def law_url(self, publication):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_law", args=[publication.pk])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        publication = self.get_object(request, unquote(object_id))
        cited = citations_of(publication) if publication else []
        extra = {"stale_citations": [citation for citation in cited if citation.is_stale]}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def _buttons(self, request, publication):
        buttons = super()._buttons(request, publication)
        may = request.user.has_perm(publication.permission("moderate"))
        if may and citations_of(publication).exists():
            buttons.append({"verb": "law", "label": _("Law checked"), "url": self.law_url(publication)})
        return buttons

    def save_related(self, request, form, formsets, change):
        """Whoever took an old act out of a text has answered the question of the queue."""
        super().save_related(request, form, formsets, change)
        settle(type(form.instance).objects.get(pk=form.instance.pk))

    def check_law(self, request, object_id):
        """Show what the text cites and what changed there; the press says that the text agrees with it."""
        publication = self.get_object(request, unquote(object_id))
        if publication is None:
            raise Http404
        if not request.user.has_perm(publication.permission("moderate")):
            raise PermissionDenied
        citations = list(citations_of(publication))
        seen = [[citation.pk, citation.act.edition] for citation in citations]
        form = LawCheckForm(request.POST or None, initial={"seen": seen})
        if request.method == "POST" and form.is_valid():
            return self.do_check_law(request, publication, form)
        return self.show_law(request, publication, citations, form)

    def do_check_law(self, request, publication, form):
        try:
            confirm_law(publication=publication, by=request.user, **form.cleaned_data)
        except Overtaken:
            citations = list(citations_of(publication))
            fresh = LawCheckForm(initial={
                "seen": [[citation.pk, citation.act.edition] for citation in citations],
                "reason": form.cleaned_data["reason"],
            })
            return self.show_law(request, publication, citations, fresh, status=409)
        messages.success(request, _("Done: the text agrees with the law of today."))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", publication.pk)

    def show_law(self, request, publication, citations, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Compare with the law"),
            "opts": self.opts,
            "publication": publication,
            "citations": citations,
            "form": form,
            "overtaken": status == 409,
        }
        return TemplateResponse(request, "admin/law/check.html", context, status=status)
