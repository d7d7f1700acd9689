"""The renditions of all pictures of a practice, as rows of the one query that brings the whole page."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from practices.models import Rendition

COLUMNS = ("id", "attachment_id", "format", "width", "height", "size", "file")


def annotations() -> dict:
    """Return what practices.reading adds to its query."""
    rows = Rendition.objects.filter(attachment__practice=OuterRef("pk")).order_by("width")
    row = JSONObject(**{name: F(name) for name in COLUMNS})
    return {"renditions_json": ArraySubquery(rows.annotate(json=row).values("json"))}


def unpack_renditions(practice) -> None:
    """Give each picture of the practice what it is shown in: `shown_in`, from the narrowest."""
    renditions = [Rendition(**row) for row in practice.renditions_json]
    for attachment in practice.attachments.all():
        attachment.shown_in = [row for row in renditions if row.attachment_id == attachment.pk]
