"""How tests fill in the form for paper, as a person with Word would."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from practices.offline_form.names import START

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXTS = {
    "title": "Свет на улицах", "summary": "Поставили фонари.", "place_note": "Три села",
    "year_from": "2019", "year_to": "2021", "problem": "Темно.\nСтрашно.\n\nДети боятся.", "solution": "Ашар.",
    "population": "2 500", "people_needed": "4", "people_note": "Специалист ведёт список.", "risks": "Кража кабеля.",
    "lessons": "Начать раньше.", "contact_post": "Ответственный секретарь", "cost_total": "1 250 000,50",
    "upkeep_cost": "96 000", "cost_note": "С условием.", "legal_basis": "Решение № 14",
}
ROWS = {
    "steps": [["Сход", "Собрали 45 человек.\nВыбрали улицы."], ["Столбы", "Ашаром."]],
    "indicators": [["Фонари", "шт.", "0", "40"]],
    "fundings": [["Местный бюджет", "450 000", "столбы", "05.2021", ""]],
    "sources": [["Статья", "https://example.kg/a"]],
}


def opened(answer):
    """The document that a page gave out."""
    return Document(io.BytesIO(answer.content))


def bookmarks(element):
    return [mark.get(name) for mark in element.iter() if mark.tag.endswith("}bookmarkStart")
            for name in mark.keys() if name.endswith("}name")]


def rows_named(document, name):
    """The table and the row in which a hidden name stands."""
    for table in document.tables:
        for row in table.rows:
            if START + name in bookmarks(row._tr):
                return table, row
    raise LookupError(name)


def write(document, key, text):
    _table, row = rows_named(document, f"q_{key}")
    row.cells[1].text = text


def mark(document, key, value):
    _table, row = rows_named(document, f"o_{key}_{value}")
    row.cells[0].text = "х"


def write_rows(document, key, rows):
    table, head = rows_named(document, f"t_{key}")
    first = next(number for number, row in enumerate(table.rows) if row._tr is head._tr) + 1
    while len(table.rows) < first + len(rows):
        table.add_row()
    for number, values in enumerate(rows, start=first):
        for cell, value in zip(table.rows[number].cells, values, strict=True):
            cell.text = value


def fill_in(document, texts=TEXTS, rows=ROWS):
    for key, text in texts.items():
        write(document, key, text)
    for key, values in rows.items():
        write_rows(document, key, values)


def saved(document) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def upload(client, content, *, name="form.docx", language="ru", page="ru"):
    if not isinstance(content, bytes):
        content = saved(content)
    file = SimpleUploadedFile(name, content, content_type=DOCX)
    return client.post(f"/{page}/practices/form/upload/", {"file": file, "language": language})
