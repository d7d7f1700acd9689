from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from language.alphabet import sort_key
from places import naming

# A chain of mergers and renamings is never longer; a longer one would be a mistake in the data.
MAX_SUCCESSIONS = 10


class TerritoryKind(models.TextChoices):
    OBLAST = "oblast", _("Oblast")
    REPUBLICAN_CITY = "republican_city", _("City of republican significance")
    DISTRICT = "district", _("District")
    CITY = "city", _("City")
    AIYL_AIMAK = "aiyl_aimak", _("Aiyl aimak")
    VILLAGE = "village", _("Village")


class Relief(models.TextChoices):
    MOUNTAINS = "mountains", _("Mountains")
    FOOTHILLS = "foothills", _("Foothills")
    VALLEY = "valley", _("Valley")


class SpokenLanguage(models.TextChoices):
    KYRGYZ = "ky", _("Kyrgyz")
    RUSSIAN = "ru", _("Russian")
    UZBEK = "uz", _("Uzbek")
    TAJIK = "tg", _("Tajik")
    DUNGAN = "dng", _("Dungan")
    OTHER = "other", _("Another language")


class TerritoryQuerySet(models.QuerySet):
    def current(self, on=None):
        """Units that exist on the day (today unless told); the day a unit ends it is no longer there."""
        day = on or timezone.localdate()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def former(self):
        """Units that ended; most of them lead to a successor."""
        return self.filter(valid_to__lte=timezone.localdate())

    def with_note(self):
        """Units about which readers are told something, for example that the successor is not established."""
        return self.filter(Q(status_note_ky__gt="") | Q(status_note_ru__gt=""))

    def within(self, territory):
        """The unit and everything below it, former units too."""
        return self.filter(path__startswith=territory.path)

    def covered_by(self, territory):
        """The unit, everything below it, and the former units that became part of any of these."""
        return self.filter(
            Q(path__startswith=territory.path)
            | Q(successor__path__startswith=territory.path)
            | Q(successor__successor__path__startswith=territory.path)
        )

    def matching(self, text):
        """Units one of whose names has every word of the text, by its beginning; former names count."""
        words = naming.asked_words(text)
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(search_names__contains=f" {word}")
        return found

    def with_parents(self):
        """For full names: a village reaches its oblast in three steps."""
        return self.select_related("parent__parent__parent")

    def alphabetical(self, language="ky"):
        return self.order_by("sort_ru" if language == "ru" else "sort_ky", "slug")


