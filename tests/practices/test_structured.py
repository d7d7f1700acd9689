"""What machines read on the page of a practice."""

import json
import re

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def structured(client, practice, language="ru"):
    page = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/").content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(found[0]) if found else None


def test_page_tells_machines_what_and_where_it_is(client):
    practice = factories.published_quickly(title_ru="Вода", title_ky="Суу", topics=[factories.topic("water")])[0]
    data = structured(client, practice, "ky")
    assert (data["headline"], data["inLanguage"], data["about"]) == ("Суу", "ky", ["water (ky)"])
    assert data["url"].endswith(f"/ky/practices/{practice.pk}-{practice.slug}/")


def test_hostile_title_does_not_leave_its_element(client):
    title = "</script><script>alert(1)</script><!--&"
    practice = factories.published_quickly(title_ru=title)[0]
    assert structured(client, practice)["headline"] == title


@pytest.mark.parametrize("status", ["withdrawn", "archived"])
def test_machines_are_told_nothing_of_what_is_no_longer_published(client, status):
    assert structured(client, factories.practice(status)) is None
