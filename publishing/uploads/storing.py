"""A file is stored whole or not at all."""

import logging

from publishing.uploads.refusals import UploadRefused

logger = logging.getLogger(__name__)


def save_file(field_file, checked, *, small_field_file=None) -> None:
    """Puts a checked file under a name of our own; the row itself is saved by the caller.

    With `small_field_file` the small rendition of a picture is stored too, both or neither.
    Raises UploadRefused("storage") and leaves nothing behind when the storage fails.
    """
    stored = _store(field_file, checked)
    if small_field_file is not None and checked.small is not None:
        try:
            _store(small_field_file, checked.small)
        except UploadRefused:
            _discard(field_file.storage, stored)
            setattr(field_file.instance, field_file.field.attname, "")
            raise


def _store(field_file, checked):
    field, instance, storage = field_file.field, field_file.instance, field_file.storage
    # The name is made here and not in FieldFile.save, which would not tell it after a failure.
    name = field.generate_filename(instance, f"file.{checked.extension}")
    try:
        name = storage.save(name, checked.content, max_length=field.max_length)
    except Exception as error:
        # A full disk is an OSError; clients of object storages raise errors of their own.
        logger.exception("Upload %s could not be stored", name)
        _discard(storage, name)
        raise UploadRefused("storage") from error
    setattr(instance, field.attname, name)
    return name


def _discard(storage, name):
    try:
        storage.delete(name)
    except Exception:
        logger.exception("Torso of upload %s could not be deleted", name)
