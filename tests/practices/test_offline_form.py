"""The form for paper goes out, is filled in, and comes back as a draft."""

import copy

import pytest
from django.utils import translation
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from catalogue.models import Topic
from practices.models import Funding, Practice
from tests import factories
from tests.practices.paper import ROWS, TEXTS, fill_in, mark, opened, rows_named, saved, upload, write, write_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topics():
    return [factories.topic("water"), factories.topic("waste-care")]


@pytest.fixture
def blank(client):
    return lambda page="ru": opened(client.get(f"/{page}/practices/form.docx"))


def summary_of(client):
    [summary] = client.session["read_forms"].values()
    return summary


def test_form_is_for_everybody_and_kept_by_browsers(client):
    answer = client.get("/ky/practices/form.docx")
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"] and "Set-Cookie" not in answer
    assert answer["Content-Disposition"] == 'attachment; filename="practice-form-ky.docx"'


@pytest.mark.parametrize("page", ["ky", "ru"])
def test_form_comes_back_as_it_was_filled_in(client, author, blank, page):
    document = blank(page)
    rows = copy.deepcopy(ROWS)
    with translation.override(page):
        from_list = Funding.Payer.LOCAL.label
        rows["fundings"][0][0] = str(from_list)
    fill_in(document, rows=rows)
    mark(document, "kind", "method")
    mark(document, "outcome", "partly")
    mark(document, "topics", "waste_care")
    answer = upload(client, document, language=page, page=page)
    made = Practice.objects.get()
    assert answer["Location"] == f"/{page}/practices/{made.pk}/write/essence/"
    assert (made.status, made.author, made.language) == ("draft", author, page)
    worded = set(TEXTS) - {"year_from", "year_to", "population", "people_needed", "cost_total", "upkeep_cost"}
    assert {key: getattr(made, f"{key}_{page}") for key in worded} == {key: TEXTS[key] for key in worded}
    assert (made.year_from, made.year_to, made.population, made.people_needed) == (2019, 2021, 2500, 4)
    assert (str(made.cost_total), str(made.upkeep_cost)) == ("1250000.50", "96000.00")
    assert (made.kind, made.outcome) == ("method", "partly")
    assert [topic.slug for topic in made.topics.all()] == ["waste-care"]
    steps = [[getattr(row, f"title_{page}"), getattr(row, f"text_{page}")] for row in made.steps.all()]
    assert steps == ROWS["steps"]
    [figure], [paid], [source] = made.indicators.all(), made.fundings.all(), made.sources.all()
    assert (int(figure.before), int(figure.after)) == (0, 40)
    assert (paid.payer, int(paid.amount), paid.paid_text) == ("local", 450_000, "05.2021")
    assert source.url == "https://example.kg/a"
    assert (summary_of(client)["wrong"], summary_of(client)["unread"]) == ([], [])


def test_first_page_tells_what_was_read_and_it_can_be_put_away(client, author, blank):
    document = blank()
    write(document, "title", "Парк")
    document.add_paragraph("Звоните после обеда")
    page = client.get(upload(client, document)["Location"]).content.decode()
    assert "form.docx" in page and "Звоните после обеда" in page
    made = Practice.objects.get()
    client.post(f"/ru/practices/{made.pk}/form/forget/")
    assert "Звоните после обеда" not in client.get(f"/ru/practices/{made.pk}/write/essence/").content.decode()


def test_same_file_again_is_the_same_draft_as_it_is_now(client, author, blank):
    document = blank()
    write(document, "title", "Парк")
    content = saved(document)
    upload(client, content)
    Practice.objects.update(title_ru="Сквер")
    assert upload(client, content)["Location"].endswith("/write/essence/")
    assert Practice.objects.get().title_ru == "Сквер"


def test_file_whose_practice_was_sent_leads_to_my_practices(client, author, blank):
    document = blank()
    write(document, "title", "Парк")
    content = saved(document)
    upload(client, content)
    Practice.objects.update(status="in_review")
    assert upload(client, content)["Location"] == "/ru/practices/mine/"


def test_same_file_of_another_person_is_a_draft_of_theirs(client, author, blank):
    document = blank()
    write(document, "title", "Парк")
    content = saved(document)
    upload(client, content)
    client.force_login(factories.person("other"))
    upload(client, content)
    assert Practice.objects.count() == 2


@pytest.mark.parametrize(("key", "value"), [
    ("cost_total", "около миллиона"), ("year_from", "давно"), ("population", "все"), ("upkeep_cost", "-5"),
])
def test_figure_that_is_none_is_told_and_the_rest_is_taken(client, author, blank, key, value):
    document = blank()
    write(document, "title", "Парк")
    write(document, key, value)
    upload(client, document)
    assert [line["value"] for line in summary_of(client)["wrong"]] == [value]
    made = Practice.objects.get()
    assert made.title_ru == "Парк" and getattr(made, key) is None


def test_row_with_a_word_for_a_figure_is_told_whole(client, author, blank):
    document = blank()
    write_rows(document, "indicators", [["Фонари", "шт.", "", "много"], ["Кражи", "случаев", "12", "3"]])
    upload(client, document)
    assert [row.name_ru for row in Practice.objects.get().indicators.all()] == ["Кражи"]
    told = " ".join(line["value"] for line in summary_of(client)["wrong"])
    assert "много" in told and "Фонари" in told


