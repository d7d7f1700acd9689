"""The pages of the submission about the outcome, people and money."""

import pytest

from practices.models import Funding
from tests.practices.writing import address, errors, fresh, rows, send

pytestmark = pytest.mark.django_db
LARGE = "1" + "0" * 20


def payment(**fields):
    return {"id": "", "payer": "local", "amount": "", "note": "", "paid_from": "", "paid_to": "", **fields}


def pay(client, practice, *payments, known=0, **fields):
    return send(client, practice, "money", rows("money", *payments, known=known), **fields)


def kept(practice):
    return [(row.payer, row.amount, row.note_ru, row.paid_text) for row in practice.fundings.all()]


# --- money ----------------------------------------------------------------------------------------


def test_payments_are_kept_and_added_up(client, practice):
    answer = pay(
        client, practice, payment(amount="180 000", note="столбы", paid_from="05.2018", paid_to="2018"),
        payment(payer="donor", amount="1 436 613,50 сом"),
    )
    assert answer.status_code == 302
    assert kept(practice) == [("local", 180_000, "столбы", "05.2018 – 2018"), ("donor", 1_436_613.50, "", "")]
    assert fresh(practice).cost_total == 1_616_613.50
    html = client.get(address(practice, "money")).content.decode()
    assert 'value="180 000"' in html and 'value="05.2018"' in html and 'value="2018"' in html
    assert 'value="1 616 613,5"' not in html, "the total is left to the payments"


def test_total_follows_when_a_payment_is_corrected(client, practice):
    pay(client, practice, payment(amount="100"))
    row = practice.fundings.get()
    pay(client, practice, payment(id=row.pk, amount="70"), known=1, cost_total="")
    assert fresh(practice).cost_total == 70


@pytest.mark.parametrize(("payments", "total", "stored"), [
    ([payment(amount="100"), payment(payer="donor")], "", None),
    ([payment(amount="100"), payment(payer="donor")], "500", 500), ([payment(amount="100")], "500", 500),
    ([payment()], "", None), ([], "5", 5),
])
def test_total_is_what_was_entered_while_not_all_is_known(client, practice, payments, total, stored):
    assert pay(client, practice, *payments, cost_total=total).status_code == 302
    assert fresh(practice).cost_total == stored


def test_empty_rows_and_rows_of_spaces_are_left_out(client, practice):
    spaces = payment(payer="", amount="  ", note=" \u200b ", paid_from="\u00a0", paid_to="\t")
    assert pay(client, practice, spaces, payment(payer=""), payment(amount="5")).status_code == 302
    assert kept(practice) == [("local", 5, "", "")]


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"amount": "-1"}, "0-amount"), ({"amount": LARGE}, "0-amount"), ({"amount": "1.234"}, "0-amount"),
    ({"amount": "много"}, "0-amount"), ({"payer": "", "amount": "5"}, "0-payer"),
    ({"payer": "", "note": "x"}, "0-payer"),
    ({"payer": "", "paid_from": "2019"}, "0-payer"), ({"payer": "robber"}, "0-payer"), ({"payer": "\x00"}, "0-payer"),
    ({"paid_from": "2020", "paid_to": "2019"}, "0-paid_to"),
    ({"paid_from": "31.12.2019", "paid_to": "12.11.2019"}, "0-paid_to"),
    ({"paid_from": "13.2019"}, "0-paid_from"), ({"paid_from": "30.02.2019"}, "0-paid_from"),
    ({"paid_from": "1990"}, "0-paid_from"), ({"paid_to": "2101"}, "0-paid_to"), ({"paid_from": "май"}, "0-paid_from"),
    ({"paid_from": "9" * 200}, "0-paid_from"), ({"note": "Ң" * 201}, "0-note"),
])
def test_payment_that_makes_no_sense_comes_back_as_typed(client, practice, fields, wrong):
    answer = pay(client, practice, payment(**fields))
    assert answer.status_code == 200
    assert wrong in errors(answer)
    typed = [value for value in fields.values() if value not in ("", "robber", "\x00")]
    assert all(value in answer.content.decode() for value in typed)
    assert not practice.fundings.exists()


@pytest.mark.parametrize(("first", "last"), [
    ("2019", "2019"), ("05.2019", "2019"), ("31.12.2019", "12.2019"), ("", "2019"),
])
def test_days_in_order_are_taken(client, practice, first, last):
    assert pay(client, practice, payment(paid_from=first, paid_to=last)).status_code == 302
    row = Funding.objects.get()
    assert (row.day_text("paid_from"), row.day_text("paid_to")) == (first, last)


