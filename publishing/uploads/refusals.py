"""A refused file is answered by a sentence that says the rule and what to do next."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES = {
    "missing": _("Choose a file."),
    "empty": _("The file is empty. Choose a file that has something in it."),
    "wrong_kind": _("Files of this kind are not accepted. Choose a file of one of these kinds: %(kinds)s."),
    "too_big": _("The file is too big. Choose a file of at most %(limit)s MB."),
    "too_many_pixels": _(
        "The picture is too big: at most %(limit)s megapixels are accepted. "
        "Make it smaller and choose it again."
    ),
    "unpacked": _(
        "When opened, the file grows too big: at most %(limit)s MB are accepted. "
        "Divide it into several files."
    ),
    "damaged": _("The file is damaged and does not open. Open it, save it again and choose it once more."),
    "password": _("The file is protected by a password. Remove the password and choose the file again."),
    "macros": _("The file contains macros. Save it without macros and choose it again."),
    "infected": _("A virus was found in the file. Check your computer and choose another file."),
    "unsafe": _(
        "The file contains something that could harm readers: scripts, programs or files hidden inside. "
        "Save it without them and choose it again."
    ),
    "remote": _(
        "The document takes pictures, a template or data from another site or computer. "
        "Insert them into the document itself and choose the file again."
    ),
    "too_many": ngettext_lazy(
        "No more than %(limit)d file can be attached.",
        "No more than %(limit)d files can be attached.",
        "limit",
    ),
    "storage": _("The file could not be saved. Your text is not lost: add the file again a little later."),
}


class UploadRefused(ValidationError):
    """A file that may not enter the portal; `code` is a key of SENTENCES."""

    def __init__(self, code, **params):
        super().__init__(SENTENCES[code], code=code, params=params or None)