class Territory(models.Model):
    """A unit of the country; one that was merged or renamed stays, ended, and leads to its successor."""

    Kind = TerritoryKind
    Relief = Relief
    Language = SpokenLanguage

    slug = models.SlugField(
        _("page address"), max_length=120, unique=True,
        help_text=_("Latin letters, digits and hyphens; part of addresses."),
    )
    coate = models.CharField(
        _("classifier code"), max_length=14, null=True, blank=True, unique=True,
        help_text=_("14 digits of the state classifier; empty if not known."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    status_note = models.CharField(
        _("note on status"), max_length=300, blank=True,
        help_text=_("What readers should know, for example that the successor is not yet established."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors",
        verbose_name=_("successor"),
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(
        _("existed until"), null=True, blank=True,
        help_text=_("The first day on which the unit is no longer there."),
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    relief = models.CharField(
        _("relief"), max_length=10, choices=Relief.choices, blank=True,
        help_text=_("If empty, a municipality is compared by what is set for its district."),
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=SpokenLanguage.choices), verbose_name=_("languages people speak"),
        default=list, blank=True,
        help_text=_("If empty, a municipality is compared by what is set for its district."),
    )
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    path = models.TextField(editable=False)
    sort_ky = models.CharField(max_length=200, editable=False, db_collation="C")
    sort_ru = models.CharField(max_length=200, editable=False, db_collation="C")
    search_names = models.TextField(editable=False)

    objects = TerritoryQuerySet.as_manager()

    DERIVED = ("path", "sort_ky", "sort_ru", "search_names")

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["sort_ky", "slug"]
        indexes = [
            models.Index(fields=["path"], name="territory_path_prefix", opclasses=["text_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
                name="territory_slug_is_plain",
                violation_error_message=_("Only small Latin letters, digits and single hyphens."),
            ),
            models.CheckConstraint(
                condition=Q(coate__isnull=True) | Q(coate__regex=r"^[0-9]{14}$"),
                name="territory_coate_has_14_digits",
                violation_error_message=_("The code has exactly 14 digits."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TerritoryKind.values), name="territory_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="territory_is_not_its_own_parent",
                violation_error_message=_("A unit cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="territory_is_not_its_own_successor",
                violation_error_message=_("A unit cannot be its own successor."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lt=F("valid_to")),
                name="territory_begins_before_it_ends",
                violation_error_message=_("A unit begins before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="territory_with_successor_has_ended",
                violation_error_message=_("A unit with a successor needs the day on which it ended."),
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gte=0),
                name="territory_population_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                # A comparison with NULL would pass, so both are asked for.
                | Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="territory_point_is_whole",
                violation_error_message=_("A point needs both a longitude and a latitude."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug

    @property
    def full_name(self) -> str:
        """The name with everything the unit is part of; read rows through with_parents()."""
        return ", ".join(str(unit) for unit in self.chain())

    @property
    def display_kind(self) -> str:
        return self.get_kind_display()

    @property
    def is_current(self) -> bool:
        day = timezone.localdate()
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or self.valid_to > day)

    @property
    def present(self) -> "Territory":
        """The unit that stands in this one's place today: the end of the successor links."""
        return [self, *self.successions()][-1]

    def successions(self):
        """The successor, its successor and so on; ends where a circle would begin."""
        unit, seen = self, {self.pk}
        while unit.successor_id and unit.successor_id not in seen and len(seen) <= MAX_SUCCESSIONS:
            unit = unit.successor
            seen.add(unit.pk)
            yield unit

    def chain(self) -> list["Territory"]:
        """The unit, then what it is part of, up to the oblast; a path of five steps is already a mistake."""
        units = [self]
        while units[-1].parent_id and len(units) < 5:
            units.append(units[-1].parent)
        return units

    def clean(self):
        super().clean()
        if self.pk and self.parent_id and f"/{self.slug_in_database()}/" in self.parent.path:
            raise ValidationError({"parent": gettext("A unit cannot be part of a unit below it.")})
        if self.pk and self.successor_id and self in self.successor.successions():
            raise ValidationError({"successor": gettext("The links to successors would run in a circle.")})

    def slug_in_database(self) -> str:
        return Territory.objects.values_list("slug", flat=True).get(pk=self.pk)

    def fill_derived(self, parent_path: str) -> None:
        """Set what follows from the names and the place in the country."""
        self.path = f"{parent_path}{self.slug}/"
        name_ky, name_ru = self.name_ky or self.name_ru or "", self.name_ru or self.name_ky or ""
        self.sort_ky = sort_key(naming.alphabetical_name(name_ky))
        self.sort_ru = sort_key(naming.alphabetical_name(name_ru))
        self.search_names = naming.searchable(name_ky, name_ru, self.slug, self.coate or "")

    def save(self, *, update_fields=None, **options):
        """Keep paths, sort keys and search words true: of this row, and the paths of everything below it."""
        with transaction.atomic():
            before = self._path_in_database(self.pk, lock=True)
            parent_path = self._path_in_database(self.parent_id)
            if before and parent_path.startswith(before):
                raise ValueError(f"«{self.slug}» cannot be part of itself or of a unit below it.")
            self.fill_derived(parent_path or "/")
            if update_fields is not None:
                update_fields = {*update_fields, *self.DERIVED}
            super().save(update_fields=update_fields, **options)
            if before and before != self.path:
                self._move_subtree(before)

    @staticmethod
    def _path_in_database(pk, *, lock=False) -> str:
        if pk is None:
            return ""
        rows = Territory.objects.filter(pk=pk).order_by().values_list("path", flat=True)
        return (rows.select_for_update() if lock else rows).first() or ""

    def _move_subtree(self, before: str) -> None:
        below = Territory.objects.filter(path__startswith=before).exclude(pk=self.pk)
        below.update(path=Concat(Value(self.path), Substr("path", len(before) + 1)))
