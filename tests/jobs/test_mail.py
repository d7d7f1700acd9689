from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone, translation

from jobs import mail
from jobs.models import OutgoingMail
from tests.jobs.mail_server import MailServer

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "jobs.mail.OutboxBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_PORT = server.port
    yield server
    server.close()


def queue(to="a@example.org", **values):
    mail.queue_mail(**{"to": to, "subject": "Тема", "body": "Текст", "language": "ru", **values})
    return OutgoingMail.objects.latest("pk")


def pass_time():
    """Let the pause of every waiting letter be over."""
    OutgoingMail.objects.filter(state=State.QUEUED).update(retry_at=timezone.now())


# --- writing -------------------------------------------------------------------------------------


def test_message_becomes_a_row_for_each_recipient():
    message = EmailMessage("Тема", "Текст", to=["a@example.org", "b@example.org"], bcc=["c@example.org"])
    assert message.send() == 1
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "a@example.org", "b@example.org", "c@example.org",
    ]


def test_message_keeps_markup_language_and_reply_address():
    message = EmailMultiAlternatives(
        "Тема", "Текст", "portal@example.org", ["a@example.org"],
        reply_to=["r@example.org"], headers={"List-Unsubscribe": "<https://example.org/u>"},
    )
    message.attach_alternative("<p>Текст</p>", "text/html")
    with translation.override("ky"):
        message.send()
    row = OutgoingMail.objects.get()
    assert (row.body, row.html, row.language) == ("Текст", "<p>Текст</p>", "ky")
    assert row.sender == "portal@example.org"
    assert row.headers == {"List-Unsubscribe": "<https://example.org/u>", "Reply-To": "r@example.org"}


def test_message_with_a_file_is_refused():
    message = EmailMessage("Тема", "Текст", to=["a@example.org"])
    message.attach("a.txt", "text")
    with pytest.raises(ValueError, match="links"):
        message.send()


@pytest.mark.django_db(transaction=True)
def test_letter_of_a_rolled_back_act_does_not_exist():
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Тема", "Текст", None, ["a@example.org"])
        raise RuntimeError
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "subject,written",
    [
        ("Практика\r\nBcc: all@example.org", "Практика Bcc: all@example.org"),
        ("  а\t\x00б  ", "а б"),
        ("😀" * 500, "😀" * 149 + "…"),
        ("ы" * 150, "ы" * 150),
    ],
)
def test_subject_is_one_line_within_150_letters(subject, written):
    assert queue(subject=subject).subject == written


@pytest.mark.parametrize("to", ["a@example.org\nBcc: b@example.org", "a@example.org\r\n", "a\x00@b.kg"])
def test_addressee_with_a_line_break_is_refused(to):
    with pytest.raises(BadHeaderError):
        queue(to)
    with pytest.raises(BadHeaderError):
        EmailMessage("Тема", "Текст", to=[to]).send()


def test_header_with_a_line_break_is_refused():
    with pytest.raises(BadHeaderError):
        queue(headers={"X-Reason": "a\nBcc: b@example.org"})


def test_text_with_nul_is_stored_without_it():
    assert queue(body="а\x00б").body == "аб"


def test_letter_with_the_same_key_is_written_once():
    queue(key="practice-7-published-user-3", body="первое")
    queue(key="practice-7-published-user-3", body="второе")
    assert OutgoingMail.objects.get().body == "первое"


# --- delivery ------------------------------------------------------------------------------------


def test_letter_is_delivered_with_its_fixed_headers(server):
    row = queue(html="<p>Текст</p>", headers={"List-Unsubscribe": "<https://example.org/u>"})
    assert mail.deliver_due() == 1
    text = server.taken[0][1]
    assert f"Message-ID: {row.message_id}" in text
    assert "Content-Language: ru" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "List-Unsubscribe: <https://example.org/u>" in text
    assert "text/html" in text


def test_sent_letter_is_not_sent_again_and_its_text_is_forgotten(server):
    queue(html="<p>Текст</p>")
    mail.deliver_due()
    assert mail.deliver_due() == 0
    row = OutgoingMail.objects.get()
    assert (row.state, row.body, row.html, row.attempts) == (State.SENT, "", "", 1)
    assert row.sent_at is not None
    assert len(server.taken) == 1


def test_letters_share_one_connection(server):
    for number in range(3):
        queue(f"{number}@example.org")
    mail.deliver_due()
    assert (len(server.taken), server.connections) == (3, 1)


def test_limit_leaves_the_rest_for_the_next_round(server):
    for number in range(3):
        queue(f"{number}@example.org")
    assert mail.deliver_due(limit=2) == 2
    assert mail.deliver_due(limit=2) == 1
    assert server.recipients == ["0@example.org", "1@example.org", "2@example.org"]


