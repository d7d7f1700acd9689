"""The author of a practice hears of each repeat twice: when it begins, and when it has a result."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions import delete_account
from accounts.models import Notification
from jobs.models import OutgoingMail
from practices.models import Practice
from tests import factories
from tests.practices.repeating import begun, municipality, official, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(db):
    return factories.practice("published", territories=[municipality("home")])


@pytest.fixture
def place(db):
    return municipality("kara-suu")


@pytest.fixture
def head(place):
    return official("head", place)


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_author_hears_of_the_beginning_and_of_the_result(practice, head, language, settings):
    practice.author.language = language
    practice.author.save()
    adoption = begun(practice, head, post="Катчы <b>")
    told(adoption, stage="running")
    told(adoption, stage="result", result="Стало <b>светло")
    letters = OutgoingMail.objects.filter(key__startswith="repeat-").order_by("pk")
    assert [(letter.to, letter.language) for letter in letters] == [(practice.author.email, language)] * 2
    address = f"{settings.SITE_URL}/{language}/practices/{practice.pk}-{practice.slug}/repeats/"
    with translation.override(language):
        subjects = [
            gettext("Your practice is being repeated: «%(title)s»") % {"title": practice.title},
            gettext("A repeat of your practice has a result: «%(title)s»") % {"title": practice.title},
        ]
    assert [letter.subject for letter in letters] == subjects
    for letter in letters:
        assert address in letter.body and f"kara-suu ({language})" in letter.body
    assert "Катчы <b>" in letters[0].body and "Стало <b>светло" in letters[1].body
    kinds = Notification.objects.filter(recipient=practice.author, kind__startswith="adoption").order_by("pk")
    assert [notice.kind for notice in kinds] == ["adoption_begun", "adoption_result"]


def test_author_who_left_or_repeats_it_elsewhere_gets_no_letter(practice, head, place):
    author = practice.author
    author.territory = place
    author.save()
    begun(practice, author)
    delete_account(person=author)
    begun(Practice.objects.get(pk=practice.pk), official("other", municipality("other")))
    assert not OutgoingMail.objects.filter(key__startswith="repeat-").exists()
