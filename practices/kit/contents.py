"""What the section of practices itself puts into a kit."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from practices.kit.checklist import checklist
from practices.kit.cost_table import cost_table
from practices.kit.documents import LOST, picture_file, pictures_of, print_file, sheet_file
from practices.kit.parts import Piece, add_part
from practices.kit.qr import page_address
from practices.kit.words import message_of, told
from publishing.uploads import UploadRefused


def text_file(text: str) -> bytes:
    """A plain text as old editors of Windows read it: marked as UTF-8, lines ended with both signs."""
    lines = text.strip().splitlines()
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _paper(name, about, content):
    return Piece(name, about, content, is_numbered=True)


def _papers(practice):
    yield _paper(f"{_('Practice')}.html", _("the whole practice, to be read and printed"), print_file(practice))
    if practice.steps.all():
        yield _paper(f"{_('Steps')}.docx", _("steps as a list to be ticked off"), checklist(practice))
    yield _paper(f"{_('Cost')}.xlsx", _("cost table with a column for your own figures"), cost_table(practice))
    yield _paper(f"{_('Sheet for the gathering')}.html", _("one A4 page to be hung up"), sheet_file(practice))
    yield _paper(f"{_('Message')}.txt", _("text for WhatsApp, up to 700 characters"), text_file(message_of(practice)))


def _law(practice):
    basis = told(practice, "legal_basis")
    if practice.cited or basis:
        text = render_to_string("practices/kit/law.txt", {"basis": basis, "citations": practice.cited})
        yield _paper(f"{_('Legal basis')}.txt", _("acts on which the practice rests"), text_file(text))


def _contact(practice):
    post = told(practice, "contact_post")
    if post:
        text = "\n\n".join([told(practice, "title"), post, page_address(practice.get_absolute_url())])
        yield _paper(f"{_('Whom to ask')}.txt", _("the post to turn to with questions"), text_file(text))


def _documents(practice):
    for file in practice.attachments.all():
        if not file.is_picture:
            url = page_address(file.get_absolute_url())
            yield Piece(file.name, told(file, "caption"), file.file, folder=_("Documents"), url=url)


def _pictures(practice):
    """Small pictures: what can be read; the large ones stay on the portal."""
    for number, picture in enumerate(pictures_of(practice), start=1):
        try:
            content = picture_file(picture)
        except (UploadRefused, *LOST):
            continue
        yield Piece(f"{number:02}.jpg", told(picture, "caption"), content, folder=_("Pictures"))


for name, order, make in (
    ("papers", 10, _papers), ("law", 20, _law), ("contact", 30, _contact), ("documents", 80, _documents),
    ("pictures", 90, _pictures),
):
    add_part(f"practices.{name}", order, make)
