"""Pages of the portal in the hands of two curators: neither overwrites the other unseen."""

import re

import pytest
from django.conf import settings
from django.utils.html import escape

from publishing.admin import NAMED_PAGES
from publishing.models import Page
from tests import factories
from tests.publishing.admin_pages import change, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    return Page.objects.create(
        slug="about", title_ky="Портал жөнүндө", title_ru="О портале", body_ky="<p>К</p>", body_ru="<p>Р</p>"
    )


@pytest.fixture(autouse=True)
def curator(client):
    user = factories.member_of("curator", language="ru")
    client.force_login(user)
    return user


def address(row):
    return f"/admin/publishing/page/{row.pk}/change/"


def test_page_is_changed_time_after_time(client, about):
    for title in ("Первое", "Второе"):
        assert change(client, address(about), title_ru=title).status_code == 302
        about.refresh_from_db()
        assert about.title_ru == title
    assert about.revision == 3


def test_stale_page_keeps_what_was_typed_and_the_second_press_writes_it(client, about):
    mine = client.get(address(about))
    change(client, address(about), title_ru="Чужое")
    answer = change(client, address(about), mine, title_ru="Моё & долгое", body_ru="<p>Мой текст</p>")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert escape("Моё & долгое") in html and "Мой текст" in html
    about.refresh_from_db()
    assert (about.title_ru, about.body_ru) == ("Чужое", "<p>Р</p>")
    assert client.post(address(about), page(answer)).status_code == 302
    about.refresh_from_db()
    assert (about.title_ru, about.body_ru) == ("Моё & долгое", "<p>Мой текст</p>")


@pytest.mark.parametrize("seen", ["", "x", "0", "9" * 30, "-1"])
def test_revision_never_seen_writes_nothing(client, about, seen):
    assert change(client, address(about), title_ru="Моё", seen=seen).status_code == 200
    about.refresh_from_db()
    assert about.title_ru == "О портале"


def test_revision_is_changed_by_no_field(client, about):
    change(client, address(about), title_ru="Моё", revision="99")
    about.refresh_from_db()
    assert about.revision == 2


# --- pages that the portal leads to -----------------------------------------------------------------


@pytest.mark.parametrize(("slug", "status"), [("contacts", 403), ("about", 403), ("spare", 200)])
def test_page_to_which_the_portal_leads_is_not_deleted(client, root, slug, status):
    row = Page.objects.create(slug=slug, title_ky="Барак", title_ru="Страница")
    assert ("deletelink" in client.get(address(row)).content.decode()) == (status == 200)
    assert client.get(f"/admin/publishing/page/{row.pk}/delete/").status_code == status
    client.post("/admin/publishing/page/", {
        "action": "delete_selected", "_selected_action": row.pk, "post": "yes",
    })
    assert Page.objects.filter(pk=row.pk).exists() == (status == 403)


def test_every_page_named_in_a_template_is_kept():
    named = set()
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        named |= set(re.findall(r"url 'page' '([\w-]+)'", template.read_text(encoding="utf-8")))
    assert named
    assert named <= NAMED_PAGES
