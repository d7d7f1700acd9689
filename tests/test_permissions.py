"""Every address of the portal with every role, by the table in permissions.txt, which may lack none."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from accounts.models import Notification, Post, User
from catalogue.models import Topic
from jobs.models import OutgoingMail, ScheduledJob, Worker
from law.models import Act
from places.models import Territory
from practices.checking.actions import hash_of
from practices.models import (
    Adoption,
    Attachment,
    Collection,
    CommentComplaint,
    FactCheck,
    Practice,
    PracticeComment,
)
from publishing.models import ModerationEvent, Page, QueueItem
from tests import world

ROLES = ["anonymous", "author", "member", "official", "expert", "staff", "curator", "administrator"]
STAFF = ROLES[5:]
REFUSED = {"in", "403", "404", "405", "409", "410"}
COUNTED = [
    Attachment, Collection, CommentComplaint, PracticeComment, Topic, Page, Territory, ModerationEvent, OutgoingMail,
]
SIGN_IN = "/account/login/"


@dataclass(frozen=True)
class Line:
    """One request and the answer each role gets."""

    method: str
    address: str
    fields: str
    answers: tuple[str, ...]

    def __str__(self):
        return " ".join([self.method, self.address, self.fields]).strip()


def read_table():
    """Return the lines of the table, those about rows of the administration spelled out."""
    text = Path(__file__).with_name("permissions.txt").read_text(encoding="utf-8")
    words = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    lines = []
    for first, *rest in words:
        lines += rows_lines(*rest) if first == "ROWS" else [plain_line(first, rest)]
    return lines


def plain_line(method, rest):
    named, answers = rest[: -len(ROLES)], tuple(rest[-len(ROLES) :])
    return Line(method, named[0], named[1] if len(named) > 1 else "", answers)


def rows_lines(table, number, *rights):
    """Looking at a row, adding, changing and deleting one: what each right opens."""
    row = f"/admin/{table}/{number}"

    def line(method, address, right, answer, fields="", no="403"):
        # A row that a person may not know of leads back to the first page of the administration.
        refused = {"-": "403", "?": no}
        opened = [answer if set(right) & set(has) else refused.get(has, "403") for has in rights]
        return Line(method, address, fields, ("in", "403", "403", "403", "403", *opened))

    return [
        line("GET", f"/admin/{table}/", "vc", "200"),
        line("GET", f"/admin/{table}/add/", "a", "200"),
        line("POST", f"/admin/{table}/add/", "a", "200"),
        line("GET", f"{row}/", "vc", "go"),
        line("GET", f"{row}/change/", "vc", "200"),
        line("POST", f"{row}/change/", "c", "200"),
        line("GET", f"{row}/history/", "vc", "200", no="go"),
        line("GET", f"{row}/delete/", "d", "200"),
        line("POST", f"{row}/delete/", "d", "go", "post=yes"),
    ]


TABLE = read_table()


# --- the world in which the table is true -------------------------------------------------------------


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """People, their texts in every state, and one row of everything the administration shows."""
    with world.kept_for_a_module(django_db_blocker), translation.override("ky"):
        people = world.make_people()
        texts = world.make_texts(people)
        author = people["author"]
        rows = {
            "queued": QueueItem.objects.get(object_id=texts["in_review"].pk),
            "event": ModerationEvent.objects.first(),
            "page": Page.objects.create(slug="about", title_ky="Портал жөнүндө", title_ru="О портале"),
            "topic": Topic.objects.first(),
            "act": Act.objects.create(kind="law", number="123", title_ky="Мыйзам", title_ru="Закон"),
            "post": Post.objects.create(slug="head", name_ky="Башчы", name_ru="Глава", body_kind="other"),
            "place": author.territory,
            "letter": OutgoingMail.objects.first(),
            "job": ScheduledJob.objects.create(name="job"),
            "worker": Worker.objects.create(name="worker", seen_at="2020-01-01T00:00Z"),
            "group": Group.objects.first(),
            "address": author.emailaddress_set.get(),
            "device": Authenticator.objects.create(user=people["expert"], type="totp", data={}),
            "adoption": Adoption.objects.create(
                practice=texts["archived"], territory=author.territory, by=author, language="ky"
            ),
            "fact_check": FactCheck.objects.create(
                practice=texts["published"], key_hash=hash_of("fact-key"), email="e@aimak.kg", post="Инженер",
                language="ky", revision=texts["published"].revision, expires_on="2999-01-01",
            ),
            "fact_key": "fact-key",
            "task": DBTaskResult.objects.create(
                args_kwargs={"args": [], "kwargs": {}}, task_path="none", run_after="2020-01-01T00:00Z",
                backend_name="default",
            ),
        }
        clients = {role: client_of(people.get(role)) for role in ROLES}
        yield clients, {**people, **texts, **rows}


def client_of(person):
    client = Client()
    if person:
        client.force_login(person)
        # Pages about the safety of the account ask for the password once more.
        client.post(reverse("account_reauthenticate"), {"password": world.PASSWORD})
    return client


def answer_of(client, line, named):
    """Return what the reader meets at the end: a status, the sign-in page, or another page."""
    address = line.address.format(**named)
    fields = QueryDict(line.fields.format(**named)) if line.method == "POST" else None
    send = client.post if line.method == "POST" else client.get
    response = send(address, fields, follow=True)
    if response.status_code != 200 or not response.redirect_chain:
        return str(response.status_code)
    return "in" if SIGN_IN in response.redirect_chain[-1][0] else "go"


def kept_now():
    """Return what a refused request might have changed."""
    return (
        list(Practice.objects.order_by("pk").values_list("pk", "status", "revision", "title_ky")),
        list(User.objects.order_by("pk").values_list("pk", "email", "is_active", "vouched_on")),
        list(Notification.objects.order_by("pk").values_list("pk", "read_at")),
        list(Act.objects.order_by("pk").values_list("pk", "edition", "state")),
        [model.objects.count() for model in COUNTED],
    )


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_each_role_gets_what_the_table_says(line, scene, db):
    clients, named = scene
    got, before = [], kept_now()
    for role in ROLES:
        with transaction.atomic(), translation.override("ky"):
            session = dict(clients[role].cookies)
            got.append(answer_of(clients[role], line, named))
            assert got[-1] not in REFUSED or kept_now() == before, f"{role} was refused and changed something"
            transaction.set_rollback(True)
        clients[role].cookies.clear()
        clients[role].cookies.update(session)
    wrong = [
        f"{role}: {answer} instead of {right}"
        for role, answer, right in zip(ROLES, got, line.answers, strict=True)
        if answer != right
    ]
    assert not wrong, "; ".join(wrong)


# --- nothing is missing from the table ------------------------------------------------------------------


def routes_of(resolver, lead=""):
    """Every address that can be asked for, spelled as `resolve` spells it."""
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        route = lead + (route.removeprefix("^") if lead else route)
        if isinstance(pattern, URLResolver):
            yield from routes_of(pattern, route)
        else:
            yield route


def test_every_address_of_the_portal_stands_in_the_table(scene, db):
    _clients, named = scene
    with translation.override("ky"):
        tested = {resolve(line.address.format(**named).partition("?")[0]).route for line in TABLE}
        missing = set(routes_of(get_resolver())) - tested
    assert sorted(missing) == []


def test_no_line_of_the_table_stands_twice():
    lines = [str(line) for line in TABLE]
    assert sorted({line for line in lines if lines.count(line) > 1}) == []
