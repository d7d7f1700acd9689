"""What the inbox says of the steps of a publication; importing this module adds the words."""

from django.utils.translation import gettext_lazy as _

from accounts.notices import NOTICES, Notice

NOTICES.update(
    publication_send_back=Notice(_("«%(title)s» was returned to you: see what the curator asks for."), "%(reason)s"),
    publication_publish=Notice(_("«%(title)s» is published.")),
    publication_withdraw=Notice(_("«%(title)s» was withdrawn from publication.")),
    publication_archive=Notice(_("«%(title)s» was moved to the archive.")),
    remark_new=Notice(_("New questions and additions under «%(title)s».")),
    remark_answer=Notice(_("You have an answer under «%(title)s».")),
    remark_hidden=Notice(_("What you wrote under «%(title)s» is hidden by a curator."), "%(reason)s"),
    remark_held=Notice(
        _("What you wrote under «%(title)s» is hidden after complaints."), _("A curator looks at it and decides.")
    ),
    remark_shown=Notice(_("What you wrote under «%(title)s» is shown again.")),
)
