import pytest
from django.utils.html import escape

from catalogue.models import Entry
from practices.models import Practice
from publishing import actions
from publishing.models import ModerationEvent, QueueItem
from tests import factories
from tests.publishing.admin_pages import change, page

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"


def address(practice):
    return f"{LIST}{practice.pk}/change/"


def fresh(practice):
    return Practice.objects.get(pk=practice.pk)


@pytest.fixture
def curator(client):
    user = factories.member_of("curator", language="ru")
    client.force_login(user)
    return user


# --- changing a text ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "withdrawn", "archived"])
def test_text_that_is_not_in_the_lists_is_changed_without_a_note(client, curator, status):
    practice = factories.practice(status)
    assert change(client, address(practice), title_ru="Новое имя").status_code == 302
    assert fresh(practice).title_ru == "Новое имя"
    assert (fresh(practice).status, fresh(practice).revision) == (status, practice.revision + 1)
    event = actions.last_event(practice)
    assert (event.action, event.by, event.changed_fields) == ("edit", curator, ["title_ru"])


def test_published_text_is_changed_only_with_a_note_that_readers_see(client, curator):
    practice = factories.practice("published")
    answer = change(client, address(practice), title_ru="Новое имя", change_note="  ")
    assert answer.status_code == 200
    assert "change_note" in answer.context["adminform"].form.errors
    assert fresh(practice).title_ru == practice.title_ru

    assert change(client, address(practice), title_ru="Новое имя", change_note="Уточнили").status_code == 302
    assert Entry.objects.get().title_ru == "Новое имя"
    html = client.get(f"/ru/practices/{practice.pk}-{practice.slug}/").content.decode()
    assert "Новое имя" in html and "Уточнили" in html
    assert fresh(practice).slug == practice.slug


def test_rows_are_changed_with_the_text_and_named_in_the_log(client, curator):
    practice = factories.practice("published")
    changes = {"steps-0-title_ky": "Жыйын", "change_note": "Перевод шага"}
    assert change(client, address(practice), **changes).status_code == 302
    assert practice.steps.get().title_ky == "Жыйын"
    assert "steps" in actions.last_event(practice).changed_fields


def test_stale_page_keeps_what_was_typed_and_the_second_press_writes_it(client, curator):
    practice = factories.practice("published")
    mine = client.get(address(practice))
    change(client, address(practice), title_ru="Чужое", change_note="Коллега")
    answer = change(client, address(practice), mine, title_ru="Моё & долгое", change_note="Я")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert escape("Моё & долгое") in html
    assert fresh(practice).title_ru == "Чужое"
    assert client.post(address(practice), page(answer)).status_code == 302
    assert fresh(practice).title_ru == "Моё & долгое"
    assert ModerationEvent.objects.filter(action="edit").count() == 2


def test_page_opened_before_the_author_wrote_changes_nothing(client, curator):
    practice = factories.practice("in_review")
    mine = client.get(address(practice))
    for verb in ("recall", "submit"):
        factories.do(verb, Practice.objects.get())
    assert change(client, address(practice), mine, title_ru="Моё").status_code == 200
    assert fresh(practice).title_ru == practice.title_ru


def test_revision_never_seen_writes_nothing(client, curator):
    practice = factories.practice("in_review")
    opened = client.get(address(practice))
    for seen in ("", "x", "0", "9" * 30):
        assert change(client, address(practice), opened, title_ru="Моё", seen=seen).status_code == 200
        assert fresh(practice).title_ru == practice.title_ru


def test_status_is_changed_by_no_field(client, curator):
    practice = factories.practice("in_review")
    change(
        client, address(practice), status="published", published_at="2020-01-01", withdrawal="cause", revision="99",
        merged_into=str(practice.pk), slug="x", form_key="x",
    )
    kept = fresh(practice)
    assert (kept.status, kept.published_at, kept.withdrawal, kept.revision) == (
        "in_review", None, "", practice.revision + 1
    )
    assert QueueItem.objects.exists()


def test_what_may_not_be_is_refused_with_the_text_kept(client, curator):
    practice = factories.practice("in_review")
    opened = client.get(address(practice))
    for fields in (
        {"year_from": "2021", "year_to": "2018"}, {"cost_total": "-1"}, {"year_from": "99999"}, {"language": "en"},
        {"kind": "novel"}, {"title_ru": "a" * 201}, {"cost_total": "9" * 40},
    ):
        answer = change(client, address(practice), opened, **{"problem_ru": "Долгая правка", **fields})
        assert answer.status_code == 200, fields
        assert answer.context["adminform"].form.errors
        assert "Долгая правка" in answer.content.decode()
        assert fresh(practice).problem_ru == practice.problem_ru


