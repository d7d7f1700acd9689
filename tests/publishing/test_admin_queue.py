import pytest
from django.utils import translation

from practices.models import Practice
from publishing import actions
from publishing.models import ModerationEvent, QueueItem
from tests import factories

pytestmark = pytest.mark.django_db
QUEUE = "/admin/publishing/queueitem/"
LOG = "/admin/publishing/moderationevent/"


@pytest.fixture
def curator(client):
    user = factories.member_of("practices_curator")
    client.force_login(user)
    return user


def test_queue_shows_what_waits_from_the_oldest_and_leads_to_the_text(client, curator):
    second, first = (factories.practice("in_review", title_ru=title) for title in ("Второй", "Первый"))
    QueueItem.objects.filter(object_id=first.pk).update(submitted_at=first.created_at.replace(year=2020))
    html = client.get(QUEUE).content.decode()
    assert html.index("Первый") < html.index("Второй")
    link = f"/admin/practices/practice/{second.pk}/change/"
    assert link in html
    assert client.get(link).status_code == 200


@pytest.mark.parametrize(("written", "title"), [("ky", "Кыргызча аталыш"), ("ru", "Русское название")])
@pytest.mark.parametrize("read", ["ky", "ru"])
def test_title_in_the_queue_is_that_of_the_original(client, curator, written, title, read):
    with translation.override(read):
        factories.practice("in_review", language=written, title_ky="Кыргызча аталыш", title_ru="Русское название")
    assert f'lang="{written}">{title}</a>' in client.get(QUEUE).content.decode()


def test_titles_of_many_put_together_are_those_of_the_originals(curator):
    texts = [
        factories.practice("published", language=code, title_ky="Аталыш", title_ru="Название") for code in ("ky", "ru")
    ]
    for read in ("ky", "ru"):
        QueueItem.objects.all().delete()
        with translation.override(read):
            actions.enter_queue_together(texts, QueueItem.Reason.LAW, places={text.pk: "" for text in texts})
        assert set(QueueItem.objects.values_list("language", "title")) == {("ky", "Аталыш"), ("ru", "Название")}


@pytest.mark.parametrize(("language", "published"), [("ru", "Опубликовано"), ("ky", "Жарыяланды")])
@pytest.mark.parametrize("address", [QUEUE, LOG])
def test_row_of_the_queue_and_of_the_log_is_told_in_the_words_of_the_reader(client, address, language, published):
    client.force_login(factories.member_of("practices_curator", language=language))
    factories.practice("in_review" if address == QUEUE else "published", title_ru="Мост", title_ky="Көпүрө")
    row = (QueueItem if address == QUEUE else ModerationEvent).objects.latest("pk")
    page = client.get(f"{address}{row.pk}/change/").content.decode()
    with translation.override(language):
        section = str(Practice._meta.verbose_name_plural)
    assert f'<div class="readonly">{section}</div>' in page
    assert "practices.practice" not in page and ": publish" not in page
    assert address == QUEUE or f": {published}" in page


def test_title_in_the_queue_is_only_text(client, curator):
    factories.practice("in_review", factories.person(full_name="<i>Автор</i>"), title_ru="<script>alert(1)</script>")
    html = client.get(QUEUE).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html and "<i>Автор" not in html


def test_section_one_does_not_moderate_is_not_in_ones_queue(client, curator):
    factories.practice("in_review", title_ru="Чужой раздел")
    QueueItem.objects.update(kind="publishing.page")
    ModerationEvent.objects.bulk_create([ModerationEvent(
        kind="publishing.page", object_id=1, title="Чужой журнал", action="submit", from_status="draft",
        to_status="in_review", revision=1,
    )])
    assert "Чужой раздел" not in client.get(QUEUE).content.decode()
    assert "Чужой журнал" not in client.get(LOG).content.decode()


@pytest.mark.parametrize("address", [QUEUE, LOG])
def test_staff_who_decide_on_nothing_have_no_queue_and_no_log(client, address):
    factories.practice("in_review")
    client.force_login(factories.person("staff", is_staff=True))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [QUEUE, LOG])
