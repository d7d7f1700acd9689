"""What guards every admin: lists, dates, choices, typed text and removal, whichever section they are of."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Notification, Post, User
from catalogue.models import Topic
from jobs.models import OutgoingMail
from portal.guarded_admin import GuardedAdmin
from practices.models import Practice
from publishing import actions
from publishing.models import Page, QueueItem
from tests import factories
from tests.publishing.admin_pages import change

pytestmark = pytest.mark.django_db
TOPICS = "/admin/catalogue/topic/"
LETTERS = "/admin/jobs/outgoingmail/"
PRACTICES = "/admin/practices/practice/"
TOO_LONG = "9" * 30


@pytest.fixture
def curator(client):
    user = factories.member_of("curator", language="ru")
    client.force_login(user)
    return user


def test_every_admin_is_guarded():
    assert admin.site._registry
    assert all(isinstance(one, GuardedAdmin) for one in admin.site._registry.values())


@pytest.mark.parametrize(("role", "leads"), [("curator", False), (None, True)])
def test_author_is_a_link_only_for_who_may_look_at_people(client, role, leads):
    author = factories.person(full_name="Автор Авторов")
    practice = factories.practice("in_review", author)
    reader = factories.member_of(role) if role else factories.person("root", is_staff=True, is_superuser=True)
    client.force_login(reader)
    page = client.get(f"{PRACTICES}{practice.pk}/change/").content.decode()
    link = f"/admin/accounts/user/{author.pk}/change/"
    assert "Автор Авторов" in page
    assert (link in page) is leads
    assert (client.get(link).status_code == 200) is leads


# --- filters of the lists -------------------------------------------------------------------------


@pytest.mark.parametrize("lookup", [
    "body__regex", "body__startswith", "body", "body__contains", "html__regex", "to__regex", "subject__in", "id__gt",
    "state__regex", "created_at__year", "nothing",
])
def test_hidden_letter_is_not_read_through_the_list(client, curator, lookup):
    OutgoingMail.objects.create(to="a@example.org", subject="Тема", body="https://portal/reset/secret")
    assert client.get(LETTERS, {lookup: "secret"}).status_code == 400


@pytest.mark.parametrize("query", [
    {"state__exact": "sent"}, {"q": "тема"}, {"o": "1.-2"}, {"p": "1"}, {"all": ""}, {"e": "1"}, {"_facets": "True"},
    {"_popup": "1"}, {"created_at__gte": "2020-01-01 00:00:00+06:00", "created_at__lt": "2020-02-01 00:00:00+06:00"},
])
def test_what_the_list_offers_still_works(client, curator, query):
    OutgoingMail.objects.create(to="a@example.org", subject="Тема", body="x")
    assert client.get(LETTERS, query).status_code == 200


def addresses():
    return [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


def test_every_link_of_every_list_opens(client, root):
    """Filters, their counts, orders and dates: the guard lets through all that Django's own lists use."""
    factories.practice("published", root, territories=[factories.territory("naryn", "oblast")])
    Notification.objects.create(recipient=root, kind="vouched", params={})
    OutgoingMail.objects.create(to="a@example.org", subject="Тема", body="x")
    opened = 0
    for address in addresses():
        answer = client.get(address, {"_facets": "True"})
        for spec in answer.context["cl"].filter_specs:
            for choice in spec.choices(answer.context["cl"]):
                assert client.get(address + choice["query_string"]).status_code == 200, choice
                opened += 1
    assert opened > 40


@pytest.mark.parametrize("column", ["password__regex", "password__startswith", "last_login__gt", "email__contains"])
def test_list_of_people_is_filtered_only_by_what_it_offers(client, root, column):
    assert client.get("/admin/accounts/user/", {column: "a"}).status_code == 400
    assert client.get("/admin/accounts/user/", {"groups__id__exact": "1"}).status_code == 200


@pytest.mark.parametrize("query", [
    {"published_at__year": "9999", "published_at__month": "12"}, {"published_at__year": TOO_LONG},
    {"published_at__year": "9999", "published_at__month": "12", "published_at__day": "31"},
    {"published_at__year": "9999"}, {"published_at__year": "0"}, {"published_at__year": "x"},
    {"published_at__year": "2023", "published_at__month": "2", "published_at__day": "31"},
    {"published_at__day": "32"}, {"published_at__month": TOO_LONG}, {"topics__id__exact": "x"},
])
@pytest.mark.parametrize("part", ["", "export/"])
def test_value_that_cannot_be_leads_to_the_list_without_it(client, curator, query, part):
    factories.practice("published")
    answer = client.get(PRACTICES + part, query)
    assert (answer.status_code, answer["Location"]) == (302, f"{PRACTICES}{part}?e=1")
    assert client.get(answer["Location"]).status_code == 200


