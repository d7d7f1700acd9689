"""What holds for every page: its language, its heading, its headers, its weight, and that its links lead somewhere."""

import gzip
import re
from collections import deque
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from law.models import Act
from practices.models import Collection, Practice, PracticeCitation, PracticeComment
from practices.writing import ORDER
from tests import world
from tests.markup import Page

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ["ky", "ru"]
HOST = "http://testserver"
CRAWLED = 300
KIB = 1024

READERS = [
    "", "search/", "search/?q=%D1%81%D1%83%D1%83", "search/?q=%D1%8A%D1%8A", "practices/", "practices/?page=2",
    "practices/?q=%D1%8A%D1%8A", "practices/?topic=water&sort=title", "practices/{long}/", "practices/{short}/",
    "practices/badges/",
    "practices/{long}/print/", "practices/{long}/sheet/",
    "practices/like-mine/", "practices/like-mine/?place=ysyk-kol-bosteri",
    "practices/{asked}/remarks/", "practices/collections/", "practices/collections/{collection}/",
    "practices/{flagged}/", "law/", "law/?q=%D1%8A%D1%8A", "law/?page=2", "law/{act}/", "law/{repealed}/",
    "pages/about/", "pages/rules/", "pages/contacts/", "pages/accessibility/", "pages/anticorruption/",
    "pages/criteria/",
]  # fmt: skip
STRANGERS = [
    "view/", "account/login/", "account/signup/", "account/password/reset/", "account/password/reset/done/",
    "account/confirm-email/", "account/confirm-email/made-up/", "account/inactive/",
    "account/password/reset/key/1-made-up/", "account/password/reset/key/done/", "profile/deleted/",
    "profile/email/undo/made-up/",
]  # fmt: skip
MEMBERS = [
    "profile/", "profile/inbox/", "profile/delete/", "account/email/", "account/password/change/",
    "account/logout/", "account/reauthenticate/", "account/2fa/", "account/2fa/totp/activate/",
    "practices/submit/", "practices/form/upload/", "practices/mine/", "practices/repeats/mine/",
    "practices/{draft}/files/",
    "practices/{draft}/check/",
    "practices/{draft}/delete/", "practices/{waiting}/sent/", "practices/{asked}/ask/",
    "practices/remarks/{remark}/answer/", "practices/remarks/{remark}/complain/", "practices/remarks/{own}/take-back/",
    *(f"practices/{{draft}}/write/{page}/" for page in ORDER),
]  # fmt: skip
CURATORS = ["", "profile/colleagues/"]
# The same thing is said of two acts.
SAME_TITLE = {"account/password/reset/done/", "account/confirm-email/"}
# Latin words that may stand alone on the pages of both languages.
LATIN = {"WhatsApp", "Telegram", "PDF", "DOCX", "XLSX"}
# Everybody finds their language by its own name.
NAMES_OF_LANGUAGES = {"Кыргызча", "Русский"}


# --- the world ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    with world.kept_for_a_module(django_db_blocker):
        people = world.make_people()
        world.fill_with_demo_content(people["curator"])
        texts = world.make_texts(people)
        clients = {role: signed_in(people.get(role)) for role in ("anonymous", "author", "curator")}
        published = list(Practice.objects.published().filter(author=people["curator"]))
        by_length = sorted(published, key=lambda practice: len(practice.solution_ky))
        named = {"draft": texts["draft"].pk, "waiting": texts["in_review"].pk}
        named |= {"act": Act.objects.get(number="123").pk, "repealed": Act.objects.get(number="101").pk}
        named |= {name: f"{practice.pk}-{practice.slug}" for name, practice in
                  [("long", by_length[-1]), ("short", by_length[0]), ("flagged", flagged())]}
        said, collection = PracticeComment.objects.threads().first(), Collection.objects.first()
        named |= {"asked": said.practice_id, "remark": said.pk, "own": texts["remark"].pk}
        named |= {"collection": f"{collection.pk}-{collection.slug}"}
        yield clients, named


def flagged():
    """A practice whose act has changed."""
    return Practice.objects.published().filter(citations__in=PracticeCitation.objects.stale()).first()


def signed_in(person):
    client = Client()
    if person:
        client.force_login(person)
        with translation.override("ky"):
            client.post(reverse("account_reauthenticate"), {"password": world.PASSWORD})
    return client


PAGES = [
    *(("anonymous", path) for path in READERS + STRANGERS),
    *(("author", path) for path in ["", "practices/", "practices/{long}/", *MEMBERS]),
    *(("curator", path) for path in CURATORS),
]
EVERY_PAGE = pytest.mark.parametrize(("role", "path"), PAGES, ids=[f"{role}:/{path}" for role, path in PAGES])
BOTH = pytest.mark.parametrize("language", LANGUAGES)


