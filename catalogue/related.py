"""«Similar»: what else in the catalogue a reader of one publication may want, and why."""

from django.utils.translation import gettext as _

from catalogue.models import Entry

# Candidates are the newest few of each topic, of the district and of the entries with rare words of the
# title; indexes give them, so the cost does not grow with the catalogue. Only candidates are weighed.
OF_A_TOPIC, OF_A_UNIT, OF_A_PLACE, OF_WORDS = 30, 8, 30, 30
MOST_PLACES = 5
# A word that begins so many entries tells nothing by itself and would bring too many candidates.
RARE_IN = 200
# A word in every fifth entry says nothing at all.
TOO_COMMON = 0.2
# Words are worth naming as a reason from this share of the title on.
WORDS_NAMED_FROM = 0.15

# The formula: up to 3 for shared topics, 3 for the same municipality, 2 for the same district, 1 for the
# same oblast, and up to 6 for words of the title found in the other's title (in its summary less than half).
SQL = """
WITH mine AS MATERIALIZED (
    SELECT id, terms FROM catalogue_entry WHERE kind = %(kind)s AND object_id = %(object_id)s
), my_topics AS MATERIALIZED (
    SELECT link.topic_id FROM catalogue_entry_topics link JOIN mine ON link.entry_id = mine.id
), my_places AS MATERIALIZED (
    SELECT unit.id, unit.path, split_part(unit.path, '/', 2) AS oblast,
        NULLIF(split_part(unit.path, '/', 3), '') AS district
    FROM catalogue_entry_territories link JOIN mine ON link.entry_id = mine.id
    JOIN places_territory unit ON unit.id = link.territory_id
    ORDER BY unit.path LIMIT %(most_places)s
), district AS MATERIALIZED (
    SELECT DISTINCT unit.id
    FROM (SELECT DISTINCT oblast, district FROM my_places WHERE district IS NOT NULL) mine
    -- '0' is what comes after '/': everything whose path begins so, through the index on paths.
    JOIN places_territory unit ON unit.path ~>=~ ('/' || mine.oblast || '/' || mine.district || '/')
        AND unit.path ~<~ ('/' || mine.oblast || '/' || mine.district || '0')
), common AS MATERIALIZED (
    SELECT word, share
    FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS element(word, share)
    WHERE schemaname = current_schema() AND tablename = 'catalogue_entry' AND attname = 'terms'
        AND word IS NOT NULL
), words AS MATERIALIZED (
    SELECT beginning, COALESCE((SELECT sum(share) FROM common WHERE starts_with(word, beginning)), 0) AS share
    FROM (
        -- Cut as language.terms cuts the words of a question.
        SELECT DISTINCT left(lexeme, CASE WHEN length(lexeme) < 6 THEN 6 WHEN length(lexeme) < 8 THEN -1 ELSE -2 END)
            AS beginning
        FROM mine, unnest(mine.terms) WHERE 'A' = ANY(weights) AND length(lexeme) > 3 AND lexeme !~ '[0-9]'
    ) cut
), asked AS MATERIALIZED (
    SELECT
        (SELECT string_agg('''' || beginning || ''':*', '|') FROM words WHERE share <= %(too_common)s)::tsquery
            AS any_word,
        (SELECT string_agg('''' || beginning || ''':*', '|') FROM words
            WHERE share * (SELECT reltuples FROM pg_class WHERE oid = 'catalogue_entry'::regclass) <= %(rare_in)s
        )::tsquery AS rare_words
), with_rare_words AS MATERIALIZED (
    -- By itself, without an order or a limit: only so does the index on terms answer for certain.
    SELECT entry.id FROM catalogue_entry entry WHERE entry.terms @@ (SELECT rare_words FROM asked) AND {wanted}
), candidates AS MATERIALIZED (
    SELECT found.id FROM my_topics CROSS JOIN LATERAL (
        SELECT entry.id FROM catalogue_entry_topics link CROSS JOIN LATERAL ({entry_of_link}) entry
        WHERE link.topic_id = my_topics.topic_id
        ORDER BY link.entry_id DESC LIMIT %(of_a_topic)s
    ) found
    UNION
    (SELECT found.id FROM district CROSS JOIN LATERAL (
        SELECT entry.id FROM catalogue_entry_territories link CROSS JOIN LATERAL ({entry_of_link}) entry
        WHERE link.territory_id = district.id
        ORDER BY link.entry_id DESC LIMIT %(of_a_unit)s
    ) found ORDER BY found.id DESC LIMIT %(of_a_place)s)
    UNION
    (SELECT id FROM with_rare_words ORDER BY id DESC LIMIT %(of_words)s)
), weighed AS MATERIALIZED (
    SELECT candidates.id,
        (SELECT count(*) FROM catalogue_entry_topics link JOIN my_topics USING (topic_id)
            WHERE link.entry_id = candidates.id) AS shared_topics,
        COALESCE((SELECT max(CASE
                WHEN unit.id = my_places.id THEN 3
                WHEN split_part(unit.path, '/', 3) = my_places.district THEN 2
                ELSE 1 END)
            FROM catalogue_entry_territories link JOIN places_territory unit ON unit.id = link.territory_id
            JOIN my_places ON my_places.oblast = split_part(unit.path, '/', 2)
            WHERE link.entry_id = candidates.id), 0) AS shared_place,
        COALESCE((SELECT LEAST(1, 1.65 * ts_rank('{{0, 0, 0.4, 1}}', entry.terms, asked.any_word))
            FROM catalogue_entry entry, asked WHERE entry.id = candidates.id), 0) AS shared_words
    FROM candidates
)
SELECT {columns}, shared_topics, shared_place, shared_words
FROM weighed JOIN catalogue_entry entry ON entry.id = weighed.id
ORDER BY 3.0 * shared_topics / GREATEST((SELECT count(*) FROM my_topics), 1) + shared_place + 6 * shared_words DESC,
    entry.published_on DESC, entry.id DESC
LIMIT %(limit)s
""".strip()
# OFFSET 0 holds the planner to the link's index: from the end of the entries it might walk past all of them.
ENTRY_OF_LINK = "SELECT entry.id FROM catalogue_entry entry WHERE entry.id = link.entry_id AND {wanted} OFFSET 0"
WANTED = "entry.state = 'published' AND entry.id <> (SELECT id FROM mine)"


