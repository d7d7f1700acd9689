"""Remarks of readers in the hands of curators, for the admin of every section that has them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.read_only import ReadOnlyAdmin
from publishing import remarks
from publishing.fields import PlainText
from publishing.models import Comment


class AskedOnceMore(forms.Form):
    """A decision that needs no words."""


class HideForm(forms.Form):
    reason = PlainText(
        label=gettext_lazy("Why is it hidden?"), max_length=300, widget=forms.TextInput(attrs={"size": 80}),
        error_messages={"required": gettext_lazy("Write why: the author of the remark reads it in a letter.")},
        help_text=gettext_lazy("The author of the remark reads exactly this; nobody else does."),
    )


# verb -> (form, the act, label of the button)
VERBS = {
    "hide": (HideForm, remarks.hide, gettext_lazy("Hide")),
    "show": (AskedOnceMore, remarks.show, gettext_lazy("Show again")),
    "leave": (AskedOnceMore, remarks.leave, gettext_lazy("Leave as it is")),
}


class ComplainedFilter(admin.SimpleListFilter):
    """Whether somebody complains and no curator has answered yet."""

    title = gettext_lazy("complaints")
    parameter_name = "complained"

    def lookups(self, request, model_admin):
        return [("open", _("wait for a decision"))]

    def queryset(self, request, queryset):
        if self.value() != "open":
            return queryset
        return queryset.filter(pk__in=queryset.model.objects.complained_of().values("pk"))


class HidingFilter(admin.SimpleListFilter):
    """Whether readers see it."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("shown", _("shown")), *Comment.Hiding.choices]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(hiding="" if self.value() == "shown" else self.value())


