"""What the documents name exists: files, commands, addresses, apps."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("bench/*.md")])
EACH = pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
APPS = ["portal", "practices", "publishing", "catalogue", "accounts", "places", "jobs", "language"]
# Made while the portal runs, or on another machine.
MADE_LATER = (".venv/", "var/", "media/", "static/admin/", "locale/*", "~", "/", "<")
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|toml|txt|html|css|js|csv|po))")


def links(text):
    return [link for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) if "://" not in link]


def named_files(text):
    """Return what looks like a file or a folder of the repository, in backticks."""
    spans = re.findall(r"`([^`\n]+)`", text)
    return [span for span in spans if FILE.fullmatch(span) and not span.startswith(MADE_LATER)]


def commands(text):
    return set(re.findall(r"manage\.py ([a-z_]+)", text))


def targets(text):
    code = re.findall(r"`[^`\n]+`|^    .*$|^make .*$", text, re.MULTILINE)
    return {target for line in code for target in re.findall(r"\bmake ([a-z]+)\b(?=[`»\s]|$)", line)}


@EACH
def test_links_lead_to_files(path):
    broken = [link for link in links(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert broken == []


@EACH
def test_files_that_are_named_exist(path):
    named = named_files(path.read_text(encoding="utf-8"))
    places = [ROOT, path.parent, *(ROOT / app for app in APPS)]
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


@EACH
def test_commands_that_are_named_exist(path):
    assert sorted(commands(path.read_text(encoding="utf-8")) - set(get_commands())) == []


@EACH
def test_make_targets_that_are_named_exist(path):
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert sorted(targets(path.read_text(encoding="utf-8")) - known) == []


@EACH
def test_document_names_no_machine_of_its_writer(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"/(?:work|home|root|Users)/\S*", text) == []


def test_architecture_tells_of_every_app():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [app for app in APPS if f"{app}/" not in text] == []


def test_decisions_are_numbered_without_a_gap_and_say_why():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    assert [path.name for path in records if len(path.read_text(encoding="utf-8").split()) < 40] == []


@pytest.mark.parametrize(("text", "found"), [
    ("see `portal/none.py`", ["portal/none.py"]),
    ("in `publishing/`", ["publishing/"]),
    ("`visible_to()` and `DEBUG=1`", []),
    ("under `var/mail/`", []),
])
def test_named_files_are_noticed(text, found):
    assert named_files(text) == found
