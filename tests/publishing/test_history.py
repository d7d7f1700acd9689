import pytest

from publishing import actions
from publishing.history import page_notice, public_history
from tests import factories

pytestmark = pytest.mark.django_db


def steps(practice):
    return [(str(step["what"]), step["why"]) for step in public_history(practice)]


def edited(practice, reason):
    actions.note_edit(publication=practice, by=factories.moderator(), changed_fields=["title_ru"], reason=reason)


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_hidden_text_has_no_public_history(status):
    assert public_history(factories.practice(status)) == []


def test_readers_see_public_steps_only_the_latest_first():
    practice = factories.practice("returned")
    factories.do("submit", practice)
    factories.do("publish", practice, reason="Текшерилди")
    edited(practice, "Оңдолду")
    factories.do("archive", practice, reason="Эскирди")
    assert [why for _what, why in steps(practice)] == ["Эскирди", "Оңдолду", "Текшерилди"]
    assert len({what for what, _why in steps(practice)}) == 3


def test_history_names_nobody():
    practice = factories.practice("archived")
    assert "atyev" not in str(public_history(practice))


def notice(practice):
    return page_notice(practice, public_history(practice))


def test_published_text_has_no_notice():
    assert notice(factories.practice("published")) == ""


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_notice_says_why(verb):
    practice = factories.practice("published")
    factories.do(verb, practice, reason="Закон өзгөрдү")
    assert "Закон өзгөрдү" in notice(practice)


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_notice_keeps_its_reason_when_the_text_is_edited_afterwards(verb):
    practice = factories.practice("published")
    factories.do(verb, practice, reason="Закон өзгөрдү")
    edited(practice, "Ката оңдолду")
    assert "Закон өзгөрдү" in notice(practice)
    assert "Ката оңдолду" not in notice(practice)


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_hidden_text_says_that_it_is_hidden(status):
    assert notice(factories.practice(status))
