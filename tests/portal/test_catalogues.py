import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from portal import catalogues
from portal.extraction import Message


@pytest.fixture
def locale_copy(tmp_path):
    shutil.copytree(catalogues.LOCALE_DIR, tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    return tmp_path / "locale"


def test_compilation_happens_once_until_a_source_changes(locale_copy):
    everything = sorted(locale_copy.rglob("*.po"))
    assert catalogues.compile_all(locale_copy) == everything
    assert catalogues.compile_all(locale_copy) == []
    changed = everything[0]
    catalogue = polib.pofile(str(changed))
    catalogue[0].msgstr = "жаңы"
    catalogue.save(str(changed))
    assert catalogues.compile_all(locale_copy) == [changed]
    assert polib.mofile(str(changed.with_suffix(".mo"))).find(catalogue[0].msgid).msgstr == "жаңы"
    assert list(locale_copy.rglob("*.tmp")) == []


def test_older_source_brought_back_is_compiled(locale_copy):
    catalogues.compile_all(locale_copy)
    path = catalogues.path_of("ky", root=locale_copy)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    assert catalogues.compile_all(locale_copy) == [path]


def test_renewal_keeps_translations_adds_and_drops():
    catalogue = catalogues.opened(Path("absent.po"), "ru")
    catalogue.extend([
        polib.POEntry(msgid="Kept", msgstr="Оставлено"),
        polib.POEntry(msgid="Gone", msgstr="Ушло"),
        polib.POEntry(msgid="Doubtful", msgstr="Сомнительно", flags=["fuzzy"]),
    ])
    messages = [
        Message("Kept"), Message("New"), Message("%(n)s day", "%(n)s days"), Message("Open", context="shop"),
    ]
    renewed = catalogues.renewed(catalogue, messages, "ru")
    assert [(entry.msgid, entry.msgctxt, entry.msgstr) for entry in renewed] == [
        ("Kept", None, "Оставлено"), ("New", None, ""), ("%(n)s day", None, ""), ("Open", "shop", ""),
    ]
    assert renewed[2].msgstr_plural == {0: "", 1: "", 2: ""}
    assert catalogues.untranslated(renewed) == ["New", "%(n)s day", "Open"]


def test_commands_find_nothing_to_do(capsys):
    call_command("update_messages", check=True)
    assert "0 without a translation" in capsys.readouterr().out
    call_command("compile_catalogues")
    assert capsys.readouterr().out == ""


def test_check_names_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr("portal.extraction.collect", lambda paths: [Message("Never written anywhere")])
    with pytest.raises(CommandError, match="2 translations are missing"):
        call_command("update_messages", check=True)
    assert "ky: Never written anywhere" in capsys.readouterr().out
