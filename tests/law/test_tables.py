"""Acts as a spreadsheet."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from law.admin.tables import ActResource
from law.models import Act
from tests.catalogue.test_admin_import import CSV, complaints
from tests.law.lawbook import act, editor

pytestmark = pytest.mark.django_db
ACTS = "/admin/law/act/"
NAMES = ["kind", "number", "adopted_on", "title_ky", "title_ru", "state"]


@pytest.fixture
def curator(client):
    client.force_login(editor())
    return client


def look(client, *rows):
    lines = [",".join(NAMES), *(",".join(row) for row in rows)]
    file = SimpleUploadedFile("acts", "\n".join(lines).encode())
    return client.post(f"{ACTS}import/", {"import_file": file, "format": CSV, "resource": ""})


def bring(client, *rows):
    page = look(client, *rows)
    assert complaints(page) == []
    return client.post(f"{ACTS}process_import/", page.context["confirm_form"].initial)


def test_new_acts_are_brought_in_and_known_ones_corrected(curator):
    known = act("123")
    code = ["code", "59", "2016-05-16", "Кодекс", "Кодекс", ""]
    bring(curator, ["law", "№ 123", "20.10.2021", "Мыйзам", "Закон", ""], code)
    known.refresh_from_db()
    assert known.title_ru == "Закон"
    new = Act.objects.get(number="59")
    assert (new.kind, new.adopted_on) == ("code", date(2016, 5, 16))
    assert list(Act.objects.matching("кодекс 59")) == [new]


def test_repeated_table_changes_nothing(curator):
    for _again in range(2):
        bring(curator, ["law", "N 7", "20.10.2021", "Мыйзам", "Закон", ""])
    assert Act.objects.count() == 1


def test_renumbered_act_is_known_by_its_former_number(curator):
    law = act("75")
    law.number = "125"
    law.save()
    bring(curator, ["law", "75", "20.10.2021", "Мыйзам", "Закон", ""])
    assert Act.objects.count() == 1


def test_state_is_never_brought_in(curator):
    act("123")
    bring(curator, ["law", "123", "20.10.2021", "Мыйзам", "Закон", "repealed"])
    bring(curator, ["law", "124", "20.10.2021", "Мыйзам", "Закон", "repealed"])
    assert set(Act.objects.values_list("state", "edition")) == {("in_force", 1)}


@pytest.mark.parametrize("row", [
    ["zz", "1", "20.10.2021", "М", "З", ""], ["law", "1", "вчера", "М", "З", ""],
    ["law", "1", "20.10.2021", "", "", ""], ["law", "1" * 50, "20.10.2021", "М", "З", ""],
])
def test_wrong_row_is_told_and_nothing_is_written(curator, row):
    assert complaints(look(curator, ["law", "9", "20.10.2021", "М", "З", ""], row))
    assert not Act.objects.exists()


def test_table_taken_out_comes_back_unchanged(curator):
    act("123", url_ru="https://cbd.minjust.gov.kg/1")
    act("", kind="code", adopted_on=None, title_ky="", title_ru="Без номера")
    before = list(Act.objects.values_list("kind", "number", "adopted_on", "title_ky", "title_ru", "url_ru", "state"))
    table = ActResource().export().csv
    file = SimpleUploadedFile("acts", table.encode())
    page = curator.post(f"{ACTS}import/", {"import_file": file, "format": CSV, "resource": ""})
    assert complaints(page) == []
    curator.post(f"{ACTS}process_import/", page.context["confirm_form"].initial)
    after = list(Act.objects.values_list("kind", "number", "adopted_on", "title_ky", "title_ru", "url_ru", "state"))
    assert [[cell or "" for cell in row] for row in after] == [[cell or "" for cell in row] for row in before]
