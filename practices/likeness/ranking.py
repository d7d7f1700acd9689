"""Practices by how alike their places are to one municipality."""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db.models import F

from places.atlas import Atlas
from places.likeness import Likeness
from places.models import Territory
from practices.models import Practice

PAGE_SIZE = 12
# Further down the places have little in common with the reader's, and nobody reads so far.
MOST_PAGES = 20
# Stands in the row of places for «told in words only»; no unit has this key.
NO_PLACE = 0

# The places come in their order and the database stops at the end of the page: it looks into no more places
# than the page needs. A practice of several places counts at the nearest one.
NEAREST = """
    SELECT {columns}, near.unit AS near_unit,
        (SELECT count(*) FROM {links} link WHERE link.practice_id = near.found_id) AS near_places
    FROM (
        SELECT place.unit, place.number, found.found_id, found.found_at
        FROM unnest(%s::bigint[]) WITH ORDINALITY AS place(unit, number)
        CROSS JOIN LATERAL (
            (
                SELECT asked.found_id, asked.found_at
                FROM {links} link JOIN ({asked}) asked ON asked.found_id = link.practice_id
                WHERE link.territory_id = place.unit AND NOT EXISTS (
                    SELECT FROM {links} other
                    WHERE other.practice_id = link.practice_id
                        AND array_position(%s::bigint[], other.territory_id) < place.number
                )
                -- A time without its zone has no index: through one the planner would walk from the newest
                -- practice on until it finds some of this place, which may be very old ones.
                ORDER BY asked.found_at AT TIME ZONE 'UTC' DESC, asked.found_id DESC LIMIT %s
            ) UNION ALL (
                SELECT asked.found_id, asked.found_at
                FROM ({asked}) asked
                WHERE place.unit = {no_place}
                    AND NOT EXISTS (SELECT FROM {links} link WHERE link.practice_id = asked.found_id)
                ORDER BY asked.found_at DESC, asked.found_id DESC LIMIT %s
            )
        ) found
        ORDER BY place.number, found.found_at DESC, found.found_id DESC
        LIMIT %s OFFSET %s
    ) near
    JOIN {practices} ON {practices}.id = near.found_id
    ORDER BY near.number, near.found_at DESC, near.found_id DESC
""".strip()


@dataclass(frozen=True)
class Near:
    """A practice, the place of it that is most like the reader's, and how alike the two are.

    Of a practice whose place is told in words only, place and likeness are None.
    """

    practice: Practice
    place: Territory | None
    likeness: Likeness | None
    is_one_of_several: bool = False


def nearest(practices, mine: Territory, known: Atlas, *, page: int = 1) -> tuple[list[Near], bool]:
    """Return a page of the published practices, those of the most alike places first, and whether more follow.

    practices is a queryset of published ones, filtered as the reader wishes; practices of mine itself are
    left out. Of one place the newest come first; places told in words only come last. One query, whose
    cost depends on the page and not on the size of the bank. No page after MOST_PAGES has any rows.
    """
    if not 1 <= page <= MOST_PAGES:
        return [], False
    rows = _rows(practices, [*known.nearest_first(mine), NO_PLACE], (page - 1) * PAGE_SIZE)
    found = [_near(practice, mine, known) for practice in rows[:PAGE_SIZE]]
    return found, len(rows) > PAGE_SIZE and page < MOST_PAGES


def _rows(practices, places: list[int], offset: int) -> list[Practice]:
    # Columns of our own: modeltranslation gives those of the model no certain order.
    named = practices.order_by().annotate(found_id=F("pk"), found_at=F("published_at"))
    try:
        asked, values = named.values_list("found_id", "found_at").query.sql_with_params()
    except EmptyResultSet:
        return []
    shown = PAGE_SIZE + 1
    sql = NEAREST.format(
        columns=", ".join(f'{Practice._meta.db_table}."{column}"' for column in _card_columns()),
        links=Practice.territories.through._meta.db_table,
        practices=Practice._meta.db_table,
        asked=asked,
        no_place=NO_PLACE,
    )
    in_one_place = offset + shown
    inner = [places, *values, places, in_one_place, *values, in_one_place]
    return list(Practice.objects.raw(sql, [*inner, shown, offset]))


def _card_columns() -> list[str]:
    deferred, _only_these = Practice.objects.for_cards().query.deferred_loading
    return [field.column for field in Practice._meta.concrete_fields if field.name not in deferred]


def _near(practice: Practice, mine: Territory, known: Atlas) -> Near:
    place = known.units.get(practice.near_unit)
    return Near(practice, place, known.compare(mine, place) if place else None, practice.near_places > 1)


def most_alike(places, mine: Territory, known: Atlas) -> tuple[Territory, Likeness] | None:
    """Return that one of the places which is most like mine, or None when none of them is known."""
    units = [known.units[place.pk] for place in places if place.pk in known.units]
    found = [(unit, known.compare(mine, unit)) for unit in units]
    return min(found, key=lambda pair: (pair[1].is_rough, -pair[1].score, -pair[1].known, pair[0].path), default=None)
