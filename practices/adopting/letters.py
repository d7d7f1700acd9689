"""Letters and notices about repeats, each in the language of its reader and each once."""

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.actions import notify
from accounts.notices import NOTICES, Notice
from jobs.mail import queue_mail
from practices.models import Adoption

SALT = "practices.adopting.refuse"
LANGUAGES = [code for code, _name in settings.LANGUAGES]

NOTICES.update(
    adoption_begun=Notice(_("Your practice is being repeated: «%(title)s»"), "%(place)s"),
    adoption_result=Notice(_("A repeat of your practice has a result: «%(title)s»"), "%(place)s"),
    adoption_ask=Notice(
        _("How is the repeat going: «%(title)s»?"),
        _("Tell it in two minutes: colleagues all over the country learn from it."),
    ),
    adoption_hidden=Notice(_("A curator has hidden your repeat: «%(title)s»"), "%(reason)s"),
)


def tell_author_of_beginning(adoption: Adoption) -> None:
    _tell_author(adoption, "begun")


def tell_author_of_result(adoption: Adoption) -> None:
    _tell_author(adoption, "result")


def _tell_author(adoption, event):
    author = adoption.practice.author
    if author is None or not author.is_active or author == adoption.by:
        return
    path = f"/practices/{adoption.practice_id}-{adoption.practice.slug}/repeats/"
    _send(author, adoption, event, path=path, key=f"repeat-{adoption.pk}-{event}")


def ask(adoption: Adoption, days: int) -> None:
    """Ask the person who keeps the repeat how it goes; the key names the day, so that it is asked once."""
    person = adoption.by
    link = f"{settings.SITE_URL}/{person.language}/practices/repeats/quiet/{token_of(adoption)}/"
    _send(
        person, adoption, "ask", path=f"/practices/repeats/{adoption.pk}/tell/",
        key=f"repeat-{adoption.pk}-ask-{days}-{person.pk}", quiet=link,
        headers={"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def tell_of_hiding(adoption: Adoption) -> None:
    """Whoever keeps the repeat learns in the inbox that it is hidden, and why."""
    if adoption.by is not None and adoption.by.is_active:
        notify(
            recipient=adoption.by, kind="adoption_hidden", path=f"/practices/repeats/{adoption.pk}/",
            params={"title": _in_both(adoption.practice, "title"), "reason": adoption.hidden_reason},
        )


def _send(person, adoption, event, *, path, key, headers=None, quiet=""):
    params = {"title": _in_both(adoption.practice, "title"), "place": _in_both(adoption.place, "name")}
    notify(recipient=person, kind=f"adoption_{event}", params=params, path=path, key=key)
    with translation.override(person.language):
        text = render_to_string(f"practices/adopting/mail/{event}.txt", {
            "adoption": adoption, "practice": adoption.practice, "quiet": quiet,
            "address": f"{settings.SITE_URL}/{person.language}{path}",
        })
    subject, _blank, body = text.strip().partition("\n")
    queue_mail(
        to=person.email, subject=subject, body=body.strip(), key=key, language=person.language, headers=headers
    )


def _in_both(row, name):
    return {code: getattr(row, f"{name}_{code}") or str(row) for code in LANGUAGES}


# --- the link by which a person refuses to be asked -----------------------------------------------------


def token_of(adoption: Adoption) -> str:
    """What proves, without signing in, that a letter about this repeat came to this person."""
    return signing.dumps([adoption.pk, adoption.by_id], salt=SALT)


def named_by(token: str) -> Adoption | None:
    """The repeat about which the bearer of the token is asked; nothing when somebody else keeps it by now."""
    try:
        pk, person = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Adoption.objects.filter(pk=pk, by=person).select_related("practice", "by").first()
