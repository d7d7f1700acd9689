"""Pages of repeats for the municipality: the first form, the card, the tale, the list."""

import pytest
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from accounts.models import KeptText
from practices.adopting import actions
from practices.models import Adoption, Practice
from tests import factories
from tests.practices.repeating import HOSTILE, begun, led_to, municipality, official, told

pytestmark = pytest.mark.django_db
SOME = {"stage": "interested", "post": "Катчы"}


@pytest.fixture
def practice(db):
    return factories.practice("published", territories=[municipality("home")])


@pytest.fixture
def head(client):
    person = official("head", municipality("kara-suu"))
    client.force_login(person)
    return person


def begin_page(practice, language="ru"):
    return f"/{language}/practices/{practice.pk}/repeat/"


def page_of(practice, language="ru"):
    return f"/{language}/practices/{practice.pk}-{practice.slug}/"


def tell_page(adoption, language="ru"):
    return f"/{language}/practices/repeats/{adoption.pk}/tell/"


def card(adoption, language="ru"):
    return f"/{language}/practices/repeats/{adoption.pk}/"


def say(adoption, **fields):
    """What the form sends: what is kept, with the changes."""
    kept = {"revision": adoption.revision, "stage": adoption.stage, "note": "", "result": adoption.result,
            "changed": adoption.changed, "cost_total": adoption.cost_total or "", "post": adoption.post}
    return kept | fields


# --- beginning ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_press_leads_through_a_short_form_to_the_card(client, practice, head, language):
    assert begin_page(practice, language) in client.get(page_of(practice, language)).content.decode()
    form = client.get(begin_page(practice, language))
    assert form.status_code == 200 and 'value="interested"' in form.content.decode()
    answer = client.post(begin_page(practice, language), SOME)
    adoption = Adoption.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, card(adoption, language))
    assert (adoption.stage, adoption.post, adoption.language) == ("interested", "Катчы", language)
    assert "Катчы" in client.get(card(adoption, language)).content.decode()


def test_second_press_leads_to_the_same_card(client, practice, head):
    first, second = (client.post(begin_page(practice), SOME)["Location"] for _press in range(2))
    assert first == second
    assert Adoption.objects.count() == 1
    assert client.get(begin_page(practice))["Location"] == first


def test_stranger_signs_in_and_finds_the_form_filled_in(client, practice):
    answer = client.post(begin_page(practice), SOME)
    assert "/account/login/" in answer["Location"]
    kept = KeptText.objects.get()
    client.force_login(official("head", municipality("kara-suu")))
    html = client.get(f"{begin_page(practice)}?kept={kept.pk}").content.decode()
    assert "Катчы" in html


def test_account_without_a_municipality_chooses_it_first_and_goes_on(client, practice):
    person = factories.person("nobody")
    client.force_login(person)
    place = municipality("kara-suu")
    html = client.get(begin_page(practice)).content.decode()
    assert "kara-suu" in html and page_of(practice) in html
    assert client.post(begin_page(practice), {"territory": ""}).status_code == 200
    answer = client.post(begin_page(practice), {"territory": place.pk})
    assert answer["Location"] == begin_page(practice)
    person.refresh_from_db()
    assert person.territory == place
    client.post(begin_page(practice), SOME)
    assert Adoption.objects.get().territory == place


def test_what_was_typed_goes_on_through_the_choice_of_the_municipality(client, practice):
    client.force_login(factories.person("nobody"))
    place = municipality("kara-suu")
    html = client.post(begin_page(practice), SOME).content.decode()
    assert 'name="post" value="Катчы"' in html
    client.post(begin_page(practice), {**SOME, "territory": place.pk})
    assert Adoption.objects.get().post == "Катчы"


def test_own_practice_says_so(client, head):
    practice = factories.practice("published", territories=[head.territory])
    assert client.get(begin_page(practice)).status_code == 200
    answer = client.post(begin_page(practice), SOME)
    assert answer.status_code == 409 and "Катчы" in answer.content.decode()
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(("status", "kind"), [("withdrawn", "outdated"), ("withdrawn", "cause"), ("archived", "")])
def test_practice_no_longer_published_says_so_and_gives_the_text_back(client, head, practice, status, kind):
    if kind:
        factories.do("withdraw", practice, kind=kind)
    else:
        factories.do("archive", practice)
    for answer, code in ((client.get(begin_page(practice)), 200), (client.post(begin_page(practice), SOME), 409)):
        assert answer.status_code == code
        html = answer.content.decode()
        with translation.override("ru"):
            assert escape(gettext("This practice is no longer published, so a repeat of it cannot begin.")) in html
    assert "Катчы" in html
    assert not Adoption.objects.exists()


def test_practice_withdrawn_at_the_moment_of_the_press_gives_the_text_back(client, head, practice, monkeypatch):
    really = actions.begin

    def withdrawn_meanwhile(**given):
        factories.do("withdraw", Practice.objects.get(pk=practice.pk))
        return really(**given)

    monkeypatch.setattr(actions, "begin", withdrawn_meanwhile)
    answer = client.post(begin_page(practice), SOME)
    assert answer.status_code == 409 and "Катчы" in answer.content.decode()


