from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import actions, versions
from publishing.admin.curating import CuratedAdmin
from publishing.admin.forms import VERBS, PublicationForm, WithdrawForm
from publishing.models import QueueItem
from publishing.queue import moderated_by


class Incomplete(Exception):
    """The text would lack what a text must have to be submitted."""

    def __init__(self, lacking):
        super().__init__(lacking)
        self.lacking = lacking


def require_complete(publication):
    """What is read, or comes into the lists by one press of a button, stays as complete as it was submitted."""
    free = publication.is_gone or publication.status in publication.EDITABLE_BY_AUTHOR
    lacking = [] if free else type(publication).objects.get(pk=publication.pk).shortcomings()
    if lacking:
        raise Incomplete(lacking)


class PublicationAdmin(CuratedAdmin):
    """A section's texts in the hands of curators; the status changes only by the buttons."""

    form = PublicationForm
    change_form_template = "admin/publishing/publication_change_form.html"
    object_history_template = "admin/publishing/publication_history.html"
    # An author is never exchanged: curators may not open the list of people.
    readonly_fields = ["author", "status", "revision", "submitted_at", "published_at", "withdrawal", "merged_into"]
    actions = None
    save_on_top = True

    def get_queryset(self, request):
        """Who may look but not decide sees what everybody sees."""
        return super().get_queryset(request).visible_to(request.user)

    def has_delete_permission(self, request, obj=None):
        """A text that readers have seen is withdrawn, never deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def delete_model(self, request, obj):
        actions.leave_queue(obj)
        super().delete_model(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            obj.revision += 1
        else:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A text that would lack something is written whole, judged, taken back, and asked for again."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Incomplete as incomplete:
            request.lacking = incomplete.lacking
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.lacking = getattr(request, "lacking", ())
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            require_complete(form.instance)
            changed = form.changed_data + [formset.prefix for formset in formsets if formset.has_changed()]
            obj = type(form.instance).objects.get(pk=form.instance.pk)
            actions.note_edit(
                publication=obj, by=request.user, changed_fields=changed, reason=form.cleaned_data["change_note"]
            )

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        return [
            path("<path:object_id>/act/<slug:verb>/", self.admin_site.admin_view(self.act), name=name),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        publication = self.get_object(request, unquote(object_id))
        extra = {"buttons": self._buttons(request, publication) if publication else []}
        if publication:
            extra |= {
                "history": actions.history(publication)[:10],
                "held": QueueItem.objects.filter(
                    kind=publication.label(), object_id=publication.pk, holder__isnull=False
                ).select_related("holder"),
                "waits_for_help": publication.shortcomings(),
                "changes": self._changes(publication),
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def history_view(self, request, object_id, extra_context=None):
        """Who decided what and why comes first, then what was typed into the form."""
        publication = self.get_object(request, unquote(object_id))
        events = actions.history(publication) if publication else []
        return super().history_view(request, object_id, {**(extra_context or {}), "events": events})

    def _changes(self, publication):
        """What a resubmitted text says otherwise than the one that a curator decided on."""
        if publication.status != publication.Status.IN_REVIEW:
            return None
        before = versions.seen_before(publication)
        return versions.changes(before.text, publication) if before else None

    def _buttons(self, request, publication):
        return [
            {"verb": verb, "label": VERBS[verb][2], "url": self._act_url(publication, verb)}
            for verb in actions.allowed_verbs(publication, request.user)
            if verb in VERBS
        ]

    def _act_url(self, publication, verb):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_act", args=[publication.pk, verb])

    def act(self, request, object_id, verb):
        """Ask for the reason, then do it; a decision taken meanwhile by somebody else is shown, not overwritten."""
        publication = self.get_object(request, unquote(object_id))
        if publication is None or verb not in VERBS:
            raise Http404
        if not self.has_view_permission(request, publication):
            raise PermissionDenied
        form = self._verb_form(request, publication, verb)
        if verb not in actions.allowed_verbs(publication, request.user):
            return self._too_late(request, publication, verb, form)
        if request.method == "POST" and form.is_valid():
            return self._do(request, publication, verb, form)
        return self._show(request, publication, verb, form)

    def _verb_form(self, request, publication, verb):
        form_class = VERBS[verb][0]
        extra = {"publication": publication, "admin_site": self.admin_site} if form_class is WithdrawForm else {}
        if request.method == "POST":
            return form_class(request.POST, **extra)
        return form_class(initial={"seen": publication.revision}, **extra)

    def _do(self, request, publication, verb, form):
        arguments = form.arguments()
        if verb == "submit":
            arguments.pop("reason")
        try:
            VERBS[verb][1](publication=publication, by=request.user, **arguments)
        except (actions.Overtaken, actions.NotAllowedNow):
            return self._too_late(request, publication, verb, form)
        messages.success(request, _("Done: %(verb)s.") % {"verb": VERBS[verb][2]})
        if verb in ("publish", "send_back") and not publication.IS_CURATED:
            return redirect("admin:publishing_queueitem_changelist")
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", publication.pk)

    def _too_late(self, request, publication, verb, form):
        publication = type(publication).objects.get(pk=publication.pk)
        if not publication.is_open_to_all and not request.user.has_perm(publication.permission("moderate")):
            raise PermissionDenied
        last = actions.last_event(publication)
        return self._show(request, publication, verb, form, last=last, status=409)

    def _show(self, request, publication, verb, form, last=None, status=200):
        context = {
            **self.admin_site.each_context(request),
            "title": VERBS[verb][2],
            "opts": self.opts,
            "publication": publication,
            "form": form,
            "media": self.media + form.media,
            "too_late": status == 409,
            "last": last,
            "missing": publication.shortcomings() if verb in ("submit", "publish") else [],
            "changes": self._changes(publication) if verb in ("publish", "send_back") else None,
        }
        return TemplateResponse(request, "admin/publishing/act.html", context, status=status)


class SectionFilter(admin.SimpleListFilter):
    """Of which section, by its name; only those the person may decide on."""

    title = gettext_lazy("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [(model.label(), model._meta.verbose_name_plural) for model in moderated_by(request.user)]

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class WaitingFilter(admin.SimpleListFilter):
    """Who has taken the item."""

    title = gettext_lazy("taken by")
    parameter_name = "holder"

    def lookups(self, request, model_admin):
        return [("nobody", _("nobody")), ("me", _("me"))]

    def queryset(self, request, queryset):
        if self.value() == "nobody":
            return queryset.filter(holder__isnull=True)
        if self.value() == "me":
            return queryset.filter(holder=request.user)
        return queryset
