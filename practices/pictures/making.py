"""Renditions of pictures, made once and again when lost; a second worker at the same picture does no harm."""

import logging

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from practices.models import Attachment, Rendition
from practices.pictures.drawing import draw, widths_for
from publishing.uploads import UploadRefused

logger = logging.getLogger(__name__)


class Unreadable(Exception):
    """The stored file of a picture is lost or cannot be drawn: trying again would not help."""


def make_missing(picture: Attachment) -> int:
    """Make the renditions that the picture lacks, and return how many; raises Unreadable."""
    wanted = missing(picture)
    made = 0
    try:
        with picture.file.storage.open(picture.file.name, "rb") as file:
            for drawn in draw(file, wanted) if wanted else ():
                made += _keep(picture, drawn)
    except (UploadRefused, FileNotFoundError, IsADirectoryError) as error:
        raise Unreadable(str(picture.pk)) from error
    return made


def missing(picture: Attachment) -> set[tuple[str, int]]:
    """The (format, width) pairs that have no row, or whose file is lost."""
    there = {
        (row.format, row.width) for row in picture.renditions.all() if row.file.storage.exists(row.file.name)
    }
    widths = widths_for(picture.width) if picture.width else []
    return {(format, width) for format in Rendition.Format.values for width in widths} - there


def _keep(picture, drawn):
    """Store the file, then its row; whoever comes second, or finds the picture deleted, takes the file away."""
    row = Rendition(
        attachment=picture, format=drawn.format, width=drawn.width, height=drawn.height, size=len(drawn.content)
    )
    row.file.save(f"rendition.{drawn.format}", ContentFile(drawn.content), save=False)
    try:
        with transaction.atomic():
            Attachment.objects.select_for_update(no_key=True).get(pk=picture.pk)
            _forget_lost(row)
            row.save()
    except (Attachment.DoesNotExist, IntegrityError):
        row.file.storage.delete(row.file.name)
        return False
    return True


def _forget_lost(row):
    """A row whose file is gone gives way to the new one."""
    old = Rendition.objects.filter(attachment=row.attachment, format=row.format, width=row.width).first()
    if old and not old.file.storage.exists(old.file.name):
        old.delete()


def pictures_without_renditions():
    """The pictures for which nothing was ever made."""
    return Attachment.objects.filter(kind=Attachment.Kind.PICTURE, renditions__isnull=True)
