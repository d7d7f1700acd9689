"""What guards every page of the administration, whichever section or package it comes from.

Nothing is asked of the database that a list does not offer, nothing typed is kept with invisible
characters in it, and no made-up value ends in a server error.
"""

from functools import cache

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.widgets import AutocompleteMixin
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import template_localtime
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from accounts.roles import name_of
from language.cleaning import clean_text
from portal.open_links import open_links
from portal.told_history import ToldHistory
from publishing import html
from publishing.keys import KnownKeys, is_key

# What the filters of Django add to the name of a field.
FILTER_ENDINGS = ("", "__exact", "__in", "__isnull", "__isempty", "__gte", "__lt")
# Parts of a date by which a list is walked; after the year 9998 Django cannot count on.
DATE_PARTS = {"year": range(1, 9999), "month": range(1, 13), "day": range(1, 32)}
USES_SHOWN = 20


@cache
def guarded(admin_class, guard):
    """Return the class with the guard before it."""
    return type(admin_class.__name__, (guard, admin_class), {"__module__": admin_class.__module__})


# --- fields -----------------------------------------------------------------------------------------


class CleanLine:
    """One line of text, cleaned of what nobody sees."""

    def to_python(self, value):
        return super().to_python(" ".join(clean_text(value or "").split()))


class CleanParagraphs:
    """Several lines of text, cleaned in the same way."""

    def to_python(self, value):
        return super().to_python(clean_text(value or ""))


class CleanHtml:
    """Text of the editor: the same, also when a character is spelled as an entity."""

    def to_python(self, value):
        return super().to_python(clean_text(html.clean(value or "")))


class KnownChoice:
    """A choice among rows: what is no key of a row is refused before the database is asked."""

    def clean(self, value):
        key = self.queryset.model._meta.get_field(self.to_field_name or self.queryset.model._meta.pk.name)
        for chosen in value if isinstance(value, list | tuple) else [value]:
            if chosen not in self.empty_values and not is_key(key, chosen):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": chosen}
                )
        return super().clean(value)


def put_before(thing, guard):
    """The field was made by Django, by the translations or by the editor: the guard goes before its class."""
    thing.__class__ = type(type(thing).__name__, (guard, type(thing)), {})


def text_guard(db_field):
    """Return the cleaning that fits the column, or nothing when it holds no text."""
    kinds = {ProseEditorField: CleanHtml, models.TextField: CleanParagraphs, models.CharField: CleanLine}
    return next((guard for kind, guard in kinds.items() if isinstance(db_field, kind)), None)


class GuardedFields:
    """Before an admin or a table of rows in it: every field of its forms is guarded."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        guard = text_guard(db_field)
        if isinstance(field, forms.ModelChoiceField):
            put_before(field, KnownChoice)
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, AutocompleteMixin):
                put_before(widget, KnownKeys)
        elif guard and isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput):
            put_before(field, guard)
        return field


# --- lists ------------------------------------------------------------------------------------------


class GuardedList:
    """Before the list of an admin: a date that no calendar has is refused like any other wrong value."""

    def get_filters(self, request):
        try:
            self.check_dates()
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters(error) from error

    def check_dates(self):
        for part, allowed in DATE_PARTS.items():
            for value in self.filter_params.get(f"{self.date_hierarchy}__{part}", []):
                if int(value) not in allowed:
                    raise ValueError(f"{part} {value} is out of range")


@cache
def short_moment(field):
    """Return the column of a list that shows a day or a moment in figures."""
    style = "SHORT_DATETIME_FORMAT" if isinstance(field, models.DateTimeField) else "SHORT_DATE_FORMAT"

    @admin.display(description=field.verbose_name, ordering=field.name)
    def shown(row):
        moment = template_localtime(getattr(row, field.name))
        return date_format(moment, style) if moment else None

    shown.__name__ = field.name
    return shown


class GuardedAdmin(ToldHistory, GuardedFields):
    """Before every admin: what it does not offer is not to be had through the address either."""

    def get_list_display(self, request):
        """In words a date would take the place of two columns."""
        dates = {field.name: field for field in self.opts.fields if isinstance(field, models.DateField)}
        return [short_moment(dates[name]) if name in dates else name for name in super().get_list_display(request)]

    def lookup_allowed(self, lookup, value, request):
        """Django allows any lookup on a table's own columns, hidden ones too: they could be read letter by letter."""
        return lookup in self.offered_lookups(request) and super().lookup_allowed(lookup, value, request)

    def offered_lookups(self, request) -> set[str]:
        """Return the names of parameters that the filters and the dates of the list use."""
        offered = {f"{self.date_hierarchy}__{part}" for part in DATE_PARTS} if self.date_hierarchy else set()
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, SimpleListFilter):
                offered.add(item.parameter_name)
            else:
                offered |= self.lookups_of(item[0] if isinstance(item, list | tuple) else item)
        return offered

    def lookups_of(self, path) -> set[str]:
        field = get_fields_from_path(self.model, path)[-1]
        key = {f"{path}__{field.target_field.name}__exact"} if field.is_relation else set()
        return key | {path + ending for ending in FILTER_ENDINGS}

    def get_changelist(self, request, **kwargs):
        return guarded(super().get_changelist(request, **kwargs), GuardedList)

    def changelist_view(self, request, extra_context=None):
        if ACTION_CHECKBOX_NAME in request.POST:
            request.POST = request.POST.copy()
            chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
            request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if is_key(self.opts.pk, key)])
        return super().changelist_view(request, extra_context)

    def get_inlines(self, request, obj):
        return [guarded(inline, GuardedFields) for inline in super().get_inlines(request, obj)]

    def render_change_form(self, request, context, *args, **kwargs):
        for part in (context["adminform"], *context["inline_admin_formsets"]):
            open_links(part, request)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- a new row ---

    def get_changeform_initial_data(self, request):
        """A form is filled in from the address only with what its columns could hold."""
        initial = super().get_changeform_initial_data(request)
        read = {name: self.read_initial(name, value) for name, value in initial.items()}
        return {name: value for name, value in read.items() if value is not None}

    def read_initial(self, name, value):
        try:
            field = self.opts.get_field(name)
            if isinstance(field, models.ManyToManyField):
                return [key for key in value if is_key(field.target_field, key)]
            return field.to_python(value) if field.concrete else None
        except (FieldDoesNotExist, ValidationError):
            return None

    # --- removal ---

    def get_deleted_objects(self, objs, request):
        """What others name is not deleted: their texts would lose it silently."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [*protected, *self.uses_of(objs)]

    def uses_of(self, objs) -> list[str]:
        """Return the first of the rows that name one of these among others."""
        links = [
            relation for relation in self.opts.get_fields(include_hidden=True)
            if relation.many_to_many and relation.auto_created
        ]
        return [
            f"{link.related_model._meta.verbose_name}: {row}"
            for link in links
            for row in link.related_model._base_manager.filter(**{f"{link.field.name}__in": objs})
            .distinct().order_by("pk")[:USES_SHOWN]
        ]


class GuardedRoles(GuardedAdmin):
    """Roles come from the code; only a superuser removes one that nobody holds any more."""

    list_display = ["role"]

    @admin.display(description=_("role"), ordering="name")
    def role(self, group):
        return name_of(group)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_delete_permission(request, obj)
