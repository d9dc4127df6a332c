"""The single reading of Ma journée: every kind of line has the same columns, and a page is their UNION ALL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from schoolapp.database import UTCDateTime, as_date, as_moment, fetch_all
from schoolapp.records import NamedTuple

SHOWN = 12
CELLS = dict.fromkeys(("id", "family_id"), "integer")
CELLS |= dict.fromkeys(("family", "who", "words", "state", "means", "moments", "language"), "text")
CELLS |= {"at": "timestamp", "day": "date", "total": "integer", "place": "integer"}


class Line(NamedTuple):
    """One line of the single reading: each kind uses the columns it needs."""

    kind: str
    id: int | None
    family_id: int | None
    family: str
    who: str
    words: str
    state: str
    means: str
    moments: str
    language: str
    at: datetime | None
    day: date | None
    total: int
    place: int | None


def part(kind: str, source: str, order: str = "", **cells: str) -> str:
    """One kind: the same columns for all, empty where the kind has nothing to say; ``place`` is each line's order.

    The order comes before the source in the text: its parameters come first.
    """
    cells.setdefault("total", "CAST(COUNT(*) OVER () AS integer)")
    if order:
        cells["place"] = f"CAST(ROW_NUMBER() OVER (ORDER BY {order}) AS integer)"
    columns = ", ".join(f"{cells.get(name, f'CAST(NULL AS {type_})')} AS {name}" for name, type_ in CELLS.items())
    tail = f"ORDER BY place LIMIT {SHOWN}" if order else ""
    text = f"SELECT '{kind}' AS kind, {columns} FROM {source} {tail}"  # noqa: S608 - texts of ours, no value
    return f"SELECT * FROM ({text}) AS {kind}_lines"  # noqa: S608 - the same


def moment(value: datetime) -> Any:
    return UTCDateTime().db_value(value)


def read(*parts: tuple[str, Iterable[Any]]) -> dict[str, list[Line]]:
    """The lines of these kinds, in one statement."""
    sql = " UNION ALL ".join(text for text, _values in parts)
    lines: dict[str, list[Line]] = defaultdict(list)
    rows = fetch_all(sql, [value for _text, values in parts for value in values])
    for row in sorted(rows, key=lambda row: row[-1] or 0):
        lines[row[0]].append(Line(*row[:10], as_moment(row[10]), as_date(row[11]), *row[12:]))
    return lines
