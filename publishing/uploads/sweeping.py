"""Files that no row speaks of: left when a transaction failed after its file was stored, or when a row went."""

from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

from publishing.uploads.names import upload_path

# A file younger than this may belong to a transaction that is still open.
YOUNGEST = timedelta(days=1)


def sweep(storage=default_storage) -> int:
    """Delete the stored uploads without a row that are older than a day, and return how many there were."""
    spoken_of = set()
    for model, field in upload_fields():
        spoken_of.update(model._base_manager.exclude(**{field: ""}).values_list(field, flat=True))
    oldest = timezone.now() - YOUNGEST
    orphans = [name for name in stored(storage) if name not in spoken_of and storage.get_modified_time(name) < oldest]
    for name in orphans:
        storage.delete(name)
    return len(orphans)


def upload_fields():
    """Give every (model, field name) whose files come through the upload pipeline."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField) and field.upload_to is upload_path:
                yield model, field.name


def stored(storage):
    """Give the names of all uploads: they lie in folders of years and months."""
    for year in folders(storage, ""):
        for month in folders(storage, f"{year}/"):
            yield from (f"{year}/{month}/{name}" for name in storage.listdir(f"{year}/{month}")[1])


def folders(storage, path):
    return [name for name in storage.listdir(path)[0] if name.isdecimal()] if storage.exists(path or ".") else []
