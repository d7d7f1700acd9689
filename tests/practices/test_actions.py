from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practices import actions
from practices.models import Attachment, Practice
from publishing.actions import Overtaken
from publishing.uploads import UploadRefused, check_upload
from tests import factories
from tests.publishing import hostile_files
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def begin(by=None, key=None, language="ru", title="Парк"):
    return actions.begin(by=by or factories.person(), form_key=key or uuid4(), language=language, title=title)


# --- begin ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_draft_begins_with_its_title_in_the_language_chosen(language):
    draft = begin(language=language)
    draft.refresh_from_db()
    other = {"ky": "ru", "ru": "ky"}[language]
    assert (draft.status, draft.language, draft.author) == ("draft", language, factories.person())
    assert getattr(draft, f"title_{language}") == "Парк"
    assert not getattr(draft, f"title_{other}")
    assert draft.slug == "park"


def test_same_form_begins_one_draft():
    key = uuid4()
    assert begin(key=key) == begin(key=key, title="Башка")
    assert Practice.objects.get().title_ru == "Парк"


def test_same_key_of_another_person_begins_another_draft():
    key = uuid4()
    assert begin(key=key) != begin(factories.person("neighbour"), key=key)


@pytest.mark.django_db(transaction=True)
def test_form_sent_five_times_at_once_begins_one_draft():
    author, key = factories.person(), uuid4()
    drafts = at_once(partial(begin, author, key) for _press in range(5))
    assert set(drafts) == {Practice.objects.get()}


def test_thirty_drafts_an_hour_are_enough():
    author = factories.person()
    for _number in range(actions.DRAFTS_AN_HOUR):
        begin(author)
    known = Practice.objects.first()
    with pytest.raises(actions.TooMany):
        begin(author)
    assert begin(factories.person("neighbour"))
    known.form_key = uuid4()
    known.save()
    assert begin(author, known.form_key) == known, "the same form again is no new draft"
    Practice.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert begin(author)


# --- write ----------------------------------------------------------------------------------------


def write(practice, *, by=None, seen=None, values=(), links=(), rows=()):
    actions.write(
        practice=practice, by=by or practice.author, seen=seen or practice.revision, values=dict(values),
        links=dict(links), rows=dict(rows),
    )


def kept(practice):
    practice = Practice.objects.get(pk=practice.pk)
    return practice.title_ru, practice.revision, set(practice.topics.all()), list(practice.steps.values("title_ru"))


def test_fields_links_and_rows_are_written_together():
    practice, waste = factories.draft(), factories.topic("waste")
    revision = practice.revision
    write(practice, values={"title_ru": "Парк"}, links={"topics": [waste]}, rows={"steps": [{"title_ru": "Шаг"}]})
    assert kept(practice) == ("Парк", revision + 1, {waste}, [{"title_ru": "Шаг"}])


def test_stale_revision_changes_nothing():
    practice = factories.draft()
    stale = practice.revision
    write(practice, values={"title_ru": "Новее"})
    before = kept(practice)
    with pytest.raises(Overtaken):
        write(practice, seen=stale, values={"title_ru": "Старее"}, links={"topics": []}, rows={"steps": []})
    assert kept(practice) == before


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn", "archived"])
def test_text_out_of_the_authors_hands_is_not_written(status):
    practice = factories.practice(status)
    before = kept(practice)
    with pytest.raises(Overtaken) as overtaken:
        write(practice, values={"title_ru": "Парк"})
    assert kept(practice) == before
    assert overtaken.value.last is not None


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_draft_and_returned_text_are_written(status):
    practice = factories.practice(status)
    write(practice, values={"title_ru": "Парк"})
    assert kept(practice)[0] == "Парк"


