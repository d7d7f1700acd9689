from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.models import PracticeCitation
from tests import factories
from tests.law.lawbook import act, cite, mark

pytestmark = pytest.mark.django_db
LIST = "/ru/law/"
ALL = ["59", "123", "101"]


def shown(client, **query):
    return [row.number for row in client.get(LIST, query).context["page_obj"].object_list]


# --- the list -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "title"), [("ru", "О законе 123"), ("ky", "Мыйзам 123 жөнүндө")])
def test_list_and_act_are_read_in_both_languages(client, language, title):
    law = act()
    assert title in client.get(f"/{language}/law/").content.decode()
    html = client.get(f"/{language}/law/{law.pk}/").content.decode()
    assert title in html
    assert f'href="/{language}/law/"' in html


def test_act_without_a_translation_is_shown_in_the_other_language_and_says_so(client):
    law = act(title_ky="", title_ru="О воде")
    assert 'lang="ru">О воде' in client.get(f"/ky/law/{law.pk}/").content.decode()
    assert 'lang="ru">О воде' in client.get("/ky/law/").content.decode()


@pytest.mark.parametrize(("query", "numbers"), [
    ({}, ALL), ({"kind": "code"}, ["59"]), ({"state": "repealed"}, ["101"]), ({"q": "№ 123-ЗРК"}, ["123"]),
    ({"q": "123", "kind": "code"}, []), ({"q": "zz"}, []), ({"kind": "zz"}, ALL), ({"page": "99"}, ALL),
    ({"state": "'--", "page": "zz"}, ALL),
])
def test_list_is_narrowed_and_wrong_values_ask_nothing(client, query, numbers):
    act("101", state="repealed", adopted_on=date(2011, 7, 15))
    act("123")
    act("59", kind="code")
    assert shown(client, **query) == numbers


def test_empty_result_helps_on_and_is_not_indexed(client):
    html = client.get(LIST, {"q": "нетакого"}).content.decode()
    assert 'class="empty"' in html
    assert "noindex" in html
    assert "noindex" not in client.get(LIST).content.decode()


def test_long_list_has_pages_that_keep_the_question(client):
    for number in range(1, 23):
        act(str(number))
    answer = client.get(LIST, {"kind": "law", "page": 2})
    assert len(answer.context["page_obj"].object_list) == 2
    assert "kind=law&amp;page=1" in answer.content.decode()


