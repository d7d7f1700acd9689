"""What the worker does with pictures; each may be run again at any time."""

import logging

from django_tasks import task

from jobs.retries import retried
from practices.models import Attachment
from practices.pictures.making import Unreadable, make_missing

logger = logging.getLogger(__name__)


@task()
@retried(times=3)
def render(attachment_pk: int) -> None:
    """Make the renditions of a picture; one that was deleted meanwhile, or cannot be read, is passed over."""
    picture = Attachment.objects.filter(pk=attachment_pk, kind=Attachment.Kind.PICTURE).first()
    if picture is None:
        return
    try:
        make_missing(picture)
    except Unreadable:
        logger.warning("Picture %s cannot be read, it is shown without renditions.", attachment_pk)