def test_draft_of_somebody_else_is_not_written():
    practice = factories.draft()
    with pytest.raises(Overtaken):
        write(practice, by=factories.person("neighbour"), values={"title_ru": "Парк"})
    with pytest.raises(Overtaken):
        write(practice, by=factories.moderator(), values={"title_ru": "Парк"})


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_one_is_written():
    practice = factories.draft()
    tabs = [partial(write, Practice.objects.get(), values={"title_ru": title}) for title in ("А", "Б")]
    results = at_once(tabs)
    assert sorted(str(type(result)) for result in results) == sorted(map(str, (Overtaken, type(None))))
    assert kept(practice)[:2] == ("АБ"[results.index(None)], practice.revision + 1)


def test_failure_half_way_writes_nothing():
    practice = factories.draft()
    before = kept(practice)
    with pytest.raises(ValueError, match="no such field"):
        write(practice, values={"title_ru": "Парк"}, links={"topics": Broken()})
    assert kept(practice) == before


class Broken(list):
    def __iter__(self):
        raise ValueError("no such field")


def rows_of(practice):
    return list(practice.steps.values_list("title_ru", "title_ky"))


def test_rows_keep_the_words_of_the_other_language_when_they_move():
    practice = factories.draft(step="")
    first = practice.steps.create(position=1, title_ru="Раз", title_ky="Бир")
    second = practice.steps.create(position=2, title_ru="Два", title_ky="Эки")
    write(practice, rows={"steps": [{"id": second.pk, "title_ru": "Два!"}, {"id": first.pk, "title_ru": "Раз"}]})
    assert rows_of(practice) == [("Два!", "Эки"), ("Раз", "Бир")]
    assert {row.pk for row in practice.steps.all()} == {first.pk, second.pk}


def test_row_left_out_is_taken_away_and_a_new_one_stands_where_it_was_put():
    practice = factories.draft(step="")
    gone = practice.steps.create(position=1, title_ru="Раз")
    stays = practice.steps.create(position=2, title_ru="Два", title_ky="Эки")
    write(practice, rows={"steps": [{"id": None, "title_ru": "Ноль"}, {"id": stays.pk, "title_ru": "Два"}]})
    assert rows_of(practice) == [("Ноль", None), ("Два", "Эки")]
    assert not practice.steps.filter(pk=gone.pk).exists()


def test_row_of_another_practice_is_never_touched():
    practice, other = factories.draft(step=""), factories.draft(step="Чужой шаг")
    foreign = other.steps.get()
    write(practice, rows={"steps": [{"id": foreign.pk, "title_ru": "Мой шаг"}]})
    assert rows_of(other) == [("Чужой шаг", None)]
    assert rows_of(practice) == [("Мой шаг", None)]


def test_row_named_twice_is_one_row_and_a_copy():
    practice = factories.draft(step="")
    row = practice.steps.create(position=1, title_ru="Раз", title_ky="Бир")
    write(practice, rows={"steps": [{"id": row.pk, "title_ru": "Раз"}, {"id": row.pk, "title_ru": "Два"}]})
    assert rows_of(practice) == [("Раз", "Бир"), ("Два", None)]


def test_sets_of_rows_not_named_stay():
    practice = factories.draft()
    practice.indicators.create(name_ru="Фонари", after=12)
    write(practice, rows={"steps": []})
    assert not practice.steps.exists()
    assert practice.indicators.count() == 1


# --- files ----------------------------------------------------------------------------------------


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path.name for path in tmp_path.rglob("*") if path.is_file())


def checked(name="Протокол.pdf", content=None):
    return check_upload(SimpleUploadedFile(name, content or hostile_files.pdf()))


def attach(practice, file=None, by=None, **fields):
    return actions.attach(practice=practice, by=by or practice.author, checked=file or checked(), **fields)


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_file_is_attached_with_what_it_shows(media, language):
    attached = attach(factories.draft(language=language), caption="Протокол схода")
    attached.refresh_from_db()
    assert (attached.kind, attached.name, attached.content_type) == ("document", "Протокол.pdf", "application/pdf")
    assert getattr(attached, f"caption_{language}") == "Протокол схода"
    assert attached.size == len(hostile_files.pdf())
    assert len(media()) == 1