def test_workplace_is_not_open_to_authors_and_visitors(client, address):
    assert "/account/login/" in client.get(address, follow=True).redirect_chain[-1][0]
    client.force_login(factories.person())
    assert client.get(address, follow=True).status_code == 403


def press(client, action, *items):
    return client.post(QUEUE, {"action": action, "_selected_action": [item.pk for item in items]})


def test_item_is_taken_and_put_back(client, curator):
    factories.practice("in_review")
    item = QueueItem.objects.get()
    press(client, "take", item)
    item.refresh_from_db()
    assert item.holder == curator
    press(client, "let_go", item)
    item.refresh_from_db()
    assert item.holder is None


def test_item_a_colleague_holds_stays_theirs_and_is_told_at_the_text(client, curator):
    practice = factories.practice("in_review")
    colleague = factories.moderator("colleague")
    item = QueueItem.objects.get()
    actions.take(item=item, by=colleague)
    press(client, "take", item)
    press(client, "let_go", item)
    item.refresh_from_db()
    assert item.holder == colleague
    assert "colleague atyev" in client.get(f"/admin/practices/practice/{practice.pk}/change/").content.decode()


@pytest.mark.parametrize(("query", "found"), [
    ({"holder": "nobody"}, {"Свободный"}), ({"holder": "me"}, {"Мой"}), ({"holder": "zz"}, {"Свободный", "Мой"}),
    ({"q": "свободный"}, {"Свободный"}), ({"q": "'; --"}, set()), ({"language": "ky"}, set()),
])
def test_queue_is_narrowed(client, curator, query, found):
    for title in ("Свободный", "Мой"):
        factories.practice("in_review", title_ru=title)
    actions.take(item=QueueItem.objects.get(title="Мой"), by=curator)
    html = client.get(QUEUE, query).content.decode()
    assert {title for title in ("Свободный", "Мой") if f">{title}<" in html} == found


@pytest.mark.parametrize("address", [QUEUE, LOG])
@pytest.mark.parametrize("query", [
    {"title__startswith": "a"}, {"holder__password__startswith": "a"}, {"by__password__regex": "."}, {"o": "99.-x"},
    {"p": "999999"}, {"all": ""}, {"e": "1"}, {"id__in": "1,zz"},
])
def test_made_up_parameter_opens_nothing(client, curator, address, query):
    factories.practice("in_review")
    assert client.get(address, query).status_code in (200, 302, 400)


@pytest.mark.parametrize("address", [QUEUE, LOG])
def test_nul_in_the_search_is_refused(client, curator, address):
    assert client.get(f"{address}?q=%00").status_code == 400


@pytest.mark.parametrize("address", [QUEUE, LOG])
def test_queue_and_log_are_written_by_no_hand(client, address):
    factories.practice("in_review")
    row = (QueueItem if address == QUEUE else ModerationEvent).objects.get()
    for user in (factories.member_of("curator"), factories.person("root", is_staff=True, is_superuser=True)):
        client.force_login(user)
        assert client.get(f"{address}add/").status_code == 403
        assert client.post(f"{address}add/", {"title": "x"}).status_code == 403
        assert client.post(f"{address}{row.pk}/change/", {"title": "x", "reason": "x"}).status_code == 403
        assert client.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(address, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert type(row).objects.get().title == row.title


def test_log_is_read_and_searched(client, curator):
    factories.practice("returned", title_ru="Журнальный")
    html = client.get(LOG, {"q": "журнальный"}).content.decode()
    assert html.count("Журнальный") >= 2
    assert "Так решили" in html


@pytest.mark.parametrize("rows", [1, 12])
def test_queue_costs_the_same_however_long(client, curator, django_assert_max_num_queries, rows):
    for _number in range(rows):
        factories.practice("in_review")
    with django_assert_max_num_queries(14):
        client.get(QUEUE)
    assert Practice.objects.count() == rows
