"""A real Chromium and a live server with demonstration content, kept for all journeys."""

import os
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import translation
from playwright.sync_api import expect, sync_playwright

from places import choices
from practices.models import Practice
from tests import world

FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-domain-reliability", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
    "--disable-dev-shm-usage",
]  # fmt: skip
expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            # What a test itself writes is taken back; what the portal was filled with stays for the next one.
            item.add_marker(pytest.mark.django_db)


# --- the browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def chromium(django_db_setup):
    """One browser for all journeys; it ends with the last of them, and with it the loop that drives it."""
    path = program()
    # While the loop runs, Django takes this thread for asynchronous and gives it connections of their own.
    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def program():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    sentence = "No Chromium: install the package «chromium», or name the program in CHROMIUM."
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(sentence)
    return pytest.skip(sentence)


@pytest.fixture
def look(chromium, portal):
    """Open a page as a person, or as nobody; what it tries to break is told at the end of the test."""
    contexts, watched = [], []

    def make(role="anonymous", **options):
        context = chromium.new_context(base_url=portal.url, locale="en-US", reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        context.add_cookies(portal.cookies.get(role, []))
        contexts.append(context)
        page = context.new_page()
        watched.append(watch(page, portal.url))
        return page

    yield make
    for context in contexts:
        context.close()
    faults = [fault for found in watched for fault in found]
    assert faults == []


def watch(page, home):
    """Note what no page may do: break the content policy, fail in a script, ask another host."""
    faults = []

    def noted(message):
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            faults.append(message.text)

    def asked(request):
        if not request.url.startswith((home, "data:", "blob:", "about:")):
            faults.append(f"{page.url} asked {request.url}")

    page.on("console", noted)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", asked)
    return faults


# --- the portal -----------------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def portal(chromium, django_db_blocker):
    """The live portal: `url`, `people`, `texts` and, for each role, the cookies of a signed-in browser."""
    with django_db_blocker.unblock():
        people, texts = fill()
        server = LiveServerThread("localhost", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        url = f"http://localhost:{server.port}"
        cookies = {role: [cookie_of(person, url)] for role, person in people.items()}
        yield SimpleNamespace(url=url, people=people, texts=texts, cookies=cookies)
        server.terminate()
        hang_up()
        call_command("flush", interactive=False, verbosity=0)
        forget()


def hang_up():
    """A request that a closed page left behind may still hold a connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def fill():
    forget()
    with translation.override("ky"), world.quick_passwords():
        people = world.make_people()
        world.fill_with_demo_content(people["curator"])
        return people, world.make_texts(people)


def forget():
    choices.forget()
    cache.clear()


def cookie_of(person, url):
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def longest(portal):
    """The address, without the language, of the published practice with the longest text."""
    published = Practice.objects.published().filter(author=portal.people["curator"])
    practice = max(published, key=lambda practice: len(practice.solution_ky or ""))
    return f"/practices/{practice.pk}-{practice.slug}/"


@pytest.fixture(params=["ky", "ru"])
def language(request):
    with translation.override(request.param):
        yield request.param
