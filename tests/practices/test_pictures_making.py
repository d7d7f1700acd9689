"""Renditions are made in the background, once, whatever happens to the worker."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from practices import actions
from practices.models import Attachment, Rendition
from practices.pictures import making
from practices.pictures.making import Unreadable, make_missing
from practices.pictures.periodic import render_forgotten
from practices.pictures.tasks import render
from publishing.uploads import upload_path
from publishing.uploads.sweeping import upload_fields
from tests import factories
from tests.practices import illustrated

pytestmark = pytest.mark.django_db
ALL = {(format, width) for format in ("avif", "webp") for width in (360, 720, 1440)}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture():
    return illustrated.with_picture("draft", rendered=False)[1]


def made(picture):
    return {(row.format, row.width) for row in picture.renditions.all()}


def files():
    return {name for month in _months() for name in default_storage.listdir(month)[1]}


def _months():
    return [
        f"{year}/{month}" for year in default_storage.listdir("")[0] if year.isdecimal()
        for month in default_storage.listdir(year)[0]
    ]


def test_upload_of_a_picture_asks_for_its_renditions_once():
    practice = factories.draft()
    for _press in range(2):
        picture = illustrated.add(practice, "a.jpg", illustrated.photo())
    illustrated.add_document(practice)
    asked = DBTaskResult.objects.filter(task_path__endswith="pictures.tasks.render")
    assert [row.args_kwargs["args"] for row in asked] == [[picture.pk]]


def test_renditions_are_made_with_their_size_and_file(picture):
    render.func(picture.pk)
    assert made(picture) == ALL
    for row in picture.renditions.all():
        assert row.size == row.file.size > 0
        assert row.height == round(row.width * 3 / 4)


def test_second_run_changes_nothing(picture):
    render.func(picture.pk)
    before = list(picture.renditions.values_list("pk", "file"))
    assert make_missing(picture) == 0
    assert list(picture.renditions.values_list("pk", "file")) == before


def test_run_after_a_killed_one_makes_only_the_rest(picture):
    make_missing(picture)
    kept = picture.renditions.get(format="avif", width=720)
    picture.renditions.exclude(pk=kept.pk).delete()
    assert make_missing(picture) == len(ALL) - 1
    assert picture.renditions.get(format="avif", width=720).file.name == kept.file.name


def test_lost_file_is_made_again(picture):
    make_missing(picture)
    lost = picture.renditions.get(format="webp", width=360)
    default_storage.delete(lost.file.name)
    assert make_missing(picture) == 1
    again = picture.renditions.get(format="webp", width=360)
    assert again.file.name != lost.file.name and default_storage.exists(again.file.name)


def test_two_workers_at_once_leave_one_of_each_and_no_stray_file(picture, monkeypatch):
    make_missing(picture)
    before = files()
    monkeypatch.setattr(making, "missing", lambda picture: {("avif", 360)})
    assert make_missing(picture) == 0
    assert files() == before and made(picture) == ALL


def test_picture_deleted_while_it_was_drawn_leaves_no_file(picture, monkeypatch):
    drawn = making.draw

    def slowly(file, wanted):
        for rendition in drawn(file, wanted):
            Attachment.objects.filter(pk=picture.pk).delete()
            yield rendition

    before = files()
    monkeypatch.setattr(making, "draw", slowly)
    render.func(picture.pk)
    assert files() == before and not Rendition.objects.exists()


def test_task_for_a_deleted_picture_or_a_document_does_nothing():
    document = illustrated.add_document(factories.draft())
    for pk in (document.pk, 999_999):
        render.func(pk)
    assert not Rendition.objects.exists()


def test_broken_or_lost_picture_is_told_and_not_tried_for_ever(picture, caplog):
    path = default_storage.path(picture.file.name)
    with open(path, "wb") as file:
        file.write(b"RIFF....WEBPbroken")
    render.func(picture.pk)
    default_storage.delete(picture.file.name)
    render.func(picture.pk)
    assert caplog.text.count(f"Picture {picture.pk} cannot be read") == 2
    with pytest.raises(Unreadable):
        make_missing(picture)


def test_full_disk_makes_the_task_fail_to_be_tried_again(picture, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(OSError, match="No space"):
        render.func(picture.pk)
    assert render.func.runs_allowed == 3


def test_removed_picture_takes_its_renditions_along(picture, django_capture_on_commit_callbacks):
    make_missing(picture)
    assert len(files()) == 2 + len(ALL)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(attachment=picture, by=picture.practice.author)
    assert files() == set()


def test_deleted_draft_takes_its_renditions_along(picture, django_capture_on_commit_callbacks):
    make_missing(picture)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(practice=picture.practice, by=picture.practice.author)
    assert files() == set() and not Rendition.objects.exists()


def test_renditions_are_known_to_the_sweeper():
    assert (Rendition, "file") in list(upload_fields())
    assert Rendition._meta.get_field("file").upload_to is upload_path


def test_command_makes_what_is_missing_and_names_what_cannot_be_read(picture):
    other = illustrated.with_picture("draft", rendered=False, title_ru="Другая")[1]
    default_storage.delete(other.file.name)
    told, wrong = StringIO(), StringIO()
    call_command("make_renditions", stdout=told, stderr=wrong)
    assert told.getvalue() == f"renditions: {len(ALL)} made\n"
    assert wrong.getvalue() == f"pictures that cannot be read: {other.pk}\n"
    assert made(picture) == ALL


def test_nightly_job_asks_for_forgotten_pictures_only(picture):
    make_missing(picture)
    forgotten = illustrated.with_picture("draft", rendered=False, title_ru="Другая")[1]
    DBTaskResult.objects.all().delete()
    render_forgotten()
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [[forgotten.pk]]


def test_small_picture_gets_only_the_widths_it_has():
    _practice, picture = illustrated.with_picture("draft", size=(500, 400))
    assert made(picture) == {(format, width) for format in ("avif", "webp") for width in (360, 500)}
