"""A real Chromium and a live server with demonstration content, kept for all journeys."""

import os
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import translation
from playwright.sync_api import expect

from places import choices
from practices.models import Practice
from tests import world

FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-domain-reliability", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
    "--disable-dev-shm-usage",
]  # fmt: skip
# Playwright runs a loop in the thread of the tests, to their very end; Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            # What a test itself writes is taken back; what the portal was filled with stays for the next one.
            item.add_marker(pytest.mark.django_db)


# --- the browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        sentence = "No Chromium: install the package «chromium», or name the program in CHROMIUM."
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return {"executable_path": path, "args": FLAGS}


@pytest.fixture
def browser_context_args(portal):
    return {"base_url": portal.url, "locale": "en-US", "reduced_motion": "reduce"}


@pytest.fixture
def look(new_context, portal):
    """Open a page as a person, or as nobody; what it tries to break is told at the end of the test."""
    watched = []

    def make(role="anonymous", **options):
        context = new_context(**options)
        context.set_default_timeout(10_000)
        context.add_cookies(portal.cookies.get(role, []))
        page = context.new_page()
        watched.append(watch(page, portal.url))
        return page

    yield make
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
def portal(browser_type_launch_args, django_db_setup, django_db_blocker):
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
        call_command("flush", interactive=False, verbosity=0)
        forget()


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
