"""Messages that stand in the sources: in Python found by its syntax, in templates by their tags."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

TRANSLATION_MODULE = "django.utils.translation"
ARGUMENTS = {
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
NOT_OURS = {".git", ".venv", "bench", "docs", "locale", "node_modules", "static", "tests", "var"}

_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)


class Message(NamedTuple):
    """What a catalogue translates: one sentence, with a plural form or without, told apart by a context."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.singular, self.context


class Call(NamedTuple):
    """A call of a translation function as it is written in Python."""

    function: str
    arguments: list[ast.expr]
    line: int


def kind(function: str) -> str:
    """Return the plain name of a lazy or no-op variant: gettext_lazy is gettext."""
    return function.removesuffix("_lazy").removesuffix("_noop")


def translation_names(tree: ast.AST) -> dict[str, str]:
    """Map the names under which a module imported translation functions to their own names."""
    return {
        alias.asname or alias.name: kind(alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION_MODULE
        for alias in node.names
        if kind(alias.name) in ARGUMENTS
    }


def python_calls(source: str) -> Iterator[Call]:
    """Yield every call of a translation function, also through an alias or the module itself."""
    tree = ast.parse(source)
    names = translation_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = None
        if isinstance(node.func, ast.Name):
            function = names.get(node.func.id)
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.value.id == "translation" and kind(node.func.attr) in ARGUMENTS:
                function = kind(node.func.attr)
        if function:
            yield Call(function, node.args, node.lineno)


def messages_of_python(source: str) -> Iterator[Message]:
    """Yield the messages of a Python module; a call with a computed argument has none."""
    for call in python_calls(source):
        names = ARGUMENTS[call.function]
        values = [node.value for node in call.arguments[: len(names)] if isinstance(node, ast.Constant)]
        if len(values) == len(names):
            yield Message(**dict(zip(names, values, strict=True)))


def messages_of_template(source: str) -> Iterator[Message]:
    """Yield the messages of a Django template with the ids its tags look up when rendered."""
    for function, literals in _TEMPLATE_CALL.findall(templatize(source)):
        names = ARGUMENTS["gettext" if function == "_" else function]
        values = [ast.literal_eval(literal) for literal in re.findall(_LITERAL, literals, re.DOTALL)]
        yield Message(**dict(zip(names, values, strict=False)))


def sources(root: Path) -> Iterator[Path]:
    """Yield the Python files and templates of the project, none of its tests, documents or packages."""
    for path in sorted(root.iterdir()):
        if path.name in NOT_OURS or path.name.startswith("."):
            continue
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in files if file.is_file() and (file.suffix == ".py" or is_template(file)))


def is_template(path: Path) -> bool:
    return "templates" in path.parts and path.suffix in {".html", ".txt", ".xml", ".svg", ".ics"}


def messages_of(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    return messages_of_python(source) if path.suffix == ".py" else messages_of_template(source)


def collect(paths: Iterable[Path]) -> list[Message]:
    """Return every message once, in alphabetical order; one that is ever used with a plural keeps it."""
    found: dict[tuple[str, str], Message] = {}
    for path in paths:
        for message in messages_of(path):
            if message.plural or message.key not in found:
                found[message.key] = message
    return sorted(found.values(), key=lambda message: message.key)
