import datetime

import pytest
from django.core.management import CommandError, call_command

from places import classifier
from places.models import Territory

HEADING = "coate,name_ru,name_ky,kind,district,oblast,valid_from"
GOOD = (
    "41703220860000,Атабековский айылный аймак,Атабек айыл аймагы,aiyl_aimak,"
    "Сузакский район,jalal-abad,2024-06-01"
)
VILLAGE = "41703220851010,Кызыл-Туу,Кызыл-Туу,село,,,"


def take(*lines):
    return classifier.take(classifier.read("\n".join([HEADING, *lines]).encode()))


def reasons(*lines):
    return [reason for _line, reason in take(*lines).refused]


@pytest.fixture
def file(tmp_path):
    def write(*lines, encoding="utf-8"):
        path = tmp_path / "units.csv"
        path.write_bytes("\n".join([HEADING, *lines]).encode(encoding))
        return path

    return write


def test_new_unit_is_added_below_its_parent(country):
    report = take(GOOD)
    unit = Territory.objects.get(coate="41703220860000")
    assert report.added == [unit]
    assert (unit.slug, unit.parent) == ("suzak-atabek", country.suzak)
    assert unit.valid_from == datetime.date(2024, 6, 1)
    assert unit.path == "/jalal-abad/suzak/suzak-atabek/"


def test_the_same_file_again_changes_nothing(country):
    take(GOOD, VILLAGE)
    report = take(GOOD, VILLAGE)
    assert (len(report.added), len(report.changed), len(report.same), report.refused) == (0, 0, 2, [])


def test_known_unit_is_matched_by_code_and_its_note_is_cleared(country):
    country.bagysh.status_note_ru = country.bagysh.status_note_ky = "?"
    country.bagysh.save()
    report = take("41703220851000,Багышинский,Багыш,aiyl_aimak,suzak,jalal-abad,")
    country.bagysh.refresh_from_db()
    assert report.changed == [country.bagysh]
    assert (country.bagysh.name_ru, country.bagysh.slug) == ("Багышинский айылный аймак", "suzak-bagysh")
    assert not country.bagysh.status_note_ru
    assert not country.bagysh.status_note_ky


def test_known_unit_without_a_code_is_matched_by_its_name_and_gets_the_code(country):
    take("41703220855000,Барпинский айылный аймак,Барпы айыл аймагы,aiyl_aimak,Сузак,Жалал-Абад,")
    country.barpy.refresh_from_db()
    assert country.barpy.coate == "41703220855000"


def test_village_finds_its_aiyl_aimak_by_code_whatever_the_order_of_lines(country):
    report = take("41703220860010,Новое,Жаңы,айыл,,,", VILLAGE, GOOD)
    assert report.refused == []
    assert Territory.objects.get(coate="41703220851010").parent == country.bagysh
    new = Territory.objects.get(coate="41703220860010")
    assert new.path == "/jalal-abad/suzak/suzak-atabek/suzak-atabek-jangy/"


def test_spaces_in_codes_and_latin_letters_in_names_are_repaired(country):
    take("417 032 208 600 00,Aтабековский,Атабeк,aiyl_aimak,Cузакский,,")
    unit = Territory.objects.get(coate="41703220860000")
    assert (unit.name_ru, unit.name_ky) == ("Атабековский айылный аймак", "Атабек айыл аймагы")


def test_taken_address_gets_a_number(country, make):
    make("suzak-atabek", "village")
    take(GOOD)
    assert Territory.objects.get(coate="41703220860000").slug == "suzak-atabek-2"


def test_city_of_oblast_significance_may_keep_the_code_of_its_old_district(country):
    assert take("41708217600010,Беловодск,Беловодск,city,,Чуйская область,").refused == []
    assert Territory.objects.get(coate="41708217600010").parent == country.chui


def test_whole_country_can_be_built_from_a_file(db):
    report = take(
        VILLAGE, "41703220851000,Багышский,Багыш,Аильный аймак,Сузакский,Джалал-Абадская,",
        "41703220851000,Багышский,Багыш,айылный аймак,Сузакский,Джалал-Абадская,",
        "41703220000000,Сузакский,Сузак,район,,Жалал-Абад,",
        "41703000000000,Джалал-Абадская,Жалал-Абад,область,,,",
        "41711000000000,Бишкек,Бишкек,город республиканского значения,,,",
    )
    assert len(report.added) == 5
    assert report.refused == [(4, "the same unit as in line 3")]
    village = Territory.objects.with_parents().get(kind="village")
    assert village.path == "/jalal-abad/suzak/suzak-bagysh/suzak-bagysh-kyzyl-tuu/"
    assert Territory.objects.get(slug="bishkek").name_ky == "Бишкек шаары"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("417,А,А,aiyl_aimak,suzak,,", "has not 14 digits"),
        ("4.17E+13,А,А,aiyl_aimak,suzak,,", "has not 14 digits"),
        (",,Атабек,aiyl_aimak,suzak,,", "name_ru is empty"),
        (",Атабековский,,aiyl_aimak,suzak,,", "name_ky is empty"),
        (f",{'ы' * 151},Атабек,aiyl_aimak,suzak,,", "longer than 150"),
        (",Жаны-Жолский,Жа?ы-Жол,aiyl_aimak,suzak,,", "has lost letters"),
        (",Атабековский,Атабек,колхоз,suzak,,", "the kind «колхоз» is not one of oblast"),
        (",Атабековский,Атабек,aiyl_aimak,Нет такого,,", "«Нет такого» is not known"),
        (",Атабековский,Атабек,aiyl_aimak,moskva,jalal-abad,", "«moskva» is not known"),
        (",Атабековский,Атабек,aiyl_aimak,,chui,", "lead to a known parent"),
        ("41799999999010,Село,Айыл,village,,,", "lead to a known parent"),
        ("41703220860000,Атабековский,Атабек,aiyl_aimak,moskva,,", "in «Московский район» and in «Сузак"),
        ("41703220851000,Багыш,Багыш,village,,,", "belongs to «Багышский айылный аймак» (aiyl_aimak)"),
        (",Атабековский,Атабек,aiyl_aimak,suzak,,01/06/24", "the day «01/06/24» is not written as"),
        (",Атабековский,Атабек,aiyl_aimak,suzak,,31.02.2024", "the day «31.02.2024» is not written as"),
        (",Атабековский,Атабек,aiyl_aimak,suzak,,,лишнее", "more values than columns"),
    ],
)
def test_bad_line_is_refused_with_its_reason(country, line, reason):
    before = Territory.objects.count()
    (told,) = reasons(line)
    assert reason in told
    assert Territory.objects.count() == before