def test_merged_practice_leads_to_the_one_it_became(client, head, practice):
    other = factories.practice("published")
    factories.do("withdraw", other, kind="merged", merged_into=practice)
    assert client.get(begin_page(other))["Location"] == begin_page(practice)
    answer = client.post(begin_page(other), SOME)
    assert answer.status_code == 409
    assert begin_page(practice) in answer.content.decode() and "Катчы" in answer.content.decode()
    assert client.get(f"{page_of(other)}repeats/")["Location"] == f"{page_of(practice)}repeats/"


@pytest.mark.parametrize("status", ["draft", "in_review", "returned"])
def test_hidden_text_cannot_be_repeated_by_its_number(client, head, status):
    assert client.get(begin_page(factories.practice(status))).status_code == 404


def test_colleague_learns_who_keeps_it(client, practice, head):
    adoption = begun(practice, official("first", head.territory), post="Кеңештин төрагасы")
    answer = client.post(begin_page(practice), SOME, follow=True)
    assert answer.redirect_chain[-1][0] == card(adoption)
    assert "Кеңештин төрагасы" in answer.content.decode()
    assert Adoption.objects.get().by.email == "first@example.kg"


def test_very_many_repeats_in_an_hour_are_refused_with_the_text_kept(client, practice, head, monkeypatch):
    monkeypatch.setattr(actions, "BEGUN_AN_HOUR", 0)
    answer = client.post(begin_page(practice), SOME)
    assert answer.status_code == 429 and "Катчы" in answer.content.decode()


@pytest.mark.parametrize("fields", [
    {"stage": "result"}, {"stage": "made-up"}, {"stage": ""}, {"post": "x" * 201}, {"learnt_from": "999"},
    {"learnt_from": "a"},
])
def test_wrong_fields_bring_the_form_again(client, practice, head, fields):
    teacher = official("teacher", municipality("teacher"))
    begun(practice, teacher)
    answer = client.post(begin_page(practice), SOME | fields)
    assert answer.status_code == 200 and "errors" in answer.content.decode()
    assert Adoption.objects.count() == 1


def test_one_says_from_whom_it_was_learnt(client, practice, head):
    teacher = begun(practice, official("teacher", municipality("teacher")))
    client.post(begin_page(practice), SOME | {"learnt_from": teacher.pk})
    assert Adoption.objects.get(by=head).learnt_from == teacher


def test_repeats_of_other_practices_and_hidden_ones_are_not_offered(client, practice, head):
    other = begun(factories.practice("published"), official("other", municipality("other")))
    hidden = begun(practice, official("hidden", municipality("hidden")))
    Adoption.objects.filter(pk=hidden.pk).update(is_hidden=True, hidden_reason="за что")
    for teacher in (other, hidden):
        assert client.post(begin_page(practice), SOME | {"learnt_from": teacher.pk}).status_code == 302
        assert Adoption.objects.get(by=head).learnt_from is None
        Adoption.objects.filter(by=head).delete()


# --- telling ------------------------------------------------------------------------------------


def test_municipality_tells_stage_by_stage(client, practice, head):
    adoption = begun(practice, head)
    answer = client.post(tell_page(adoption), say(adoption, stage="running", note="Копаем"))
    assert answer["Location"] == card(adoption)
    adoption.refresh_from_db()
    client.post(tell_page(adoption), say(
        adoption, stage="result", result="Светло", changed="Иначе", cost_total="1 250 000,50 сом"
    ))
    adoption.refresh_from_db()
    assert (adoption.stage, adoption.result, adoption.changed) == ("result", "Светло", "Иначе")
    assert str(adoption.cost_total) == "1250000.50"
    html = client.get(card(adoption)).content.decode()
    for words in ("Копаем", "Светло", "Иначе", "1\xa0250\xa0000,50"):
        assert words in html


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"stage": "result"}, "result"), ({"stage": "stopped"}, "note"), ({"stage": "made-up"}, "stage"),
    ({"cost_total": "-1"}, "cost_total"), ({"cost_total": "много"}, "cost_total"), ({"changed": "x" * 2001}, "changed"),
])
def test_form_says_what_is_missing_and_keeps_what_was_typed(client, practice, head, fields, wrong):
    adoption = begun(practice, head)
    answer = client.post(tell_page(adoption), say(adoption, **{"changed": "Иначе", **fields}))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [wrong]
    assert fields.get("changed", "Иначе") in answer.content.decode()
    adoption.refresh_from_db()
    assert adoption.revision == 1


def test_same_press_again_is_harmless(client, practice, head):
    adoption = begun(practice, head)
    fields = say(adoption, stage="running", note="Копаем", cost_total="12")
    locations = [client.post(tell_page(adoption), fields)["Location"] for _press in range(2)]
    assert locations == [card(adoption)] * 2
    assert adoption.stages.count() == 2


