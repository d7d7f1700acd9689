from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.core.validators import validate_slug
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import Entry
from catalogue.search import matching
from language.cleaning import clean_text
from practices import badges
from practices.models import FIRST_YEAR, KIND, LAST_YEAR, Practice

# The addresses of sorted lists are sent to others, so the names are ours and not those of columns.
SORTS = {
    "new": (_("Newest first"), ["-published_at", "-id"]),
    "title": (_("By title"), ["sort_{language}", "id"]),
    "year": (_("By year of the work"), ["-sort_year", "-id"]),
    "repeats": (_("Most repeated"), ["-repeats", "-published_at", "-id"]),
}

MOST_VALUES = 50
# A unit that merged leads to its successor, and that one may have merged again.
SUCCESSIONS = ("", "successor__", "successor__successor__")


def done_in(lookup, value) -> Q:
    """Practices of the territories whose path fits; what was done in a unit that merged is its successor's too."""
    return reduce(or_, (Q(**{f"territories__{unit}path__{lookup}": value}) for unit in SUCCESSIONS))


class SlugField(forms.CharField):
    """A value of a filter; whatever cannot be an address of ours is refused without asking the database."""

    default_validators = [validate_slug]

    def __init__(self, **kwargs):
        super().__init__(max_length=80, **kwargs)


class SlugsField(forms.MultipleChoiceField):
    """Several such values, as many as a person would choose."""

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list")

    def valid_value(self, value):
        return len(value) <= 80 and value.replace("-", "").replace("_", "").isalnum() and value.isascii()


class WordsField(forms.CharField):
    """Words to look for, cleaned and cut: nobody searches for a page of text."""

    def to_python(self, value):
        return clean_text(str(value or ""))[:200]


class SlugFilter(django_filters.Filter):
    field_class = SlugField


class SlugsFilter(django_filters.Filter):
    field_class = SlugsField


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class PracticeFilter(django_filters.FilterSet):
    """The filters of the list; every view of the list is a link. A value that makes no sense is passed over."""

    q = WordsFilter(method="by_words", label=_("Words"))
    topic = SlugsFilter(method="by_topics", label=_("Topic"))
    territory = SlugFilter(method="by_territory", label=_("Territory"))
    kind = django_filters.MultipleChoiceFilter(choices=Practice.Kind.choices, label=_("Kind"))
    outcome = django_filters.MultipleChoiceFilter(choices=Practice.Outcome.choices, label=_("How it ended"))
    settlement = django_filters.MultipleChoiceFilter(
        choices=Practice.Settlement.choices, label=_("Where people live")
    )
    cost_level = django_filters.MultipleChoiceFilter(choices=badges.CHOICES["cost_level"], label=_("Cost"))
    evidence_level = django_filters.MultipleChoiceFilter(
        choices=badges.CHOICES["evidence_level"], label=_("Evidence")
    )
    ease_level = django_filters.MultipleChoiceFilter(
        choices=badges.CHOICES["ease_level"], label=_("Ease of repeating")
    )
    completeness = django_filters.MultipleChoiceFilter(
        choices=badges.CHOICES["completeness"], label=_("Completeness of the entry")
    )
    year = django_filters.NumberFilter(
        method="by_year", label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, decimal_places=0
    )

    class Meta:
        model = Practice
        fields = []

    def by_words(self, practices, _name, text):
        if not text:
            return practices
        return practices.filter(
            pk__in=matching(text, Entry.objects.published().filter(kind=KIND.code)).values("object_id")
        )

    def by_topics(self, practices, _name, slugs):
        if not slugs:
            return practices
        return practices.filter(
            pk__in=Practice.objects.filter(Q(topics__slug__in=slugs) | Q(topics__parent__slug__in=slugs)).values("pk")
        )

    def by_territory(self, practices, _name, slug):
        # A path is made of the slugs from the oblast down, so one look finds the place and all below it.
        found = Practice.objects.filter(done_in("contains", f"/{slug}/"))
        return practices.filter(pk__in=found.values("pk"))

    def by_year(self, practices, _name, year):
        return practices.filter(year_from__lte=year).annotate(
            last_year=Coalesce("year_to", "year_from")
        ).filter(last_year__gte=year)

    def without(self, name):
        """The practices that the other filters leave: what the values of this one are counted over."""
        practices = self.queryset
        for other, value in self.cleaned.items():
            if other != name:
                practices = self.filters[other].filter(practices, value)
        return practices

    @cached_property
    def cleaned(self):
        """The values that make sense; the others are passed over."""
        self.form.is_valid()
        return self.form.cleaned_data


def in_order(practices, name):
    """Return the practices with what their order needs, and the columns of the order; an unknown one is newest."""
    _label, columns = SORTS.get(name, SORTS["new"])
    if name == "year":
        practices = practices.annotate(sort_year=Coalesce("year_to", "year_from", 0))
    return practices, [column.format(language=get_language()) for column in columns]
