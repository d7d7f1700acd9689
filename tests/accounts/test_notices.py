import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Notification
from accounts.notices import NOTICES, Notice, title_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice_kind(monkeypatch):
    monkeypatch.setitem(NOTICES, "sample", Notice("About %(title)s", "Long"))


def test_old_line_changes_language_with_the_reader(person, practice_kind):
    notice = Notification(recipient=person(), kind="sample", params={"title": {"ky": "Суу", "ru": "Вода"}})
    with translation.override("ky"):
        assert notice.title == "About Суу"
    with translation.override("ru"):
        assert notice.title == "About Вода" and notice.body == "Long"


def test_particular_in_one_language_is_shown_in_that_one(practice_kind):
    with translation.override("ky"):
        assert title_of("sample", {"title": {"ky": "", "ru": "Вода"}}) == "About Вода"


def test_particulars_are_never_read_as_a_pattern(practice_kind):
    assert title_of("sample", {"title": "100 % %(x)s {0}"}) == "About 100 % %(x)s {0}"


def test_kind_no_longer_known_is_shown_by_its_name():
    assert title_of("forgotten", {}) == "forgotten"


def test_sentence_alone_is_a_notice_without_body(monkeypatch, person):
    monkeypatch.setitem(NOTICES, "sample", _("About %(title)s"))
    notice = Notification(recipient=person(), kind="sample", params={"title": "X"})
    assert "X" in notice.title and notice.body == ""


def test_every_kind_of_ours_has_both_languages():
    for kind in NOTICES:
        for language in ("ky", "ru"):
            with translation.override(language):
                title = title_of(kind, {"by": "Б", "name": "Н", "title": "Т"})
                assert title and "%(" not in title