def test_practices_are_found_by_the_day_they_were_published(client, curator):
    factories.practice("published", title_ru="Сегодняшняя")
    now = timezone.localtime()
    day = {"published_at__year": now.year, "published_at__month": now.month, "published_at__day": now.day}
    assert "Сегодняшняя" in client.get(PRACTICES, day).content.decode()
    assert "Сегодняшняя" not in client.get(PRACTICES, {"published_at__year": now.year - 1}).content.decode()


def test_notices_of_a_month_that_is_not(client, root):
    query = {"created_at__year": "9999", "created_at__month": "12"}
    assert client.get("/admin/accounts/notification/", query).status_code == 302


@pytest.mark.parametrize("query", [{"title_ru__regex": "("}, {"title__regex": "("}, {"form_key": "x"}])
def test_columns_of_practices_are_not_searched_by_the_address(client, curator, query):
    assert client.get(PRACTICES, query).status_code == 400
    assert client.get(f"{PRACTICES}export/", query).status_code == 400


# --- choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["abc", TOO_LONG, "-", "1.5", "²", "\x00", "1,2"])
@pytest.mark.parametrize("action", ["take", "delete_selected", "nothing"])
def test_action_on_what_is_no_row_does_nothing(client, root, key, action):
    factories.practice("in_review")
    for address in ("/admin/publishing/queueitem/", "/admin/accounts/user/", TOPICS):
        assert client.post(address, {"action": action, "_selected_action": key}).status_code in (200, 302)
        pressed = {"action": action, "_selected_action": [key], "index": "0"}
        assert client.post(address, pressed).status_code in (200, 302)


def test_action_passes_over_what_is_no_row(client, curator):
    factories.practice("in_review")
    item = QueueItem.objects.get()
    client.post("/admin/publishing/queueitem/", {"action": "take", "_selected_action": ["abc", item.pk]})
    item.refresh_from_db()
    assert item.holder == curator


@pytest.mark.parametrize("key", ["abc", TOO_LONG, "²", "\x00"])
def test_choice_that_is_no_row_is_an_error_of_the_form(client, root, key):
    practice, water = factories.practice("in_review"), factories.topic("water")
    for address, field in (
        (f"{PRACTICES}{practice.pk}/change/", "topics"), (f"{PRACTICES}{practice.pk}/change/", "territories"),
        (f"{TOPICS}{water.pk}/change/", "parent"), (f"/admin/accounts/user/{root.pk}/change/", "territory"),
        (f"/admin/accounts/user/{root.pk}/change/", "groups"),
    ):
        answer = change(client, address, **{field: key})
        assert answer.status_code == 200, field
        assert field in answer.context["adminform"].form.errors


def test_person_who_is_no_row_is_not_made_the_author(client, root):
    practice = factories.practice("in_review")
    assert change(client, f"{PRACTICES}{practice.pk}/change/", author="abc").status_code == 302
    assert Practice.objects.get().author == practice.author


@pytest.mark.parametrize("query", [
    {"author": "abc"}, {"topics": "abc,1"}, {"territories": "abc"}, {"topics": TOO_LONG}, {"cost_total": "x"},
    {"year_from": "x"}, {"steps": "1"}, {"nothing": "1"}, {"merged_into": "abc"},
])
def test_new_practice_is_not_filled_in_with_nonsense(client, root, query):
    assert client.get(f"{PRACTICES}add/", query).status_code == 200


@pytest.mark.parametrize("parent", ["abc", TOO_LONG, ""])
def test_new_topic_is_not_filled_in_with_nonsense(client, curator, parent):
    assert client.get(f"{TOPICS}add/", {"parent": parent}).status_code == 200
    assert client.get("/admin/places/territory/add/", {"valid_from": parent}).status_code in (200, 403)


