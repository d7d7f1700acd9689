"""The page of the submission about the law."""

import pytest

from practices.citing.forms import MOST_ACTS
from practices.models import PracticeCitation
from tests import factories
from tests.law.lawbook import act, cite, mark
from tests.practices.writing import address, errors, fresh, send

pytestmark = pytest.mark.django_db


def rows(*given, known=0):
    data = {"citations-TOTAL_FORMS": len(given), "citations-INITIAL_FORMS": known}
    for number, (row_id, law, provision) in enumerate(given):
        named = {"id": row_id or "", "act": getattr(law, "pk", law) or "", "provision": provision}
        data |= {f"citations-{number}-{name}": value for name, value in named.items()}
    return data


def cited(practice):
    return [(row.act.number, row.provision) for row in practice.citations.order_by("act__number", "provision")]


def test_page_offers_the_acts_by_kinds_and_the_words_below(client, practice):
    act("59", kind="code")
    act("101", state="repealed")
    act("5/3", kind="kenesh")
    html = client.get(address(practice, "law")).content.decode()
    assert html.count("<optgroup") == 2 * 3
    assert "№\xa059" in html and "№\xa0101" in html
    assert "5/3" not in html
    assert html.index("citations-0-act") < html.index('name="legal_basis"')


def test_kenesh_decision_a_curator_named_stays(client, practice):
    decision = act("5/3", kind="kenesh")
    row = cite(practice, decision)
    send(client, practice, "law", rows((row.pk, decision, ""), known=1))
    assert cited(practice) == [("5/3", "")]


def test_acts_and_words_are_kept_and_shown_on_the_check(client, practice):
    law = act("123")
    answer = send(client, practice, "law", rows((None, law, "ст. 34"), (None, None, "")), legal_basis="Решение № 5")
    assert answer.status_code == 302
    assert cited(practice) == [("123", "ст. 34")]
    assert fresh(practice).legal_basis_ru == "Решение № 5"
    html = client.get(address(practice, "check")).content.decode()
    assert "О законе 123" in html and "ст. 34" in html and "Решение № 5" in html


def test_practice_needs_no_act(client, practice):
    assert send(client, practice, "law", rows((None, None, ""))).status_code == 302


def test_new_citation_is_compared_with_the_act_of_today(client, practice):
    law = act()
    mark(law)
    send(client, practice, "law", rows((None, law, "")))
    assert not practice.citations.get().is_stale


def test_page_sent_again_keeps_the_warning(client, practice):
    law = act()
    row = cite(practice, law, "33")
    mark(law)
    send(client, practice, "law", rows((row.pk, law, "34"), known=1))
    [kept] = practice.citations.all()
    assert (kept.pk, kept.provision, kept.is_stale) == (row.pk, "34", True)


def test_row_turned_to_another_act_is_another_citation(client, practice):
    old, new = act("1"), act("2")
    row = cite(practice, old)
    mark(old)
    send(client, practice, "law", rows((row.pk, new, ""), known=1))
    [kept] = practice.citations.all()
    assert (kept.act, kept.is_stale, kept.pk != row.pk) == (new, False, True)


def test_rows_may_change_places(client, practice):
    law = act()
    first, second = cite(practice, law, "1"), cite(practice, law, "2")
    assert send(client, practice, "law", rows((first.pk, law, "2"), (second.pk, law, "1"), known=2)).status_code == 302
    assert cited(practice) == [("123", "1"), ("123", "2")]
    assert send(client, practice, "law", rows((first.pk, law, "2"), (second.pk, law, "3"), known=2)).status_code == 302
    assert cited(practice) == [("123", "2"), ("123", "3")]


def test_emptied_row_is_taken_away(client, practice):
    law = act()
    row = cite(practice, law, "34")
    send(client, practice, "law", rows((row.pk, None, ""), known=1))
    assert not practice.citations.exists()


@pytest.mark.parametrize(("second", "wrong"), [
    ("34", {"1-act"}), (" 34 ", {"1-act"}), ("35", set()), ("", set()),
])
def test_same_act_and_article_twice_is_refused_kindly(client, practice, second, wrong):
    law = act()
    answer = send(client, practice, "law", rows((None, law, "34"), (None, law, second)))
    if not wrong:
        assert answer.status_code == 302
        assert practice.citations.count() == 2
        return
    assert errors(answer) == wrong
    assert not practice.citations.exists()
    assert 'value="34"' in answer.content.decode()


def test_article_without_an_act_is_asked_about(client, practice):
    answer = send(client, practice, "law", rows((None, None, "ст. 5")))
    assert errors(answer) == {"0-act"}
    assert "ст. 5" in answer.content.decode()


@pytest.mark.parametrize("typed", ["999999", "zz", "-1", "1 OR 1=1", "9" * 40])
def test_made_up_act_is_refused(client, practice, typed):
    assert errors(send(client, practice, "law", rows((None, typed, "")))) == {"0-act"}


def test_citation_of_another_practice_is_not_to_be_had_by_its_number(client, practice):
    law = act()
    foreign = cite(factories.draft(factories.person("stranger")), law, "1")
    send(client, practice, "law", rows((foreign.pk, law, "2"), known=1))
    assert PracticeCitation.objects.get(pk=foreign.pk).provision == "1"
    assert cited(practice) == [("123", "2")]


@pytest.mark.parametrize(("number", "fits"), [(MOST_ACTS, True), (MOST_ACTS + 1, False)])
def test_ten_acts_have_room(client, practice, number, fits):
    laws = [act(str(count)) for count in range(1, number + 1)]
    answer = send(client, practice, "law", rows(*[(None, law, "") for law in laws]))
    assert (answer.status_code == 302) is fits
    assert practice.citations.count() == (number if fits else 0)


def test_autosave_keeps_what_is_right_and_refuses_twins(client, practice):
    law = act()
    headers = {"X-Autosave": "1"}
    assert send(client, practice, "law", rows((None, law, "1")), headers=headers).status_code == 204
    twins = rows((None, law, "2"), (None, law, "2"))
    assert send(client, practice, "law", twins, headers=headers).status_code == 422
    assert cited(practice) == [("123", "1")]


def test_older_tab_writes_nothing_over(client, practice):
    law = act()
    answer = send(client, practice, "law", rows((None, law, "1")), seen=practice.revision + 5)
    assert answer.status_code == 409
    assert not practice.citations.exists()


@pytest.mark.parametrize("number", [1, 9])
def test_page_costs_the_same_however_many_acts(client, practice, django_assert_max_num_queries, number):
    for count in range(1, number + 1):
        cite(practice, act(str(count)))
    with django_assert_max_num_queries(12):
        client.get(address(practice, "law"))
