"""The rules of the house that a machine can keep."""

import ast
import importlib.util
import re
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
APPS = ["portal", "practices", "law", "publishing", "catalogue", "accounts", "places", "jobs", "language"]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
# A name that says nothing of its content gathers everything.
EMPTY_NAMES = {"utils", "helpers", "common", "core", "services", "managers", "mixins", "constants", "signals"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(*folders):
    """Return the Python files of the repository, migrations left out: the machine wrote those."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


OURS = python_files(*APPS)
ALL = OURS + python_files("tests", "bench")
HTML = sorted(TEMPLATES.rglob("*.html"))
NAMED = {"ids": lambda path: str(path.relative_to(ROOT))}


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path, line):
    return f"{path.relative_to(ROOT)}:{line}"


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def share_below(sizes, limit):
    return sum(size < limit for size in sizes) / len(sizes)


# --- sizes ------------------------------------------------------------------------------------------------


def body_lines(function):
    """Lines from the first statement after the docstring to the last one."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def functions():
    return [
        (body_lines(node), f"{place(path, node.lineno)} {node.name}")
        for path in ALL
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS)
    ]


def test_files_are_short():
    sizes = {str(path.relative_to(ROOT)): lines_of(path) for path in ALL}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert share_below(sizes.values(), 280) >= 0.9


def test_functions_are_short():
    assert [(size, name) for size, name in functions() if size > 40] == []
    assert share_below([size for size, _name in functions()], 22) >= 0.9


def test_classes_are_short():
    sizes = [
        (node.end_lineno - node.lineno + 1, f"{place(path, node.lineno)} {node.name}")
        for path in ALL
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert [(size, name) for size, name in sizes if size > 250] == []


def test_templates_are_short_and_decide_little():
    texts = [path.read_text(encoding="utf-8") for path in HTML]
    assert share_below([len(text.splitlines()) for text in texts], 100) >= 0.9
    assert share_below([text.count("{% if ") for text in texts], 6) >= 0.9


# --- imports and names ------------------------------------------------------------------------------------


def local_imports(path):
    return [
        place(path, node.lineno)
        for function in ast.walk(tree(path))
        if isinstance(function, FUNCTIONS)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_imports_stand_at_the_top():
    assert [where for path in ALL for where in local_imports(path)] == []


def test_files_and_folders_are_named_by_what_they_hold():
    paths = [path.relative_to(ROOT) for path in ALL]
    names = {(path, part) for path in paths for part in [*path.parts[:-1], path.stem]}
    assert sorted(str(path) for path, part in names if part.removeprefix("test_") in EMPTY_NAMES) == []


def test_apps_do_not_signal_to_one_another():
    """Signals of Django and its add-ons may be heard; those of our own would be calls that nobody sees."""
    own = [
        place(path, node.lineno)
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and name_of(node.func) in ("Signal", "ModelSignal")
    ]
    model_signals = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
    heard = [
        place(path, node.lineno)
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and model_signals & {alias.name for alias in node.names}
    ]
    assert own + heard == []


def name_of(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_only_one_driver_of_postgresql_is_installed():
    """Where psycopg 3 can be imported Django takes it instead, without a word."""
    assert importlib.util.find_spec("psycopg") is None
    assert is_psycopg3 is False


# --- what must not be written -----------------------------------------------------------------------------


def test_text_becomes_markup_in_one_place_only():
    allowed = ROOT / "publishing" / "html.py"
    named = [
        place(path, node.lineno)
        for path in OURS
        if path != allowed
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and {"mark_safe", "SafeString"} & {a.name for a in node.names})
        or (isinstance(node, ast.Attribute) and node.attr in ("mark_safe", "safe_join", "allow_tags"))
    ]
    filters = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off", path.read_text(encoding="utf-8"))
    ]
    assert named + filters == []


def test_nothing_is_left_for_later():
    # The words are put together here, so that this file does not name them.
    words = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]))
    sources = ALL + HTML + [path for path in STATIC.rglob("*") if path.suffix in (".js", ".css")]
    found = [
        place(path, number)
        for path in sources
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if words.search(line)
    ]
    assert found == []


def test_nothing_is_printed():
    calls = [
        place(path, node.lineno)
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and name_of(node.func) in ("breakpoint", "pprint", "set_trace")
    ]
    assert calls == []


# --- models and migrations --------------------------------------------------------------------------------

OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
MIGRATIONS = [
    migration for (app, _name), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
    if app in APPS
]


def test_there_are_models_and_migrations_to_look_at():
    assert len(OUR_MODELS) > 10
    assert len(MIGRATIONS) > 5


def test_no_model_points_at_anything_and_everything():
    generic = [
        f"{model.__name__}.{field.name}"
        for model in OUR_MODELS
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    content_types = [
        f"{model.__name__}.{field.name}"
        for model in OUR_MODELS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.label == "contenttypes.ContentType"
    ]
    assert generic + content_types == []


def test_migrations_are_named_by_intent():
    names = [f"{migration.app_label}.{migration.name}" for migration in MIGRATIONS]
    automatic = r"_auto_|_initial$|_alter_|_remove_.*_and_more|_and_more$|^\d+_\d+"
    assert [name for name in names if re.search(automatic, name)] == []


def test_migrations_can_be_taken_back():
    one_way = [
        f"{migration.app_label}.{migration.name}"
        for migration in MIGRATIONS
        for operation in migration.operations
        if isinstance(operation, migrations.RunPython | migrations.RunSQL) and not operation.reversible
    ]
    assert one_way == []


def test_data_and_tables_change_in_migrations_of_their_own():
    mixed = [
        f"{migration.app_label}.{migration.name}"
        for migration in MIGRATIONS
        if len({isinstance(operation, migrations.RunPython) for operation in migration.operations}) > 1
    ]
    assert mixed == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    assert connection.vendor == "postgresql"
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


# --- pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", HTML, **NAMED)
def test_template_has_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.IGNORECASE)
    assert re.findall(r"<script\b(?![^>]*\bsrc=)", text, re.IGNORECASE) == []


# Addresses that are links for people or names in markup; nothing is fetched from them.
NOT_FETCHED = ("http://www.w3.org/", "https://wa.me/", "https://t.me/", "http://www.sitemaps.org/")


def fetched_from_elsewhere(text):
    addresses = re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"')<]*", text, re.IGNORECASE)
    return [address for address in addresses if not address.startswith(NOT_FETCHED)]


def test_no_page_style_or_script_names_another_host():
    files = HTML + [path for path in STATIC.rglob("*") if path.suffix in (".css", ".js", ".svg", ".html")]
    found = {str(path.relative_to(ROOT)): fetched_from_elsewhere(path.read_text(encoding="utf-8")) for path in files}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


@pytest.mark.parametrize(("text", "noticed"), [
    ('<script src="https://cdn.example.org/a.js">', True),
    ("@import url(//fonts.example.org/x.css);", True),
    ('<svg xmlns="http://www.w3.org/2000/svg">', False),
    ("// a comment of a script", False),
])
def test_another_host_is_noticed(text, noticed):
    assert bool(fetched_from_elsewhere(text)) is noticed
