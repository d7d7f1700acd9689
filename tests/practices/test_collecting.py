"""Collections, and methods with the cases that used them."""

import pytest
from django.core.exceptions import PermissionDenied

from catalogue.models import Entry
from practices.models import Collection, CollectionItem, Practice
from publishing import actions
from publishing.models import ModerationEvent, QueueItem
from publishing.queue import waiting_for
from tests import factories
from tests.practices.writing import ESSENCE, fresh, send
from tests.publishing.admin_pages import change, page

pytestmark = pytest.mark.django_db
TEXTS = {"title_ru": "Вода в селе", "summary_ru": "Кому и зачем", "intro_ru": "С чего начать"}
ADMIN = "/admin/practices/collection/"


@pytest.fixture
def curator(client):
    user = factories.member_of("practices_curator")
    client.force_login(user)
    return user


def collection(curator, number=2, status="published", **fields):
    """A collection of so many published practices."""
    made = Collection.objects.create(author=curator, language="ru", **{**TEXTS, **fields})
    for place in range(number):
        member = factories.practice("published", title_ru=f"Практика {place}")
        CollectionItem.objects.create(collection=made, practice=member, position=place + 1, note_ru=f"Довод {place}")
    if status == "published":
        actions.publish(publication=made, by=curator, seen=made.revision)
    return made


def curator_of_collections():
    return factories.member_of("practices_curator", "maker")


def address(made, language="ru"):
    return f"/{language}/practices/collections/{made.pk}-{made.slug}/"


