"""What a practice cites, as rows of the one query that brings the whole page."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from law.models import Act
from practices.models import PracticeCitation

CITATION = ("id", "act_id", "provision", "edition", "checked_on")
ACT = (
    "id", "kind", "number", "adopted_on", "title_ky", "title_ru", "url_ky", "url_ru", "state", "edition", "changed_on",
    "change_note_ky", "change_note_ru",
)
SUCCESSOR = ("id", "kind", "number", "adopted_on", "title_ky", "title_ru")


def annotations() -> dict:
    """Return what practices.reading adds to its query."""
    names = [*CITATION, *(f"act__{name}" for name in ACT), *(f"act__successor__{name}" for name in SUCCESSOR)]
    row = JSONObject(**{name.replace("__", "/"): F(name) for name in names})
    rows = PracticeCitation.objects.filter(practice=OuterRef("pk")).order_by("id")
    return {"citations_json": ArraySubquery(rows.annotate(json=row).values("json"))}


def unpack_citations(practice) -> None:
    """Turn the annotated JSON into what the practice cites: `cited`, and those to be compared: `stale_citations`."""
    practice.cited = [_citation(row) for row in practice.citations_json]
    practice.stale_citations = [citation for citation in practice.cited if citation.is_stale]


def _citation(row):
    citation = _instance(PracticeCitation, {name: row[name] for name in CITATION})
    act = _instance(Act, {name: row[f"act/{name}"] for name in ACT})
    successor = {name: row[f"act/successor/{name}"] for name in SUCCESSOR}
    act.successor = _instance(Act, successor) if successor["id"] else None
    citation.act = act
    return citation


def _instance(model, values):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{
        name: fields[name].to_python(value) if value is not None else None for name, value in values.items()
    })
