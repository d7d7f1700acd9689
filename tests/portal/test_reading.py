import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from portal import appearance, context, navigation
from portal.reading import own_path

HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\thttps://evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "https://portal@evil.example/",
    "evil",
    "",
]


# No page here needs the database: these tests may not touch it.

# --- language -------------------------------------------------------------------------------------


def test_switch_keeps_page_and_query(client):
    response = client.get("/language/ru/", {"next": "/ky/practices/?topic=water&page=2"})
    assert response.status_code == 302
    assert response["Location"] == "/ru/practices/?topic=water&page=2"


def test_switch_is_remembered_for_a_year(client):
    cookie = client.get("/language/ru/", {"next": "/ky/"}).cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == "ru"
    assert cookie["max-age"] == 365 * 24 * 3600
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("address", HOSTILE)
def test_switch_never_leads_to_another_host(client, address):
    assert client.get("/language/ru/", {"next": address})["Location"] == "/ru/"


@pytest.mark.parametrize("address", ["/ky//evil.example/", "/%09/evil.example"])
def test_switch_leaves_odd_paths_of_the_site_on_the_site(client, address):
    assert client.get("/language/ru/", {"next": address})["Location"].startswith(("/ru//evil", "/%09/"))


@pytest.mark.parametrize("code", ["xx", "kyy", "ky-KG"])
def test_unknown_language_is_not_found(client, code):
    assert client.get(f"/language/{code}/").status_code == 404


def test_switch_is_not_made_by_post(client):
    assert client.post("/language/ru/").status_code == 405


@pytest.mark.parametrize("address", HOSTILE)
def test_own_path_refuses_what_is_not_a_path(address):
    assert own_path(address, default="/ky/") == "/ky/"


def test_own_path_accepts_a_path_with_query():
    assert own_path("/ky/practices/?q=суу#p-4", default="/ky/") == "/ky/practices/?q=суу#p-4"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ky/", "/ru/"),
        ("/ky", "/ru"),
        ("/ru/a/?b=1", "/ru/a/?b=1"),
        ("/admin/", "/admin/"),
        ("/kyrgyz/", "/kyrgyz/"),
    ],
)
def test_in_language_changes_only_the_prefix(path, expected):
    assert navigation.in_language(path, "ru") == expected


# --- settings of view -----------------------------------------------------------------------------


def test_view_settings_are_kept_in_a_cookie_and_shown_again(client):
    chosen = {"size": "text-150", "theme": "theme-dark", "contrast": "on"}
    response = client.post("/ru/view/", chosen)
    assert response.status_code == 302
    assert response.cookies["view"].value == "text-150.theme-dark.contrast-high"
    page = client.get(response["Location"]).content.decode()
    assert 'class="text-150 theme-dark contrast-high"' in page
    assert page.count(" checked") == 3


def test_view_settings_usual_state_puts_no_class_on_the_page(client):
    client.post("/ru/view/", {"size": "usual", "theme": "auto"})
    assert '<html lang="ru">' in client.get("/ru/view/").content.decode()


def test_view_settings_unknown_value_changes_nothing(client):
    response = client.post("/ru/view/", {"size": "text-900", "theme": "auto"})
    assert response.status_code == 200
    assert "view" not in response.cookies


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("", []),
        ("text-125.no-pictures", ["text-125", "no-pictures"]),
        ("text-125.text-200", ["text-125"]),
        ('"><script>', []),
        ("x" * 5000 + ".text-125", []),
    ],
)
def test_classes_from_cookie_are_known_names_only(cookie, expected):
    assert appearance.classes_from(cookie) == expected


# --- what stands around each page -----------------------------------------------------------------


def test_context_asks_no_database_and_no_session(rf):
    request = rf.get("/ru/practices/?q=a", headers={"save-data": "on"})
    request.resolver_match = None
    around = context.page(request)
    assert around["save_data"] is True
    assert around["view_classes"] == "save-data"
    assert around["alternates"] == []
    assert around["nav"]


@translation.override("ky")
def test_section_is_marked_current_on_its_page_and_below():
    page, below = (navigation.sections(path) for path in ("/ky/practices/", "/ky/practices/1-a/"))
    assert page[0]["current"] == "page"
    assert below[0]["current"] == "true"
    assert navigation.sections("/ky/")[0]["current"] == ""


def test_page_names_its_twin_in_the_other_language(client):
    page = client.get("/ru/view/?saved=1").content.decode()
    assert '<link rel="alternate" hreflang="ky" href="http://testserver/ky/view/?saved=1">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/ky/view/?saved=1">' in page
    assert 'href="/language/ky/?next=%2Fky%2Fview%2F%3Fsaved%3D1" lang="ky" hreflang="ky"' in page


def test_page_carries_the_fonts_only_without_save_data():
    page = Client(headers={"save-data": "on"}).get("/ru/view/").content.decode()
    assert '<html lang="ru" class="save-data">' in page


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_components_page_opens(client, language):
    page = client.get(f"/{language}/components/").content.decode()
    assert page.count("<h1") == 1
    assert 'aria-invalid="true"' in page
    assert 'id="id_wrong-title_error"' in page
    assert 'href="#id_wrong-kind_0"' in page