def test_line_about_the_same_unit_twice_is_refused(country):
    assert reasons(GOOD, GOOD) == ["the same unit as in line 2"]
    by_name = ",Барпинский,Барпы,aiyl_aimak,suzak,,"
    assert reasons(f"41703220855000{by_name}", by_name) == ["the same unit as in line 2"]


def test_line_the_database_refuses_leaves_the_others(country):
    country.barpy.valid_to = datetime.date(2030, 1, 1)
    country.barpy.coate = "41703220855000"
    country.barpy.save()
    report = take("41703220855000,Барпинский,Барпы-2,aiyl_aimak,suzak,,", GOOD)
    assert [line for line, reason in report.refused if "the database refuses it" in reason] == [2]
    assert len(report.added) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_both_kinds_of_utf8_are_read(country, file, encoding):
    call_command("import_places", file(GOOD, encoding=encoding))
    assert Territory.objects.filter(name_ru="Атабековский айылный аймак").exists()


def test_windows_1251_is_read(country, file):
    call_command("import_places", file(GOOD, encoding="cp1251"))
    assert Territory.objects.filter(name_ky="Атабек айыл аймагы").exists()


def test_semicolons_of_excel_are_read(country):
    rows = classifier.read("\r\n".join([HEADING, GOOD]).replace(",", ";").encode())
    assert classifier.take(rows).added


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Columns are missing: coate"),
        (b"coate,name_ru\n1,2", "Columns are missing: name_ky"),
        (b"PK\x03\x04\x00\x00", "save it as"),
        (b"\xff\xfe\x98\x00", "save it as"),
    ],
)
def test_file_that_is_no_table_is_refused(content, message):
    with pytest.raises(classifier.UnreadableFile, match=message):
        classifier.read(content)


def test_dry_run_tells_and_saves_nothing(country, file, capsys):
    call_command("import_places", file(GOOD), dry_run=True)
    assert not Territory.objects.filter(slug="suzak-atabek").exists()
    told = capsys.readouterr().out
    assert "added: suzak-atabek" in told
    assert "Not saved: 1 added, 0 changed, 0 the same, 0 refused." in told


def test_nothing_is_saved_when_a_line_is_refused(country, file, capsys):
    with pytest.raises(CommandError, match="--partial"):
        call_command("import_places", file(GOOD, "417,А,А,aiyl_aimak,suzak,,"))
    assert not Territory.objects.filter(slug="suzak-atabek").exists()
    assert "Line 3: the code «417» has not 14 digits" in capsys.readouterr().err


def test_partial_saves_the_good_lines(country, file):
    call_command("import_places", file(GOOD, "417,А,А,aiyl_aimak,suzak,,"), partial=True)
    assert Territory.objects.filter(slug="suzak-atabek").exists()


def test_units_the_file_does_not_name_are_told(country, file, capsys):
    call_command("import_places", file(GOOD))
    assert "not named in the file, left as it is: suzak-barpy" in capsys.readouterr().out


def test_missing_file_is_told_without_a_trace(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_places", tmp_path / "missing.csv")


def test_import_of_a_whole_country_takes_six_queries_a_line(country, django_assert_max_num_queries):
    lines = [f"417032208510{number:02},Село {number},Айыл {number},village,,," for number in range(1, 51)]
    with django_assert_max_num_queries(6 * len(lines) + 10):
        assert len(take(*lines).added) == 50


# --- what a table may bring besides the classifier --------------------------------------------------------

FACTS_HEADING = f"{HEADING},population,relief,languages"


def take_facts(facts):
    return classifier.take(classifier.read(f"{FACTS_HEADING}\n{GOOD},{facts}".encode()))


def test_table_may_bring_population_relief_and_languages(country):
    report = take_facts('6200,горы,"ky, uz"')
    unit = Territory.objects.get(coate="41703220860000")
    assert report.added == [unit]
    assert (unit.population, unit.relief, unit.languages) == (6200, "mountains", ["ky", "uz"])
    assert take_facts('6200,mountains,"uz ky"').same == [unit]


def test_empty_cell_leaves_what_is_known(country):
    take_facts("6200,горы,ky")
    assert take_facts(",,").same
    take(GOOD)
    unit = Territory.objects.get(coate="41703220860000")
    assert (unit.population, unit.relief, unit.languages) == (6200, "mountains", ["ky"])


@pytest.mark.parametrize(("facts", "reason"), [
    ("много,,", "«много» is not a number of people"),
    (",sea,", "the relief «sea» is not one of mountains, foothills, valley"),
    (",,en", "the languages «en» are not of ky, ru, uz, tg, dng, other"),
])
def test_fact_that_makes_no_sense_refuses_the_line(country, facts, reason):
    assert [text for _line, text in take_facts(facts).refused] == [reason]
