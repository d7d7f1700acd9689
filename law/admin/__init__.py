"""Acts in the hands of editors."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy, ngettext

from catalogue.tables import TableExport, TableImport
from law.actions import AlreadyMarked, mark_changed
from law.admin.checking import CitesLaw
from law.admin.marking import CHANGES, ActForm
from law.admin.tables import ActResource
from law.citing import entries_citing, with_citing_count
from law.models import Act
from publishing.admin import CuratedAdmin
from publishing.fields import WebAddress

__all__ = ["CitesLaw"]

CITING_SHOWN = 50


@admin.register(Act)
class ActAdmin(TableImport, TableExport, CuratedAdmin):
    """Acts: their names are corrected here, and what became of them is marked by the buttons."""

    form = ActForm
    resource_classes = [ActResource]
    change_form_template = "admin/law/act_change_form.html"
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    list_display = ["title", "kind", "number", "adopted_on", "state", "changed_on", "cited"]
    list_filter = ["kind", "state"]
    search_fields = ["search_words"]
    search_help_text = gettext_lazy("By number, also a former one, or by words of the title.")
    autocomplete_fields = ["successor"]
    list_per_page = 50
    formfield_overrides = {models.URLField: {"form_class": WebAddress}}
    fields = [
        "kind", "number", "former_numbers", "adopted_on", "title", "url", "state", "changed_on", "change_note",
        "successor",
    ]

    def get_queryset(self, request):
        return with_citing_count(super().get_queryset(request)).select_related("successor")

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term else queryset), False

    def get_readonly_fields(self, request, obj=None):
        """What became of an act already known is marked by a button, so that its citations learn of it."""
        if obj is None:
            return ["former_numbers"]
        return ["state"] if obj.is_repealed else ["state", "successor"]

    def get_object(self, request, object_id, from_field=None):
        """Whoever saves holds the act: what is marked at this moment is not written over."""
        act = super().get_object(request, object_id, from_field)
        if act is None or request.method != "POST":
            return act
        Act.objects.select_for_update(no_key=True).get(pk=act.pk)
        return super().get_object(request, object_id, from_field)

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("cited in texts"), ordering="cited")
    def cited(self, act):
        return act.cited

    # --- what became of an act ---

    def get_urls(self):
        return [
            path("<path:object_id>/mark/<slug:verb>/", self.admin_site.admin_view(self.mark), name="law_act_mark"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        act = super().get_object(request, unquote(object_id))
        extra = {}
        if act:
            extra = {"citing": entries_citing(act)[:CITING_SHOWN], "citing_count": act.cited}
            if self.has_change_permission(request, act):
                extra["buttons"] = [
                    {"verb": verb, "label": label, "url": reverse("admin:law_act_mark", args=[act.pk, verb])}
                    for verb, (label, _form, _state, fits) in CHANGES.items()
                    if fits(act)
                ]
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def mark(self, request, object_id, verb):
        """Ask what changed and since when, then tell everything that cites the act."""
        act = super().get_object(request, unquote(object_id))
        if act is None or verb not in CHANGES:
            raise Http404
        if not self.has_change_permission(request, act):
            raise PermissionDenied
        label, form_class, state, fits = CHANGES[verb]
        if not fits(act):
            return self.show_mark(request, act, label, None, status=409)
        form = form_class(request.POST or None, act=act, admin_site=self.admin_site, initial={"seen": act.edition})
        if request.method == "POST" and form.is_valid():
            return self.do_mark(request, act, label, form, state)
        return self.show_mark(request, act, label, form)

    def do_mark(self, request, act, label, form, state):
        try:
            told = mark_changed(act=act, by=request.user, state=state, **form.arguments())
        except AlreadyMarked:
            act.refresh_from_db()
            return self.show_mark(request, act, label, form, status=409)
        self.log_change(request, act, str(label))
        self.message_user(request, ngettext(
            "Marked. %(number)s published text is now in the queue, to be compared with the law.",
            "Marked. %(number)s published texts are now in the queue, to be compared with the law.",
            told,
        ) % {"number": told}, messages.SUCCESS)
        return redirect("admin:law_act_change", act.pk)

    def show_mark(self, request, act, label, form, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": label,
            "opts": self.opts,
            "act": act,
            "form": form,
            "media": self.media + form.media if form else self.media,
            "too_late": status == 409,
        }
        return TemplateResponse(request, "admin/law/mark.html", context, status=status)
