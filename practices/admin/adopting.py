from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from practices.adopting.actions import moderate
from practices.models import Adoption, AdoptionStage
from publishing.admin.forms import RevisionForm
from publishing.fields import PlainText


class AdoptionForm(RevisionForm):
    """What a curator says of a repeat; the words themselves are the municipality's."""

    hidden_reason = PlainText(
        label=_("Why it is hidden"), max_length=400, required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("A repeat with a reason here is hidden from readers and not counted; empty it to show it again."),
    )

    class Meta:
        model = Adoption
        fields = ["curator_confirms", "hidden_reason"]


class StageInline(admin.TabularInline):
    model = AdoptionStage
    extra = 0
    can_delete = False
    fields = readonly_fields = ["stage", "note", "at"]

    def has_view_permission(self, request, obj=None):
        """Who may see a repeat may see how it went."""
        return request.user.has_perm("practices.view_adoption")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Adoption)
class AdoptionAdmin(admin.ModelAdmin):
    """Repeats are shown at once and looked at afterwards: a curator confirms the municipality, or hides them."""

    form = AdoptionForm
    actions = None
    list_display = ["territory", "practice", "stage", "is_confirmed", "is_hidden", "began_at", "changed_at"]
    list_filter = ["stage", "is_confirmed", "is_hidden", "language"]
    list_select_related = ["practice", "territory"]
    search_fields = ["territory__name_ky", "territory__name_ru", "practice__title_ky", "practice__title_ru"]
    readonly_fields = [
        "practice", "territory", "by", "stage", "post", "learnt_from", "result", "changed", "cost_total", "language",
        "is_confirmed", "is_hidden", "began_at", "changed_at",
    ]
    fieldsets = [
        (_("The word of the curator"), {"fields": ["seen", "curator_confirms", "hidden_reason"]}),
        (None, {"fields": readonly_fields}),
    ]
    inlines = [StageInline]
    ordering = ["-changed_at", "-id"]
    list_per_page = 50

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """The form holds the row: what it saw is what is there."""
        moderate(
            adoption=Adoption.objects.select_related("by").get(pk=obj.pk), by=request.user,
            seen=form.cleaned_data["seen"], confirms=form.cleaned_data["curator_confirms"],
            hidden_reason=form.cleaned_data["hidden_reason"],
        )
