"""Practices with pictures and documents, sent in as their authors send them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from practices.actions import attach
from practices.models import Attachment, Practice
from practices.pictures.making import make_missing
from publishing.uploads import check_upload
from tests import factories
from tests.publishing import hostile_files


def photo(size=(1600, 1200), kind="JPEG", seed=1) -> bytes:
    """A picture unlike any other of another seed."""
    grey = Image.linear_gradient("L").rotate(10 * seed).resize(size)
    image = Image.merge("RGB", (grey, grey.rotate(180), Image.new("L", size, 40 * seed % 256)))
    output = io.BytesIO()
    image.save(output, kind)
    return output.getvalue()


def add(practice: Practice, name: str, content: bytes, caption="") -> Attachment:
    checked = check_upload(SimpleUploadedFile(name, content))
    return attach(practice=practice, by=practice.author, checked=checked, caption=caption)


def add_document(practice: Practice, name="Протокол.pdf", number=1) -> Attachment:
    return add(practice, name, hostile_files.pdf(b"<< /Number %d >>" % number))


def with_picture(status="published", size=(1600, 1200), rendered=True, **fields) -> tuple[Practice, Attachment]:
    """A practice in the status with one picture, and the picture."""
    practice = factories.draft(**fields)
    picture = add(practice, "Башня.jpg", photo(size), "Водонапорная башня")
    if rendered:
        make_missing(picture)
    for verb in factories.WAYS[status]:
        factories.do(verb, practice)
    return practice, picture