def test_hostile_words_are_shown_as_text(client):
    html = client.get(LIST, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize("rows", [1, 15])
def test_list_is_built_in_two_queries(client, selects, rows):
    for number in range(1, rows + 1):
        cite(factories.published_quickly()[0], act(str(number)))
    with selects(2):
        client.get(LIST, {"kind": "law", "q": "законе"})


def test_list_tells_how_many_published_texts_cite_the_act(client):
    law = act()
    cite(factories.practice("published"), law)
    cite(factories.draft(), law)
    [row] = client.get(LIST).context["page_obj"].object_list
    assert row.cited == 1


# --- one act ------------------------------------------------------------------------------------------


def test_unknown_act_is_not_found(client):
    for number in (1, 10**30):
        assert client.get(f"{LIST}{number}/").status_code == 404


def test_act_shows_its_fate_its_numbers_and_the_official_text(client):
    new = act("123")
    law = act("75", url_ru="https://cbd.minjust.gov.kg/75")
    law.number = "101"
    law.save()
    mark(law, state="repealed", successor=new)
    html = client.get(f"{LIST}{law.pk}/").content.decode()
    assert 'href="https://cbd.minjust.gov.kg/75" rel="nofollow noopener external"' in html
    assert "Изменилась статья 34" in html
    assert "75" in html
    assert f'href="{LIST}{new.pk}/"' in html
    assert f'href="{LIST}{law.pk}/"' in client.get(f"{LIST}{new.pk}/").content.decode()


def test_note_of_the_change_is_only_text(client):
    law = act()
    mark(law, note_ru="<b>Да</b>\n\nдва")
    html = client.get(f"{LIST}{law.pk}/").content.decode()
    assert "&lt;b&gt;Да" in html and "<b>Да" not in html


def test_act_leads_to_what_readers_may_see_of_what_cites_it(client):
    law = act()
    titles = {}
    for status in ("published", "draft", "in_review", "withdrawn", "archived"):
        practice = factories.practice(status, title_ru=f"Текст {status}")
        cite(practice, law)
        titles[status] = practice.title_ru
    factories.practice("published", title_ru="Чужой")
    html = client.get(f"{LIST}{law.pk}/").content.decode()
    assert {status for status, title in titles.items() if title in html} == {"published"}
    assert "Чужой" not in html


@pytest.mark.parametrize("rows", [1, 15])
def test_act_is_built_in_four_queries(client, selects, rows):
    law, new = act("1"), act("2")
    for practice in factories.published_quickly(rows):
        cite(practice, law)
    for number in range(rows):
        mark(act(f"7{number}"), state="repealed", successor=law)
    mark(law, state="repealed", successor=new)
    with selects(4):
        client.get(f"{LIST}{law.pk}/")


def test_acts_stand_in_the_site_map_and_in_the_footer(client):
    law = act()
    text = client.get("/sitemap.xml").content.decode()
    assert f"/ky/law/{law.pk}/" in text and f"/ru/law/{law.pk}/" in text
    assert 'href="/ru/law/"' in client.get("/ru/").content.decode()


# --- a practice ---------------------------------------------------------------------------------------


def page_of(client, practice, language="ru"):
    return client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/").content.decode()


def test_practice_names_its_acts_with_article_state_and_official_text(client):
    law = act("123", url_ru="https://cbd.minjust.gov.kg/123")
    practice = factories.practice("published", legal_basis_ru="И решение кенеша")
    cite(practice, law, "ст. 34")
    html = page_of(client, practice)
    pieces = [f'href="{LIST}{law.pk}/"', "ст. 34", "https://cbd.minjust.gov.kg/123", "И решение кенеша", 'id="law"']
    assert [piece for piece in pieces if piece not in html] == []
    assert "notice--warn" not in html


def test_practice_without_law_has_no_section_for_it(client):
    assert 'id="law"' not in page_of(client, factories.practice("published"))


@pytest.mark.parametrize(("language", "note"), [("ru", "Изменилась статья 34"), ("ky", "34-берене өзгөрдү")])
def test_practice_warns_above_when_an_act_changed(client, language, note):
    law = act()
    practice = factories.practice("published")
    cite(practice, law)
    mark(law)
    html = page_of(client, practice, language)
    assert html.index("notice--warn") < html.index("<h1")
    assert note in html


def test_practice_citing_a_replaced_act_leads_to_the_new_one(client):
    law, new = act("101"), act("123")
    practice = factories.practice("published")
    cite(practice, law)
    mark(law, state="repealed", successor=new)
    PracticeCitation.objects.update(edition=2)
    html = page_of(client, practice)
    assert f'href="{LIST}{new.pk}/"' in html
    assert "notice--warn" not in html


def test_author_sees_the_flag_on_the_draft(client):
    law, draft = act(), factories.draft()
    cite(draft, law)
    mark(law)
    client.force_login(draft.author)
    assert "Изменилась статья 34" in page_of(client, draft)
    assert "tag--amber" in client.get(f"/ru/practices/{draft.pk}/check/").content.decode()
    assert "notice--warn" in client.get(f"/ru/practices/{draft.pk}/write/law/").content.decode()


def test_acts_cost_the_page_of_a_practice_no_query(client):
    practice = factories.practice("published")
    with CaptureQueriesContext(connection) as without:
        page_of(client, practice)
    for number in range(1, 6):
        cite(practice, act(str(number), state="repealed", successor=act(f"7{number}")))
    with CaptureQueriesContext(connection) as with_acts:
        page_of(client, practice)
    assert len(with_acts) == len(without)


def test_practice_is_found_by_the_number_of_its_act(client):
    practice = factories.draft()
    cite(practice, act("777"))
    factories.do("submit", practice)
    factories.do("publish", practice)
    assert practice.title_ru in client.get("/ru/search/", {"q": "777"}).content.decode()
