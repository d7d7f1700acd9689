"""What readers see of the repeats of a practice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext, ngettext

from practices.models import Adoption, Practice
from tests import factories
from tests.practices.repeating import HOSTILE, begun, led_to, many, municipality, official, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(db):
    return factories.practice("published", territories=[municipality("home")])


def begin_page(practice, language="ru"):
    return f"/{language}/practices/{practice.pk}/repeat/"


def page_of(practice, language="ru"):
    return f"/{language}/practices/{practice.pk}-{practice.slug}/"


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_page_of_the_practice_shows_who_repeats_it(client, practice, language):
    adoption = led_to("result", practice, official("head", municipality("kara-suu"), full_name="Тайное Имя"))
    told(adoption, post="Катчы", changed="Ашар жолу менен", cost_total=120_000)
    for html in (client.get(page_of(practice, language)).content.decode(),
                 client.get(f"{page_of(practice, language)}repeats/").content.decode()):
        for words in (f"kara-suu ({language})", "Стало светло", "Ашар жолу менен", "Катчы", "120\xa0000\xa0сом",
                      str(timezone.localdate().year)):
            assert words in html
        assert "Тайное" not in html and "head@example.kg" not in html


def test_anonymous_reader_gets_no_cookie_and_no_form(client, practice):
    answer = client.get(page_of(practice))
    assert begin_page(practice) in answer.content.decode()
    assert not answer.cookies
    assert not client.get(f"{page_of(practice)}repeats/").cookies


def test_standing_is_on_the_card_and_in_the_heading(client, practice):
    led_to("running", practice, official("head", municipality("kara-suu")))
    with translation.override("ru"):
        times = ngettext("repeated %(number)s time", "repeated %(number)s times", 1) % {"number": 1}
    assert times in client.get("/ru/practices/?sort=repeats").content.decode()
    assert times in client.get(page_of(practice)).content.decode()
    Practice.objects.update(repeats=0)
    assert times not in client.get("/ru/practices/").content.decode()


def test_list_is_sorted_by_repeats(client):
    first, second, third = factories.published_quickly(3)
    Practice.objects.filter(pk=first.pk).update(repeats=2)
    Practice.objects.filter(pk=third.pk).update(repeats=1)
    html = client.get("/ru/practices/?sort=repeats").content.decode()
    places = [html.index(page_of(practice)) for practice in (first, third, second)]
    assert places == sorted(places)


def test_unconfirmed_repeat_is_shown_as_such(client, practice):
    begun(practice, official("new", municipality("new"), vouched=False))
    with translation.override("ru"):
        words = gettext("not confirmed yet")
    assert words in client.get(page_of(practice)).content.decode()
    Adoption.objects.update(is_confirmed=True)
    assert words not in client.get(page_of(practice)).content.decode()


def test_hidden_repeat_is_nowhere(client, practice):
    adoption = led_to("result", practice, official("head", municipality("kara-suu")))
    pupil = begun(practice, official("pupil", municipality("pupil")), learnt_from=adoption)
    Adoption.objects.filter(pk=adoption.pk).update(is_hidden=True, hidden_reason="за что")
    for address in (page_of(practice), f"{page_of(practice)}repeats/"):
        html = client.get(address).content.decode()
        assert "kara-suu" not in html and "Стало светло" not in html
        assert str(pupil.territory) in html or "pupil" in html


@pytest.mark.parametrize("address", ["", "repeats/"])
def test_hostile_words_are_shown_as_words(client, practice, address):
    head = official("head", municipality("kara-suu"))
    adoption = led_to("result", practice, head)
    told(adoption, post=HOSTILE, changed=HOSTILE, result=HOSTILE)
    other = begun(practice, official("other", municipality("other")))
    told(other, stage="stopped", note=HOSTILE)
    html = client.get(page_of(practice) + address).content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html
    assert html.count(escape("<script>alert('x')</script>{{ settings.SECRET_KEY }}")) == 4


def test_former_name_stands_beside_the_successor(client, practice):
    place = municipality("kara-suu")
    begun(practice, official("head", place))
    place.valid_to, place.successor = "2026-01-01", municipality("joint")
    place.save()
    for address in (page_of(practice), f"{page_of(practice)}repeats/"):
        html = client.get(address).content.decode()
        assert "joint (ru)" in html and "kara-suu (ru)" in html


def test_repeats_page_has_its_right_address(client, practice):
    begun(practice, official("head", municipality("kara-suu")))
    assert client.get(f"/ru/practices/{practice.pk}-other/repeats/")["Location"] == f"{page_of(practice)}repeats/"
    assert client.get("/ru/practices/999999-none/repeats/").status_code == 404
    for page in ("zz", "0", "99"):
        assert client.get(f"{page_of(practice)}repeats/?page={page}").status_code == 200


def test_repeats_of_a_removed_practice_are_gone_with_it(client, practice):
    factories.do("withdraw", practice, kind="cause")
    assert client.get(f"{page_of(practice)}repeats/").status_code == 410


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_repeats_of_a_hidden_text_are_not_found(client, status):
    practice = factories.practice(status)
    assert client.get(f"/ru/practices/{practice.pk}-{practice.slug}/repeats/").status_code == 404


def test_thousand_repeats_cost_no_more_queries_and_little_room(client, practice):
    many(practice, 3)
    pages = (page_of(practice), f"{page_of(practice)}repeats/")
    client.get(pages[0])
    few = [_reads(client, address) for address in pages]
    many_more = Adoption.objects.bulk_create(
        Adoption(practice=practice, territory=place, stage="result", result="Стало светло", language="ru",
                 is_confirmed=True, cost_total=1000 + number)
        for number, place in enumerate(_places(1000))
    )
    assert len(many_more) == 1000
    crowded = [_reads(client, address) for address in pages]
    assert [count for count, _html in crowded] == [count for count, _html in few]
    assert [html.count("place-") <= 20 for _count, html in crowded] == [True, True]
    assert "1003" in crowded[0][1]
    assert client.get(f"{pages[1]}?page=51").content.decode().count("place-") <= 20


def _places(number):
    """Units made at once: their own save() keeps paths true one by one, which takes long a thousand times."""
    model = type(municipality("first"))
    return model.objects.bulk_create(
        model(slug=f"place-x{count}", kind="aiyl_aimak", name_ky=f"place-x{count}", name_ru=f"place-x{count}",
              path=f"/place-x{count}/", sort_ky="", sort_ru="", search_names="")
        for count in range(number)
    )


def _reads(client, address):
    with CaptureQueriesContext(connection) as queries:
        html = client.get(address).content.decode()
    return len(queries), html
