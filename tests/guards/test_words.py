"""Every word shown goes through gettext, and French is typed as French is printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.guards import source
from tests.guards.typography import FAULTS

NAME = "Trait d’union"
MARKS = {"_", "_l", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext", "npgettext", "_n", "_p"}
SHOWN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title", "label", "content"}
FRENCH = re.compile(r"[àâçéèêëîïôœùûüÀÂÇÉÈÊËÎÏÔŒÙÛÜ’«»…]")
SENTENCE = re.compile(r"^[A-Z][a-z]+(\s+\w+)*[.:?!]?$")
LETTERS = re.compile(r"(?<![-\w])[^\W\d_]{2,}")
# Outside the pages: messages of the command line, and what a school's own data looks like.
NOT_SHOWN_IN_PAGES = {
    "schoolapp/accounts/cli.py": "messages for whoever runs commands on the server, in French only",
    "schoolapp/cli.py": "messages for whoever runs commands on the server, in French only",
    "schoolapp/imports/cli.py": "messages for whoever runs the import command, in French only",
    "schoolapp/partners/exchange_cli.py": "messages for whoever runs the export command, in French only",
    "schoolapp/partners/hsds.py": "names of the lists of terms in the files handed to others: data",
    "schoolapp/partners/national.py": "sheets of the directory: data that a school keeps and corrects",
    "schoolapp/settings.py": "messages that stop the start, for whoever runs the server",
    "schoolapp/server.py": "messages for whoever runs the server",
}
DATA_FOLDERS = ("schoolapp/demo/", "schoolapp/migrations/")


class Shown(HTMLParser):
    """Collects the literal text and the literal shown attributes of a template without its Jinja."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.found.extend(value for name, value in attributes if value and name in SHOWN_ATTRIBUTES)


def without_jinja(text: str) -> str:
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    text = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", text, flags=re.S)
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.S)


def literal_words(path: Path) -> list[str]:
    parser = Shown()
    parser.feed(without_jinja(path.read_text(encoding="utf-8")))
    texts = [" ".join(text.split()).replace(NAME, "") for text in parser.found]
    return [text for text in texts if LETTERS.search(text)]


def unmarked_strings(tree: nodes.Node, *, marked: bool = False) -> Iterator[str]:
    """The strings of a template's expressions that look like words to read and are not inside a gettext call."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.Const) and isinstance(child.value, str) and not marked:
            if FRENCH.search(child.value) or SENTENCE.match(child.value):
                yield child.value
        else:
            inside = isinstance(child, nodes.Call) and getattr(child.node, "name", "") in MARKS
            yield from unmarked_strings(child, marked=marked or inside)


def jinja_tree(path: Path) -> nodes.Template:
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    return environment.parse(path.read_text(encoding="utf-8"))


def python_strings(tree: ast.AST, *, marked: bool = False) -> Iterator[tuple[int, str]]:
    """French strings of a module that are neither marked, nor documentation, nor patterns."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if not marked and FRENCH.search(child.value):
                yield child.lineno, child.value
        elif not _is_documentation(child):
            yield from python_strings(child, marked=marked or _is_marked(child))


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_marked(node: ast.AST) -> bool:
    """Inside gettext; or a pattern or an assertion, which nobody reads on a page."""
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    return ast.unparse(node.func) in MARKS | {"re.compile", "re.sub", "re.fullmatch", "str.maketrans"}


def python_sources() -> list[Path]:
    return [
        path
        for path in source.modules().values()
        if source.name_of(path) not in NOT_SHOWN_IN_PAGES and not source.name_of(path).startswith(DATA_FOLDERS)
    ]


@pytest.mark.parametrize("path", source.templates(), ids=source.name_of)
def test_the_words_of_a_template_go_through_gettext(path: Path):
    assert literal_words(path) == []
    assert list(unmarked_strings(jinja_tree(path))) == []


@pytest.mark.parametrize("path", python_sources(), ids=source.name_of)
def test_the_french_of_a_module_goes_through_gettext(path: Path):
    assert list(python_strings(source.tree(path))) == []


def texts_of_template(path: Path) -> Iterator[str]:
    for call in jinja_tree(path).find_all(nodes.Call):
        if getattr(call.node, "name", "") in MARKS:
            yield from (
                word.value for word in call.args if isinstance(word, nodes.Const) and isinstance(word.value, str)
            )


def texts_of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKS:
            constants = (word.value for word in node.args if isinstance(word, ast.Constant))
            yield from (value for value in constants if isinstance(value, str))


@cache
def marked_texts() -> frozenset[tuple[str, str]]:
    """Every text given to gettext, with the file it is in."""
    templates = {(source.name_of(path), text) for path in source.templates() for text in texts_of_template(path)}
    modules = {(source.name_of(path), text) for path in python_sources() for text in texts_of_module(path)}
    return frozenset(templates | modules)


@pytest.mark.parametrize("fault", FAULTS)
def test_french_is_typed_as_french_is_printed(fault: str):
    faults = sorted(f"{file}: {text}" for file, text in marked_texts() if FAULTS[fault].search(text))
    assert faults == [], "python -m tests.guards.typography puts the spaces right"
