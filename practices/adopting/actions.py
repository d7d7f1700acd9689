"""Writes over a repeat. `by` is the acting person, `seen` the revision they had before them.

Every verb is atomic; a new stage is logged as an AdoptionStage, and the standing of the practice is kept true.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from practices import actions as practices
from practices.adopting import letters
from practices.adopting.asking import next_ask
from practices.adopting.municipality import home_of, is_its_own, is_vouched_for, kept_for, may_tell, works_there
from practices.adopting.standing import recount
from practices.models import Adoption, Practice
from publishing.actions import NotAllowedNow, Overtaken, ReasonNeeded

Stage = Adoption.Stage
# Stage now -> stages after it. Nobody reports in on time: steps between may be left out, none is taken back.
MOVES = {
    Stage.INTERESTED: (Stage.DECIDED, Stage.RUNNING, Stage.RESULT, Stage.STOPPED),
    Stage.DECIDED: (Stage.RUNNING, Stage.RESULT, Stage.STOPPED),
    Stage.RUNNING: (Stage.RESULT, Stage.STOPPED),
    Stage.STOPPED: (Stage.RUNNING,),
    Stage.RESULT: (),
}
BEGUN_AN_HOUR = 20
# What the one who tells writes beside the stage.
TOLD = ("post", "learnt_from", "changed", "cost_total", "result")


class NoMunicipality(Exception):
    """The account names no territory."""


class OwnPractice(Exception):
    """A municipality does not repeat what it did itself."""


class TooMany(Exception):
    """The person began more repeats in an hour than a municipality can think over."""


class RunsInCircle(Exception):
    """Two repeats cannot have learnt from each other."""


@transaction.atomic
def begin(*, practice, by, language, stage=Stage.INTERESTED, post="", learnt_from=None) -> Adoption:
    """Begin the repeat of a published practice; when the municipality has begun already, give that one.

    Raises NoMunicipality, NotAllowedNow (the practice is not published), OwnPractice or TooMany.
    """
    home = home_of(by)
    if home is None:
        raise NoMunicipality
    if stage not in Adoption.OPEN:
        raise NotAllowedNow(stage)
    # Held until the end: of two colleagues the second finds what the first began.
    held = Practice.objects.select_for_update(no_key=True).published().filter(pk=practice.pk).first()
    kept = kept_for(practice, home)
    if kept:
        return kept
    if held is None:
        raise NotAllowedNow(practice.status)
    _must_be_anothers(held, home)
    _must_not_flood(by)
    adoption = Adoption(practice=held, territory=home, by=by, post=post, stage=stage, language=language)
    adoption.learnt_from = _of_the_same(adoption, learnt_from)
    adoption.next_ask_on = next_ask(timezone.localdate(), timezone.localdate())
    adoption.is_confirmed = is_vouched_for(adoption)
    adoption.save()
    adoption.stages.create(stage=stage)
    recount(held.pk)
    letters.tell_author_of_beginning(adoption)
    return adoption


def _must_be_anothers(practice, home):
    if is_its_own(practice, home):
        raise OwnPractice


def _must_not_flood(by):
    an_hour_ago = timezone.now() - timedelta(hours=1)
    if Adoption.objects.filter(by=by, began_at__gt=an_hour_ago).count() >= BEGUN_AN_HOUR:
        raise TooMany


def _of_the_same(adoption, teacher):
    """The repeat learnt from is one of the same practice, and does not lead back here."""
    if teacher is None:
        return None
    links = dict(Adoption.objects.of(adoption.practice_id).values_list("pk", "learnt_from"))
    if teacher.pk not in links:
        raise NotAllowedNow(teacher.pk)
    above, seen = teacher.pk, set()
    while above and above not in seen:
        if above == adoption.pk:
            raise RunsInCircle
        seen.add(above)
        above = links.get(above)
    return teacher


@transaction.atomic
def tell(*, adoption, by, seen, language, stage, note="", values: Mapping) -> None:
    """Tell how the repeat goes: its stage, a word about it, and the columns of TOLD.

    Whoever tells keeps the repeat from then on. The stage may stay what it is. Raises PermissionDenied,
    NotAllowedNow (no such move, or a result without words), ReasonNeeded (stopped without a word),
    RunsInCircle or Overtaken; then nothing is changed.
    """
    if not may_tell(by, adoption):
        raise PermissionDenied
    if adoption.revision != seen:
        raise Overtaken()
    moves = stage != adoption.stage
    _check_move(adoption, stage, note, values)
    teacher = _of_the_same(adoption, values.get("learnt_from", adoption.learnt_from))
    columns = {name: values[name] for name in TOLD if name in values} | {"learnt_from": teacher}
    if any(columns.get(name, "") != getattr(adoption, name) for name in ("changed", "result") if name in columns):
        columns["language"] = language
    refuses = adoption.refuses_asks and adoption.by_id == by.pk
    columns |= {"refuses_asks": refuses, "next_ask_on": _asked_next(adoption, stage, refuses)}
    adoption.by = by
    _write(adoption, seen, stage=stage, by=by, is_confirmed=is_vouched_for(adoption), **columns)
    if moves or note:
        adoption.stages.create(stage=stage, note=note)
    recount(adoption.practice_id)
    if moves and stage == Stage.RESULT:
        letters.tell_author_of_result(adoption)


def _check_move(adoption, stage, note, values):
    if stage != adoption.stage and stage not in MOVES[adoption.stage]:
        raise NotAllowedNow(stage)
    if stage == Stage.RESULT and not values.get("result", adoption.result):
        raise NotAllowedNow(stage)
    if stage == Stage.STOPPED != adoption.stage and not note:
        raise ReasonNeeded


def _asked_next(adoption, stage, refuses):
    if refuses or stage not in Adoption.OPEN:
        return None
    return next_ask(timezone.localdate(adoption.began_at), timezone.localdate())


def _write(adoption, seen, **columns):
    """Compare-and-set: the loser of two simultaneous tales learns that there is a newer one."""
    changed = Adoption.objects.filter(pk=adoption.pk, revision=seen).update(
        revision=F("revision") + 1, changed_at=timezone.now(), **columns
    )
    if not changed:
        raise Overtaken()
    adoption.refresh_from_db(fields=["revision", "changed_at", *columns])


@transaction.atomic
def refuse_asks(*, adoption, by) -> None:
    """Whoever keeps the repeat does not want to be asked about it any more; said twice, it is said once."""
    Adoption.objects.filter(pk=adoption.pk, by=by).update(refuses_asks=True, next_ask_on=None)


@transaction.atomic
def moderate(*, adoption, by, seen, confirms, hidden_reason) -> None:
    """A curator confirms the municipality or not (None: as the officials are), and hides the repeat for a reason.

    An empty reason shows it again. Raises PermissionDenied or Overtaken.
    """
    if not by.has_perm("practices.change_adoption"):
        raise PermissionDenied
    was_hidden = adoption.is_hidden
    adoption.curator_confirms = confirms
    speaks = adoption.by is not None and works_there(adoption.by, adoption)
    _write(
        adoption, seen, curator_confirms=confirms, hidden_reason=hidden_reason, is_hidden=bool(hidden_reason),
        # Without a curator's word, what a person told who has left stays as it was.
        is_confirmed=is_vouched_for(adoption) if speaks or confirms is not None else adoption.is_confirmed,
    )
    recount(adoption.practice_id)
    if adoption.is_hidden and not was_hidden:
        letters.tell_of_hiding(adoption)


@transaction.atomic
def tell_as_practice(*, adoption, by, language) -> Practice:
    """Begin a draft about a repeat that has a result; pressed again, it leads to the same draft.

    Raises PermissionDenied, NotAllowedNow (there is no result yet) or practices.actions.TooMany.
    """
    if not may_tell(by, adoption):
        raise PermissionDenied
    if adoption.stage != Stage.RESULT:
        raise NotAllowedNow(adoption.stage)
    original = adoption.practice
    draft = practices.begin(
        by=by, form_key=uuid5(NAMESPACE_URL, f"repeat:{adoption.pk}"), language=language,
        title=getattr(original, f"title_{language}") or original.title,
    )
    fresh = Practice.objects.filter(pk=draft.pk, repeats_of=None, revision=1).exclude(pk=original.pk)
    if fresh.update(repeats_of=original, cost_total=adoption.cost_total):
        draft.territories.add(adoption.place)
        draft.refresh_from_db()
    return draft
