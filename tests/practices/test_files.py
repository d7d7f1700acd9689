"""Pictures and documents of a draft, added and taken off by its author."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from practices.models import Practice
from tests import factories
from tests.practices.writing import address
from tests.publishing import hostile_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author(client):
    """A person who is signed in."""
    user = factories.person(language="ky")
    client.force_login(user)
    return user


def add(client, practice, name="Протокол.pdf", content=None, **fields):
    file = SimpleUploadedFile(name, hostile_files.pdf() if content is None else content)
    return client.post(address(practice, "files"), {"file": file, "caption": "", **fields})


def test_file_is_added_once_shown_to_its_author_and_removed(client, author):
    practice = factories.draft(author)
    for _press in range(2):
        assert add(client, practice)["Location"] == address(practice, "files")
    file = practice.attachments.get()
    assert client.get(f"/ru/practices/files/{file.pk}/").status_code == 200
    remove = f"/ru/practices/{practice.pk}/files/{file.pk}/remove/"
    assert client.get(remove)["Location"] == "/ru/practices/mine/"
    for _press in range(2):
        assert client.post(remove)["Location"] == address(practice, "files")
    assert not practice.attachments.exists()


@pytest.mark.parametrize(("name", "content"), [
    ("a.pdf", b""), ("a.exe", b"MZ" + bytes(100)), ("a.svg", hostile_files.SVG), ("a.png", hostile_files.PAGE),
])
def test_refused_file_is_answered_by_a_sentence_and_the_caption_stays(client, author, name, content):
    practice = factories.draft(author)
    answer = add(client, practice, name, content, caption="Что на снимке")
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "Что на снимке" in answer.content.decode()
    assert not practice.attachments.exists()


def test_form_without_a_file_comes_back(client, author):
    practice = factories.draft(author)
    answer = client.post(address(practice, "files"), {"caption": "x"})
    assert answer.context["form"].errors["file"]


def test_full_disk_is_said_and_the_draft_stays(client, author, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    practice = factories.draft(author)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    answer = add(client, practice, caption="Протокол")
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not practice.attachments.exists()
    assert Practice.objects.get().title_ru == practice.title_ru


def test_file_of_a_hidden_text_exists_for_its_author_and_curators_only(client, author):
    practice = factories.draft(author)
    add(client, practice)
    file = f"/ru/practices/files/{practice.attachments.get().pk}/"
    answers = {}
    people = {"author": author, "moderator": factories.moderator(), "member": factories.person("member")}
    for name, user in people.items():
        client.force_login(user)
        answers[name] = client.get(file).status_code
    client.logout()
    answers["anonymous"] = client.get(file, headers={"Range": "bytes=0-1", "If-None-Match": "*"}).status_code
    assert answers == {"author": 200, "moderator": 200, "member": 404, "anonymous": 404}


@pytest.mark.parametrize(("status", "public"), [("published", True), ("withdrawn", True), ("draft", False)])
def test_file_may_stay_in_caches_only_when_it_is_open_to_all(client, author, status, public):
    practice = factories.draft(author)
    add(client, practice)
    for verb in factories.WAYS[status]:
        factories.do(verb, practice)
    answer = client.get(f"/ru/practices/files/{practice.attachments.get().pk}/")
    assert ("no-store" in answer["Cache-Control"]) != public
    assert answer["Content-Disposition"].startswith("attachment")


def test_small_picture_is_sent_when_it_is_asked_for(client, author):
    practice = factories.draft(author)
    add(client, practice, "фото.jpg", hostile_files.picture(size=(2000, 1500)))
    file = f"/ru/practices/files/{practice.attachments.get().pk}/"
    sizes = [len(client.get(file, {"size": size}).getvalue()) for size in ("", "small", "huge")]
    assert sizes[1] < sizes[0] == sizes[2]


def test_file_of_another_practice_is_not_removed(client, author):
    foreign = factories.draft(factories.person("other"))
    client.force_login(foreign.author)
    add(client, foreign)
    client.force_login(author)
    mine = factories.draft(author)
    client.post(f"/ru/practices/{mine.pk}/files/{foreign.attachments.get().pk}/remove/")
    assert client.post(f"/ru/practices/{foreign.pk}/files/{foreign.attachments.get().pk}/remove/").status_code == 404
    assert foreign.attachments.count() == 1


def test_continue_without_a_file_goes_to_the_check(client, author):
    practice = factories.draft(author)
    answer = client.post(address(practice, "files"), {"caption": "", "go_on": "1"})
    assert answer["Location"] == address(practice, "check")
