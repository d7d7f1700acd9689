from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext
from modeltranslation.admin import TranslationAdmin

from accounts import actions
from accounts.models import Notification, Post, PostHolding, User
from accounts.roles import name_of
from jobs.read_only import ReadOnlyAdmin


class PostHoldingInline(admin.TabularInline):
    model = PostHolding
    extra = 0
    autocomplete_fields = ["territory"]


class RolesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group):
        return name_of(group)


class RoleFilter(admin.RelatedFieldListFilter):
    """By role, called as people call it."""

    def field_choices(self, field, request, model_admin):
        return sorted(((group.pk, name_of(group)) for group in Group.objects.all()), key=lambda choice: choice[1])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts are made by people themselves and erased by them; administrators name roles and block."""

    list_display = ["full_name", "email", "territory", "language", "is_verified", "needs_look", "is_active"]
    list_display_links = ["full_name", "email"]
    list_filter = ["needs_look", "is_active", "is_staff", ("groups", RoleFilter), "language"]
    list_select_related = ["territory"]
    search_fields = ["full_name", "email"]
    ordering = ["-id"]
    fields = [
        "email", "full_name", "needs_look", "language", "territory", "vouched_by", "vouched_on", "is_active",
        "is_staff", "groups", "date_joined", "last_login", "left_on",
    ]
    readonly_fields = ["email", "vouched_by", "vouched_on", "date_joined", "last_login", "left_on"]
    autocomplete_fields = ["territory"]
    filter_horizontal = ["groups"]
    inlines = [PostHoldingInline]
    actions = ["vouch", "withdraw_vouching", "remove_second_factor"]

    @admin.display(description=_("post confirmed"), boolean=True)
    def is_verified(self, user):
        return user.is_verified

    @admin.display(description=_("roles"))
    def roles(self, user):
        return ", ".join(map(name_of, user.groups.all()))

    def get_fields(self, request, obj=None):
        """A role that is only looked at is called as people call it, too."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ["roles" if name == "groups" else name for name in self.fields]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if self.has_change_permission(request, obj) else [*self.readonly_fields, "roles"]

    def lookup_allowed(self, lookup, value, request):
        """Nobody guesses the hash of a password letter by letter through the filters of the list."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """An administrator does not touch a superuser, nor anybody who has left."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return not obj.left_on and (request.user.is_superuser or not obj.is_superuser)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Nobody gives away a role with a permission they lack themselves."""
        if db_field.name == "groups":
            kwargs |= {"queryset": groups_within(request.user), "form_class": RolesField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.action(description=_("Confirm the post of the chosen people"), permissions=["change"])
    def vouch(self, request, queryset):
        self.report(request, [
            person for person in queryset if person.pk != request.user.pk and self.may(request, person)
            and actions.vouch(person=person, by=request.user)
        ])

    @admin.action(description=_("Withdraw the confirmation of the chosen people"), permissions=["change"])
    def withdraw_vouching(self, request, queryset):
        self.report(request, [
            person for person in queryset if self.may(request, person)
            and actions.withdraw_vouching(person=person, by=request.user)
        ])

    def may(self, request, person):
        return request.user.has_perm("accounts.vouch_user") and not person.left_on

    def report(self, request, changed):
        text = ngettext("%(count)d person changed.", "%(count)d people changed.", len(changed))
        messages.success(request, text % {"count": len(changed)})

    @admin.action(description=_("Remove the second factor (lost telephone)"), permissions=["change"])
    def remove_second_factor(self, request, queryset):
        """For a person whose telephone is lost: the next sign-in asks to enrol anew."""
        changed = [
            user for user in queryset
            if self.has_change_permission(request, user) and Authenticator.objects.filter(user=user).delete()[0]
        ]
        for user in changed:
            self.log_change(request, user, gettext_noop("The second factor was removed."))
        self.report(request, changed)


def groups_within(user):
    """Return the groups all of whose permissions the user holds."""
    if user.is_superuser:
        return Group.objects.all()
    lacking = Permission.objects.exclude(Q(group__user=user) | Q(user=user))
    return Group.objects.exclude(permissions__in=lacking)


@admin.register(Post)
class PostAdmin(TranslationAdmin):
    list_display = ["name", "body_kind", "position"]
    list_filter = ["body_kind"]
    search_fields = ["name_ky", "name_ru", "slug"]
    fields = ["slug", "name", "body_kind", "position"]


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """The inbox of people is shown for inquiries; nobody writes into it by hand."""

    list_display = ["title", "recipient", "created_at", "read_at"]
    list_filter = ["kind"]
    list_select_related = ["recipient"]
    date_hierarchy = "created_at"
    fields = readonly_fields = ["recipient", "kind", "title", "path", "created_at", "read_at"]
