"""House rules that reading the source is enough to check: one clock, thin routes, no inline script or style."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards import source

CLOCK = "schoolapp/clock.py"
# Calls that ask the machine for the time or the date; time.monotonic measures durations and stays allowed.
CLOCK_CALLS = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|localtime|gmtime))$")
QUERY_METHOD = re.compile(
    r"(atomic|bulk_create|create|delete_by_id|delete_instance|dicts|execute|execute_sql|get_by_id|get_or_create|"
    r"get_or_none|insert|insert_many|namedtuples|prefetch|save|select|tuples)"
)

INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "a style in the page": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"\s(hx-)?on[a-z:-]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "script in an htmx attribute": re.compile(r"hx-(vals|headers|vars)[^=]*=\s*['\"]js:", re.I),
    "a trigger filter, which needs eval": re.compile(r"hx-trigger[^=]*=\s*\"[^\"]*\[", re.I),
    "another host": re.compile(r"\b(src|href|action)\s*=\s*['\"](https?:)?//", re.I),
}
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.S)


def template_text(path: Path) -> str:
    return JINJA_COMMENT.sub("", path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Call):
            yield node


def test_only_the_clock_asks_what_time_it_is():
    asked = [
        f"{source.name_of(path)}:{call.lineno} {ast.unparse(call.func)}"
        for path in source.modules().values()
        if source.name_of(path) != CLOCK
        for call in calls(path)
        if CLOCK_CALLS.search(ast.unparse(call.func))
    ]
    assert asked == []


@pytest.mark.parametrize("path", source.routes(), ids=source.name_of)
def test_routes_hold_no_query_and_no_write(path: Path):
    found = [
        f"line {call.lineno}: {ast.unparse(call.func)}"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and QUERY_METHOD.fullmatch(call.func.attr)
    ]
    assert found == []


@pytest.mark.parametrize("path", source.routes(), ids=source.name_of)
def test_routes_hold_no_clock(path: Path):
    names = {node.id for node in ast.walk(source.tree(path)) if isinstance(node, ast.Name)}
    assert "clock" not in names


@pytest.mark.parametrize("path", source.templates(), ids=source.name_of)
def test_templates_hold_nothing_that_the_content_policy_refuses(path: Path):
    text = template_text(path)
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", [p for p in source.templates() if p.name.startswith("_")], ids=source.name_of)
def test_fragments_extend_nothing(path: Path):
    assert "{% extends" not in template_text(path)


# Settings are read before anything else, once: their class is Python's own.
PLAIN_RECORDS = {"schoolapp/settings.py", "schoolapp/records.py"}


def test_records_are_those_that_cost_nothing_at_the_start():
    found = [
        f"{source.name_of(path)}: {node.module}.{alias.name}"
        for path in source.modules().values()
        if source.name_of(path) not in PLAIN_RECORDS
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in {"typing", "dataclasses"}
        for alias in node.names
        if alias.name in {"NamedTuple", "dataclass"}
    ]
    assert found == [], "schoolapp.records has both"
