"""The passport in the hands of curators."""

import pytest

from accounts.models import Post
from practices.actions import reckon
from practices.models import Practice
from publishing.history import public_history
from tests import factories
from tests.publishing.admin_pages import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client):
    user = factories.member_of("curator")
    client.force_login(user)
    return user


def facts_address(practice):
    return f"/admin/practices/practice/{practice.pk}/facts/"


def payment(**fields):
    names = {"id": "", "payer": "local", "amount": "", "note_ky": "", "note_ru": "", "paid_from": "", "paid_to": "",
             "position": "0", **fields}
    return {f"fundings-0-{name}": value for name, value in names.items()}


def save(client, practice, row, *, known=0, **fields):
    """Send the page of the practice as the curator sees it, with this payment in it."""
    counts = {"fundings-TOTAL_FORMS": 1, "fundings-INITIAL_FORMS": known}
    address = f"/admin/practices/practice/{practice.pk}/change/"
    return change(client, address, **{"change_note": "Уточнили", **counts, **row, **fields})


def test_curator_writes_a_payment_with_a_day_as_it_is_known(client, curator):
    practice = factories.practice("published")
    answer = save(client, practice, payment(amount="5000", paid_from="01.2019", paid_to="2020", note_ru="столбы"))
    assert answer.status_code == 302
    row = practice.fundings.get()
    assert (row.amount, row.note_ru, row.paid_text) == (5000, "столбы", "01.2019 – 2020")
    made = Practice.objects.get()
    assert (made.cost_total, made.cost_level) == (5000, 1)
    html = client.get(f"/admin/practices/practice/{practice.pk}/change/").content.decode()
    assert 'value="01.2019"' in html and 'value="2020"' in html


def test_total_that_was_the_sum_follows_the_payments(client, curator):
    practice = factories.practice("published")
    row = practice.fundings.create(payer="local", amount=5000)
    reckon(practice)
    save(client, practice, payment(id=row.pk, amount="3000"), known=1)
    assert Practice.objects.get().cost_total == 3000


def test_total_that_a_curator_wrote_stays(client, curator):
    practice = factories.practice("published")
    row = practice.fundings.create(payer="local", amount=5000)
    reckon(practice)
    save(client, practice, payment(id=row.pk, amount="3000"), known=1, cost_total="9000")
    assert Practice.objects.get().cost_total == 9000


@pytest.mark.parametrize("fields", [
    {"amount": "-1"}, {"amount": "1" + "0" * 20}, {"paid_from": "2020", "paid_to": "2019"}, {"paid_from": "13.2019"},
    {"paid_to": "x\x00"}, {"payer": ""}, {"payer": "robber"}, {"position": "-1"},
])
def test_payment_that_makes_no_sense_comes_back(client, curator, fields):
    practice = factories.practice("published")
    answer = save(client, practice, payment(**{"amount": "5", **fields}))
    assert answer.status_code == 200
    assert not practice.fundings.exists()


def test_facts_are_checked_by_a_press(client, curator):
    practice = factories.practice("published")
    change_page = client.get(f"/admin/practices/practice/{practice.pk}/change/").content.decode()
    assert facts_address(practice) in change_page
    assert client.get(facts_address(practice)).status_code == 200
    answer = client.post(facts_address(practice), {"seen": practice.revision, "post": "Инженер"})
    assert answer.status_code == 302
    made = Practice.objects.get()
    assert made.checked_on and made.checked_by_post == "Инженер"
    assert made.revision == practice.revision
    assert public_history(made)[0]["why"] == "Инженер"


def test_post_of_the_curator_is_offered_in_the_language_of_the_text(client, curator):
    practice = factories.practice("published")
    assert client.get(facts_address(practice)).context["form"]["post"].value() == ""
    post = Post.objects.create(slug="trial", name_ky="Сыноочу", name_ru="Испытатель", body_kind="other")
    curator.holdings.create(post=post, territory=factories.territory("naryn", "oblast"))
    assert client.get(facts_address(practice)).context["form"]["post"].value() == "Испытатель"


def test_text_changed_meanwhile_is_looked_at_again(client, curator):
    practice = factories.practice("published")
    answer = client.post(facts_address(practice), {"seen": practice.revision - 1, "post": ""})
    assert answer.status_code == 409
    assert Practice.objects.get().checked_on is None


@pytest.mark.parametrize("data", [{}, {"seen": "x"}, {"seen": "1", "post": "Ң" * 201}])
def test_damaged_check_comes_back(client, curator, data):
    practice = factories.practice("published")
    assert client.post(facts_address(practice), data).status_code == 200
    assert Practice.objects.get().checked_on is None


def test_draft_has_no_button_and_no_check(client, curator):
    practice = factories.practice("draft")
    assert client.post(facts_address(practice), {"seen": 1}).status_code == 409
    assert facts_address(practice) not in client.get(
        f"/admin/practices/practice/{practice.pk}/change/"
    ).content.decode()


def test_check_is_for_moderators_and_of_what_exists(client):
    practice = factories.practice("published")
    client.force_login(factories.member_of("expert"))
    assert client.post(facts_address(practice), {"seen": practice.revision}).status_code == 403
    client.force_login(factories.member_of("curator"))
    assert client.get("/admin/practices/practice/999999/facts/").status_code == 404


@pytest.mark.parametrize("query", ["completeness__exact=3", "evidence_level__exact=4", "outcome__exact=failed"])
def test_list_is_filtered_by_the_passport(client, curator, query):
    wanted, other = factories.practice("published", title_ru="Нужная"), factories.practice("published", title_ru="Иная")
    Practice.objects.filter(pk=wanted.pk).update(completeness=3, evidence_level=4, outcome="failed")
    html = client.get(f"/admin/practices/practice/?{query}").content.decode()
    assert "Нужная" in html and other.title_ru not in html


def test_what_is_reckoned_is_not_written_by_hand(client, curator):
    practice = factories.practice("published")
    save(client, practice, payment(payer="", position=""), **{
        "evidence_level": "5", "completeness": "3", "checked_by_post": "Я", "repeats": "9",
        "fundings-TOTAL_FORMS": 0,
    })
    made = Practice.objects.get()
    assert (made.evidence_level, made.completeness, made.checked_by_post, made.repeats) == (1, 1, "", 0)


def test_publishing_reckons(client, curator):
    practice = factories.practice("in_review", cost_total=10)
    client.post(f"/admin/practices/practice/{practice.pk}/act/publish/", {"seen": practice.revision})
    assert (Practice.objects.get().status, Practice.objects.get().cost_level) == ("published", 1)