def test_newer_tale_of_a_colleague_is_not_overwritten_unseen(client, practice, head):
    adoption = begun(practice, head)
    old = say(adoption, changed="Моё", stage="running")
    told(adoption, official("colleague", head.territory), "decided", changed="Чужое")
    answer = client.post(tell_page(adoption), old)
    html = answer.content.decode()
    assert answer.status_code == 409 and "Моё" in html
    adoption.refresh_from_db()
    assert adoption.changed == "Чужое"
    client.post(tell_page(adoption), {**old, "revision": answer.context["form"].data["revision"]})
    adoption.refresh_from_db()
    assert (adoption.changed, adoption.stage) == ("Моё", "running")


def test_circle_is_said_at_the_field(client, practice, head):
    adoption = begun(practice, head)
    pupil = begun(practice, official("pupil", municipality("pupil")), learnt_from=adoption)
    answer = client.post(tell_page(adoption), say(adoption, learnt_from=pupil.pk))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["learnt_from"])


def test_repeat_of_a_withdrawn_practice_goes_on(client, practice, head):
    adoption = begun(practice, head)
    factories.do("withdraw", practice, kind="cause")
    assert client.get(card(adoption)).status_code == 200
    client.post(tell_page(adoption), say(adoption, stage="running"))
    adoption.refresh_from_db()
    assert adoption.stage == "running"


@pytest.mark.parametrize(("who", "card_status", "tell_status", "post_status"), [
    ("colleague", 200, 200, 302), ("newcomer", 200, 302, 403), ("stranger", 404, 404, 404), ("moved", 200, 302, 403),
])
def test_who_may_look_and_tell(client, practice, head, who, card_status, tell_status, post_status):
    adoption = begun(practice, head)
    person = {
        "colleague": lambda: official("colleague", adoption.territory),
        "newcomer": lambda: official("newcomer", adoption.territory, vouched=False),
        "stranger": lambda: official("stranger", municipality("far")),
        "moved": lambda: head,
    }[who]()
    if who == "moved":
        head.territory = municipality("elsewhere")
        head.save()
    client.force_login(person)
    assert client.get(card(adoption)).status_code == card_status
    assert client.get(tell_page(adoption)).status_code == tell_status
    answer = client.post(tell_page(adoption), say(adoption, stage="running", note="Моё слово"))
    assert answer.status_code == post_status
    if post_status == 403:
        assert "Моё слово" in answer.content.decode()
    adoption.refresh_from_db()
    assert adoption.stage == ("running" if post_status == 302 else "interested")


def test_text_sent_after_the_session_had_ended_is_given_back(client, practice, head):
    adoption = begun(practice, head)
    client.logout()
    client.post(tell_page(adoption), say(adoption, stage="running", changed="Долгий рассказ"))
    client.force_login(head)
    html = client.get(f"{tell_page(adoption)}?kept={KeptText.objects.get().pk}").content.decode()
    assert "Долгий рассказ" in html


# --- own lists ------------------------------------------------------------------------------------


def test_my_repeats_are_those_of_the_municipality(client, practice, head):
    mine = begun(practice, head)
    colleagues = begun(factories.practice("published", title_ru="Вторая"), official("colleague", head.territory))
    others = begun(practice, official("far", municipality("far")))
    html = client.get("/ru/practices/repeats/mine/").content.decode()
    assert card(mine) in html and card(colleagues) in html and card(others) not in html
    assert "/ru/practices/repeats/mine/" in client.get("/ru/practices/mine/").content.decode()


def test_my_repeats_of_nobody(client):
    client.force_login(factories.person("nobody"))
    assert client.get("/ru/practices/repeats/mine/").status_code == 200


def test_result_is_told_as_a_practice_by_one_button(client, practice, head):
    adoption = led_to("result", practice, head)
    address = f"{card(adoption)}practice/"
    assert address in client.get(card(adoption)).content.decode()
    first, second = (client.post(address)["Location"] for _press in range(2))
    draft = Practice.objects.get(author=head)
    assert first == second == f"/ru/practices/{draft.pk}/write/essence/"
    assert client.get(first).status_code == 200
    assert client.get(address)["Location"] == card(adoption)


def test_button_stands_only_under_a_result(client, practice, head):
    adoption = led_to("running", practice, head)
    assert f"{card(adoption)}practice/" not in client.get(card(adoption)).content.decode()
    assert client.post(f"{card(adoption)}practice/")["Location"] == tell_page(adoption)


def test_hostile_words_are_words_on_the_card_and_in_the_form(client, practice, head):
    adoption = begun(practice, head)
    client.post(tell_page(adoption), say(adoption, stage="running", note=HOSTILE, changed=HOSTILE, post=HOSTILE))
    for address in (card(adoption), tell_page(adoption)):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html and escape(HOSTILE)[:40] in html
