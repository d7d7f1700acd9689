import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.kit.names import LONGEST, Names, safe_name


@pytest.mark.parametrize(("name", "safe"), [
    ("Протокол схода.pdf", "Протокол схода.pdf"),
    ("Чечим № 5.docx", "Чечим № 5.docx"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\windows\\win.ini", "win.ini"),
    ("C:\\a.pdf", "a.pdf"),
    ("a<b>:\"|?*.pdf", "a b.pdf"),
    ("файл.pdf . ", "файл.pdf"),
    ("CON.pdf", "_CON.pdf"),
    ("com1.tar.pdf", "_com1.tar.pdf"),
    ("nul", "_nul"),
    ("\u202eфдп.pdf", "фдп.pdf"),
    ("a\x00b\n.pdf", "ab.pdf"),
    (".htaccess", "htaccess"),
    ("", "файл"),
    ("   .pdf", "pdf"),
    ("a.ы", "a"),
])
def test_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_any_name_can_be_stored_on_windows(name):
    safe = safe_name(name)
    assert safe and len(safe) <= LONGEST + 1
    assert not set(safe) & set('<>:"/\\|?*') and safe[-1] not in " ." and safe[0] != "."
    assert min(map(ord, safe)) >= 32


def test_long_name_keeps_its_extension():
    assert safe_name("Ы" * 200 + ".pdf").endswith("Ы.pdf")


def test_same_names_are_told_apart_whatever_their_letters():
    names = Names()
    given_names = [names.give(name, "Документы") for name in ("Отчёт.pdf", "отчёт.PDF", "Отчёт.pdf", "Отчёт.docx")]
    assert given_names == [
        "Документы/Отчёт.pdf", "Документы/отчёт (2).pdf", "Документы/Отчёт (3).pdf", "Документы/Отчёт.docx",
    ]
    assert names.give("Отчёт.pdf") == "Отчёт.pdf"
