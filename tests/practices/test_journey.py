"""From the first press of an author to the page that everybody reads, by the pages that people use."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import KeptText, Notification
from jobs.models import OutgoingMail
from practices.models import Practice
from publishing.models import QueueItem
from tests import factories
from tests.practices.writing import address, fresh, rows, send
from tests.publishing import hostile_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author(client):
    """A person who is signed in and reads letters in Kyrgyz."""
    user = factories.person(language="ky")
    client.force_login(user)
    return user


def write_all(client, draft, language, place, topic):
    """Fill in every page and follow where each leads."""
    pages = {
        "essence": {"title": "Суу түтүгү", "summary": "Айылга суу келди", "kind": "method"},
        "place": {"territory": place.pk, "place_note": "", "year_from": "2019", "year_to": "", "topics": [topic.pk]},
        "story": {"problem": "Суу жок болчу", "solution": "Түтүк тарттык"},
        "steps": rows("steps", {"id": "", "title": "Жыйын өткөрүү", "text": "Баарын чакырып"}),
        "results": rows("results", {"id": "", "name": "Суу алган үйлөр", "unit": "үй", "before": "0", "after": "120"}),
        "people": {"population": "120", "lessons": "Эрте баштоо", "contact_post": "Айыл өкмөтүнүн жооптуу катчысы"},
        "money": rows("money", {"id": "", "payer": "local", "amount": "1 250 000", "paid_from": "2019"}),
        "law": {**rows("law"), "legal_basis": "Токтом"},
        "sources": rows("sources", {"id": "", "title": "Отчёт", "url": "https://example.kg/"}),
    }
    here = address(draft, "essence", language)
    for page, data in pages.items():
        assert here == address(draft, page, language)
        assert client.get(here).status_code == 200
        here = send(client, draft, page, data, language=language, go_on="1")["Location"]
    return here


def begin(client, language):
    start = f"/{language}/practices/submit/"
    form = client.get(start).context["form"].initial
    here = client.post(start, {"form_key": form["form_key"], "language": language, "title": "Суу"})["Location"]
    draft = Practice.objects.get()
    assert here == address(draft, "essence", language)
    return draft


def add_a_picture(client, files):
    """Add it and give the address where all answers are checked."""
    picture = SimpleUploadedFile("фото.jpg", hostile_files.picture())
    # The button that goes on takes a chosen file along.
    return client.post(files, {"file": picture, "caption": "Жаңы түтүк", "go_on": "1"})["Location"]


def check_and_send(client, check, draft):
    page = client.get(check)
    assert page.context["shortcomings"] == []
    for text in ("Суу түтүгү", "Суу жок болчу", "Жыйын өткөрүү", "Жаңы түтүк", "1\xa0250\xa0000"):
        assert text in page.content.decode()
    draft.refresh_from_db()
    sent = client.post(check, {"revision": draft.revision})["Location"]
    assert client.get(sent).status_code == 200


def publish_in_the_admin(draft):
    curator = Client()
    curator.force_login(factories.member_of("curator"))
    assert "Суу түтүгү" in curator.get("/admin/publishing/queueitem/").content.decode()
    act = f"/admin/practices/practice/{draft.pk}/act/publish/"
    seen = curator.get(act).context["form"].initial["seen"]
    assert curator.post(act, {"seen": seen, "reason": "Рахмат"}).status_code == 302


def is_read_everywhere(draft, public, language):
    reader = Client()
    html = reader.get(public).content.decode()
    for text in ("Суу түтүгү", "Түтүк тарттык", "Баарын чакырып", "Суу алган үйлөр", "жооптуу", "Жаңы түтүк"):
        assert text in html
    picture = draft.attachments.get()
    assert reader.get(f"/{language}/practices/files/{picture.pk}/").status_code == 200
    assert reader.get(f"/{language}/practices/").context["total"] == 1
    assert reader.get(f"/{language}/search/", {"q": "түтүк"}).context["total"] == 1
    assert "Суу түтүгү" in reader.get(f"/{language}/").content.decode()
    assert draft.slug in reader.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_practice_goes_from_the_first_press_to_every_reader(client, author, language):
    place, topic = factories.territory("naryn", "oblast"), factories.topic("water")
    draft = begin(client, language)
    files = write_all(client, draft, language, place, topic)
    assert files == address(draft, "files", language)
    check_and_send(client, add_a_picture(client, files), draft)
    public = f"/{language}/practices/{draft.pk}-{draft.slug}/"
    assert Client().get(public).status_code == 404
    assert Client().get(f"/{language}/practices/").context["total"] == 0

    publish_in_the_admin(draft)
    is_read_everywhere(draft, public, language)
    assert OutgoingMail.objects.get().language == author.language
    assert Notification.objects.get().recipient == author


def test_text_returned_is_changed_and_sent_again(client, author):
    practice = factories.practice("in_review", author)
    factories.do("send_back", practice, reason="Добавьте сумму")
    page = client.get("/ru/practices/mine/").content.decode()
    assert "Добавьте сумму" in page
    assert "Добавьте сумму" in client.get(address(practice, "money")).content.decode()
    send(client, practice, "money", rows("money"), cost_total="500 000")
    practice.refresh_from_db()
    client.post(address(practice, "check"), {"revision": practice.revision})
    practice.refresh_from_db()
    assert (practice.status, int(practice.cost_total)) == ("in_review", 500_000)
    assert QueueItem.objects.count() == 1
    assert "Добавьте сумму" not in client.get("/ru/practices/mine/").content.decode()


def test_last_press_repeated_sends_once(client, author):
    practice = factories.draft(author)
    answers = [client.post(address(practice, "check"), {"revision": practice.revision}) for _press in range(3)]
    assert {answer["Location"] for answer in answers} == {address(practice, "sent")}
    assert QueueItem.objects.count() == 1


def test_what_was_only_kept_while_typing_is_reckoned_when_it_is_sent(client, author):
    draft = factories.draft(author, cost_total=None)
    assert fresh(draft).cost_level == 0
    send(client, draft, "money", rows("money"), cost_total="1 250 000", headers={"X-Autosave": "1"})
    assert fresh(draft).cost_total == 1_250_000
    send(client, draft, "check")
    assert fresh(draft).status == "in_review"
    assert fresh(draft).cost_level > 0


def test_incomplete_text_cannot_be_sent(client, author):
    practice = factories.draft(author, step="", problem_ru="")
    page = client.get(address(practice, "check"))
    assert len(page.context["shortcomings"]) == 2
    assert 'name="revision"' not in page.content.decode()
    answer = client.post(address(practice, "check"), {"revision": practice.revision})
    assert answer["Location"] == address(practice, "check")
    practice.refresh_from_db()
    assert practice.status == "draft"


@pytest.mark.parametrize("seen", ["0", "", "x", "9" * 30, "999", "-1", "²"])
def test_text_changed_in_another_tab_is_looked_through_once_more(client, author, seen):
    practice = factories.draft(author)
    answer = client.post(address(practice, "check"), {"revision": seen})
    assert answer["Location"] == address(practice, "check")
    practice.refresh_from_db()
    assert practice.status == "draft"
    assert "notice--warn" in client.get(answer["Location"]).content.decode()


def test_text_is_taken_back_once_and_not_after_the_decision(client, author):
    practice = factories.practice("in_review", author)
    assert client.post(address(practice, "recall"))["Location"] == address(practice, "check")
    assert not QueueItem.objects.exists()
    assert client.post(address(practice, "recall"))["Location"] == "/ru/practices/mine/"
    for verb in ("submit", "publish"):
        practice.refresh_from_db()
        factories.do(verb, practice)
    assert client.post(address(practice, "recall"))["Location"] == "/ru/practices/mine/"
    practice.refresh_from_db()
    assert practice.status == "published"


@pytest.mark.parametrize("step", ["recall", "delete", "check"])
def test_opening_an_address_changes_nothing(client, author, step):
    practice = factories.practice("draft" if step != "recall" else "in_review", author)
    before = practice.status, practice.revision
    client.get(address(practice, step))
    practice.refresh_from_db()
    assert (practice.status, practice.revision) == before


def test_confirmation_can_be_opened_again_and_later(client, author):
    practice = factories.practice("in_review", author)
    for _time in range(2):
        assert str(practice.pk) in client.get(address(practice, "sent")).content.decode()
    factories.do("publish", practice)
    assert client.get(address(practice, "sent")).status_code == 200


def test_draft_is_deleted_after_a_question_and_never_twice(client, author):
    practice = factories.draft(author)
    assert client.get(address(practice, "delete")).status_code == 200
    for _press in range(2):
        assert client.post(address(practice, "delete"))["Location"] == "/ru/practices/mine/"
    assert not Practice.objects.exists()


@pytest.mark.parametrize("status", ["in_review", "published"])
def test_text_that_others_have_read_is_not_deleted(client, author, status):
    practice = factories.practice(status, author)
    assert client.get(address(practice, "delete")).status_code == 302
    client.post(address(practice, "delete"))
    assert Practice.objects.exists()


def test_my_practices_are_mine(client, author):
    for status in factories.WAYS:
        factories.practice(status, author, title_ru=f"Моё: {status}")
    factories.practice("draft", factories.person("other"), title_ru="Чужое")
    html = client.get("/ru/practices/mine/").content.decode()
    for status in factories.WAYS:
        assert f"Моё: {status}" in html
    assert "Чужое" not in html


@pytest.mark.parametrize("rows", [1, 15])
def test_my_practices_cost_the_same_however_many(client, author, selects, rows):
    for _number in range(rows):
        factories.practice("returned", author)
    with selects(6):
        client.get("/ru/practices/mine/")


# --- the session ends -----------------------------------------------------------------------------


def come_back(client, answer, user):
    """Sign in where the answer leads and give the page that opens afterwards."""
    assert answer.status_code == 302
    client.force_login(user)
    next_page = client.get(answer["Location"])
    return client.get(next_page["Location"]) if next_page.status_code == 302 else next_page


def test_text_sent_after_the_session_had_ended_is_back_after_signing_in(client, author):
    practice = factories.draft(author)
    client.logout()
    answer = send(client, practice, "story", problem="Написано & не потеряно", solution="Ң" * 10_000)
    assert "/account/" in answer["Location"]
    page = come_back(client, answer, author)
    html = page.content.decode()
    assert "Написано &amp; не потеряно" in html and "Ң" * 10_000 in html
    again = send(client, practice, "story", problem="Написано & не потеряно", solution="Да",
                 query="?" + page.request["QUERY_STRING"])
    assert again.status_code == 302
    practice.refresh_from_db()
    assert practice.problem_ru == "Написано & не потеряно"
    assert not KeptText.objects.exists()


def test_rows_sent_after_the_session_had_ended_are_back(client, author):
    practice = factories.draft(author)
    client.logout()
    answer = send(client, practice, "steps", rows("steps", {"id": "", "title": "Мой шаг", "text": "Как"}))
    assert 'value="Мой шаг"' in come_back(client, answer, author).content.decode()


def test_first_press_after_the_session_had_ended_begins_one_draft(client, author):
    form = client.get("/ru/practices/submit/").context["form"].initial
    data = {"form_key": form["form_key"], "language": "ru", "title": "Не потеряно"}
    client.logout()
    page = come_back(client, client.post("/ru/practices/submit/", data), author)
    assert 'value="Не потеряно"' in page.content.decode()
    for _press in range(2):
        client.post("/ru/practices/submit/?" + page.request["QUERY_STRING"], data)
    assert [practice.title_ru for practice in Practice.objects.all()] == ["Не потеряно"]


def test_kept_text_comes_back_only_to_its_writer_and_never_into_a_foreign_draft(client, author):
    practice = factories.draft(author)
    client.logout()
    answer = send(client, practice, "story", problem="Тайна", solution="Да")
    page = come_back(client, answer, factories.person("other"))
    assert page.status_code == 404


def test_autosave_without_a_session_keeps_no_pile_of_texts(client, author):
    practice = factories.draft(author)
    client.logout()
    for _time in range(25):
        answer = send(client, practice, "story", problem="Пишу", headers={"X-Autosave": "1"})
        assert answer.status_code == 403
    assert not KeptText.objects.exists()
    answer = send(client, practice, "story", problem="Пишу", solution="Готово")
    assert "Пишу" in come_back(client, answer, author).content.decode()


@pytest.mark.parametrize("step", ["essence", "files", "check", "sent", "delete"])
def test_pages_of_authors_ask_to_sign_in(client, step):
    practice = factories.draft()
    answer = client.get(address(practice, step))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/ru/account/")


def test_request_of_the_curator_stays_when_the_text_is_sent_and_taken_back(client, author):
    practice = factories.practice("in_review", author)
    factories.do("send_back", practice, reason="Укажите число жителей")
    practice.refresh_from_db()
    factories.do("submit", practice)
    client.post(f"/ru/practices/{practice.pk}/recall/")
    assert "Укажите число жителей" in client.get(address(practice, "check")).content.decode()


def test_author_goes_on_where_something_is_missing(client, author):
    practice = factories.draft(author, problem_ru="", problem_ky="")
    page = client.get("/ru/practices/mine/").content.decode()
    assert f"/ru/practices/{practice.pk}/write/story/" in page