def test_new_row_is_filled_in_by_a_good_address(client, root):
    water = factories.topic("water")
    page = client.get(f"{TOPICS}add/", {"parent": water.pk, "name_ru": "Часть"}).content.decode()
    assert f'<option value="{water.pk}" selected>' in page
    assert 'value="Часть"' in page
    page = client.get(f"{PRACTICES}add/", {"topics": water.pk}).content.decode()
    assert f'<option value="{water.pk}" selected>' in page


# --- typed text -----------------------------------------------------------------------------------


def test_line_is_kept_without_what_nobody_sees(client, root):
    water = factories.topic("water")
    change(client, f"{TOPICS}{water.pk}/change/", name_ru="  Во\x0bда\u202e\x1f и \r\n\tтрубы\u200b ")
    assert Topic.objects.get().name_ru == "Вода и трубы"


def test_paragraphs_keep_their_lines_and_lose_what_nobody_sees(client, root):
    practice = factories.practice("in_review")
    steps = {"steps-0-text_ru": "Шаг\u202e\r\nдва\x1f", "steps-0-title_ru": "Собрать\x0b"}
    change(client, f"{PRACTICES}{practice.pk}/change/", problem_ru="Раз\x0b\r\n\r\nдва\u2066 ", **steps)
    practice.refresh_from_db()
    assert practice.problem_ru == "Раз\n\nдва"
    assert (practice.steps.get().text_ru, practice.steps.get().title_ru) == ("Шаг\nдва", "Собрать")


def test_address_of_a_source_is_cleaned_too(client, root):
    practice = factories.practice("in_review")
    practice.sources.create(position=1, title_ru="Отчёт", url="https://example.kg/")
    change(client, f"{PRACTICES}{practice.pk}/change/", **{"sources-0-url": "https://example.kg/\u202ea\x01"})
    assert practice.sources.get().url == "https://example.kg/a"


@pytest.mark.parametrize("typed", ["\u200b", "\u202e\x0b", " \u2060 "])
def test_text_of_nothing_visible_is_no_text(client, root, typed):
    water = factories.topic("water")
    answer = change(client, f"{TOPICS}{water.pk}/change/", name_ky=typed)
    assert "name_ky" in answer.context["adminform"].form.errors


def test_text_typed_again_as_it_was_is_no_change(client, root):
    practice = factories.practice("in_review", problem_ru="Раз\n\nдва")
    change(client, f"{PRACTICES}{practice.pk}/change/", problem_ru="Раз\r\n\r\nдва\u200b")
    assert actions.last_event(practice).changed_fields == []


def test_html_of_a_page_keeps_its_tags_and_loses_what_nobody_sees(client, curator):
    client.post("/admin/publishing/page/add/", {
        "slug": "rules", "title_ky": "Эре\x0bжелер", "title_ru": "Правила", "body_ru": "<p>П</p>",
        "body_ky": "<h2>Э\u202eре</h2><p>же &#x202e;&rlm;&#8238;<strong>б\x1fар</strong> <a href='https://a.kg'>а</a>",
    })
    page = Page.objects.get()
    assert page.title_ky == "Эрежелер"
    assert page.body_ky.startswith("<h2>Эре</h2><p>же <strong>бар</strong> <a ")


def test_hidden_characters_reach_no_table_and_no_page(client, curator):
    practice = factories.practice("published")
    change(client, f"{PRACTICES}{practice.pk}/change/", title_ru="а\x0bб\x1fв\u202eг", change_note="Имя")
    html = client.get(f"/ru/practices/{practice.pk}-{practice.slug}/").content.decode()
    assert "абвг" in html and "\u202e" not in html


# --- removal --------------------------------------------------------------------------------------


def test_topic_in_use_is_not_deleted_and_what_uses_it_is_named(client, root):
    practice = factories.practice("published", title_ru="Свет в селе")
    water = practice.topics.get()
    for query in ({}, {"post": "yes"}):
        answer = client.post(f"{TOPICS}{water.pk}/delete/", query)
        assert answer.status_code == 200
        assert "Свет в селе" in answer.content.decode()
    answer = client.post(TOPICS, {"action": "delete_selected", "_selected_action": water.pk, "post": "yes"})
    assert "Свет в селе" in answer.content.decode()
    assert list(practice.topics.all()) == [water]


