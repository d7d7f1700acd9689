"""What changed since a curator last looked, and which translations are behind."""

import pytest
from django.utils import translation

from practices.models import Practice
from publishing import actions
from publishing.models import QueueItem, Version
from publishing.versions import changes, pieces, seen_before, snapshot, versions
from tests import factories

pytestmark = pytest.mark.django_db
BOTH = {"title_ky": "Жарык", "summary_ky": "Кыскача", "problem_ky": "Караңгы эле", "solution_ky": "Чырак орнотушту"}


def edit(practice, **fields):
    """A curator's edit as the admin makes it: the text, the new revision, the log."""
    practice.refresh_from_db()
    for name, value in fields.items():
        setattr(practice, name, value)
    practice.revision += 1
    practice.save()
    actions.note_edit(publication=practice, by=factories.moderator(), changed_fields=list(fields), reason="Уточнили")
    practice.refresh_from_db()
    return practice


def waits_for_translation(practice):
    return QueueItem.objects.filter(object_id=practice.pk, reason="translation").exists()


# --- versions -------------------------------------------------------------------------------------


def test_each_submission_and_decision_keeps_the_text_once():
    practice = factories.practice("published")
    assert versions(practice).count() == 1
    edit(practice, lessons_ru="Спросите всех")
    assert versions(practice).count() == 2
    edit(practice)
    assert versions(practice).count() == 2


def test_version_is_never_rewritten():
    factories.practice("in_review")
    with pytest.raises(TypeError):
        Version.objects.update(text=[])
    with pytest.raises(TypeError):
        Version.objects.all().delete()


def test_reviewer_sees_what_the_author_changed_after_the_return():
    practice = factories.practice("returned")
    Practice.objects.filter(pk=practice.pk).update(problem_ru="По вечерам было очень темно.")
    practice.refresh_from_db()
    practice.steps.create(position=2, title_ru="Купить фонари")
    factories.do("submit", practice)
    with translation.override("ru"):
        found = {change.label: change.pieces for change in changes(seen_before(practice).text, practice)}
    assert found["Проблема"] == [("same", "По вечерам было "), ("added", "очень "), ("same", "темно.")]
    assert [words for label, words in found.items() if label.startswith("Шаг 2")] == [[("added", "Купить фонари")]]
    assert len(found) == 2


def test_first_submission_has_nothing_to_be_compared_with():
    assert seen_before(factories.practice("in_review")) is None


def test_row_put_in_between_is_the_only_one_that_changed():
    practice = factories.practice("returned", step="Первый")
    before = snapshot(practice)
    practice.steps.update(position=2)
    practice.steps.create(position=1, title_ru="Нулевой")
    assert [change.pieces for change in changes(before, practice)] == [[("added", "Нулевой")]]


def test_removed_row_and_changed_choice_are_named_in_words():
    practice = factories.practice("returned")
    before = snapshot(practice)
    practice.steps.all().delete()
    practice.kind = "method"
    with translation.override("ru"):
        found = [change.pieces for change in changes(before, practice)]
    assert found[0] == [("removed", "Опыт муниципалитета"), ("added", "Методика")]
    assert [("removed", "Собрать сход")] in found


def test_very_long_texts_are_shown_whole():
    before, after = "слово " * 3000, "дело " * 3000
    assert pieces(before, after) == [("removed", before), ("added", after)]


@pytest.mark.parametrize(("before", "after", "found"), [
    ("", "", []),
    ("", "суу", [("added", "суу")]),
    ("суу", "", [("removed", "суу")]),
    ("таза суу", "таза суу", [("same", "таза суу")]),
    ("a\n\nb", "a\n\nc", [("same", "a\n\n"), ("removed", "b"), ("added", "c")]),
])
def test_pieces(before, after, found):
    assert pieces(before, after) == found


# --- translations ---------------------------------------------------------------------------------


def test_text_in_one_language_waits_for_translation_once_it_is_published():
    practice = factories.practice("in_review")
    assert not waits_for_translation(practice)
    factories.do("publish", practice)
    assert waits_for_translation(practice)


def test_translated_text_waits_for_nothing():
    practice = factories.practice("published", **BOTH)
    assert practice.has_fresh_translation
    assert not waits_for_translation(practice)


def test_translation_written_later_ends_the_wait():
    practice = edit(factories.practice("published"), **BOTH)
    assert practice.has_fresh_translation
    assert not waits_for_translation(practice)


def test_changed_original_makes_the_translation_old():
    practice = edit(factories.practice("published", **BOTH), problem_ru="Темно и опасно")
    assert practice.has_old_translation
    assert waits_for_translation(practice)


def test_both_changed_together_stay_together():
    practice = edit(factories.practice("published", **BOTH), problem_ru="Темно и опасно", problem_ky="Караңгы эле")
    assert practice.has_old_translation
    practice = edit(practice, problem_ru="Темно", problem_ky="Караңгы")
    assert practice.has_fresh_translation


def test_curator_may_say_that_the_translation_agrees():
    practice = edit(factories.practice("published", **BOTH), problem_ru="Было темно.")
    curator = factories.moderator()
    assert "translation" in actions.allowed_verbs(practice, curator)
    actions.confirm_translation(publication=practice, by=curator, seen=practice.revision)
    assert practice.has_fresh_translation
    assert not waits_for_translation(practice)
    assert "translation" not in actions.allowed_verbs(practice, curator)


def test_only_who_decides_may_say_so_and_only_of_the_text_seen():
    practice = edit(factories.practice("published", **BOTH), problem_ru="Было темно.")
    with pytest.raises(actions.PermissionDenied):
        actions.confirm_translation(publication=practice, by=practice.author, seen=practice.revision)
    with pytest.raises(actions.Overtaken):
        actions.confirm_translation(publication=practice, by=factories.moderator(), seen=practice.revision - 1)
    practice.refresh_from_db()
    assert practice.has_old_translation


@pytest.mark.parametrize("verb", ["withdraw", "archive"])
def test_what_leaves_publication_waits_for_no_translation(verb):
    practice = factories.practice("published")
    factories.do(verb, practice)
    assert not waits_for_translation(practice)
    factories.do("restore", practice)
    assert waits_for_translation(practice)


@pytest.mark.parametrize(("language", "told"), [("ky", True), ("ru", False)])
def test_reader_of_the_translation_is_told_that_it_is_old(client, language, told):
    practice = edit(factories.practice("published", **BOTH), problem_ru="Темно и опасно")
    page = client.get(f"/{language}/practices/{practice.pk}-{practice.slug}/").content.decode()
    link = f'<a href="/ru/practices/{practice.pk}-{practice.slug}/" hreflang="ru">'
    assert (link in page) == told


def test_admin_shows_the_changes_before_the_decision(client):
    practice = factories.practice("returned")
    Practice.objects.filter(pk=practice.pk).update(problem_ru="По вечерам <b>было</b> темно.")
    practice.refresh_from_db()
    factories.do("submit", practice)
    client.force_login(factories.member_of("curator"))
    for address in ("change/", "act/publish/", "act/send_back/"):
        page = client.get(f"/admin/practices/practice/{practice.pk}/{address}").content.decode()
        assert "<ins>&lt;b&gt;было&lt;/b&gt; </ins>" in page