def opened(scene, role, language, path):
    clients, named = scene
    response = clients[role].get(f"/{language}/{path.format(**named)}")
    assert response.status_code == 200
    return response


def address_of(scene, language, path):
    return f"{HOST}/{language}/{path.format(**scene[1])}"


# --- language and heading -------------------------------------------------------------------------------


@BOTH
@EVERY_PAGE
def test_page_says_its_language_and_has_one_heading(scene, db, role, path, language):
    response = opened(scene, role, language, path)
    page = Page(response.content.decode())
    assert page.language == language
    assert len(page.h1s) == 1 and page.h1s[0].strip()
    assert page.title
    assert page.alternates == {
        "ky": address_of(scene, "ky", path), "ru": address_of(scene, "ru", path),
        "x-default": address_of(scene, "ky", path),
    }  # fmt: skip
    assert sorted({name for name in page.ids if page.ids.count(name) > 1}) == []


@BOTH
@EVERY_PAGE
def test_page_speaks_one_language(scene, db, role, path, language):
    page = Page(opened(scene, role, language, path).content.decode())
    foreign = strange_words(page, language)
    assert foreign == []


def strange_words(page, language):
    """Return texts that are raw, empty of meaning, or in another language than their element says."""
    texts = page.text_in(language)
    ours, others = catalogue(language), catalogue("ru" if language == "ky" else "ky")
    return [
        text
        for text in texts
        if re.search(r"\bNone\b|\bnan\b|%\(\w+\)|\{\{|\{%", text)
        or text in others - ours - NAMES_OF_LANGUAGES
        or (language == "ru" and speaks_kyrgyz(text))
        or speaks_english(text)
    ]


def speaks_kyrgyz(text):
    """A name in a Russian sentence may have letters that only Kyrgyz has; a sentence of such words is Kyrgyz."""
    words = re.sub("«[^»]*»", "", text).split() or text.split()
    return sum(bool(re.search("[ңөүҢӨҮ]", word)) for word in words) * 4 >= len(words)


def speaks_english(text):
    """A message left as the sources have it, or a text without one letter of ours."""
    # Addresses, file names and keys to be typed by hand are no words.
    words = re.sub(r"\S*[@/.]\S*|\b[A-Z2-7]{16,}\b", " ", text)
    latin = set(re.findall(r"[A-Za-z][A-Za-z-]+", words))
    only_latin = bool(latin - LATIN) and not re.search("[а-яё]", text, re.IGNORECASE)
    return only_latin or any(piece in text for piece in english())