@pytest.mark.parametrize("now", ["in_review", "published", "withdrawn", "archived"])
def test_text_that_is_read_or_about_to_be_stays_complete(client, curator, now):
    practice = factories.practice(now)
    opened = client.get(address(practice))
    for fields, lacking in (
        ({"title_ru": "", "summary_ru": "", "problem_ru": "", "solution_ru": ""}, 4),
        ({"title_ru": "\u200b", "title_ky": " "}, 1), ({"topics": []}, 1), ({"place_note_ru": ""}, 1),
        ({"steps-0-DELETE": "on"}, 1),
    ):
        typed = {"lessons_ru": "Долгая правка", "change_note": "Правка", **fields}
        answer = change(client, address(practice), opened, **typed)
        assert answer.status_code == 200, fields
        assert len(answer.context["adminform"].form.non_field_errors()) == lacking
        assert "Долгая правка" in answer.content.decode()
        kept = fresh(practice)
        assert (kept.title_ru, kept.lessons_ru, kept.revision) == (
            practice.title_ru, practice.lessons_ru, practice.revision
        )
        assert kept.topics.exists() and kept.steps.exists()
    assert not ModerationEvent.objects.filter(action="edit").exists()


def test_published_text_is_completed_in_one_language_and_emptied_in_the_other(client, curator):
    practice = factories.practice("published", title_ky="Жарык")
    assert change(client, address(practice), title_ru="", change_note="Аталышы бир тилде").status_code == 302
    assert not fresh(practice).title_ru
    assert Entry.objects.get().title_ky == "Жарык"


@pytest.mark.parametrize("now", ["draft", "returned", "cause"])
def test_text_that_nobody_reads_may_be_left_incomplete(client, curator, now):
    practice = factories.practice("published" if now == "cause" else now)
    if now == "cause":
        factories.do("withdraw", practice, kind="cause")
    assert change(client, address(practice), problem_ru="", solution_ru="").status_code == 302
    assert not fresh(practice).problem_ru


def test_source_is_a_link_of_the_web(client, curator):
    practice = factories.practice("in_review")
    practice.sources.create(position=1, title_ru="Отчёт", url="https://example.kg/")
    opened = client.get(address(practice))
    for url in ("javascript:alert(1)", "data:text/html,x", "ftp://example.kg/x"):
        assert change(client, address(practice), opened, **{"sources-0-url": url}).status_code == 200
        assert practice.sources.get().url == "https://example.kg/"


@pytest.mark.parametrize("row", ["foreign", "999999", "abc"])
def test_row_of_another_text_is_not_changed(client, curator, row):
    practice, other = factories.practice("in_review"), factories.practice("in_review", step="Чужой шаг")
    foreign = other.steps.get()
    change(client, address(practice), **{
        "steps-0-id": foreign.pk if row == "foreign" else row, "steps-0-title_ru": "Подмена",
    })
    foreign.refresh_from_db()
    assert (foreign.title_ru, foreign.practice) == ("Чужой шаг", other)


def test_row_cannot_be_moved_to_another_text(client, curator):
    practice, other = factories.practice("in_review"), factories.practice("in_review")
    step = practice.steps.get()
    change(client, address(practice), **{"steps-0-practice": other.pk, "steps-0-title_ru": "Подмена"})
    step.refresh_from_db()
    assert step.practice == practice


def test_file_is_not_added_or_exchanged_in_the_admin(client, curator):
    practice = factories.practice("in_review")
    practice.attachments.create(kind="document", name="a.pdf", file="a.pdf", size=1, sha256="a", caption_ru="Было")
    change(client, address(practice), **{
        "attachments-0-caption_ru": "Стало", "attachments-0-file": "../../etc/passwd", "attachments-0-name": "x",
    })
    kept = practice.attachments.get()
    assert (kept.caption_ru, kept.file.name, kept.name) == ("Стало", "a.pdf", "a.pdf")


def test_hostile_text_is_only_text_everywhere_in_the_admin(client, curator):
    hostile = "<script>alert(1)</script>"
    practice = factories.practice(
        "in_review", factories.person(full_name=hostile), title_ru=hostile, title_ky=hostile, step=hostile,
    )
    factories.do("send_back", practice, reason=hostile)
    factories.do("submit", practice)
    for path in (LIST, address(practice), f"{LIST}{practice.pk}/history/", f"{LIST}{practice.pk}/act/publish/",
                 "/admin/", "/admin/publishing/moderationevent/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert hostile not in answer.content.decode(), path


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["practices_curator", "curator", "administrator"])
def test_curators_of_every_kind_open_and_change(client, role):
    practice = factories.practice("in_review")
    client.force_login(factories.member_of(role))
    assert client.get(LIST).status_code == 200
    assert change(client, address(practice), title_ru="Новое имя").status_code == 302
    assert client.post(f"{LIST}add/", {}).status_code == 403
    assert client.post(f"{LIST}{practice.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("path", ["", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/", "export/"])