class ComplaintInline(admin.TabularInline):
    """Who complains, and of what; read and never written here."""

    extra = 0
    fields = readonly_fields = ["by", "reason", "note", "at", "settled_at", "settled_by"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class RemarkAdmin(ReadOnlyAdmin):
    """A remark is never written by a curator: it is hidden with a reason, shown again, or left as it is.

    about names the key of the publication; its name is a parameter of the list, too.
    """

    about = ""
    change_form_template = "admin/publishing/remark_change_form.html"
    actions = ["leave_chosen", "hide_chosen", "show_chosen"]
    list_display = ["__str__", "about_what", "kind", "author_name", "state", "complained", "written_at"]
    list_filter = [ComplainedFilter, HidingFilter, "kind", "language"]
    search_fields = ["text", "author_name"]
    ordering = ["-id"]
    list_per_page = 50

    def get_queryset(self, request):
        waiting = Count("complaints", filter=Q(complaints__settled_at__isnull=True))
        return super().get_queryset(request).select_related(self.about, "author").annotate(waiting=waiting)

    def has_decide_permission(self, request):
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    @admin.display(description=gettext_lazy("about"))
    def about_what(self, remark):
        return format_html('<a href="{}">{}</a>', remark.publication.get_absolute_url(), remark.publication)

    @admin.display(description=gettext_lazy("state"), ordering="hiding")
    def state(self, remark):
        return remark.get_hiding_display() or _("shown")

    @admin.display(description=gettext_lazy("complaints"), ordering="waiting")
    def complained(self, remark):
        return remark.waiting or ""

    # --- one remark ---

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        return [
            path("<path:object_id>/act/<slug:verb>/", self.admin_site.admin_view(self.act), name=name),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        remark = self.get_object(request, unquote(object_id))
        verbs = remarks.allowed_verbs(remark) if remark and self.has_decide_permission(request) else []
        url_name = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        buttons = [
            {"verb": verb, "label": VERBS[verb][2], "url": reverse(url_name, args=[remark.pk, verb])} for verb in verbs
        ]
        extra = {"buttons": buttons, "remark": remark}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def act(self, request, object_id, verb):
        """Ask, then do it; what somebody else has decided meanwhile is told and stays."""
        remark = self.get_object(request, unquote(object_id))
        if remark is None or verb not in VERBS:
            raise Http404
        if not self.has_decide_permission(request):
            raise PermissionDenied
        form = VERBS[verb][0](request.POST if request.method == "POST" else None)
        if verb not in remarks.allowed_verbs(remark):
            return self._ask(request, verb, form, [remark], too_late=True)
        if request.method == "POST" and form.is_valid():
            return self._do(request, verb, form, [remark])
        return self._ask(request, verb, form, [remark])

    def _do(self, request, verb, form, chosen):
        done = 0
        for remark in chosen:
            try:
                VERBS[verb][1](remark=remark, by=request.user, **form.cleaned_data)
            except remarks.DecidedAlready:
                continue
            self.log_change(request, remark, ": ".join([str(VERBS[verb][2]), *form.cleaned_data.values()]))
            done += 1
        level = messages.SUCCESS if done else messages.WARNING
        counted = {"verb": VERBS[verb][2], "done": done, "all": len(chosen)}
        self.message_user(request, _("%(verb)s: %(done)s of %(all)s.") % counted, level)
        return redirect(self._next(chosen[0]))

    def _next(self, remark):
        """The next remark of the same publication that waits, or else the queue."""
        if remark.publication.comments.complained_of().exists():
            return desk_address(self.model, remark.publication.pk)
        return reverse("admin:publishing_queueitem_changelist")

    def _ask(self, request, verb, form, chosen, too_late=False, action=""):
        context = {
            **self.admin_site.each_context(request), "title": VERBS[verb][2], "opts": self.opts, "form": form,
            "chosen": chosen, "too_late": too_late, "action": action, "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        status = 409 if too_late else 200
        return TemplateResponse(request, "admin/publishing/remark_act.html", context, status=status)

    # --- several at once ---

    def _several(self, request, queryset, verb):
        chosen = [remark for remark in queryset if verb in remarks.allowed_verbs(remark)]
        if not chosen:
            self.message_user(request, _("None of those chosen can be decided so."), messages.WARNING)
            return None
        form = VERBS[verb][0](request.POST if "decided" in request.POST else None)
        if form.is_valid():
            return self._do(request, verb, form, chosen)
        return self._ask(request, verb, form, chosen, action=f"{verb}_chosen")

    @admin.action(description=VERBS["leave"][2], permissions=["decide"])
    def leave_chosen(self, request, queryset):
        return self._several(request, queryset, "leave")

    @admin.action(description=VERBS["hide"][2], permissions=["decide"])
    def hide_chosen(self, request, queryset):
        return self._several(request, queryset, "hide")

    @admin.action(description=VERBS["show"][2], permissions=["decide"])
    def show_chosen(self, request, queryset):
        return self._several(request, queryset, "show")


def desk_address(model, pk) -> str:
    """Return the address of the list of remarks under one publication that wait for a decision."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{model.ABOUT}={pk}&complained=open"


def about_filter(model) -> type[admin.SimpleListFilter]:
    """Make the filter of the list by publication: those under which something waits, and the one asked for."""

    class AboutFilter(admin.SimpleListFilter):
        title = model._meta.get_field(model.ABOUT).verbose_name
        parameter_name = model.ABOUT

        def lookups(self, request, model_admin):
            publications = model._meta.get_field(model.ABOUT).related_model.objects
            asked = request.GET.get(model.ABOUT, "")
            wanted = Q(pk__in=model.objects.complained_of().values(f"{model.ABOUT}_id"))
            if asked.isascii() and asked.isdecimal() and len(asked) < 16:
                wanted |= Q(pk=asked)
            return [(str(row.pk), str(row)) for row in publications.filter(wanted).order_by("-id")[:50]]

        def queryset(self, request, queryset):
            known = {value for value, _title in self.lookup_choices}
            return queryset.filter(**{model.ABOUT: self.value()}) if self.value() in known else queryset

    return AboutFilter
