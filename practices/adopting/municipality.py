"""Whose a repeat is: it belongs to the municipality, and a person of it keeps it for the time being."""

from places.models import Territory
from practices.models import Adoption, Practice


def home_of(person) -> Territory | None:
    """The municipality of the person as it is today."""
    return person.territory.present if person.territory_id else None


def works_there(person, adoption) -> bool:
    """Whether the person works in the municipality of the repeat, or in the one it became part of."""
    home = home_of(person)
    return home is not None and home.pk == adoption.place.pk


def is_kept_by(person, adoption) -> bool:
    """Whether the repeat is in the hands of this person; whoever moved elsewhere has left it behind."""
    return adoption.by_id == person.pk and works_there(person, adoption)


def may_tell(person, adoption) -> bool:
    """The one who keeps the repeat tells how it goes; a colleague who is vouched for may go on in their place."""
    return is_kept_by(person, adoption) or (person.is_verified and works_there(person, adoption))


def is_vouched_for(adoption) -> bool:
    """The word of a curator is the last; without one, an official who is vouched for speaks for the municipality."""
    if adoption.curator_confirms is not None:
        return adoption.curator_confirms
    return adoption.by.is_verified and works_there(adoption.by, adoption)


def is_its_own(practice: Practice, home: Territory) -> bool:
    """Whether the practice was done in the municipality itself, or in a part of it."""
    places = practice.territories.select_related("successor__successor")
    return any(place.present.path.startswith(home.path) for place in places)


def kept_for(practice: Practice, home: Territory) -> Adoption | None:
    """The repeat of this practice that the municipality has begun already."""
    repeats = Adoption.objects.of(practice.pk).by_municipality(home)
    return repeats.with_places().select_related("by", "practice").order_by("began_at", "id").first()
