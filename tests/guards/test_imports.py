"""Imports go one way: clock → settings → database → access → audit → accounts → families → the other rooms → app."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.guards import source

CHAIN = ("clock", "settings", "database", "access")
# What knows the whole house: it puts the rooms together, and no room imports it.
APP = ("", "__main__", "cli", "models", "demo", "server", "wsgi", "backups", "migrations")
FIRST_ROOMS = ("audit", "accounts", "families")
# These know each other in this order; the other rooms may know them all, and each other.
NEXT_ROOMS = ("notes", "agent_requests", "team")
# Modules named after these, alone or as « board_routes », serve their own room only.
PRIVATE_TO_THEIR_ROOM = {"routes", "forms", "public"}


def room_of(module: str) -> str:
    """« schoolapp.notes.queries » → « notes »; the application itself is « »."""
    return module.partition(".")[2].partition(".")[0]


def is_room(name: str) -> bool:
    return name not in APP and (source.PACKAGE / name).is_dir()


def rank(module: str, *, as_imported: bool = False) -> int:
    """The place of a module. The core's tools (errors, formats…) use the whole chain, and serve all but its start."""
    name = room_of(module)
    if name in APP:
        return 100
    if name in CHAIN:
        return CHAIN.index(name)
    if name in FIRST_ROOMS:
        return 10 + FIRST_ROOMS.index(name)
    if name in NEXT_ROOMS:
        return 20 + NEXT_ROOMS.index(name)
    if is_room(name):
        return 30
    return CHAIN.index("database") if as_imported else len(CHAIN)


def imported(module: str, *, when_loaded: bool = False) -> Iterator[str]:
    """The product's modules that ``module`` imports: all of them, or those imported as it loads."""
    tree = source.tree(source.modules()[module])
    nodes = _top_level(tree) if when_loaded else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "schoolapp")
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import, which hides the room it comes from"
            if node.module and node.module.split(".")[0] == "schoolapp":
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    yield whole if whole in source.modules() else node.module


def _top_level(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_typing_only(node):
            waiting.extend(ast.iter_child_nodes(node))


def _is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


@pytest.mark.parametrize("module", source.modules())
def test_a_module_imports_nothing_that_comes_after_it(module: str):
    later = sorted(other for other in imported(module) if rank(other, as_imported=True) > rank(module))
    assert later == []


@pytest.mark.parametrize("module", [name for name in source.modules() if is_room(room_of(name))])
def test_a_room_never_imports_the_routes_or_forms_of_another(module: str):
    private = sorted(
        other
        for other in imported(module)
        if room_of(other) != room_of(module)
        and is_room(room_of(other))
        and PRIVATE_TO_THEIR_ROOM & set(other.rpartition(".")[2].split("_"))
    )
    assert private == []


def test_no_module_needs_itself_to_load():
    graph = {module: set(imported(module, when_loaded=True)) - {module} for module in source.modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