def related(kind: str, object_id: int, *, limit: int, kinds: list[str] | None = None) -> list[Entry]:
    """Return the published entries most related to one publication of any section; one query.

    Each has `why`, the reasons in the reader's language. kinds narrows to some kinds of entries. What
    is not in the catalogue, a draft for example, has none.
    """
    columns = [f'entry."{field.column}"' for field in Entry._meta.concrete_fields if field.name != "terms"]
    wanted = f"{WANTED} AND entry.kind = ANY(%(kinds)s)" if kinds else WANTED
    values = {
        "kind": kind, "object_id": object_id, "kinds": kinds, "limit": limit, "most_places": MOST_PLACES,
        "too_common": TOO_COMMON, "rare_in": RARE_IN, "of_a_topic": OF_A_TOPIC, "of_a_unit": OF_A_UNIT,
        "of_a_place": OF_A_PLACE, "of_words": OF_WORDS,
    }
    sql = SQL.format(columns=", ".join(columns), wanted=wanted, entry_of_link=ENTRY_OF_LINK.format(wanted=wanted))
    entries = list(Entry.objects.raw(sql, values))
    for entry in entries:
        entry.why = _why(entry)
    return entries


def _why(entry) -> list[str]:
    place = {3: _("same place"), 2: _("same district"), 1: _("same oblast")}
    reasons = [
        _("same topic") if entry.shared_topics else "",
        place.get(entry.shared_place, ""),
        _("similar words") if entry.shared_words >= WORDS_NAMED_FROM else "",
    ]
    return list(filter(None, reasons))
