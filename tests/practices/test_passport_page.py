"""The passport on the page of a practice, in the list, and the page of the rules."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone, translation
from django.utils.translation import ngettext

from practices import badges
from practices.actions import confirm_facts, reckon
from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["ru", "ky"])
HOSTILE = "<script>alert('x')</script>{{ 7 }}"


def page(client, practice, language="ru"):
    answer = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def told(**fields):
    practice = factories.practice("published", **{
        "population": 2500, "people_needed": 31, "people_note_ru": "Мастер и водитель", "risks_ru": "Ржавчина",
        "upkeep_cost": 7000, "outcome": "partly", **fields,
    })
    practice.fundings.create(
        payer="local", amount=3_000, note_ru="столбы", paid_from="2018-05-01", paid_from_part="month"
    )
    practice.fundings.create(payer="donor", amount=1_000, position=2)
    reckon(practice)
    return practice


@LANGUAGES
def test_everything_told_stands_on_the_page(client, language):
    html = page(client, told(), language)
    for text in ("2\xa0500", "31", "Мастер и водитель", "Ржавчина", "3\xa0000\xa0сом", "столбы", "05.2018",
                 "4\xa0000\xa0сом", "75&nbsp;%", "25&nbsp;%", "7\xa0000\xa0сом", 'id="people"', 'id="cost"'):
        assert text in html
    assert 'href="#people"' in html and 'href="#cost"' in html
    assert "tag--amber" in html


@LANGUAGES
def test_what_is_not_told_is_not_said(client, language):
    html = page(client, factories.practice("published"), language)
    assert "None" not in html and 'id="people"' not in html and 'id="cost"' not in html
    assert "0\xa0сом" not in html


def test_total_that_is_not_known_stays_unsaid(client):
    practice = factories.practice("published")
    practice.fundings.create(payer="local", amount=3_000)
    practice.fundings.create(payer="donor", position=2)
    reckon(practice)
    html = page(client, practice)
    assert "3\xa0000\xa0сом" in html
    assert "<tfoot>" not in html and "%</span>" not in html


def test_rest_of_the_total_has_a_line_of_its_own(client):
    practice = factories.practice("published", cost_total=10_000)
    practice.fundings.create(payer="local", amount=3_000)
    reckon(practice)
    assert "7\xa0000\xa0сом" in page(client, practice)


@pytest.mark.parametrize(
    ("language", "sum_told"), [("ru", "до 500\xa0000\xa0сом<"), ("ky", "500\xa0000\xa0сомго чейин")],
)
def test_lowest_steps_say_of_how_many_there_are_fewer(client, language, sum_told):
    html = client.get(f"/{language}/practices/badges/").content.decode()
    with translation.override(language):
        for one, many, number in (
            ("fewer than %(number)s condition holds", "fewer than %(number)s conditions hold", badges.FEASIBLE),
            ("fewer than %(number)s answer is given", "fewer than %(number)s answers are given", badges.PARTIAL_FROM),
        ):
            assert ngettext(one, many, number) % {"number": number} in html
    assert sum_told in html


@LANGUAGES
def test_badges_lead_to_their_rules(client, language):
    html = page(client, told(), language)
    for name, shape in (("cost", "●○○"), ("evidence", "●○○○○"), ("ease", "●○○"), ("completeness", "●●○")):
        assert f'href="/{language}/practices/badges/#{name}"><span aria-hidden="true">{shape}</span>' in html
    rules = client.get(f"/{language}/practices/badges/")
    assert rules.status_code == 200 and not rules.cookies
    for name in ("cost", "evidence", "ease", "completeness"):
        assert f'<h2 id="{name}">' in rules.content.decode()


def test_failure_is_tagged_and_has_no_ease(client):
    html = page(client, told(outcome="failed"))
    assert "tag--red" in html and "badges/#ease" not in html
    assert "tag--red" not in page(client, told(outcome="worked"))


def test_check_of_facts_is_told_with_the_post_and_grows_old(client):
    practice = told()
    curator = factories.moderator("kurator", full_name="Тайный Куратор")
    confirm_facts(practice=practice, by=curator, post="Инженер района")
    html = page(client, practice)
    assert "Инженер района" in html and "Тайный" not in html
    Practice.objects.update(checked_on=timezone.localdate() - timedelta(days=366))
    old = page(client, practice).count("<br><span")
    Practice.objects.update(checked_on=timezone.localdate() - timedelta(days=365))
    assert old == page(client, practice).count("<br><span") + 1


def test_texts_of_the_passport_are_only_text(client):
    practice = told(people_note_ru=HOSTILE, risks_ru=HOSTILE)
    practice.fundings.update(note_ru=HOSTILE)
    confirm_facts(practice=practice, by=factories.moderator(), post=HOSTILE)
    html = page(client, practice)
    assert "<script>alert" not in html
    assert unescape(html).count(HOSTILE) >= 5


def test_text_in_the_other_language_is_marked(client):
    html = page(client, told(title_ky="Жарык"), "ky")
    assert '<div class="prose" lang="ru"><p>Ржавчина</p></div>' in html
    assert '<span lang="ru">столбы</span>' in html


def test_search_finds_the_risks(client):
    told(title_ru="Водопровод")
    found = client.get("/ru/search/?q=ржавчина").content.decode()
    assert "Водопровод" in found


# --- the list -------------------------------------------------------------------------------------


def titles(client, query):
    answer = client.get(f"/ru/practices/?{query}")
    assert answer.status_code == 200
    return {practice.title for practice in answer.context["page_obj"].object_list}


@pytest.fixture
def three():
    made = {
        "Дёшево": {"cost_level": 1, "evidence_level": 2, "ease_level": 3, "completeness": 1, "settlement": "village"},
        "Дорого": {"cost_level": 3, "evidence_level": 5, "ease_level": 1, "completeness": 3, "settlement": "city",
                   "outcome": "failed"},
        "Молчит": {},
    }
    for title, columns in made.items():
        [practice] = factories.published_quickly(title_ru=title)
        Practice.objects.filter(pk=practice.pk).update(**columns)


@pytest.mark.parametrize(("query", "found"), [
    ("cost_level=1", {"Дёшево"}), ("cost_level=1&cost_level=3", {"Дёшево", "Дорого"}), ("evidence_level=5", {"Дорого"}),
    ("ease_level=3", {"Дёшево"}), ("completeness=3", {"Дорого"}), ("outcome=failed", {"Дорого"}),
    ("settlement=village", {"Дёшево"}), ("settlement=several", set()), ("cost_level=1&settlement=city", set()),
    ("cost_level=9", {"Дёшево", "Дорого", "Молчит"}), ("outcome=great", {"Дёшево", "Дорого", "Молчит"}),
    ("evidence_level=" + "9" * 50, {"Дёшево", "Дорого", "Молчит"}), ("", {"Дёшево", "Дорого", "Молчит"}),
])
def test_list_is_filtered_by_what_is_reckoned(client, three, query, found):
    assert titles(client, query) == found


@LANGUAGES
def test_values_of_the_filters_are_counted_and_named(client, three, language):
    answer = client.get(f"/{language}/practices/")
    counted = {
        facet.name: {(option.value, option.count) for option in facet.options} for facet in answer.context["facets"]
    }
    assert counted["cost_level"] == {("1", 1), ("3", 1)}
    assert counted["outcome"] == {("failed", 1)}
    assert counted["settlement"] == {("village", 1), ("city", 1)}
    labels = {option.label for facet in answer.context["facets"] for option in facet.options}
    assert not labels & {"1", "3", "failed", "village", "city", ""}


def test_card_shows_badges_in_one_line_and_says_that_an_entry_is_short(client, three):
    html = client.get("/ru/practices/").content.decode()
    assert html.count('<span aria-hidden="true">●●○○○</span>') == 1
    assert html.count('<span aria-hidden="true">●●●●●</span>') == 1
    assert html.count("tag--red") == 1
    short = client.get("/ru/practices/?completeness=1").content.decode()
    full = client.get("/ru/practices/?completeness=3").content.decode()
    assert short.count('class="tag"') == full.count('class="tag"') + 1
