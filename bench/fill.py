"""Makes practices of invented words, many at once: `python -m bench.fill 1000`, `--clear` takes them away."""

import argparse
import random
import time
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from bench.start import connect

connect()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from catalogue.models import Entry, Topic  # noqa: E402
from language.alphabet import sort_key  # noqa: E402
from language.slugs import slugify  # noqa: E402
from language.terms import search_literal  # noqa: E402
from places.models import Territory  # noqa: E402
from practices.models import KIND, Practice, PracticeStep  # noqa: E402

BATCH = 500
WORDS = {
    "ky": "айыл өкмөтү суу түтүк жол көчө жарык мектеп бала бакча таштанды жайыт бюджет жыйын тургун "
          "долбоор ашар акча жер сугат көпүр дарыгер китепкана жаштар аялдар карылар спорт".split(),
    "ru": "село вода труба дорога улица свет школа детский сад мусор пастбище бюджет сход житель проект "
          "деньги земля полив мост врач библиотека молодёжь женщины старшие спорт насос мэрия".split(),
}
# In three practices of ten, and in one of a thousand.
COMMON, RARE = {"ky": "шаардык", "ru": "городской"}, {"ky": "булак", "ru": "родник"}


def text(words: random.Random, language: str, length: int) -> str:
    return " ".join(words.choices(WORDS[language], k=length)).capitalize() + "."


def practice(number: int) -> Practice:
    words = random.Random(number)
    now = timezone.now() - timedelta(hours=number)
    made = Practice(
        form_key=key_of(number), status="published", kind=words.choice(Practice.Kind.values), language="ru",
        year_from=words.randint(2005, 2020), cost_total=words.randint(10, 5000) * 1000,
        published_at=now, submitted_at=now,
    )
    made.year_to = made.year_from + words.randint(0, 4)
    for language in ("ky", "ru"):
        title = text(words, language, 5)
        marks = [COMMON[language]] * (number % 10 < 3) + [RARE[language]] * (number % 1000 == 0)
        lengths = {"summary": 25, "problem": 120, "solution": 180, "lessons": 60}
        for field, length in lengths.items():
            setattr(made, f"{field}_{language}", text(words, language, length))
        setattr(made, f"title_{language}", " ".join([title, *marks]))
        setattr(made, f"sort_{language}", sort_key(title)[:400])
    made.slug = slugify(made.title_ru)
    return made


def key_of(number: int):
    return uuid5(NAMESPACE_URL, f"bench:{number}")


def entry(made: Practice) -> Entry:
    titles, bodies = [made.title_ky, made.title_ru], [made.solution_ky, made.solution_ru]
    summaries = [made.summary_ky, made.summary_ru]
    weighted = [(part, weight) for parts, weight in ((titles, "A"), (summaries, "B"), (bodies, "C")) for part in parts]
    return Entry(
        kind=KIND.code, object_id=made.pk, path=f"/practices/{made.pk}-{made.slug}/",
        title_ky=made.title_ky, title_ru=made.title_ru, summary_ky=made.summary_ky[:400],
        summary_ru=made.summary_ru[:400], published_on=made.published_at, terms=search_literal(weighted),
    )


def linked(rows, name: str, targets: list) -> None:
    """Link each row to one target, by turns."""
    through = getattr(type(rows[0]), name).through
    ends = [field.attname for field in through._meta.concrete_fields if field.is_relation]
    through.objects.bulk_create(
        through(**{ends[0]: row.pk, ends[1]: targets[index % len(targets)].pk}) for index, row in enumerate(rows)
    )


@transaction.atomic
def add(numbers: list[int]) -> None:
    topics, places = list(Topic.objects.all()), list(Territory.objects.current())
    made = Practice.objects.bulk_create(practice(number) for number in numbers)
    PracticeStep.objects.bulk_create(
        PracticeStep(practice=one, position=step, title_ky=one.title_ky, title_ru=one.title_ru,
                     text_ky=one.summary_ky, text_ru=one.summary_ru)
        for one in made for step in range(1, 5)
    )
    entries = Entry.objects.bulk_create(entry(one) for one in made)
    for rows in (made, entries):
        linked(rows, "topics", topics)
        linked(rows, "territories", places)


def clear(wanted: list[int]) -> None:
    ours = Practice.objects.filter(author=None, form_key__in=[key_of(number) for number in wanted])
    Entry.objects.filter(kind=KIND.code, object_id__in=ours.values("pk")).delete()
    ours.delete()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, help="how many practices there shall be besides the real ones")
    parser.add_argument("--clear", action="store_true", help="remove them instead")
    chosen = parser.parse_args()
    numbers, started = list(range(1, chosen.number + 1)), time.perf_counter()
    if chosen.clear:
        return clear(numbers)
    known = set(Practice.objects.filter(author=None).values_list("form_key", flat=True))
    missing = [number for number in numbers if key_of(number) not in known]
    for first in range(0, len(missing), BATCH):
        add(missing[first : first + BATCH])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{len(missing)} practices added in {time.perf_counter() - started:.1f} s")
    return None


if __name__ == "__main__":
    main()
