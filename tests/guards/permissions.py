"""The tables of ``docs/permissions.md``: the rows (see ``matrix``), and every address with the roles it is open to.

``python -m tests.guards.permissions`` writes the table of the routes anew from the application; that of the rows is
written by hand, and a test compares it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask import Flask

from schoolapp.access import Role
from tests.guards.routes import Route, every_route
from tests.guards.source import ROOT

DOCUMENT = ROOT / "docs" / "permissions.md"
BEGIN, END = "<!-- routes: begin -->", "<!-- routes: end -->"


def _line(route: Route) -> str:
    if route.is_public:
        cells = ["everybody", *("" for _role in list(Role)[1:])]
    else:
        cells = ["✓" if role in (route.roles or ()) else "·" for role in Role]
    address = route.address.replace("<int:", "<")
    return f"| `{address}` | {route.method} | {' | '.join(cells)} |"


def table(app: Flask) -> str:
    """The table, as Markdown."""
    head = f"| address | method | {' | '.join(Role)} |"
    rule = f"|---|---|{':-:|' * len(Role)}"
    return "\n".join([head, rule, *(_line(route) for route in every_route(app))])


def written(begin: str = BEGIN, end: str = END) -> str:
    """A table that the document holds: that of the routes, by default."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return text.partition(begin)[2].partition(end)[0].strip()


def write(app: Flask) -> None:
    """Put the application's table in the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table(app)}\n{END}{after}", encoding="utf-8")


def main() -> None:
    from schoolapp import create_app
    from schoolapp.settings import load

    with tempfile.TemporaryDirectory() as folder:
        write(create_app(load(Path(folder), {})))


if __name__ == "__main__":
    sys.exit(main())
