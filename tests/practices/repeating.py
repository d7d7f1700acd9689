"""Municipalities, their people and repeats for the tests of «We repeat this»."""

from django.utils import timezone

from practices.adopting import actions
from practices.models import Adoption
from tests import factories

HOSTILE = "<script>alert('x')</script>{{ settings.SECRET_KEY }}{% debug %}%(x)s<img src=x onerror=alert(1)>"


def municipality(slug, **fields):
    return factories.territory(slug, **fields)


def official(name, place, *, vouched=True, **fields):
    """A person of the municipality; vouched for unless told otherwise."""
    vouched_on = timezone.localdate() if vouched else None
    return factories.person(name, territory=place, vouched_on=vouched_on, **fields)


def begun(practice, by, **fields) -> Adoption:
    return actions.begin(practice=practice, by=by, language=by.language, **fields)


def told(adoption, by=None, stage=None, note="", **values) -> Adoption:
    """Tell how it goes, as whoever keeps it, with the revision of now."""
    adoption.refresh_from_db()
    actions.tell(
        adoption=adoption, by=by or adoption.by, seen=adoption.revision, language="ru",
        stage=stage or adoption.stage, note=note, values=values,
    )
    return adoption


def led_to(stage, practice, by) -> Adoption:
    """A repeat in this stage."""
    adoption = begun(practice, by)
    words = {"result": {"result": "Стало светло"}, "stopped": {"note": "Нет денег"}}
    if stage != adoption.stage:
        told(adoption, stage=stage, **words.get(stage, {}))
    return adoption


def many(practice, number, *, stage="running", **fields) -> list[Adoption]:
    """So many repeats by as many municipalities, without the walk through the verbs."""
    places = [municipality(f"place-{count}") for count in range(number)]
    return Adoption.objects.bulk_create(
        Adoption(practice=practice, territory=place, stage=stage, language="ru", is_confirmed=True, **fields)
        for place in places
    )
