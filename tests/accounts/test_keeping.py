import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts import keeping, periodic
from accounts.models import KeptText
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed():
    return {
        "full_name": "Аида Асанова-Жумабаева", "language": "ru", "territory": "", "post": "", "since": "",
        "password": "купуя", "csrfmiddlewaretoken": "x",
    }


@pytest.fixture
def form_address(language):
    return reverse("accounts:profile")


def sign_in_address(client, form_address, typed):
    return client.post(form_address, typed).url


def test_text_sent_without_session_comes_back_after_sign_in(client, person, form_address, typed):
    user = person()
    address = sign_in_address(client, form_address, typed)
    assert address.startswith(reverse("account_login"))
    page = client.get(address)
    assert 'role="status"' in page.content.decode()
    answer = client.post(address, {"login": user.email, "password": PASSWORD})
    back = client.get(answer.url)
    assert answer.url.startswith(f"{form_address}?kept=")
    assert 'value="Аида Асанова-Жумабаева"' in back.content.decode()
    assert back.context["form"].initial["language"] == "ru"


def test_saved_text_is_kept_no_longer(client, person, form_address, typed):
    client.force_login(person())
    kept = KeptText.objects.create(path=form_address, data={})
    address = f"{form_address}?kept={kept.pk}"
    assert client.post(address, {**typed, "language": "en"}).status_code == 200
    assert KeptText.objects.exists(), "an error loses nothing"
    assert client.post(address, typed).status_code == 302
    assert not KeptText.objects.exists()


def test_password_files_and_tokens_are_not_kept(client, form_address, typed):
    sign_in_address(client, form_address, {**typed, "password1": "купуя", "old_password": "купуя"})
    kept = KeptText.objects.get()
    assert kept.data["full_name"] == ["Аида Асанова-Жумабаева"]
    assert not {"password", "password1", "old_password", "csrfmiddlewaretoken"} & kept.data.keys()
    assert "купуя" not in json.dumps(kept.data, ensure_ascii=False)


def test_text_belongs_to_the_first_who_opens_it(client, person, form_address, typed):
    sign_in_address(client, form_address, typed)
    address = f"{form_address}?kept={KeptText.objects.get().pk}"
    client.force_login(person("bek@aimak.kg", full_name="Бек"))
    assert "Жумабаева" in client.get(address).content.decode()
    stranger = Client()
    stranger.force_login(person("other@aimak.kg", full_name="Башка"))
    assert "Жумабаева" not in stranger.get(address).content.decode()
    assert "Жумабаева" in client.get(address).content.decode()


def test_text_of_another_form_is_not_shown(client, person, form_address):
    kept = KeptText.objects.create(path="/ru/practices/submit/", data={"full_name": ["Жумабаева"]})
    client.force_login(person())
    assert "Жумабаева" not in client.get(f"{form_address}?kept={kept.pk}").content.decode()


@pytest.mark.parametrize("number", ["", "1", "x" * 5000, str(uuid.UUID(int=1)), "../etc"])
def test_unknown_number_shows_the_usual_form(client, person, form_address, number):
    client.force_login(person())
    page = client.get(form_address, {"kept": number})
    assert page.status_code == 200 and 'value="Аида Асанова"' in page.content.decode()


@pytest.mark.parametrize(("length", "is_kept"), [(90_000, True), (110_000, False)])
def test_very_long_text_is_not_kept_and_the_reader_is_told(client, form_address, typed, length, is_kept):
    address = sign_in_address(client, form_address, {**typed, "full_name": "ө" * length})
    assert KeptText.objects.exists() is is_kept
    assert ("kept" in address) is is_kept
    page = client.get(address).content.decode()
    assert ("notice--warn" in page) is not is_kept and ("notice--good" in page) is is_kept


def test_twenty_first_text_within_an_hour_from_one_place_is_not_kept(client, form_address, typed):
    for _time in range(21):
        sign_in_address(client, form_address, typed)
    assert KeptText.objects.count() == 20


def test_query_of_the_form_survives(client, form_address, typed):
    address = sign_in_address(client, f"{form_address}?step=2&kept={uuid.uuid4()}", typed)
    assert "step%3D2" in address and address.count("kept") == 1


def test_signed_in_person_is_not_sent_to_sign_in(client, person, form_address, typed):
    client.force_login(person())
    assert client.post(form_address, typed).url == form_address
    assert not KeptText.objects.exists()


def test_text_is_forgotten_after_a_day(client, person, form_address, typed, time_machine):
    time_machine.move_to("2026-11-24 10:00+00:00", tick=False)
    sign_in_address(client, form_address, typed)
    number = str(KeptText.objects.get().pk)
    time_machine.move_to("2026-11-25 09:59+00:00", tick=False)
    periodic.forget_kept_texts()
    assert keeping.waits_behind(f"/x/?kept={number}")
    time_machine.move_to("2026-11-25 10:01+00:00", tick=False)
    assert not keeping.waits_behind(f"/x/?kept={number}")
    periodic.forget_kept_texts()
    assert not KeptText.objects.exists()
