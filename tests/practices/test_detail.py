import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from practices.models import Practice
from publishing.actions import note_edit
from tests import factories

pytestmark = pytest.mark.django_db
TEXTS = ["title", "summary", "problem", "solution", "legal_basis", "lessons", "cost_note", "place_note", "contact_post"]
HOSTILE = "<script>alert('x')</script>{{ settings.SECRET_KEY }}{% debug %}%(x)s${7*7}<img src=x onerror=alert(1)>"


def address(practice, language="ru"):
    return f"/{language}/practices/{practice.pk}-{practice.slug}/"


def page(client, practice, language="ru", status=200):
    answer = client.get(address(practice, language))
    assert answer.status_code == status
    return answer.content.decode()


def full(status="published", **fields):
    """A practice with one of each thing a page can show."""
    texts = {f"{name}_ru": f"{name} по-русски" for name in TEXTS}
    naryn = factories.territory("naryn", "oblast")
    practice = factories.draft(
        **{**texts, "cost_total": 1_250_000, "year_from": 2018, "year_to": 2021, "territories": [naryn], **fields}
    )
    practice.indicators.create(name_ru="Охват водой", unit_ru="%", before=40, after=Decimal("97.5"))
    practice.sources.create(title_ru="Отчёт проекта", url="https://example.kg/report")
    practice.attachments.create(kind="picture", name="foto.webp", file="a.webp", size=1, sha256="a", caption_ru="Башня")
    practice.attachments.create(kind="document", name="protokol.pdf", file="a.pdf", size=1, sha256="b")
    for verb in factories.WAYS[status]:
        factories.do(verb, practice)
    return practice


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_everything_written_stands_on_the_page(client, language):
    html = page(client, full(title_ky="Аталышы"), language)
    for name in TEXTS[1:]:
        assert f"{name} по-русски" in html
    for text in ("Собрать сход", "Охват водой", "97,5", "Отчёт проекта", "https://example.kg/report", "Башня",
                 "protokol.pdf", "1\xa0250\xa0000\xa0сом", "2018–2021", f"naryn ({language})", f"water ({language})"):
        assert text in html


