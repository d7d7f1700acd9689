"""What a browser is told about an uploaded file, and what it is never told."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import Http404
from django.test import RequestFactory

from publishing.serving import serve_file
from tests.publishing.test_storing import slot

CONTENT = b"%PDF-1.7 page" * 500


@pytest.fixture
def field_file(tmp_path):
    storage = FileSystemStorage(tmp_path)
    place = slot(storage)
    place.name = storage.save("2026/11/abc.pdf", ContentFile(CONTENT))
    return place


def serve(field_file, method="get", **options):
    headers = options.pop("headers", {})
    request = getattr(RequestFactory(), method)("/", headers=headers)
    given = {"shown_name": "a.pdf", "content_type": "application/pdf", "public": True} | options
    return serve_file(request, field_file, **given)


def test_file_is_sent_whole_and_cannot_act(field_file):
    response = serve(field_file)
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'


def test_kyrgyz_name_is_sent_by_rfc_6266(field_file):
    disposition = serve(field_file, shown_name="Сууну үнөмдөө.pdf")["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%D0%A1%D1%83%D1%83")
    assert disposition.isascii()


def test_name_with_a_line_break_cannot_add_a_header(field_file):
    response = serve(field_file, shown_name='a\r\nSet-Cookie: x=1";.pdf')
    assert "Set-Cookie" not in response
    assert "\n" not in response["Content-Disposition"]


def test_name_cannot_turn_its_extension_round(field_file):
    disposition = serve(field_file, shown_name="a\u202efdp.webp")["Content-Disposition"]
    assert disposition == 'attachment; filename="afdp.webp"'


@pytest.mark.parametrize(
    ("content_type", "inline", "disposition"),
    [
        ("image/webp", True, "inline"),
        ("image/webp", False, "attachment"),
        ("application/pdf", True, "attachment"),
        ("text/html", True, "attachment"),
        ("image/svg+xml", True, "attachment"),
    ],
)
def test_only_pictures_are_shown_in_the_page(field_file, content_type, inline, disposition):
    response = serve(field_file, content_type=content_type, inline=inline)
    assert response["Content-Disposition"].startswith(disposition)


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "", "application/xhtml+xml"])
def test_type_that_no_upload_has_becomes_plain_bytes(field_file, content_type):
    assert serve(field_file, content_type=content_type)["Content-Type"] == "application/octet-stream"


def test_public_file_stays_in_caches_for_minutes_only(field_file):
    assert serve(field_file)["Cache-Control"] == "public, max-age=300"


def test_private_file_stays_in_no_cache(field_file):
    response = serve(field_file, public=False)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_public_file_known_to_the_browser_is_not_sent_again(field_file):
    etag = serve(field_file)["ETag"]
    again = serve(field_file, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == "public, max-age=300"
    assert serve(field_file, headers={"If-None-Match": '"other"'}).status_code == 200


def test_private_file_is_sent_again_always(field_file):
    etag = serve(field_file)["ETag"]
    assert serve(field_file, public=False, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("value", ["bytes=0-3", "bytes=5-1", "bytes=0-1,2-3,4-5", "bytes=-99999999999", "zz"])
def test_request_for_a_range_gets_the_whole_file(field_file, value):
    response = serve(field_file, headers={"Range": value})
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == CONTENT
    assert response["Accept-Ranges"] == "none"


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": '"2026/11/abc.pdf"'}])
def test_lost_file_is_not_found(field_file, headers):
    field_file.storage.delete(field_file.name)
    with pytest.raises(Http404):
        serve(field_file, headers=headers)


def test_row_without_a_file_is_not_found(tmp_path):
    with pytest.raises(Http404):
        serve(slot(FileSystemStorage(tmp_path)))


def test_folder_in_place_of_a_file_is_not_found(field_file):
    field_file.name = "2026"
    with pytest.raises(Http404):
        serve(field_file)
