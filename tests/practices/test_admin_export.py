"""The table of practices that curators take out."""

import csv
import io

import openpyxl
import pytest

from practices.models import Practice
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/admin/practices/practice/"
FORMULAS = ["=HYPERLINK(\"http://evil\")", "+1+1", "-1+1", "@SUM(A1)", "==1+1", "=cmd|' /C calc'!A0"]


HEADS = {
    "ru": [
        "ID", "Статус", "Вид", "Название (на кыргызском)", "Название (на русском)", "Коротко (на кыргызском)",
        "Коротко (на русском)", "Первый год", "Последний год", "Стоимость всего, сомов", "Содержание в год, сомов",
        "Сколько нужно людей", "Скольким людям служит", "Чем закончилось", "Где живут люди", "Стоимость",
        "Доказательства",
        "Лёгкость повторения", "Полнота сведений", "Повторения", "Факты проверены (день)",
        "Факты проверил (должность)", "Опубликовано",
    ],
    "ky": [
        "ID", "Абалы", "Түрү", "Аталышы (кыргызча)", "Аталышы (орусча)", "Кыскача (кыргызча)", "Кыскача (орусча)",
        "Биринчи жылы", "Акыркы жылы", "Жалпы наркы, сом", "Жылына кармоо, сом", "Канча адам керек",
        "Канча адамга кызмат кылат", "Эмне менен бүткөнү", "Эл кайда жашайт", "Наркы", "Далилдер",
        "Кайталоонун жеңилдиги", "Маалыматтын толуктугу", "Кайталоолор", "Фактылар текшерилген күн",
        "Фактыларды текшерген (кызмат орду)", "Жарыяланган",
    ],
}
TITLE_KY, TITLE_RU = HEADS["ru"][3:5]


@pytest.fixture
def curator(client, speak):
    user = factories.member_of("curator", language="ru")
    client.force_login(user)
    speak("ru")
    return user


def export(client, kind):
    """The file that a curator gets when every column is asked for."""
    form = client.get(f"{LIST}export/").context["form"]
    [value] = [value for value, label in form.fields["format"].choices if label == kind]
    columns = {name: "on" for name in form.fields if name.startswith("practiceresource_")}
    return client.post(f"{LIST}export/", {"format": value, **columns}).content


@pytest.mark.parametrize("formula", [*FORMULAS, "\t=1+1", "\r=1+1"])
def test_csv_holds_no_formula(client, curator, formula):
    Practice.objects.bulk_create([Practice(title_ky=formula, title_ru=f"а{formula}", slug="x")])
    [row] = csv.DictReader(io.StringIO(export(client, "csv").decode("utf-8-sig")))
    assert row[TITLE_KY] == f"'{formula}"
    assert row[TITLE_RU] == f"а{formula}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_xlsx_holds_no_formula(client, curator, formula):
    Practice.objects.bulk_create([Practice(title_ky=formula, slug="x")])
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    assert "f" not in {cell.data_type for row in sheet for cell in row}
    assert formula.strip("=") in [str(cell.value).lstrip("'=") for cell in sheet[2]]


def test_characters_that_excel_refuses_are_left_out(client, curator):
    Practice.objects.bulk_create([Practice(title_ky="Суу\x0bда\x01", slug="x")])
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    assert "Сууда" in [cell.value for cell in sheet[2]]


def test_empty_cell_is_empty(client, curator):
    factories.draft(title_ky=None)
    [row] = csv.DictReader(io.StringIO(export(client, "csv").decode("utf-8-sig")))
    assert row[TITLE_KY] == row["Первый год"] == row["Стоимость всего, сомов"] == ""


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_columns_are_headed_in_the_language_of_the_reader(client, curator, speak, language):
    speak(language)
    factories.draft()
    assert next(csv.reader(io.StringIO(export(client, "csv").decode("utf-8-sig")))) == HEADS[language]
    sheet = openpyxl.load_workbook(io.BytesIO(export(client, "xlsx"))).active
    assert [cell.value for cell in sheet[1]] == HEADS[language]


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_columns_are_chosen_by_their_heads(client, curator, speak, language):
    speak(language)
    form = client.get(f"{LIST}export/").context["form"]
    chosen = [field.label for name, field in form.fields.items() if name.startswith("practiceresource_")]
    assert chosen == HEADS[language]


def test_export_names_no_author(client, curator):
    factories.practice("published", factories.person("tajny", full_name="Тайный Автор"))
    table = export(client, "csv").decode()
    assert "Тайный" not in table and "tajny" not in table


def test_export_is_for_moderators(client):
    viewer = factories.person("viewer", is_staff=True)
    viewer.user_permissions.add(factories.Permission.objects.get(codename="view_practice"))
    for user in (viewer, factories.person("staff", is_staff=True)):
        client.force_login(user)
        assert client.get(f"{LIST}export/").status_code == 403
        assert client.post(f"{LIST}export/", {"format": "0"}).status_code == 403
