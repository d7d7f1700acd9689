import pytest
from django.urls import reverse

from accounts.models import Notification, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_up(client, language, signup_data):
    def send(**fields):
        return client.post(reverse("account_signup"), signup_data(**fields))
    return send


def test_page_is_in_the_language_of_the_address(client, language):
    page = client.get(reverse("account_signup"))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_registration_makes_an_account_and_sends_one_letter(sign_up, letters):
    answer = sign_up()
    assert answer.status_code == 302 and answer.url == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.full_name, user.language) == ("aida@aimak.kg", "Аида Асанова", "ky")
    assert not user.is_staff and not user.is_verified and not user.needs_look
    assert [letter.to for letter in letters] == [["aida@aimak.kg"]]


def test_link_of_the_letter_confirms_and_signs_in(client, sign_up, letters):
    sign_up()
    link = next(word for word in letters[0].body.split() if "/confirm-email/" in word)
    path = link.removeprefix("http://testserver")
    assert client.get(path).status_code == 200
    assert not User.objects.get().has_confirmed_email, "opening the link is not yet a consent"
    client.post(path)
    assert User.objects.get().has_confirmed_email
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_account_without_confirmation_does_not_sign_in(client, sign_up, signup_data):
    sign_up()
    client.logout()
    data = {"login": "aida@aimak.kg", "password": signup_data()["password1"]}
    answer = client.post(reverse("account_login"), data)
    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session


def test_post_and_territory_are_kept(sign_up, territory, post):
    place = territory()
    sign_up(territory=str(place.pk), post=str(post.pk))
    user = User.objects.get()
    assert user.territory == place
    assert (user.current_holding.post, user.current_holding.territory) == (post, place)


def test_post_without_territory_asks_for_it(sign_up, post, letters):
    page = sign_up(post=str(post.pk))
    assert page.status_code == 200 and page.context["form"].errors.keys() == {"territory"}
    assert not User.objects.exists() and not letters


def test_errors_keep_what_was_typed(sign_up):
    page = sign_up(email="not an address", full_name="Бек Усенов")
    assert page.status_code == 200
    assert 'value="Бек Усенов"' in page.content.decode()
    assert 'value="not an address"' in page.content.decode()


def test_known_address_gets_the_same_answer_as_an_unknown_one(person, sign_up, letters):
    person("bek@aimak.kg")
    unknown, known = sign_up(email="new@aimak.kg"), sign_up(email="bek@aimak.kg")
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert User.objects.count() == 2
    assert [letter.to[0] for letter in letters] == ["new@aimak.kg", "bek@aimak.kg"]
    assert "/confirm-email/" not in letters[1].body


@pytest.mark.parametrize("typed", ["BEK@aimak.kg", "ｂｅｋ@aimak.kg", " bek@aimak.kg"])
def test_other_spelling_of_an_address_makes_no_second_account(person, sign_up, typed):
    person("bek@aimak.kg")
    sign_up(email=typed)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"website": "https://x.example"}, {"seconds": 0}, {"opened": ""}, {"opened": "1:forged"}]
)
def test_robot_gets_the_usual_answer_and_no_account(sign_up, letters, fields):
    answer = sign_up(**fields)
    assert answer.status_code == 302 and answer.url == reverse("account_email_verification_sent")
    assert not User.objects.exists() and not letters


def test_twenty_first_registration_within_a_minute_is_refused(sign_up):
    answers = [sign_up(email=f"p{number}@aimak.kg", website="x") for number in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {302}
    assert answers[20].status_code == 429


@pytest.mark.parametrize(
    "password",
    ["Портал2026!!", "мэрия123", "Чүй-Чүй-2026", "короткий", "Асанова Аида", "password12", "айыл өкмөтү 1"],
)
def test_weak_password_is_refused(sign_up, territory, password):
    territory()
    page = sign_up(password1=password)
    assert page.status_code == 200 and page.context["form"].errors.keys() == {"password1"}


def test_long_password_with_spaces_and_emoji_works_letter_for_letter(client, sign_up, language):
    password = " жай баракат кербен тоодон өтүп баратат 🐫 жана дагы көп сөздөр бар "
    sign_up(password1=password)
    user = User.objects.get()
    assert len(password) > 64 and user.check_password(password) and not user.check_password(password.strip())


@pytest.mark.parametrize(
    "email",
    ["a@b.kg\nBcc: c@d.kg", "a@" + "b" * 300 + ".kg", "почта@пример.кг", '"a b"@', "a" * 100_000 + "@b.kg"],
)
def test_hostile_address_returns_the_form(sign_up, letters, email):
    page = sign_up(email=email)
    assert page.status_code == 200 and "email" in page.context["form"].errors
    assert not letters and not User.objects.exists()


@pytest.mark.parametrize("name", ["\u200b\u2060", "", "А" * 100_000])
def test_name_has_to_be_visible_and_short(sign_up, name):
    assert "full_name" in sign_up(full_name=name).context["form"].errors


def test_fields_of_our_own_are_not_taken_from_the_form(sign_up, person):
    other = person("bek@aimak.kg")
    sign_up(is_staff="1", is_superuser="1", vouched_by=other.pk, vouched_on="2026-01-01", id="1", groups="1")
    user = User.objects.get(email="aida@aimak.kg")
    assert not (user.is_staff or user.is_superuser or user.is_verified or user.groups.exists())


def test_name_of_two_alphabets_is_told_to_the_curators(sign_up, curator):
    sign_up(full_name="Mэрия Бишкека")
    assert User.objects.get(email="aida@aimak.kg").needs_look
    notice = Notification.objects.get(recipient=curator)
    assert notice.kind == "name_to_look_at" and "Mэрия Бишкека" in notice.title


def test_name_with_markup_is_shown_as_typed(client, sign_up):
    sign_up(full_name="<img src=x onerror=alert(1)>")
    client.force_login(User.objects.get())
    page = client.get(reverse("accounts:profile")).content.decode()
    assert "<img src=x" not in page and "&lt;img src=x" in page
