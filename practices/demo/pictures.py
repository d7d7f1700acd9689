"""Draws the pictures that a demonstration practice asks for, and sends them in as its author would."""

from django.core.files.uploadedfile import SimpleUploadedFile

from practices.actions import attach
from practices.demo.illustrations import AFTER, BEFORE, bars, way
from publishing.uploads import PICTURES, check_upload


def add_pictures(practice, asked: list[dict], *, by) -> None:
    """`draw` is «bars» of the indicator of this number, or the «way» of the steps."""
    for number, picture in enumerate(asked, start=1):
        content = _bars(practice, picture) if picture["draw"] == "bars" else _way(practice, picture)
        file = SimpleUploadedFile(f"{picture['draw']}-{number}.png", content)
        checked = check_upload(file, allow=PICTURES)
        attachment = attach(practice=practice, by=by, checked=checked, caption=picture["caption"][practice.language])
        for language, caption in picture["caption"].items():
            setattr(attachment, f"caption_{language}", caption)
        attachment.save()


def _bars(practice, picture):
    row = practice.indicators.all()[picture["indicator"] - 1]
    heads = [f"{getattr(row, f'name_{code}')}, {getattr(row, f'unit_{code}')}" for code in ("ky", "ru")]
    return bars(*heads, [(BEFORE, row.before.normalize()), (AFTER, row.after.normalize())])


def _way(practice, picture):
    steps = [(step.title_ky, step.title_ru) for step in practice.steps.all()]
    return way(picture["head"]["ky"], picture["head"]["ru"], steps)
