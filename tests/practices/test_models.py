from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from practices.cards import KEPT, with_cards
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db


def held(work):
    """Whether the database holds what the work writes."""
    try:
        with transaction.atomic():
            work()
    except IntegrityError:
        return False
    return True


# --- what may exist -------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last", "may"), [
    (2018, 2021, True), (2018, 2018, True), (2018, None, True), (None, 2018, True), (None, None, True),
    (2021, 2018, False),
])
def test_years_stand_in_order(first, last, may):
    practice = factories.draft()
    assert held(lambda: Practice.objects.filter(pk=practice.pk).update(year_from=first, year_to=last)) == may


@pytest.mark.parametrize(("cost", "may"), [(None, True), (0, True), (Decimal("0.01"), True), (Decimal("-0.01"), False)])
def test_cost_is_not_negative(cost, may):
    practice = factories.draft()
    assert held(lambda: Practice.objects.filter(pk=practice.pk).update(cost_total=cost)) == may


@pytest.mark.parametrize(("figures", "may"), [
    ({"before": 1}, True), ({"after": 0}, True), ({"before": -1, "after": 2}, True), ({}, False),
])
def test_indicator_has_a_figure(figures, may):
    practice = factories.draft()
    assert held(lambda: practice.indicators.create(name_ru="Фонари", **figures)) == may


def test_same_file_is_kept_once_for_a_practice():
    fields = {"kind": "document", "name": "a.pdf", "size": 1, "sha256": "a" * 64, "file": "a.pdf"}
    practice, other = factories.draft(), factories.draft()
    assert held(lambda: practice.attachments.create(**fields))
    assert not held(lambda: practice.attachments.create(**fields))
    assert held(lambda: practice.attachments.create(**{**fields, "sha256": "b" * 64}))
    assert held(lambda: other.attachments.create(**fields))


# --- what is still missing ------------------------------------------------------------------------


def test_complete_text_lacks_nothing():
    assert factories.draft().shortcomings() == []


def test_empty_draft_lacks_seven_things():
    practice = Practice.objects.create(author=factories.person())
    assert len(practice.shortcomings()) == len(set(practice.shortcomings())) == 7


@pytest.mark.parametrize("field", ["title", "summary", "problem", "solution"])
def test_each_text_is_needed_in_one_of_the_languages(field):
    assert len(factories.draft(**{f"{field}_ru": ""}).shortcomings()) == 1
    assert factories.draft(**{f"{field}_ru": "", f"{field}_ky": "Кыргызча"}).shortcomings() == []


def test_topic_and_step_are_needed():
    assert len(factories.draft(topics=[]).shortcomings()) == 1
    assert len(factories.draft(step="").shortcomings()) == 1


def test_place_is_a_territory_or_a_note():
    naryn = factories.territory("naryn", "oblast")
    assert len(factories.draft(place_note_ru="").shortcomings()) == 1
    assert factories.draft(place_note_ru="", territories=[naryn]).shortcomings() == []
    assert factories.draft(place_note_ru="", place_note_ky="Үч айыл").shortcomings() == []


# --- the address ----------------------------------------------------------------------------------


def renamed(practice, title):
    practice.title_ru = title
    practice.save()
    return practice.slug


def test_address_follows_the_title_until_the_publication():
    practice = factories.draft(title_ru="Парк")
    assert practice.slug == "park"
    assert renamed(practice, "Новая дорога") == "novaya-doroga"
    factories.do("submit", practice)
    assert renamed(practice, "Дорога") == "doroga"


@pytest.mark.parametrize("status", ["published", "withdrawn", "archived"])
def test_address_of_what_readers_have_seen_stays(status):
    practice = factories.practice(status, title_ru="Парк")
    assert renamed(practice, "Дорога") == "park"
    practice.refresh_from_db()
    assert practice.slug == "park"


def test_address_is_made_of_the_language_of_the_author():
    titles = {"title_ru": "Чистая вода", "title_ky": "Таза суу"}
    assert factories.draft(**titles, language="ru").slug == "chistaya-voda"
    assert factories.draft(**titles, language="ky").slug == "taza-suu"
    assert factories.draft(title_ru="", title_ky="Таза суу", language="ru").slug == "taza-suu"


@pytest.mark.parametrize("title", ["", "🚰🚰", "«»"])
def test_address_is_never_empty(title):
    practice = factories.draft(title_ru=title)
    assert practice.slug
    assert practice.get_absolute_url() == f"/ky/practices/{practice.pk}-{practice.slug}/"


# --- how it is called -----------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last", "text"), [
    (2018, None, "2018"), (2018, 2021, "2018–2021"), (2018, 2018, "2018"), (None, 2021, "2021"), (None, None, ""),
])
def test_years_in_words(first, last, text):
    assert Practice(year_from=first, year_to=last).years_text == text


