from collections import namedtuple

import pytest

from portal.launch import browser, packages
from portal.launch.report import Obstacle

Usage = namedtuple("Usage", "free")
Done = namedtuple("Done", "returncode stdout stderr")


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    """Files of the launcher's own, and none of the values the tests set."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path / "var"


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """A checkout with lock files and an environment nobody has filled yet."""
    folder = tmp_path / "checkout" / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("")
    (folder.parent / "requirements").mkdir()
    for name in ("run", "dev"):
        (folder.parent / "requirements" / f"{name}.txt").write_text(f"{name} 1\n")
    monkeypatch.setattr(packages, "ROOT", folder.parent)
    monkeypatch.setattr(packages, "VENV", folder)
    monkeypatch.setattr(packages, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(packages, "STAMP", folder / "installed.txt")
    return folder


@pytest.fixture
def installed(venv, monkeypatch):
    """Let every installation succeed, and list them."""
    done = []
    monkeypatch.setattr(packages, "make_environment", lambda: None)
    monkeypatch.setattr(packages, "install", done.append)
    return done


def test_packages_are_installed_once_and_again_when_the_lock_changes(venv, installed):
    packages.ensure("run")
    packages.ensure("run")
    assert installed == ["run"]
    packages.lock_file("run").write_text("run 2\n")
    packages.ensure("run")
    assert installed == ["run", "run"]


def test_packages_of_the_tests_hold_those_of_the_portal_but_not_the_other_way(installed):
    packages.ensure("run")
    packages.ensure("dev")
    packages.ensure("run")
    assert installed == ["run", "dev"]
    packages.lock_file("run").write_text("run 2\n")
    packages.ensure("run")
    assert not packages.are_installed("dev")


def test_installation_that_broke_off_is_not_taken_for_done(installed, monkeypatch):
    def broken(name):
        raise Obstacle("no network")

    packages.ensure("run")
    packages.lock_file("run").write_text("run 2\n")
    monkeypatch.setattr(packages, "install", broken)
    with pytest.raises(Obstacle):
        packages.ensure("run")
    packages.lock_file("run").write_text("run 1\n")
    assert not packages.are_installed("run")


def test_environment_of_a_moved_checkout_is_not_trusted(venv, installed, monkeypatch):
    packages.ensure("run")
    monkeypatch.setattr(packages, "VENV", venv.with_name("elsewhere"))
    assert not packages.are_installed("run")


def test_python_without_venv_is_told_what_to_install(venv, monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: None)
    with pytest.raises(Obstacle, match="apt install python3-venv"):
        packages.make_environment()


@pytest.mark.parametrize(
    "answer,sentence",
    [
        ("NewConnectionError: Failed to establish a new connection", "is there a network"),
        ("Temporary failure in name resolution", "is there a network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
    ],
)
def test_installation_that_fails_says_why_in_a_sentence(venv, monkeypatch, var, answer, sentence):
    monkeypatch.setattr(packages, "run", lambda command: Done(1, "", answer))
    with pytest.raises(Obstacle, match=sentence):
        packages.install("run")
    assert answer in (var / "packages.log").read_text()


def test_installation_on_a_full_disk_says_so(venv, monkeypatch):
    monkeypatch.setattr(packages, "run", lambda command: Done(1, "", "No space left on device"))
    monkeypatch.setattr(packages.shutil, "disk_usage", lambda _: Usage(1_000))
    monkeypatch.setattr(packages, "prepare_var_dir", lambda: venv)
    with pytest.raises(Obstacle, match="The disk is full"):
        packages.install("run")



# --- browser -------------------------------------------------------------------------------------


def test_browser_that_is_there_is_not_installed(monkeypatch):
    monkeypatch.setattr(browser, "path", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(browser, "installer", lambda: pytest.fail("nothing to install"))
    browser.ensure()


def test_browser_that_cannot_be_had_stops_the_checks_only_where_all_must_run(monkeypatch, capsys):
    monkeypatch.setattr(browser, "path", lambda: None)
    monkeypatch.setattr(browser, "installer", lambda: None)
    browser.ensure()
    assert "apt-get install chromium" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    with pytest.raises(Obstacle, match="apt-get install chromium"):
        browser.ensure()


def test_browser_is_installed_without_asking_for_a_password(monkeypatch):
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    assert browser.installer() == ["apt-get"]
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(browser, "run", lambda command: 1)
    assert browser.installer() is None
    monkeypatch.setattr(browser, "run", lambda command: 0)
    assert browser.installer()[:2] == ["sudo", "-n"]
