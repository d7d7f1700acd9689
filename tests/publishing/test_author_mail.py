import pytest
from django.utils import translation

from accounts.models import Notification
from jobs.models import OutgoingMail
from practices.models import Practice
from publishing import author_mail
from publishing.actions import last_event
from tests import factories

pytestmark = pytest.mark.django_db
TOLD = [("in_review", "send_back"), ("in_review", "publish"), ("published", "withdraw"), ("published", "archive")]


def told(status, verb, author=None, **extra):
    """Take the step and give the letters and notices that came of it alone."""
    practice = factories.practice(status, author)
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()
    factories.do(verb, practice, **extra)
    return list(OutgoingMail.objects.all()), list(Notification.objects.all())


@pytest.mark.parametrize(("status", "verb"), TOLD)
def test_author_gets_one_letter_and_one_notice(status, verb):
    [letter], [notice] = told(status, verb, reason="Аз гана оңдоңуз & «тырмакча»")
    assert letter.to == "author@example.kg"
    assert "Свет на трёх улицах" in letter.subject
    assert "Аз гана оңдоңуз & «тырмакча»" in letter.body
    assert notice.recipient == factories.person()
    assert "Свет на трёх улицах" in notice.title
    assert ("Аз гана оңдоңуз & «тырмакча»" in notice.body) == (verb == "send_back")


def test_letter_about_a_return_leads_to_where_the_author_goes_on():
    [letter], [notice] = told("in_review", "send_back", reason="Оңдоңуз")
    number = Practice.objects.get().pk
    assert notice.path == f"/practices/{number}/check/"
    assert letter.body.rstrip().endswith(f"/practices/{number}/check/")


@pytest.mark.parametrize(("status", "verb"), [("in_review", "recall"), ("draft", "submit"), ("archived", "restore")])
def test_other_steps_send_no_letter(status, verb):
    assert told(status, verb) == ([], [])


@pytest.mark.parametrize(("mine", "theirs"), [("ky", "ru"), ("ru", "ky")])
def test_letter_is_in_the_language_of_the_author_and_not_of_the_curator(mine, theirs):
    author = factories.person("reader", language=mine)
    with translation.override(theirs):
        [letter], _notices = told("in_review", "publish", author)
        assert translation.get_language() == theirs
    with translation.override(mine):
        [same], _notices = told("in_review", "publish", author)
    assert letter.language == mine
    assert letter.subject == same.subject
    assert f"http://testserver/{mine}/practices/" in letter.body


def test_curator_is_not_told_of_their_own_decision():
    curator = factories.moderator()
    assert told("in_review", "publish", curator, by=curator) == ([], [])


def test_author_who_may_not_sign_in_is_not_told():
    assert told("in_review", "publish", factories.person("blocked", is_active=False)) == ([], [])


def test_text_without_an_author_is_published_without_a_letter():
    practice = factories.practice("in_review")
    practice.author = None
    practice.save()
    factories.do("publish", practice)
    assert not OutgoingMail.objects.exists()


def test_same_step_told_again_adds_nothing():
    practice = factories.practice("returned")
    author_mail.tell_author(practice, last_event(practice))
    assert OutgoingMail.objects.count() == Notification.objects.count() == 1


def test_two_steps_of_one_text_are_two_letters():
    practice = factories.practice("returned")
    factories.do("submit", practice)
    factories.do("send_back", practice)
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("title", ["<b>Суу</b> & «жол»", "{{ settings.SECRET_KEY }} %(x)s", "Ң" * 200])
def test_title_stands_in_the_letter_as_it_was_written(title):
    factories.practice("published", title_ru=title)
    letter = OutgoingMail.objects.get()
    assert title in letter.body
    assert "\n" not in letter.subject
    assert len(letter.subject) <= 150


def test_letter_leads_to_the_page_of_the_text(client):
    author = factories.person()
    practice = factories.practice("returned", author)
    letter = OutgoingMail.objects.get()
    [address] = [word for word in letter.body.split() if word.startswith("http://testserver/")]
    client.force_login(author)
    assert client.get(address.removeprefix("http://testserver")).context["practice"] == practice
