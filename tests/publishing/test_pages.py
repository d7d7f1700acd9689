import pytest

from publishing.demo import loading
from publishing.models import Page
from tests import factories

pytestmark = pytest.mark.django_db


def page(**fields):
    texts = {"slug": "about", "title_ky": "Портал жөнүндө", "title_ru": "О портале", "body_ky": "<p>Кыргызча</p>"}
    return Page.objects.create(**{**texts, **fields})


@pytest.mark.parametrize(("language", "title", "body"), [
    ("ky", "Портал жөнүндө", "<p>Кыргызча</p>"), ("ru", "О портале", "<p>По-русски</p>"),
])
def test_page_is_read_in_both_languages(client, language, title, body):
    page(body_ru="<p>По-русски</p>")
    html = client.get(f"/{language}/pages/about/").content.decode()
    assert title in html
    assert body in html
    assert 'class="other"' not in html


def test_page_missing_in_one_language_is_shown_in_the_other_and_says_so(client):
    page()
    html = client.get("/ru/pages/about/").content.decode()
    assert 'lang="ky"><p>Кыргызча</p>' in html
    assert 'class="other"' in html


def test_page_that_does_not_exist_is_not_found(client):
    assert client.get("/ru/pages/nothing/").status_code == 404


def test_html_that_came_past_the_form_is_cleaned(client):
    page(body_ky='<p onclick="x()">a</p><script>alert(1)</script><img src=x onerror=alert(1)>')
    html = client.get("/ky/pages/about/").content.decode()
    assert "<p>a</p>" in html
    assert "alert(1)" not in html
    assert "onclick" not in html


def test_pages_of_the_first_day_are_added_once_in_both_languages():
    added = loading.load()
    assert added == Page.objects.count() > 3
    assert not Page.objects.filter(body_ru="").exists() and not Page.objects.filter(body_ky="").exists()
    Page.objects.filter(slug="about").update(title_ru="Своё название")
    assert loading.load() == 0
    assert Page.objects.get(slug="about").title_ru == "Своё название"


def test_page_is_open_to_all_without_a_cookie(client, selects):
    page()
    with selects(1):
        answer = client.get("/ky/pages/about/")
    assert not answer.cookies


# --- in the admin ---------------------------------------------------------------------------------


def test_curator_writes_a_page_and_its_html_is_cleaned(client):
    client.force_login(factories.member_of("curator"))
    answer = client.post("/admin/publishing/page/add/", {
        "slug": "rules", "title_ky": "Эрежелер", "title_ru": "Правила",
        "body_ky": "<p>Эреже</p><script>alert(1)</script>", "body_ru": "<p>Правило</p>",
    })
    assert answer.status_code == 302
    written = Page.objects.get(slug="rules")
    assert "<p>Эреже</p>" in written.body_ky
    assert "<script" not in written.body_ky


def test_address_of_a_page_is_not_changed_later(client):
    client.force_login(factories.member_of("curator"))
    about = page(body_ru="<p>а</p>")
    client.post(f"/admin/publishing/page/{about.pk}/change/", {
        "slug": "other", "seen": about.revision, "title_ky": "Жаңы", "title_ru": "Новое",
        "body_ky": "<p>а</p>", "body_ru": "<p>а</p>",
    })
    about.refresh_from_db()
    assert (about.slug, about.title_ru) == ("about", "Новое")


def test_page_is_deleted_by_no_curator(client):
    client.force_login(factories.member_of("curator"))
    about = page()
    assert client.post(f"/admin/publishing/page/{about.pk}/delete/", {"post": "yes"}).status_code == 403


def test_curator_of_practices_does_not_write_pages(client):
    client.force_login(factories.member_of("practices_curator"))
    assert client.get("/admin/publishing/page/add/").status_code == 403