@pytest.mark.parametrize("attempts,minutes", [(0, 1), (1, 5), (2, 30), (3, 120), (4, 720)])
def test_letter_refused_for_now_waits_longer_each_time(server, attempts, minutes):
    server.answers["a@example.org"] = "451 later"
    row = queue()
    OutgoingMail.objects.update(attempts=attempts)
    before = timezone.now()
    mail.deliver_due()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.QUEUED, attempts + 1)
    assert timedelta(minutes=minutes) <= row.retry_at - before <= timedelta(minutes=minutes * 1.2, seconds=2)
    assert "451" in row.last_error


def test_letter_refused_for_now_fails_after_the_last_pause(server):
    server.answers["a@example.org"] = "451 later"
    queue()
    for _ in range(6):
        pass_time()
        mail.deliver_due()
    assert OutgoingMail.objects.get().state == State.FAILED
    pass_time()
    assert mail.deliver_due() == 0


def test_letter_refused_for_good_fails_at_once_and_others_go_out(server):
    server.answers["gone@example.org"] = "550 no such person"
    for to in ("gone@example.org", "b@example.org", "c@example.org"):
        queue(to)
    assert mail.deliver_due() == 3
    assert server.recipients == ["b@example.org", "c@example.org"]
    row = OutgoingMail.objects.get(to="gone@example.org")
    assert (row.state, row.attempts) == (State.FAILED, 1)
    assert "no such person" in row.last_error


def test_letter_at_which_the_server_hangs_does_not_hold_up_the_others(server):
    server.behaviour["slow@example.org"] = "hang"
    queue("slow@example.org")
    queue("b@example.org")
    mail.deliver_due()
    assert OutgoingMail.objects.get(to="slow@example.org").state == State.QUEUED
    assert OutgoingMail.objects.get(to="b@example.org").state == State.SENT


def test_letter_dropped_after_its_text_comes_again_under_the_same_number(server):
    server.behaviour["a@example.org"] = "drop"
    row = queue()
    mail.deliver_due()
    row.refresh_from_db()
    assert row.state == State.QUEUED
    server.behaviour.clear()
    pass_time()
    mail.deliver_due()
    assert OutgoingMail.objects.get().state == State.SENT
    assert [text.count(row.message_id) for _, text in server.taken] == [1, 1]


def test_server_that_is_down_costs_no_attempt_and_is_named(server, settings):
    server.close()
    queue()
    with pytest.raises(mail.MailServerUnavailable):
        mail.deliver_due()
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts) == (State.QUEUED, 0)
    assert "refused" in row.last_error
    back = MailServer(settings.EMAIL_PORT)
    mail.deliver_due()
    assert back.recipients == ["a@example.org"]
    back.close()


@pytest.mark.parametrize("greeting", ["554 no service", "421 later"])
def test_server_that_turns_everybody_away_costs_no_attempt(server, greeting):
    server.greeting = greeting
    queue()
    with pytest.raises(mail.MailServerUnavailable):
        mail.deliver_due()
    assert OutgoingMail.objects.get().attempts == 0


def test_server_without_encryption_gets_nothing_when_encryption_is_asked_for(server, settings):
    settings.EMAIL_USE_TLS = True
    queue()
    with pytest.raises(mail.MailServerUnavailable):
        mail.deliver_due()
    assert server.taken == []


def test_sender_that_is_refused_waits_for_the_mistake_to_be_mended(server):
    server.answers["MAIL"] = "550 who are you"
    queue()
    mail.deliver_due()
    assert OutgoingMail.objects.get().state == State.QUEUED


def test_letter_that_cannot_be_composed_fails_after_five_tries_and_others_go_out(server):
    queue("a@example.org")
    OutgoingMail.objects.update(headers={"X-Bad": "a\nb"})
    queue("b@example.org")
    for _ in range(5):
        pass_time()
        mail.deliver_due()
    states = dict(OutgoingMail.objects.values_list("to", "state"))
    assert states == {"a@example.org": State.FAILED, "b@example.org": State.SENT}
    assert OutgoingMail.objects.get(to="a@example.org").attempts == 5


def test_letter_interrupted_every_time_fails(server):
    queue()
    OutgoingMail.objects.update(attempts=6)
    mail.deliver_due()
    assert OutgoingMail.objects.get().state == State.FAILED
    assert server.taken == []


def test_claimed_letter_is_not_claimed_again_before_its_pause():
    queue()
    assert mail.claim(timezone.now()).attempts == 1
    assert mail.claim(timezone.now()) is None


@pytest.mark.parametrize(
    "error,for_good",
    [
        (SMTPRecipientsRefused({"a@example.org": (550, b"gone")}), True),
        (SMTPRecipientsRefused({"a@example.org": (450, b"busy")}), False),
        (SMTPDataError(554, b"spam"), True),
        (SMTPDataError(452, b"full"), False),
        (SMTPSenderRefused(550, b"no", "portal@example.org"), False),
        (SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
    ],
)
def test_refusal_is_for_good_only_when_it_is_about_this_letter(error, for_good):
    assert mail.refused_for_good(error) is for_good


def test_hold_mail_keeps_waiting_letters_from_going_out(server):
    queue()
    call_command("hold_mail")
    assert mail.deliver_due() == 0
    assert OutgoingMail.objects.get().state == State.HELD