def test_payments_above_the_total_come_back(client, practice):
    answer = pay(client, practice, payment(amount="600"), cost_total="500")
    assert errors(answer) == {"cost_total"}
    assert 'value="600"' in answer.content.decode()
    assert not practice.fundings.exists()


def test_payments_that_no_column_could_add_up_come_back(client, practice):
    answer = pay(client, practice, payment(amount="9" * 12), payment(amount="9" * 12))
    assert answer.context["form"].non_field_errors()
    assert not practice.fundings.exists()


def test_more_rows_than_the_page_has_come_back_with_a_sentence(client, practice):
    answer = pay(client, practice, *[payment(amount=str(number)) for number in range(100)])
    assert answer.status_code == 200
    assert len(answer.context["form"].row_set.non_form_errors()) == 1
    assert pay(client, practice, *[payment(amount="1") for _number in range(200)]).status_code == 413
    assert not practice.fundings.exists()


@pytest.mark.parametrize("name", ["cost_total", "upkeep_cost"])
@pytest.mark.parametrize("typed", ["-1", LARGE, "1,2,3"])
def test_sums_above_the_rows_are_checked_too(client, practice, name, typed):
    answer = pay(client, practice, **{name: typed})
    assert errors(answer) == {name}
    assert f'value="{typed}"' in answer.content.decode()


# --- people and outcome ---------------------------------------------------------------------------


def test_people_and_lessons_are_kept(client, practice):
    answer = send(
        client, practice, "people", population="2 500", people_needed="3", people_note="Мастер\nи водитель",
        risks="Не платили", lessons="Считать", contact_post="Глава",
    )
    assert answer["Location"] == address(practice, "money")
    made = fresh(practice)
    assert (made.population, made.people_needed, made.people_note_ru) == (2500, 3, "Мастер\nи водитель")
    assert (made.risks_ru, made.lessons_ru, made.contact_post_ru) == ("Не платили", "Считать", "Глава")
    html = client.get(address(practice, "people")).content.decode()
    assert 'value="2 500"' in html and 'value="3"' in html


@pytest.mark.parametrize(("name", "typed"), [
    ("population", "-5"), ("population", "0"), ("population", "2,5"), ("population", LARGE), ("population", "все"),
    ("people_needed", "-1"), ("people_needed", "99999"), ("people_needed", "1e3"), ("people_note", "Ң" * 401),
    ("risks", "Ң" * 10_001), ("contact_post", "Ң" * 201),
])
def test_people_that_make_no_sense_come_back_as_typed(client, practice, name, typed):
    answer = send(client, practice, "people", lessons="Считать", **{name: typed})
    assert errors(answer) == {name}
    assert typed in answer.content.decode() and "Считать" in answer.content.decode()
    assert not fresh(practice).lessons_ru


def test_empty_page_of_people_says_nothing(client, practice):
    assert send(client, practice, "people").status_code == 302
    assert (fresh(practice).population, fresh(practice).people_needed) == (None, None)


@pytest.mark.parametrize("outcome", ["worked", "partly", "failed", ""])
def test_outcome_is_kept_and_may_be_left_open(client, practice, outcome):
    send(client, practice, "results", rows("results"), outcome="partly")
    assert send(client, practice, "results", rows("results"), outcome=outcome).status_code == 302
    assert fresh(practice).outcome == outcome


def test_made_up_outcome_comes_back(client, practice):
    assert errors(send(client, practice, "results", rows("results"), outcome="great")) == {"outcome"}


def test_autosave_keeps_the_payments(client, practice):
    answer = send(
        client, practice, "money", rows("money", payment(amount="5")), headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 204
    assert kept(practice) == [("local", 5, "", "")]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_check_page_tells_all_of_it(client, practice, language):
    pay(client, practice, payment(amount="180 000", note="столбы", paid_from="2018"), upkeep_cost="7 000")
    send(client, practice, "people", population="2 500", people_needed="31", people_note="Мастер", risks="Ржавчина")
    send(client, practice, "results", rows("results"), outcome="failed")
    html = client.get(address(practice, "check", language)).content.decode()
    for text in ("180\xa0000\xa0сом", "столбы", "2018", "7\xa0000\xa0сом", "2\xa0500", "31", "Мастер", "Ржавчина"):
        assert text in html
    assert "None" not in html