@pytest.fixture
def naryn():
    return factories.territory("naryn", "oblast", name_ky="Нарын облусу", name_ru="Нарынская область")


@pytest.fixture
def kochkor(naryn):
    return factories.territory("kochkor", "district", naryn, name_ky="Кочкор району", name_ru="Кочкорский район")


@pytest.mark.parametrize(("language", "text"), [
    ("ky", "Кочкор району, Нарын облусу"), ("ru", "Кочкорский район, Нарынская область"),
])
def test_one_place_is_told_with_what_it_is_part_of(language, text, kochkor):
    practice = factories.draft(territories=[kochkor])
    with translation.override(language):
        assert practice.place_text == text


def test_several_places_are_told_by_their_names(naryn, kochkor):
    practice = factories.draft(territories=[kochkor, naryn])
    with translation.override("ru"):
        assert set(practice.place_text.split(", ")) == {"Кочкорский район", "Нарынская область"}


def test_place_without_a_territory_is_what_the_author_says():
    practice = factories.draft(place_note_ru="Три села", place_note_ky="")
    for language in ("ru", "ky"):
        with translation.override(language):
            assert practice.place_text == "Три села"


def test_text_without_a_title_is_called_something():
    assert str(Practice())


def test_title_in_one_language_is_shown_in_the_other():
    practice = factories.draft(title_ru="Парк", title_ky="")
    with translation.override("ky"):
        assert practice.title == "Парк"


# --- what the catalogue learns --------------------------------------------------------------------


def test_card_tells_both_languages_whatever_the_page_speaks(kochkor):
    practice = factories.practice(
        "published", title_ky="Жарык", summary_ky="Кыскача", solution_ky="Шамдар", territories=[kochkor]
    )
    practice.steps.update(title_ky="Жыйын", text_ru="Собрать жителей")
    cards = []
    for language in ("ky", "ru"):
        with translation.override(language):
            cards.append(practice.catalogue_card())
    assert cards[0] == cards[1]
    card = cards[0]
    assert card.title == {"ky": "Жарык", "ru": "Свет на трёх улицах"}
    assert card.summary["ky"] == "Кыскача"
    assert card.place == {"ky": "Кочкор району, Нарын облусу", "ru": "Кочкорский район, Нарынская область"}
    assert "Шамдар" in card.body["ky"] and "Жыйын" in card.body["ky"]
    assert "Собрать жителей" in card.body["ru"] and "Шамдар" not in card.body["ru"]
    assert (card.kind, card.path) == ("practice", f"/practices/{practice.pk}-{practice.slug}/")
    assert card.territories == [kochkor.pk]
    assert card.published_on == practice.published_at


@pytest.mark.parametrize("empty", ["", None])
def test_card_of_a_text_without_a_place_is_made(empty):
    practice = factories.draft(place_note_ru=empty, place_note_ky=empty, title_ky=empty, summary_ky=empty)
    practice = Practice.objects.get(pk=practice.pk)
    card = practice.catalogue_card()
    assert card.place == {"ky": "", "ru": ""}
    assert card.title["ky"] == ""


def test_place_longer_than_the_catalogue_holds_is_cut():
    practice = factories.practice("published", place_note_ru="ң" * 400)
    assert practice.catalogue_card().place["ru"] == "ң" * 200


@pytest.mark.parametrize("number", [1, 10])
def test_cards_cost_a_fixed_number_of_queries(selects, number):
    district = factories.territory("moskva", "district", factories.territory("chui", "oblast"))
    factories.published_quickly(number, territories=[district])
    # The rows, their territories with what they are part of, their topics.
    with selects(3):
        practices = with_cards(list(Practice.objects.for_cards()))
    assert all("moskva" in practice.card for practice in practices)


def test_kept_card_is_shown_again_until_the_practice_changes(selects, settings):
    settings.KEPT_SECONDS = 60
    practice = factories.published_quickly(title_ru="Прежняя")[0]
    with_cards([practice])
    with selects(0):
        with_cards([practice])
    Practice.objects.filter(pk=practice.pk).update(title_ky="Жаңы")
    practice.refresh_from_db()
    practice.save()
    with_cards([practice])
    assert "Жаңы" in practice.card
    KEPT.clear()



@pytest.mark.parametrize(("status", "name"), [("published", "sort_ky"), ("draft", "sort_ru")])
def test_sort_keys_follow_the_titles(status, name):
    practice = factories.practice(status, title_ru="Бюджет", title_ky="Өрт")
    before = getattr(practice, name)
    practice.title_ru, practice.title_ky = "Вода", "Суу"
    practice.save()
    assert getattr(practice, name) != before