def test_staff_with_other_work_get_nowhere(client, path):
    practice = factories.practice("in_review")
    client.force_login(factories.person("staff", is_staff=True))
    for method in (client.get, client.post):
        assert method(LIST + path.format(pk=practice.pk)).status_code in (403, 404, 302)
    assert fresh(practice).status == "in_review"


def test_staff_who_may_only_look_see_what_everybody_sees(client):
    viewer = factories.person("viewer", is_staff=True)
    viewer.user_permissions.add(factories.Permission.objects.get(codename="view_practice"))
    client.force_login(viewer)
    hidden = factories.practice("in_review", title_ru="Зебра")
    shown = factories.practice("published", title_ru="Парк")
    html = client.get(LIST).content.decode()
    assert "Парк" in html and "Зебра" not in html
    assert client.get(address(shown)).status_code == 200
    assert client.get(address(hidden)).status_code == 302
    assert client.post(address(shown), {"title_ru": "x"}).status_code == 403


@pytest.mark.parametrize("status", ["published", "withdrawn", "archived"])
def test_text_that_readers_have_seen_is_deleted_by_nobody(client, root, status):
    practice = factories.practice(status)
    assert client.get(f"{LIST}{practice.pk}/delete/").status_code == 403
    assert client.post(f"{LIST}{practice.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": practice.pk, "post": "yes"})
    assert Practice.objects.exists() and Entry.objects.exists()


def test_text_deleted_before_publication_leaves_the_queue(client, root):
    practice = factories.practice("in_review")
    assert client.post(f"{LIST}{practice.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Practice.objects.exists()
    assert not QueueItem.objects.exists()
    assert ModerationEvent.objects.exists()


# --- the list -------------------------------------------------------------------------------------


def test_list_is_searched_and_filtered(client, curator):
    factories.practice("published", title_ru="Водопровод", title_ky="Суу түтүгү")
    factories.practice("draft", title_ru="Парк")
    assert "Водопровод" in client.get(LIST, {"q": "түтүгү"}).content.decode()
    html = client.get(LIST, {"status__exact": "draft"}).content.decode()
    assert "Парк" in html and "Водопровод" not in html


@pytest.mark.parametrize("query", [
    {"author__password__startswith": "a"}, {"author__email__regex": "."}, {"title_ru__startswith": "a"},
    {"o": "1.-2.99.x"}, {"p": "99999"}, {"p": "-1"}, {"status__exact": "zz"}, {"published_at__year": "99999"},
    {"published_at__year": "x"}, {"published_at__year": "2020", "published_at__month": "13"},
    {"topics__id__exact": "x"},
])
def test_made_up_parameter_opens_nothing(client, curator, query):
    factories.practice("published")
    assert client.get(LIST, query).status_code in (200, 302, 400)


def test_nul_is_refused(client, curator):
    assert client.get(f"{LIST}?q=%00").status_code == 400
    assert client.get(f"{LIST}1%00/change/").status_code == 400
    assert client.get(LIST, {"q": "'); DROP TABLE--%_\\"}).status_code == 200


@pytest.mark.parametrize("pk", ["999999", "abc", "0"])
def test_text_that_does_not_exist_leads_home(client, curator, pk):
    assert client.get(f"{LIST}{pk}/change/").status_code == 302


@pytest.mark.parametrize("rows", [1, 12])
def test_list_costs_the_same_however_long(client, curator, django_assert_max_num_queries, rows):
    for _number in range(rows):
        factories.practice("draft")
    with django_assert_max_num_queries(16):
        client.get(LIST)


# --- choosing -------------------------------------------------------------------------------------


def suggest(client, field, term=""):
    query = {"app_label": "practices", "model_name": "practice", "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", query)


def test_topics_and_places_are_suggested_to_curators(client, curator):
    factories.topic("water")
    factories.territory("naryn", "oblast")
    assert [item["text"] for item in suggest(client, "topics", "water").json()["results"]] == ["water (ru)"]
    assert [item["text"] for item in suggest(client, "territories", "naryn").json()["results"]] == ["naryn (ru)"]


def test_texts_to_merge_into_are_suggested(client, curator):
    factories.practice("published", title_ru="Главный текст")
    assert [item["text"] for item in suggest(client, "merged_into", "главный").json()["results"]] == ["Главный текст"]


@pytest.mark.parametrize("field", ["topics", "territories", "merged_into", "author"])
def test_nothing_is_suggested_to_staff_with_other_work(client, field):
    client.force_login(factories.person("staff", is_staff=True))
    assert suggest(client, field).status_code == 403


@pytest.mark.parametrize("field", ["password", "status", "zz", "author__groups"])
def test_field_that_offers_no_choice_suggests_nothing(client, curator, field):
    assert suggest(client, field).status_code == 403
