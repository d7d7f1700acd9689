"""Why a remark is not taken, in a sentence for the person who wrote it."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "closed": _("Nothing more can be written here: the text is no longer among the published ones."),
    "unconfirmed": _("Confirm your e-mail address first: the link is in the letter we sent you."),
    "nameless": _("Write your full name on your page first: readers see who asks and who answers."),
    "hidden": _("This question was hidden meanwhile and can no longer be answered."),
    "full": _("There are very many answers here already. Ask a new question instead."),
    "hour": _("You have written very much in the last hour. Your text stays here: send it in an hour."),
    "day": _("You have written very much today. Your text stays here: send it tomorrow."),
    "busy": _("Very much is being written under this text just now. Yours stays here: send it in an hour."),
    "said": _("You have written the same before."),
    "late": _("It can no longer be taken back: somebody has answered it, or more than an hour has passed."),
    "complaints": _("You have complained very often today. Write to the curators if the matter is urgent."),
}
TOO_MUCH = {"hour", "day", "busy", "complaints"}


class Refused(Exception):
    """Nothing was written; the sentence tells the person why and what to do."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
        self.status = 429 if reason in TOO_MUCH else 409

    @property
    def sentence(self):
        """The sentence in the reader's language."""
        return SENTENCES[self.reason]