def test_text_longer_than_its_place_is_shown_whole(client, author, blank):
    document = blank()
    write(document, "title", "Парк")
    write(document, "problem", "Ң" * 10_001)
    page = client.get(upload(client, document)["Location"]).content.decode()
    assert "Ң" * 10_001 in page
    assert Practice.objects.get().problem_ru == ""


def test_more_rows_than_there_is_room_for_are_shown(client, author, blank):
    document = blank()
    write_rows(document, "steps", [[f"Шаг {number}", "Так"] for number in range(1, 24)])
    upload(client, document)
    assert Practice.objects.get().steps.count() == 20
    assert summary_of(client)["unread"] == [f"Шаг {number} | Так" for number in (21, 22, 23)]


def test_two_answers_where_one_is_asked_are_told(client, author, blank):
    document = blank()
    write(document, "title", "Парк")
    mark(document, "outcome", "worked")
    mark(document, "outcome", "failed")
    upload(client, document)
    assert Practice.objects.get().outcome == ""
    [told] = summary_of(client)["wrong"]
    with translation.override("ru"):
        assert told["value"] == ", ".join(str(Practice.Outcome(name).label) for name in ("worked", "failed"))


def test_topics_that_are_too_many_are_told_by_their_names_and_three_are_taken(client, author, topics):
    topics += [factories.topic(slug) for slug in ("roads", "schools")]
    for number, taken in ((4, 0), (3, 3)):
        document = opened(client.get("/ru/practices/form.docx"))
        write(document, "title", f"Парк {number}")
        for topic in topics[:number]:
            mark(document, "topics", topic.slug.replace("-", "_"))
        upload(client, document)
        made = Practice.objects.latest("pk")
        assert made.topics.count() == taken
        told = list(client.session["read_forms"].values())[-1]["wrong"]
        with translation.override("ru"):
            names = {topic.name for topic in Topic.objects.filter(pk__in=[topic.pk for topic in topics])}
        assert [set(line["value"].split(", ")) for line in told] == ([names] if number == 4 else [])


@pytest.mark.parametrize(("name", "content"), [
    ("form.txt", b"text"), ("form.pdf", b"%PDF-1.4"), ("form.docx", b"%PDF-1.4"),
])
def test_file_that_is_no_docx_is_refused_with_the_one_kind_that_is_taken(client, author, name, content):
    page = upload(client, content, name=name).content.decode()
    assert "DOCX" in page and "XLSX" not in page
    assert not Practice.objects.exists()


def test_unit_known_by_its_name_is_the_place(client, author, blank):
    naryn = factories.territory("naryn", "oblast")
    document = blank()
    write(document, "place_note", "NARYN  (ru)")
    upload(client, document)
    made = Practice.objects.get()
    assert (list(made.territories.all()), made.place_note_ru) == ([naryn], "")


# --- what programs do to a file -----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["ky", "ru"])
def test_answers_are_found_by_the_questions_when_the_marks_are_lost(client, author, blank, page):
    document = blank(page)
    fill_in(document)
    mark(document, "kind", "tool")
    for element in list(document.element.iter()):
        if element.tag.endswith(("}bookmarkStart", "}bookmarkEnd")):
            element.getparent().remove(element)
    upload(client, document)
    made = Practice.objects.get()
    assert (made.title_ru, made.kind, made.steps.count(), made.indicators.count()) == (TEXTS["title"], "tool", 2, 1)
    assert made.problem_ru == TEXTS["problem"]


def test_answers_are_found_by_the_marks_when_the_questions_are_translated(client, author, blank):
    document = blank()
    fill_in(document)
    for key in ("title", "problem"):
        rows_named(document, f"q_{key}")[1].cells[0].paragraphs[0].runs[0].text = "Question in English"
    upload(client, document)
    made = Practice.objects.get()
    assert (made.title_ru, made.problem_ru) == (TEXTS["title"], TEXTS["problem"])


TRACKED = f"""<w:p {nsdecls("w")}>
  <w:r><w:t>Свет </w:t></w:r><w:del w:id="9" w:author="a"><w:r><w:delText>старый</w:delText></w:r></w:del>
  <w:ins w:id="8" w:author="a"><w:r><w:t>на улицах</w:t></w:r></w:ins></w:p>"""
CONTROL = f"""<w:sdt {nsdecls("w")}><w:sdtPr/><w:sdtContent>
  <w:p><w:r><w:t>Свет на улицах</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
PROMPT = f"""<w:sdt {nsdecls("w")}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>
  <w:p><w:r><w:t>Нажмите здесь</w:t></w:r></w:p></w:sdtContent></w:sdt>"""


@pytest.mark.parametrize(("inside", "read"), [(TRACKED, "Свет на улицах"), (CONTROL, "Свет на улицах"), (PROMPT, "")])
def test_cell_is_read_as_a_person_reads_it(client, author, blank, inside, read):
    document = blank()
    write(document, "problem", "Темно")
    cell = rows_named(document, "q_title")[1].cells[1]
    cell._tc.insert(1, parse_xml(inside))
    upload(client, document)
    assert Practice.objects.get().title_ru == read


def test_answer_written_below_its_question_is_read(client, author, blank):
    document = blank()
    rows_named(document, "q_title")[1].cells[0].add_paragraph("Парк")
    upload(client, document)
    assert Practice.objects.get().title_ru == "Парк"
