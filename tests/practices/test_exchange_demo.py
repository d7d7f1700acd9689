"""Samples of a demonstration copy: loaded once, said to be samples, told to nobody."""

import tomllib
from uuid import NAMESPACE_URL, uuid5

import pytest

from jobs.models import OutgoingMail
from practices.collecting.demo import loading as collections
from practices.exchange.demo import loading as remarks
from practices.models import Collection, PracticeComment
from tests import factories

pytestmark = pytest.mark.django_db


def named(file):
    """The names of practices that the file speaks of."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    rows = data.get("remark", []) + [item for row in data.get("collection", []) for item in row["item"]]
    links = {name for case, methods in data.get("methods", {}).items() for name in (case, *methods)}
    return {row["practice"] for row in rows} | links


@pytest.fixture
def curator():
    """Everything the samples speak of is there."""
    curator = factories.member_of("curator")
    for name in named(remarks.FILE) | named(collections.FILE):
        [practice] = factories.published_quickly(author=curator)
        type(practice).objects.filter(pk=practice.pk).update(form_key=uuid5(NAMESPACE_URL, f"practice:{name}"))
    return curator


def test_samples_are_loaded_once_and_say_that_they_are_samples(curator):
    assert remarks.load(by=curator) > 3
    assert remarks.load(by=curator) == 0
    samples = tomllib.loads(remarks.FILE.read_text(encoding="utf-8"))["sample"]
    for remark in PracticeComment.objects.all():
        assert remark.author_post == samples[remark.language]
        assert not remark.by_the_author or remark.author == remark.practice.author
    assert not OutgoingMail.objects.exists()
    assert not PracticeComment.objects.untold().exists()


def test_collections_are_loaded_once_whole_and_in_both_languages(curator):
    assert collections.load(by=curator) == 3
    assert collections.load(by=curator) == 0
    for collection in Collection.objects.published():
        assert collection.items.count() > 3
        assert all((collection.title_ky, collection.title_ru, collection.summary_ky, collection.intro_ky))
        assert all(item.note_ky and item.note_ru for item in collection.items.all())


def test_every_practice_the_samples_speak_of_is_a_demonstration_practice():
    folder = remarks.FILE.parents[2] / "demo"
    known = {path.stem for path in folder.glob("*.toml")}
    assert named(remarks.FILE) | named(collections.FILE) <= known
