import gettext
import json
import os

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from portal import preparation

pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT = settings.VAR_DIR / "static"
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """The commands that were called, none of which is run."""
    called = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    return called


def prepare(settings, *, demo):
    settings.DEMO = demo
    stages = []
    preparation.prepare(lambda name, detail: stages.append((name, detail)))
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    return dict(stages)


def test_first_preparation_loads_and_collects(folders, settings, commands):
    prepare(settings, demo=True)
    assert commands == ["createcachetable", "load_demo", "collectstatic"]


def test_second_preparation_finds_everything_done(folders, settings, commands):
    prepare(settings, demo=True)
    commands.clear()
    stages = prepare(settings, demo=True)
    assert commands == ["createcachetable"]
    assert set(stages.values()) == {"up to date"}


def test_real_portal_gets_reference_data_and_no_demo_content(folders, settings, commands):
    prepare(settings, demo=False)
    assert "load_demo" not in commands
    assert [name for name in commands if name in preparation.REFERENCE_COMMANDS] == [*preparation.REFERENCE_COMMANDS]


def test_static_files_that_were_removed_are_collected_again(folders, settings, commands):
    prepare(settings, demo=True)
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    commands.clear()
    prepare(settings, demo=True)
    assert "collectstatic" in commands


def test_content_is_loaded_into_another_database_again(folders, settings, commands):
    prepare(settings, demo=True)
    preparation.MigrationRecorder.Migration.objects.order_by("applied").first().delete()
    commands.clear()
    before = json.loads(preparation.memory().read_text())["content"]
    assert preparation.content_fingerprint() != before


@pytest.mark.parametrize("place", ["practices/demo", "practices/adopting/demo"])
def test_content_is_loaded_anew_when_a_file_of_it_is_added_at_any_depth(place, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    folder = tmp_path / place
    folder.mkdir(parents=True)
    (tmp_path / "practices" / "apps.py").touch()
    before = preparation.content_fingerprint()
    (folder / "more.toml").touch()
    assert preparation.content_fingerprint() != before


def test_demo_accounts_are_remembered_for_the_terminal_in_a_demonstration_only(folders, settings, commands):
    prepare(settings, demo=True)
    assert "member@example.org" in preparation.remembered()["accounts"]["emails"]
    prepare(settings, demo=False)
    assert preparation.remembered()["accounts"] == {}


def test_damaged_memory_only_costs_a_repetition(folders, settings, commands):
    prepare(settings, demo=True)
    preparation.memory().write_text("{damaged")
    assert preparation.remembered() == {}


def test_fingerprint_changes_with_a_file_and_with_a_fact(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a")
    first = preparation.fingerprint([file], True)
    assert preparation.fingerprint([file], True) == first
    assert preparation.fingerprint([file], False) != first
    os.utime(file, ns=(0, 0))
    assert preparation.fingerprint([file], True) != first


def test_catalogues_that_were_just_made_are_read_by_this_process_too(monkeypatch):
    monkeypatch.setattr(trans_real, "_translations", {"ky": gettext.NullTranslations()})
    monkeypatch.setattr(preparation.catalogues, "compile_all", list)
    with translation.override("ky"):
        preparation.compile_messages()
        assert translation.gettext("Practices") == "Practices"
    monkeypatch.setattr(preparation.catalogues, "compile_all", lambda: ["ky"])
    preparation.compile_messages()
    with translation.override("ky"):
        assert translation.gettext("Practices") == "Тажрыйбалар"