@pytest.mark.parametrize("slug", ["old-name", "1", "x" * 200])
def test_any_other_words_in_the_address_lead_to_the_right_ones_for_good(client, slug):
    practice = factories.practice("published")
    answer = client.get(f"/ru/practices/{practice.pk}-{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, address(practice))


def test_address_of_a_draft_leads_on_for_a_while_only(client):
    practice = factories.draft()
    client.force_login(practice.author)
    assert client.get(f"/ru/practices/{practice.pk}-old/").status_code == 302


@pytest.mark.parametrize("wrong", ["999999-park", "0-park", "9" * 30 + "-park", "park", "-1-park", "1-", "1-па", "1- "])
def test_wrong_address_is_not_found(client, wrong):
    factories.practice("published")
    assert client.get(f"/ru/practices/{wrong}/").status_code == 404


def test_place_that_was_merged_says_what_it_is_now(client):
    kept = factories.territory("kept")
    middle = factories.territory("middle", successor=kept, valid_to=date(2020, 1, 1))
    merged = factories.territory("merged", successor=middle, valid_to=date(2013, 1, 1))
    html = page(client, factories.published_quickly(territories=[merged])[0])
    assert f"{merged.name_ru} — теперь это {kept.name_ru}" in unescape(html)
    assert "теперь это" not in page(client, factories.published_quickly(territories=[kept])[0])


# --- who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_hidden_text_exists_for_its_author_and_curators_only(client, status):
    practice = factories.practice(status)
    assert page(client, practice, status=404)
    assert client.get(f"/ru/practices/{practice.pk}-wrong/").status_code == 404
    client.force_login(factories.person("member"))
    assert page(client, practice, status=404)
    for user in (factories.person(), factories.moderator()):
        client.force_login(user)
        html = page(client, practice)
        assert 'content="noindex"' in html
        assert re.search(r'class="notice\b[^>]*role="status"', html)


def test_only_the_author_of_a_draft_is_offered_to_change_it(client):
    practice = factories.practice("returned")
    change = f"/ru/practices/{practice.pk}/check/"
    for user, offered in ((factories.person(), True), (factories.moderator(), False)):
        client.force_login(user)
        assert (change in page(client, practice)) == offered
    factories.do("submit", practice)
    client.force_login(practice.author)
    assert change not in page(client, practice)


def test_published_text_has_no_notice_and_is_indexed(client):
    html = page(client, factories.practice("published"))
    assert "noindex" not in html
    assert not re.search(r'class="notice\b[^>]*role="status"', html)


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_text_taken_from_the_lists_stays_with_a_notice_that_says_why(client, verb):
    practice = factories.practice("published")
    factories.do(verb, practice, reason="Закон <b>изменился</b>")
    html = page(client, practice)
    assert "Закон &lt;b&gt;изменился&lt;/b&gt;" in html
    assert "notice--warn" in html and 'content="noindex"' in html
    assert practice.problem_ru in html


def test_text_removed_for_cause_is_gone_for_everybody(client):
    practice = full()
    files = [f"/ru/practices/files/{file.pk}/" for file in practice.attachments.all()]
    factories.do("withdraw", practice, kind="cause", reason="Чужой текст")
    note_edit(publication=practice, by=factories.moderator(), changed_fields=["title_ru"], reason="Правка после")
    for user in (None, factories.person("member"), practice.author, factories.moderator()):
        if user:
            client.force_login(user)
        html = page(client, practice, status=410)
        assert "Чужой текст" in html
        assert "Правка после" not in html
        assert practice.problem_ru not in html and practice.title_ru not in html
        assert [client.get(file).status_code for file in files] == [404, 404]
        assert client.get(f"/ru/practices/{practice.pk}-wrong/").status_code == 410


def test_merged_text_leads_to_the_other_for_good(client):
    practice, other = factories.practice("published"), factories.practice("published", title_ru="Главный")
    factories.do("withdraw", practice, kind="merged", merged_into=other)
    for language in ("ru", "ky"):
        answer = client.get(address(practice, language))
        assert (answer.status_code, answer["Location"]) == (302, address(other, language))


def test_restored_text_is_as_it_was(client):
    practice = factories.practice("archived")
    factories.do("restore", practice)
    assert "noindex" not in page(client, practice)


# --- languages ------------------------------------------------------------------------------------


def test_text_in_the_other_language_is_marked_and_told(client):
    practice = factories.practice("published", title_ru="Свет")
    html = page(client, practice, "ky")
    assert '<h1 lang="ru">Свет</h1>' in html
    assert '<div class="prose" lang="ru"><p>По вечерам было темно.</p></div>' in html
    assert html.count('class="notice"') == 1, "said once for the whole text"
    html = page(client, practice, "ru")
    assert '<h1>Свет</h1>' in html
    assert '<div class="prose"><p>По вечерам было темно.</p></div>' in html
    assert 'class="notice"' not in html


def test_one_part_missing_in_the_page_language_is_told_at_the_part(client):
    practice = factories.practice(
        "published", title_ky="Жарык", summary_ky="Кыскача", problem_ky="Караңгы", place_note_ky="Үч айыл",
    )
    html = page(client, practice, "ky")
    assert "<h1>Жарык</h1>" in html
    assert '<div class="prose"><p>Караңгы</p></div>' in html
    assert '<div class="prose" lang="ru"><p>Собрали деньги и поставили фонари.</p></div>' in html
    assert 'class="other"' in html


def test_page_names_its_twin_in_the_other_language(client):
    html = page(client, factories.practice("published"))
    practice = Practice.objects.get()
    for code in ("ky", "ru"):
        assert f'hreflang="{code}" href="http://testserver{address(practice, code)}"' in html


# --- text is only text ----------------------------------------------------------------------------


@pytest.mark.parametrize("field", TEXTS)
def test_text_of_any_field_is_shown_as_it_was_written(client, field):
    practice = factories.practice("published", **{f"{field}_ru": HOSTILE})
    for language in ("ru", "ky"):
        html = page(client, practice, language)
        assert "<script>alert" not in html and "<img src=x" not in html
        assert HOSTILE in unescape(html)


def test_text_of_any_row_is_shown_as_it_was_written(client):
    practice = factories.draft(step=HOSTILE)
    practice.steps.update(text_ru=HOSTILE)
    practice.indicators.create(name_ru=HOSTILE, unit_ru=HOSTILE[:60], after=1)
    practice.sources.create(title_ru=HOSTILE, url="https://example.kg/?a=1&b=<script>alert(1)</script>")
    for number, kind in enumerate(("picture", "document")):
        practice.attachments.create(kind=kind, name="a.pdf", file="a", size=1, sha256=str(number), caption_ru=HOSTILE)
    factories.do("submit", practice)
    factories.do("publish", practice, reason=HOSTILE)
    html = page(client, practice)
    assert "<script>alert" not in html and "<img src=x" not in html
    assert html.count("{{ settings.SECRET_KEY }}") >= 7
    assert "SECRET_KEY }}" in html


def test_name_of_a_place_and_a_topic_is_only_text(client):
    practice = factories.practice(
        "published", topics=[factories.topic("water", name_ru=HOSTILE[:110])],
        territories=[factories.territory("naryn", "oblast", name_ru=HOSTILE)],
    )
    for path in (address(practice), "/ru/practices/", "/ru/search/", "/ru/"):
        assert "<script>alert" not in client.get(path).content.decode()


def test_paragraphs_stay_paragraphs(client):
    html = page(client, factories.practice("published", problem_ru="Раз\n\nДва\nтри"))
    assert "<p>Раз</p>\n\n<p>Два<br>три</p>" in html


# --- what surrounds the text ----------------------------------------------------------------------


def test_history_tells_what_and_why_and_names_nobody(client):
    practice = factories.practice("returned")
    factories.do("submit", practice)
    factories.do("publish", practice, reason="Проверено")
    note_edit(publication=practice, by=factories.moderator(), changed_fields=["title_ru"], reason="Уточнили сумму")
    html = page(client, practice)
    assert "Проверено" in html and "Уточнили сумму" in html
    assert "Так решили" not in html, "what the curator wrote to the author is not for readers"
    assert "atyev" not in html


def test_name_and_address_of_the_author_are_nowhere(client):
    practice = factories.practice("published", factories.person("tajny", full_name="Тайный Автор"))
    for path in (address(practice), "/ru/practices/", "/ru/search/", "/ru/", "/sitemap.xml"):
        html = client.get(path).content.decode()
        assert "Тайный" not in html and "tajny" not in html


def test_links_to_share_hold_title_and_address_whole(client):
    title = "Вода & свет: 50%? #1 «ү+ө» \"x\""
    practice = factories.practice("published", title_ru=title, summary_ru="Кратко & ясно")
    hrefs = [unescape(href) for href in re.findall(r'href="(https://(?:wa|t)\.me/[^"]*)"', page(client, practice))]
    whatsapp, telegram = (parse_qs(urlsplit(href).query) for href in hrefs)
    link = f"http://testserver{address(practice)}"
    [message] = whatsapp["text"]
    assert message.startswith(f"{title}\n\nКратко & ясно\n\n") and message.endswith(f"\n\n{link}")
    assert telegram == {"url": [link], "text": [f"{title}\n\nКратко & ясно"]}


def test_preview_tells_title_and_gist(client):
    html = page(client, factories.practice("published", title_ru='"Свет" & <b>', summary_ru="Кратко"))
    assert '<meta property="og:title" content="&quot;Свет&quot; &amp; &lt;b&gt;">' in html
    assert '<meta property="og:description" content="Кратко">' in html


def test_similar_practices_are_the_newest_three_on_the_same_topics(client):
    water = factories.topic("water")
    practice = factories.practice("published", topics=[water])
    for number in range(4):
        [other] = factories.published_quickly(title_ru=f"Похожая {number}", topics=[water, factories.topic("waste")])
        other.published_at = timezone.now() + timedelta(hours=number)
        other.save()
    factories.published_quickly(title_ru="Непохожая", topics=[factories.topic("parks")])
    factories.practice("draft", title_ru="Похожий черновик", topics=[water])
    factories.practice("withdrawn", title_ru="Похожая снятая", topics=[water])
    related = [entry.title for entry in client.get(address(practice)).context["related"]]
    assert len(related) == 3
    assert all(title.startswith("Похожая ") and title != "Похожая снятая" for title in related)


def test_figures_are_shown_exactly_as_they_are_kept(client):
    practice = factories.draft()
    practice.indicators.create(name_ru="Много", before=Decimal("9999999999999.999"), after=Decimal("-0.001"))
    practice.indicators.create(name_ru="Неизвестно", after=0)
    factories.do("submit", practice)
    factories.do("publish", practice)
    html = page(client, practice)
    assert "9\xa0999\xa0999\xa0999\xa0999,999" in html
    assert "−0,001" in html
    assert ">0</td>" in html
    assert "None" not in html


@pytest.mark.parametrize("status", ["published", "withdrawn", "archived"])
def test_open_page_sets_no_cookie_and_holds_no_token(client, status):
    practice = factories.practice(status)
    answer = client.get(address(practice))
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()
    assert "no-store" not in answer.get("Cache-Control", "")


def test_page_of_a_signed_in_reader_is_kept_by_no_cache(client):
    practice = factories.practice("published")
    client.force_login(factories.person("member"))
    assert "no-store" in client.get(address(practice))["Cache-Control"]


# --- cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 10])
def test_page_is_built_in_three_queries(client, selects, rows):
    chui = factories.territory("chui", "oblast")
    practice = factories.draft(
        topics=[factories.topic(f"topic-{number}") for number in range(rows)],
        territories=[factories.territory(f"chui-{number}", parent=chui) for number in range(rows)], step="",
    )
    for number in range(rows):
        practice.steps.create(title_ru=f"Шаг {number}", text_ru="Как")
        practice.indicators.create(name_ru=f"Показатель {number}", after=1)
        practice.sources.create(title_ru=f"Источник {number}")
        for kind in ("picture", "document"):
            practice.attachments.create(kind=kind, name="a", file="a", size=1, sha256=f"{kind}{number}")
    for verb in ("submit", "publish"):
        factories.do(verb, practice)
    for number in range(rows):
        note_edit(publication=practice, by=factories.moderator(), changed_fields=[], reason=f"Правка {number}")
    factories.published_quickly(rows, topics=list(practice.topics.all()))
    with selects(3):
        html = page(client, practice)
    assert html.count("Правка") == rows
    assert html.count("Шаг") >= rows


def test_rows_keep_the_order_of_the_author(client):
    practice = factories.draft(step="")
    for position, title in ((3, "Третий"), (1, "Первый"), (2, "Второй")):
        practice.steps.create(position=position, title_ru=title)
    for verb in ("submit", "publish"):
        factories.do(verb, practice)
    html = page(client, practice)
    assert html.index("Первый") < html.index("Второй") < html.index("Третий")
