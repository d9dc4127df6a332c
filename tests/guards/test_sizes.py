"""No file and no function grows beyond what a newcomer reads in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards import source

LONGEST_MODULE = 300
LONGEST_TEMPLATE = 150
LONGEST_FUNCTION = 40
LONGEST_ROUTE = 15

# « file:function » → why it may be longer. A line here needs a reason that a reader would accept.
LONG_FUNCTIONS: dict[str, str] = {}

# A migration lists every column of its day and is never read as a story, nor changed once applied.
FROZEN = "schoolapp/migrations/"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(source.tree(path)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from « def » to the last one."""
    return function.end_lineno - function.lineno + 1


def is_route(function: Function) -> bool:
    return any("bp." in ast.unparse(decorator) for decorator in function.decorator_list)


def living_files() -> list[Path]:
    return [path for path in source.python_files() if not source.name_of(path).startswith(FROZEN)]


def test_python_files_stay_within_300_lines():
    lengths = {source.name_of(path): source.line_count(path) for path in living_files()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_templates_stay_within_150_lines():
    lengths = {source.name_of(path): source.line_count(path) for path in source.templates()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_TEMPLATE} == {}


def test_functions_stay_within_40_lines_except_those_with_a_reason():
    lengths = {
        f"{source.name_of(path)}:{function.name}": length(function)
        for path in living_files()
        for function in functions(path)
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(long), "an exception that is not needed any more"


def test_routes_stay_within_15_lines():
    lengths = {
        f"{source.name_of(path)}:{function.name}": length(function)
        for path in source.modules().values()
        for function in functions(path)
        if is_route(function)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_ROUTE} == {}