def test_topic_that_nobody_uses_is_deleted(client, root):
    parks = factories.topic("parks")
    assert client.post(f"{TOPICS}{parks.pk}/delete/", {"post": "yes"}).status_code == 302
    factories.topic("woods")
    client.post(TOPICS, {
        "action": "delete_selected", "_selected_action": Topic.objects.get(slug="woods").pk, "post": "yes",
    })
    assert not Topic.objects.exists()


def test_role_is_deleted_only_by_a_superuser_and_only_when_nobody_has_it(client):
    holder = factories.member_of("practices_curator")
    role, spare = Group.objects.get(name="practices_curator"), Group.objects.create(name="spare")
    keeper = factories.person("keeper", is_staff=True)
    keeper.user_permissions.add(*factories.Permission.objects.filter(codename__in=["delete_group", "view_group"]))
    client.force_login(User.objects.get(pk=keeper.pk))
    assert client.post(f"/admin/auth/group/{spare.pk}/delete/", {"post": "yes"}).status_code == 403
    client.force_login(factories.person("root", is_staff=True, is_superuser=True))
    refusal = client.post(f"/admin/auth/group/{role.pk}/delete/", {"post": "yes"})
    assert "practices_curator atyev" in refusal.content.decode()
    assert client.post(f"/admin/auth/group/{spare.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(holder.groups.all()) == [role]


def test_post_without_holders_is_deleted(client, root):
    post = Post.objects.create(slug="head", name_ky="Башчы", name_ru="Глава", body_kind="other")
    assert client.post(f"/admin/accounts/post/{post.pk}/delete/", {"post": "yes"}).status_code == 302


# --- who is not let in ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_refusal_speaks_the_language_of_the_person(client, language):
    client.force_login(factories.person("member", language=language))
    answer = client.get("/admin/")
    assert answer.status_code == 403
    assert re.findall(r'<section[^>]* lang="(..)"', answer.content.decode()) == [language]


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_page_that_is_not_there_speaks_the_language_that_was_pressed(client, root, speak, language):
    speak(language)
    answer = client.get("/admin/no-such-app/")
    assert answer.status_code == 404
    assert re.findall(r'<section[^>]* lang="(..)"', answer.content.decode()) == [language]


def test_refusal_is_one_line_of_the_log(client, curator, caplog):
    assert client.get("/admin/accounts/user/").status_code == 403
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert "/admin/accounts/user/" in record.getMessage()
    assert record.exc_info is None


def test_failure_of_the_portal_keeps_its_traceback_in_the_log(client, root, monkeypatch, caplog):
    monkeypatch.setattr(admin.site._registry[Topic].__class__, "get_queryset", lambda *_: 1 / 0)
    client.raise_request_exception = False
    assert client.get(TOPICS).status_code == 500
    assert any(record.exc_info for record in caplog.records if record.name == "django.request")


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_way_to_the_queue_keeps_the_language_that_is_read(client, language):
    other = {"ru": "ky", "ky": "ru"}[language]
    factories.practice("in_review")
    client.force_login(factories.member_of("curator", language=other))
    html = unescape(client.get(f"/{language}/").content.decode())
    ways = re.findall(r'href="(/language/[^"]*next=[^"]*queueitem[^"]*)"', html)
    assert len(ways) == 2
    for way in ways:
        page = client.get(way, follow=True).content.decode()
        assert f'<html lang="{language}"' in page and 'id="result_list"' in page
        client.cookies.pop("django_language")


# --- dates of the lists ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_dates_of_a_list_are_figures(client, root, speak, language):
    speak(language)
    practice = factories.practice("published")
    factories.draft()
    html = client.get(PRACTICES).content.decode()
    moment = timezone.localtime(practice.published_at).strftime("%d.%m.%Y %H:%M")
    assert f'<td class="field-published_at">{moment}</td>' in html
    assert '<td class="field-published_at">-</td>' in html
    assert client.get(PRACTICES, {"o": "6"}).context["cl"].get_ordering_field_columns()


def test_practices_are_ordered_by_their_date(client, root):
    for title in ("Первая", "Вторая"):
        factories.practice("published", title_ru=title)
    columns = client.get(PRACTICES).context["cl"].list_display
    number = [getattr(column, "__name__", column) for column in columns].index("published_at")
    orders = [
        [row.title_ru for row in client.get(PRACTICES, {"o": f"{sign}{number}"}).context["cl"].result_list]
        for sign in ("", "-")
    ]
    assert orders == [["Первая", "Вторая"], ["Вторая", "Первая"]]
