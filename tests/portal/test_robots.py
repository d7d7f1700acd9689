"""What search engines are asked to leave alone."""

from urllib.robotparser import RobotFileParser

import pytest
from django.urls import reverse
from django.utils import translation

HOST = "http://testserver"
PRIVATE = [
    "account_login", "account_signup", "accounts:profile", "accounts:inbox", "catalogue:saved", "practices:mine",
    "practices:submit", "practices:my_repeats",
]
OPEN = ["home", "practices:list", "law:list", "search", "sitemap", "practices:collections"]


@pytest.fixture
def rules(client):
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").content.decode().splitlines())
    return parser


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_private_pages_are_closed_and_the_rest_is_open(rules, language):
    with translation.override(language):
        closed, opened = ([reverse(name) for name in names] for names in (PRIVATE, OPEN))
    assert [address for address in ["/admin/", *closed] if rules.can_fetch("*", HOST + address)] == []
    assert [address for address in ["/", *opened] if not rules.can_fetch("*", HOST + address)] == []
    assert rules.can_fetch("*", f"{HOST}/{language}/practices/17-kyzyl-suu/")


def test_site_map_is_named(client, rules):
    assert rules.site_maps() == [HOST + reverse("sitemap")]
    assert client.get("/robots.txt")["Content-Type"].startswith("text/plain")