def test_same_file_attached_twice_is_one(media):
    practice = factories.draft()
    assert attach(practice) == attach(practice, checked("Башка ат.pdf"))
    assert Attachment.objects.count() == len(media()) == 1


def test_same_file_belongs_to_each_practice_apart(media):
    attach(factories.draft())
    attach(factories.draft())
    assert Attachment.objects.count() == len(media()) == 2


@pytest.mark.django_db(transaction=True)
def test_same_file_sent_three_times_at_once_is_one(media):
    practice = factories.draft()
    files = at_once(partial(attach, practice, checked()) for _press in range(3))
    assert set(files) == {Attachment.objects.get()}
    assert len(media()) == 1


def document(number):
    """A file like no other."""
    return checked(f"Протокол {number}.pdf", hostile_files.pdf(f"<</Number {number}>>".encode()))


@pytest.mark.django_db(transaction=True)
def test_of_two_files_sent_at_once_one_is_the_twentieth(media):
    practice = factories.draft()
    for number in range(19):
        attach(practice, document(number))
    results = at_once(partial(attach, Practice.objects.get(), document(number), practice.author) for number in (19, 20))
    [refused] = [result for result in results if isinstance(result, Exception)]
    assert isinstance(refused, UploadRefused) and refused.code == "too_many"
    assert practice.attachments.count() == len(media()) == 20
    with pytest.raises(UploadRefused):
        attach(practice, document(21))


@pytest.mark.parametrize("status", ["in_review", "published", "archived"])
def test_file_is_attached_only_to_a_draft_of_ones_own(media, status):
    with pytest.raises(Overtaken):
        attach(factories.practice(status))
    with pytest.raises(Overtaken):
        attach(factories.draft(), by=factories.person("neighbour"))
    assert media() == []


def test_file_is_detached_and_its_bytes_go_when_it_is_safe(media, django_capture_on_commit_callbacks):
    attached = attach(factories.draft())
    with django_capture_on_commit_callbacks() as callbacks:
        actions.detach(attachment=attached, by=factories.person())
    assert not Attachment.objects.exists()
    assert len(media()) == 1
    for callback in callbacks:
        callback()
    assert media() == []


def test_picture_goes_with_its_small_copy(media, django_capture_on_commit_callbacks):
    attached = attach(factories.draft(), checked("фото.png", hostile_files.picture()))
    assert len(media()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(attachment=attached, by=factories.person())
    assert media() == []


def test_file_is_not_detached_by_others_or_later(media):
    attached = attach(factories.draft())
    with pytest.raises(Overtaken):
        actions.detach(attachment=attached, by=factories.person("neighbour"))
    factories.do("submit", attached.practice)
    with pytest.raises(Overtaken):
        actions.detach(attachment=attached, by=factories.person())
    assert Attachment.objects.exists() and media()


# --- delete ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_draft_is_deleted_with_its_files(media, status, django_capture_on_commit_callbacks):
    practice = factories.draft()
    attach(practice)
    for verb in factories.WAYS[status]:
        factories.do(verb, practice)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(practice=practice, by=practice.author)
    assert not Practice.objects.exists()
    assert media() == []


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn", "archived"])
def test_text_that_others_have_read_is_not_deleted(status):
    practice = factories.practice(status)
    with pytest.raises(Practice.DoesNotExist):
        actions.delete_draft(practice=practice, by=practice.author)
    assert Practice.objects.exists()


def test_text_once_published_is_not_deleted_even_as_a_draft():
    practice = factories.draft(published_at=timezone.now())
    with pytest.raises(Practice.DoesNotExist):
        actions.delete_draft(practice=practice, by=practice.author)


def test_draft_of_somebody_else_is_not_deleted():
    practice = factories.draft()
    for user in (factories.person("neighbour"), factories.moderator()):
        with pytest.raises(Practice.DoesNotExist):
            actions.delete_draft(practice=practice, by=user)