def read(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


# --- the way to publication -------------------------------------------------------------------------


def test_curator_publishes_an_own_collection_by_one_press():
    curator = curator_of_collections()
    made = collection(curator, status="draft")
    assert actions.allowed_verbs(made, curator) == ["publish"]
    actions.publish(publication=made, by=curator, seen=made.revision)
    assert (made.status, made.published_at is not None) == ("published", True)
    assert not QueueItem.objects.filter(kind=made.label(), reason="review").exists()
    assert ModerationEvent.objects.get(kind=made.label()).by == curator
    assert Entry.objects.published().get(kind="collection").title_ru == "Вода в селе"


@pytest.mark.parametrize("verb", ["submit", "recall", "send_back"])
def test_collection_waits_for_nobody(verb):
    curator = curator_of_collections()
    made = collection(curator, status="draft")
    more = {"reason": "x"} if verb == "send_back" else {}
    with pytest.raises((actions.NotAllowedNow, actions.Overtaken)):
        getattr(actions, verb)(publication=made, by=curator, seen=made.revision, **more)


def test_draft_of_a_practice_is_still_not_published_past_the_queue():
    with pytest.raises((actions.NotAllowedNow, actions.Overtaken)):
        actions.publish(publication=factories.practice("draft"), by=factories.moderator(), seen=1)


def test_person_without_the_right_publishes_nothing():
    made = collection(curator_of_collections(), status="draft")
    with pytest.raises(PermissionDenied):
        actions.publish(publication=made, by=factories.person(), seen=made.revision)


@pytest.mark.parametrize(("number", "fields"), [(1, {}), (2, {"title_ru": ""}), (2, {"summary_ru": ""})])
def test_collection_that_lacks_something_is_not_published(number, fields):
    curator = curator_of_collections()
    made = collection(curator, number, "draft", **fields)
    assert made.shortcomings()
    with pytest.raises(actions.NotAllowedNow):
        actions.publish(publication=made, by=curator, seen=made.revision)


def test_older_revision_publishes_nothing():
    curator = curator_of_collections()
    made = collection(curator, status="draft")
    with pytest.raises(actions.Overtaken):
        actions.publish(publication=made, by=curator, seen=made.revision + 1)


def test_withdrawn_collection_comes_back():
    curator = curator_of_collections()
    made = collection(curator)
    actions.archive(publication=made, by=curator, seen=made.revision, reason="Устарела")
    assert not Entry.objects.published().filter(kind="collection").exists()
    actions.restore(publication=made, by=curator, seen=made.revision, reason="Обновлена")
    assert Entry.objects.published().filter(kind="collection").exists()


def test_person_is_not_told_of_collections_among_what_waits():
    assert waiting_for(curator_of_collections()) == []


# --- pages ------------------------------------------------------------------------------------------


def test_collection_stands_in_its_order_with_its_words(client):
    made = collection(curator_of_collections(), 3)
    CollectionItem.objects.filter(position=1).update(position=9)
    html = read(client, address(made))
    assert html.index("Практика 1") < html.index("Практика 2") < html.index("Практика 0")
    for text in ("Вода в селе", "Кому и зачем", "С чего начать", "Довод 2"):
        assert text in html


def test_practice_added_without_a_number_comes_last():
    made = collection(curator_of_collections(), 3)
    added = CollectionItem.objects.create(collection=made, practice=factories.practice("published"))
    assert made.items.last() == added


def test_withdrawn_practices_are_left_out(client):
    made = collection(curator_of_collections())
    first, second = (item.practice for item in made.items.all())
    factories.do("withdraw", first)
    html = read(client, address(made))
    assert "Практика 0" not in html and "Практика 1" in html
    factories.do("archive", second)
    html = read(client, address(made))
    assert "Практика 1" not in html and 'class="empty"' in html
    assert "0" in read(client, "/ru/practices/collections/")


def test_list_shows_published_collections_and_says_when_there_are_none(client):
    assert 'class="empty"' in read(client, "/ru/practices/collections/")
    curator = curator_of_collections()
    collection(curator, title_ru="Видимая")
    collection(curator, status="draft", title_ru="Черновик")
    for path in ("/ru/practices/collections/", "/ru/practices/collections/?page=99", "/ru/"):
        html = read(client, path)
        assert "Видимая" in html and "Черновик" not in html


def test_collection_is_found_by_search_and_named_in_the_site_map(client):
    made = collection(curator_of_collections(), title_ru="Колодезная подборка")
    assert address(made) in read(client, "/ru/search/?q=колодезная")
    assert address(made) in read(client, "/sitemap.xml")
    assert address(made) in read(client, "/ru/search/?kind=collection")


def test_practice_says_in_which_collections_it_stands(client):
    curator = curator_of_collections()
    made = collection(curator)
    practice = made.items.first().practice
    page_of = f"/ru/practices/{practice.pk}-{practice.slug}/"
    assert address(made) in read(client, page_of)
    actions.archive(publication=made, by=curator, seen=made.revision, reason="Так")
    assert address(made) not in read(client, page_of)


def test_collection_is_addressed_like_a_practice(client):
    curator = curator_of_collections()
    made, draft = collection(curator), collection(curator, status="draft")
    assert client.get(f"/ru/practices/collections/{made.pk}-other/")["Location"] == address(made)
    read(client, address(draft), 404)
    client.force_login(curator)
    assert "noindex" in read(client, address(draft))
    actions.withdraw(publication=made, by=curator, seen=made.revision, reason="Чужое", kind="cause")
    assert "Чужое" in read(client, address(made), 410)


def test_text_in_the_other_language_is_marked(client):
    assert '<h1 lang="ru">Вода в селе</h1>' in read(client, address(collection(curator_of_collections()), "ky"))


@pytest.mark.parametrize("rows", [2, 10])
def test_pages_cost_the_same_however_many_stand_in_them(client, selects, rows):
    made = collection(curator_of_collections(), rows)
    with selects(4):
        read(client, address(made))
    with selects(2):
        read(client, "/ru/practices/collections/")


# --- the curators' workplace ------------------------------------------------------------------------


def test_curator_makes_a_collection_and_publishes_it(client, curator):
    first, second = (factories.practice("published", title_ru=title) for title in ("Первая", "Вторая"))
    empty = page(client.get(f"{ADMIN}add/"))
    rows = {"items-TOTAL_FORMS": 2}
    for number, practice in enumerate((second, first)):
        rows |= {f"items-{number}-practice": practice.pk, f"items-{number}-position": number,
                 f"items-{number}-note_ru": "Почему"}
    client.post(f"{ADMIN}add/", {**empty, **TEXTS, "language": "ru", **rows})
    made = Collection.objects.get()
    assert made.author == curator
    assert [item.practice for item in made.items.all()] == [second, first]
    assert f"{ADMIN}{made.pk}/act/publish/" in read(client, f"{ADMIN}{made.pk}/change/")
    answer = client.post(f"{ADMIN}{made.pk}/act/publish/", {"seen": made.revision, "reason": ""})
    assert answer["Location"] == f"{ADMIN}{made.pk}/change/"
    assert address(made) in read(client, "/ru/practices/collections/")


def test_newer_collection_is_not_overwritten_unseen(client, curator):
    made = collection(curator, status="draft")
    opened = client.get(f"{ADMIN}{made.pk}/change/")
    change(client, f"{ADMIN}{made.pk}/change/", title_ru="Первый правил")
    answer = change(client, f"{ADMIN}{made.pk}/change/", opened, title_ru="Второй правил")
    assert answer.status_code == 200 and "Второй правил" in answer.content.decode()
    assert Collection.objects.get(pk=made.pk).title_ru == "Первый правил"


def test_change_of_a_published_collection_is_told_to_readers(client, curator):
    made = collection(curator)
    change(client, f"{ADMIN}{made.pk}/change/", title_ru="Новое имя", change_note="Переименована")
    html = read(client, address(made))
    assert "Новое имя" in html and "Переименована" in html
    assert Entry.objects.get(kind="collection").title_ru == "Новое имя"


def test_published_collection_is_not_left_with_one_practice(client, curator):
    made = collection(curator)
    answer = change(client, f"{ADMIN}{made.pk}/change/", **{"items-0-DELETE": "on", "change_note": "Убрали"})
    assert answer.status_code == 200
    assert made.items.count() == 2


@pytest.mark.parametrize(("model", "field"), [("collectionitem", "practice"), ("practice", "methods")])
def test_only_published_practices_are_suggested(client, curator, model, field):
    kind = "method"
    for status in ("draft", "archived"):
        factories.practice(status, title_ru=f"Скрытая {status}", kind=kind)
    factories.practice("published", title_ru="Видимая", kind=kind)
    asked = {"app_label": "practices", "model_name": model, "field_name": field, "term": "", "kind": kind}
    texts = [row["text"] for row in client.get("/admin/autocomplete/", asked).json()["results"]]
    assert texts == ["Видимая"]


# --- methods and cases ------------------------------------------------------------------------------


def test_case_and_method_lead_to_one_another(client):
    case, method = factories.practice("published"), factories.practice("published", kind="method", title_ru="Сход")
    case.methods.add(method)
    links = {one: f"/ru/practices/{one.pk}-{one.slug}/" for one in (case, method)}
    assert links[method] in read(client, links[case])
    assert links[case] in read(client, links[method])
    factories.do("archive", Practice.objects.get(pk=method.pk))
    assert links[method] not in read(client, links[case])


def test_author_names_up_to_three_methods(client, author, practice):
    methods = [factories.practice("published", kind="method", title_ru=f"Метод {number}") for number in range(4)]
    chosen = {"method_1": methods[2].pk, "method_2": methods[0].pk, "method_3": methods[2].pk}
    assert send(client, practice, "essence", ESSENCE | chosen).status_code == 302
    assert set(fresh(practice).methods.all()) == {methods[0], methods[2]}
    assert "Метод 2" in read(client, f"/ru/practices/{practice.pk}/check/")
    html = read(client, f"/ru/practices/{practice.pk}/write/essence/")
    assert all(f'value="{methods[number].pk}" selected' in html for number in (0, 2))
    assert "Метод 3" in html
    send(client, practice, "essence", ESSENCE | {"method_1": "", "method_2": methods[1].pk, "method_3": ""})
    assert set(fresh(practice).methods.all()) == {methods[1]}


def test_form_without_the_question_changes_no_methods(client, author, practice):
    practice.methods.add(factories.practice("published", kind="tool"))
    send(client, practice, "essence", ESSENCE)
    assert fresh(practice).methods.count() == 1


def test_method_withdrawn_since_stays_with_the_draft(client, author, practice):
    method = factories.practice("published", kind="method", title_ru="Снятый метод")
    practice.methods.add(method)
    factories.do("archive", method)
    html = read(client, f"/ru/practices/{practice.pk}/write/essence/")
    assert "Снятый метод" in html
    send(client, practice, "essence", ESSENCE | {"method_1": method.pk, "method_2": "", "method_3": ""})
    assert fresh(practice).methods.count() == 1


@pytest.mark.parametrize("wrong", ["case", "draft", "self", "zz", "0"])
def test_only_a_published_method_or_tool_is_named(client, author, practice, wrong):
    factories.practice("published", kind="method")
    named = {
        "case": factories.practice("published").pk, "draft": factories.practice("draft", kind="method").pk,
        "self": practice.pk,
    }.get(wrong, wrong)
    answer = send(client, practice, "essence", ESSENCE | {"method_1": named})
    assert answer.status_code == 200 and "method_1" in answer.context["form"].errors
    assert not fresh(practice).methods.exists()
