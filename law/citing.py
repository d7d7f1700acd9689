"""Which publications rest on which acts, over the citations of all sections."""

from django.apps import apps
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from catalogue.models import Entry
from law.models import Citation
from publishing.models import Publication, QueueItem


def citation_models() -> list[type[Citation]]:
    """Return the tables of all sections that hold citations."""
    return [model for model in apps.get_models() if issubclass(model, Citation)]


def publication_of(model: type[Citation]) -> type[Publication]:
    """Return what the rows of this table belong to."""
    return model._meta.get_field(model.CITING).related_model


def citations_of(publication):
    """Return what the publication cites, with the acts and what replaced them."""
    for model in citation_models():
        if isinstance(publication, publication_of(model)):
            return model.objects.filter(**{model.CITING: publication}).select_related("act__successor")
    raise TypeError(f"{type(publication).__name__} cites no acts.")


def citing(act):
    """Give the published texts that cite the act, section by section, each list with its table of citations."""
    for model in citation_models():
        yield model, _published(model, model.objects.filter(act=act))


def _published(model, citations):
    return list(publication_of(model).objects.published().filter(pk__in=citations.values(model.CITING)).order_by("pk"))


def places_of(model, texts) -> dict[int, str]:
    """Return where each text was, as the catalogue tells it in the language of the text."""
    entries = Entry.objects.filter(kind=model.KIND, object_id__in=[text.pk for text in texts])
    known = {entry.object_id: entry for entry in entries}
    return {text.pk: getattr(known.get(text.pk), f"place_{text.language}", "") or "" for text in texts}


def entries_citing(act):
    """Return the catalogue entries of what is published and cites the act."""
    wanted = Q(pk__in=[])
    for model in citation_models():
        wanted |= Q(kind=model.KIND, object_id__in=model.objects.filter(act=act).values(model.CITING))
    return Entry.objects.published().filter(wanted).newest()


def with_citing_count(acts):
    """Annotate each act with the number of published texts that cite it."""
    total = Value(0)
    for model in citation_models():
        rows = model.objects.filter(
            act=OuterRef("pk"), **{f"{model.CITING}__status": Publication.Status.PUBLISHED}
        )
        counted = rows.order_by().values("act").annotate(n=Count(model.CITING, distinct=True)).values("n")
        total = total + Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    return acts.annotate(cited=total)


def to_check():
    """Give the published texts whose law changed after somebody last compared them, in the same way."""
    for model in citation_models():
        yield model, _published(model, model.objects.stale())


def queued() -> list[QueueItem]:
    """Return what waits in the curators' queue to be compared with the law."""
    kinds = [publication_of(model).label() for model in citation_models()]
    return list(QueueItem.objects.filter(reason=QueueItem.Reason.LAW, kind__in=kinds))
