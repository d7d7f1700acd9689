"""Disks that are full, halves of pairs, and names that are too long for any disk."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.db.models.fields.files import FieldFile

from publishing.uploads import UploadRefused, check_upload, save_file, upload_path
from tests.publishing import hostile_files as files

NO_SPACE = OSError(28, "No space left on device")


class FullDisk(FileSystemStorage):
    """Writes a part of the content, then has no space left, as a real disk does."""

    def __init__(self, *args, space=0, error=NO_SPACE):
        super().__init__(*args)
        self.space, self.error = space, error

    def _save(self, name, content):
        data = b"".join(content.chunks())
        if len(data) <= self.space:
            self.space -= len(data)
            return super()._save(name, ContentFile(data))
        super()._save(name, ContentFile(data[: self.space]))
        raise self.error


def slot(storage, name="file"):
    """A file field on an object that stands for a row not yet saved."""
    field = FileField(upload_to=upload_path, storage=storage, max_length=100)
    field.set_attributes_from_name(name)
    return FieldFile(SimpleNamespace(**{name: ""}), field, "")


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_file_is_stored_under_a_name_of_our_own(tmp_path):
    place = slot(FileSystemStorage(tmp_path))
    checked = check_upload(SimpleUploadedFile("Отчёт.pdf", files.pdf()))
    save_file(place, checked)
    [path] = stored(tmp_path)
    assert path.read_bytes() == files.pdf()
    assert str(path.relative_to(tmp_path)) == place.instance.file
    assert place.instance.file.isascii()


def test_file_with_a_long_kyrgyz_name_is_stored(tmp_path):
    upload = SimpleUploadedFile("a.pdf", files.pdf())
    upload._name = "ң" * 200 + ".pdf"
    place = slot(FileSystemStorage(tmp_path))
    save_file(place, check_upload(upload))
    assert len(place.instance.file) < 60


@pytest.mark.parametrize("error", [NO_SPACE, RuntimeError("bucket is away")])
def test_full_disk_leaves_no_torso(tmp_path, error):
    place = slot(FullDisk(tmp_path, space=100, error=error))
    checked = check_upload(SimpleUploadedFile("a.pdf", files.pdf()))
    with pytest.raises(UploadRefused) as refused:
        save_file(place, checked)
    assert refused.value.code == "storage"
    assert stored(tmp_path) == []
    assert place.instance.file == ""


def test_full_disk_that_cannot_delete_either_is_still_a_refusal(tmp_path):
    class Dying(FullDisk):
        def delete(self, name):
            raise OSError(5, "Input/output error")

    with pytest.raises(UploadRefused):
        save_file(slot(Dying(tmp_path)), check_upload(SimpleUploadedFile("a.pdf", files.pdf())))


def test_picture_is_stored_in_both_sizes_or_in_none(tmp_path):
    checked = check_upload(SimpleUploadedFile("a.jpg", files.picture("JPEG", (1600, 1600))))
    enough = slot(FileSystemStorage(tmp_path / "enough"))
    small = slot(FileSystemStorage(tmp_path / "enough"), "small")
    save_file(enough, checked, small_field_file=small)
    assert len(stored(tmp_path / "enough")) == 2
    assert small.instance.small.endswith(".webp")

    storage = FullDisk(tmp_path / "full", space=checked.size)
    large, small = slot(storage), slot(storage, "small")
    with pytest.raises(UploadRefused):
        save_file(large, checked, small_field_file=small)
    assert stored(tmp_path / "full") == []
    assert (large.instance.file, small.instance.small) == ("", "")