@cache
def english():
    """The parts of the messages in the sources that stand between placeholders, two words at least."""
    path = ROOT / "locale" / "ky" / "LC_MESSAGES" / "django.po"
    messages = [text for entry in polib.pofile(str(path)) for text in (entry.msgid, entry.msgid_plural)]
    pieces = [piece.strip() for text in messages for piece in re.split(r"%\(\w+\)[sd]|<[^>]+>", text)]
    return {piece for piece in pieces if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", piece)}


@cache
def catalogue(language):
    entries = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    return {entry.msgstr for entry in entries if entry.msgstr}


@pytest.mark.parametrize(("html", "noticed"), [
    ("<p>Сактоо</p>", False),
    ("<p>Save the draft</p>", True),
    ("<p lang='en'>Save the draft</p>", False),
    ("<input type='submit' value='Save'>", True),
    ("<p>Жылы: None</p>", True),
    ("<p>%(count)d тажрыйба</p>", True),
    ("<p>Файл: a.pdf, PDF</p>", False),
    ("<p>Долбоорду Helvetas колдоду</p>", False),
    ("<p>Тажрыйба: Save the draft and go out</p>", True),
])
def test_strange_words_are_noticed(html, noticed):
    assert bool(strange_words(Page(f"<html lang='ky'>{html}</html>"), "ky")) is noticed


@BOTH
@pytest.mark.parametrize("role", ["anonymous", "author"])
def test_titles_tell_pages_apart(scene, db, role, language):
    paths = {path for who, path in PAGES if who == role and "q=" not in path and "sort=" not in path}
    titles = {}
    for path in paths - SAME_TITLE:
        titles.setdefault(Page(opened(scene, role, language, path).content.decode()).title, []).append(path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


# --- the switch and the first address -------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("path", ["", "practices/?q=%D1%81%D1%83%D1%83&topic=water&page=2", "pages/about/"])
def test_language_switch_keeps_page_and_query(scene, db, client, path, language):
    other = "ru" if language == "ky" else "ky"
    page = Page(client.get(f"/{language}/{path}").content.decode())
    links = [a["href"] for a in page.named("a") if a.get("hreflang") == other and a.get("lang") == other]
    assert len(links) == 1
    response = client.get(links[0])
    assert (response.status_code, response.url) == (302, f"/{other}/{path}")
    assert client.get("/").url == f"/{other}/"


@pytest.mark.parametrize("accepted", ["", "ru", "en-US,en;q=0.9", "ru-RU,ru;q=0.9,ky;q=0.1", "x" * 2000])
def test_bare_address_leads_to_kyrgyz_whatever_the_browser_prefers(db, client, accepted):
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response.url) == (302, "/ky/")


@pytest.mark.parametrize(("cookie", "leads_to"), [("ru", "/ru/"), ("ky", "/ky/"), ("en", "/ky/"), ("../..", "/ky/")])
def test_bare_address_leads_to_the_language_chosen_before(db, client, settings, cookie, leads_to):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert client.get("/").url == leads_to


@BOTH
def test_browser_and_cookie_do_not_change_the_language_of_an_address(scene, db, client, settings, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru" if language == "ky" else "ky"
    response = client.get(f"/{language}/practices/", headers={"accept-language": "ru, ky;q=0.1"})
    assert Page(response.content.decode()).language == language


# --- headers --------------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("path", READERS)
def test_reader_gets_no_cookie(scene, db, path, language):
    response = opened(scene, "anonymous", language, path)
    assert dict(response.cookies) == {}


@EVERY_PAGE
def test_page_bears_the_headers_of_safety(scene, db, role, path):
    response = opened(scene, role, "ky", path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "object-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    if role != "anonymous":
        assert response["Cache-Control"] == "private, no-store"


# --- weight ---------------------------------------------------------------------------------------------


def weight(content):
    return len(gzip.compress(content, 6))


def static_file(address):
    return (ROOT / urlsplit(address).path.lstrip("/")).read_bytes()


@BOTH
@pytest.mark.parametrize("path", ["", "practices/", "practices/{long}/", "search/?q=%D1%81%D1%83%D1%83"])
def test_page_is_light(scene, db, path, language):
    response = opened(scene, "anonymous", language, path)
    html = weight(response.content)
    fetched = Page(response.content.decode()).fetched()
    scripts_and_styles = [address for address in fetched if address.endswith((".js", ".css"))]
    fonts = {name for address in fetched if address.endswith(".css") for name in fonts_of(static_file(address))}
    assert html <= 14 * KIB
    assert html + sum(weight(static_file(address)) for address in scripts_and_styles) <= 20 * KIB
    assert 1 + len(fetched) + len(fonts) <= 5


def fonts_of(css):
    return set(re.findall(r"url\([\"']?([^)\"']+\.woff2)", css.decode()))


def test_script_and_font_are_light():
    assert sum(weight(path.read_bytes()) for path in (ROOT / "static").glob("*.js")) <= 5 * KIB
    fonts = list((ROOT / "static" / "fonts").glob("*.woff2"))
    assert fonts and sum(path.stat().st_size for path in fonts) <= 30 * KIB


# --- every link leads somewhere -------------------------------------------------------------------------


def crawl(client, starts, limit):
    """Follow the links of the portal; return what failed, and how many addresses were asked for."""
    waiting, known, failed = deque(starts), dict.fromkeys(starts, ""), []
    asked = 0
    while waiting and asked < limit:
        address = waiting.popleft()
        response = client.get(address, follow=True)
        asked += 1
        # A page removed for cause says so to whoever knows its address; its author does.
        if response.status_code >= 400 and response.status_code != 410:
            failed.append(f"{response.status_code} {address} on {known[address]}")
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = Page(response.content.decode())
        failed += [f"#{name} on {address}" for name in dangling(page)]
        for link in page.leads_to():
            target = own_address(address, link)
            if target and target not in known:
                known[target] = address
                waiting.append(target)
    return failed, asked


def own_address(address, link):
    target, _fragment = urldefrag(urljoin(HOST + address, link))
    return target.removeprefix(HOST) if target.startswith(f"{HOST}/") else ""


def dangling(page):
    """Links within the page to a place that is not there."""
    inside = {a["href"][1:] for a in page.named("a") if a.get("href", "").startswith("#")}
    return sorted(inside - set(page.ids) - {""})


@pytest.mark.parametrize("role", ["anonymous", "author"])
def test_every_link_leads_somewhere(scene, db, role):
    clients, _named = scene
    failed, asked = crawl(clients[role], ["/ky/", "/ru/"], CRAWLED)
    assert failed == []
    assert asked > 100
