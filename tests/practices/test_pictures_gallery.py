"""What a page offers a browser of its pictures, and what it spares a reader who saves data."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practices.models import Rendition
from tests import factories
from tests.practices import illustrated

pytestmark = pytest.mark.django_db
SAVING = {"save-data": "on"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def opened(client, practice, query="", **options):
    return client.get(f"/ru/practices/{practice.pk}-{practice.slug}/{query}", **options)


def html_of(*arguments, **options):
    return opened(*arguments, **options).content.decode()


def test_browser_may_choose_format_and_width(client):
    practice, picture = illustrated.with_picture()
    html = html_of(client, practice)
    for format in ("avif", "webp"):
        files = ", ".join(f"/ru/practices/files/{picture.pk}/{width}.{format} {width}w" for width in (360, 720, 1440))
        assert f'<source type="image/{format}" srcset="{files}" sizes=' in html
    image = re.search(r'<img src="[^"]*size=small"[^>]*>', html)[0]
    assert 'width="1600" height="1200" loading="lazy"' in image
    assert 'alt="Водонапорная башня"' in image
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img src")


def test_picture_that_is_not_rendered_yet_is_shown_small(client):
    practice, _picture = illustrated.with_picture(rendered=False)
    html = html_of(client, practice)
    assert "<source" not in html and "?size=small" in html


def test_reader_who_saves_data_gets_a_link_instead(client):
    practice, _picture = illustrated.with_picture()
    html = html_of(client, practice, headers=SAVING)
    weight = max(Rendition.objects.filter(width=360).values_list("size", flat=True))
    assert "<picture>" not in html and "size=small" not in html
    assert '<a href="?pictures=1#pictures"' in html and 'id="pictures"' in html
    assert f"{weight / 1024:.1f}".replace(".", ",")[:3] in html


def test_pressed_link_shows_the_smallest_only(client):
    practice, picture = illustrated.with_picture()
    html = html_of(client, practice, "?pictures=1", headers=SAVING)
    assert set(re.findall(rf"files/{picture.pk}/(\d+)\.", html)) == {"360"}
    assert "?pictures=1#pictures" not in html


def test_cache_keeps_the_two_pages_apart(client):
    practice, _picture = illustrated.with_picture()
    assert "Save-Data" in opened(client, practice)["Vary"]


def test_page_without_pictures_says_nothing_of_them(client):
    html = html_of(client, factories.practice("published"), headers=SAVING)
    assert 'id="pictures"' not in html and "?pictures=1" not in html


def test_page_needs_no_query_for_its_pictures(client):
    queries = []
    for number in (0, 1, 6):
        practice = factories.draft()
        for seed in range(number):
            picture = illustrated.add(practice, f"{seed}.jpg", illustrated.photo((400, 300), seed=seed))
            illustrated.make_missing(picture)
        for verb in factories.WAYS["published"]:
            factories.do(verb, practice)
        opened(client, practice)
        with CaptureQueriesContext(connection) as asked:
            opened(client, practice)
        queries.append(len(asked))
    assert queries[0] == queries[1] == queries[2]


# --- the files ------------------------------------------------------------------------------------


def rendition(client, picture, name="360.avif", **options):
    return client.get(f"/ru/practices/files/{picture.pk}/{name}", **options)


@pytest.mark.parametrize("format", ["avif", "webp"])
def test_rendition_is_kept_by_the_browser_and_shown_in_the_page(client, format):
    _practice, picture = illustrated.with_picture()
    answer = rendition(client, picture, f"720.{format}")
    assert answer["Content-Type"] == f"image/{format}"
    assert "max-age=31536000" in answer["Cache-Control"] and "s-maxage=300" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = rendition(client, picture, f"720.{format}", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["361.avif", "360.png", "0.avif", "99999.webp", "999999.webp", "360.avif/", "-1.avif"])
def test_size_that_is_not_there_is_not_found(client, name):
    _practice, picture = illustrated.with_picture()
    assert rendition(client, picture, name).status_code == 404


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_rendition_of_a_hidden_text_is_for_its_author_and_curators_only(client, status):
    practice, picture = illustrated.with_picture(status)
    answers = [rendition(client, picture).status_code]
    for person in (factories.person("member"), practice.author, factories.moderator()):
        client.force_login(person)
        answer = rendition(client, picture)
        answers.append(answer.status_code)
    assert answers == [404, 404, 200, 200]
    assert answer["Cache-Control"] == "private, no-store"


def test_rendition_of_a_text_removed_for_cause_is_gone_for_all(client):
    practice, picture = illustrated.with_picture()
    factories.do("withdraw", practice, kind="cause")
    client.force_login(factories.moderator())
    assert rendition(client, picture).status_code == 404


def test_lost_file_is_not_found(client):
    _practice, picture = illustrated.with_picture()
    row = picture.renditions.get(format="avif", width=360)
    row.file.storage.delete(row.file.name)
    assert rendition(client, picture).status_code == 404
