"""The product's own source files, read once for the guard tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "schoolapp"
TEMPLATES = PACKAGE / "templates"


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of the house: product, tests and tools."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "scripts")
    return tuple(sorted(path for folder in folders for path in folder.rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(sorted(TEMPLATES.rglob("*.html")))


@cache
def routes() -> tuple[Path, ...]:
    """The modules of the rooms that hold views."""
    rooms = (path for path in modules().values() if path.parent != PACKAGE)
    return tuple(path for path in rooms if "@bp." in path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """The path as it is written in the exception lists and in messages."""
    return path.relative_to(ROOT).as_posix()


def line_count(path: Path) -> int:
    """The number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())
