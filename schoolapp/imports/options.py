"""What a person says of a file: how to read its columns, whether it lists the whole school, for which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, field
from datetime import date
from typing import Any

from schoolapp.families.models import SchoolYear
from schoolapp.imports.planning.wanted import Options, YearWanted
from schoolapp.imports.readers.columns import Columns, Fields, header_keys
from schoolapp.imports.readers.records import Row, Table
from schoolapp.records import dataclass


@dataclass
class Choices:
    """The choices of an import, as they are kept on its row.

    ``full`` is None until somebody has said it; ``schools`` are those a set covers, when one has to be chosen.
    """

    sheet: str = ""
    header_row: int = 0
    headers: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    date_order: str = ""
    full: bool | None = None
    year: str = ""
    school: str = ""
    schools: list[list[Any]] = field(default_factory=list)
    mapping: str = ""

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Choices:
        """The choices kept on an import's row."""
        return cls(**{name: value for name, value in kept.items() if name in cls.__dataclass_fields__})

    def kept(self) -> dict[str, Any]:
        """As they go back on the row."""
        return asdict(self)

    def columns(self) -> Columns:
        """How to read the table."""
        relations = {int(number): relation for number, relation in self.relations.items()}
        return Columns(self.header_row, tuple(self.headers), tuple(self.targets), relations, self.date_order)

    def take(self, columns: Columns) -> None:
        """Read the table this way."""
        self.header_row, self.headers = columns.header_row, list(columns.headers)
        self.targets = list(columns.targets)
        self.relations = {str(number): relation for number, relation in columns.relations.items()}


def header_at(table: Table, fields: Fields, number: int) -> Row:
    """The row of headers: the one asked for, else the likeliest."""
    return next((row for row in table.rows if row.number == number), None) or fields.find_header(table.rows)


def first_guess(table: Table, fields: Fields, number: int = 0) -> Columns:
    """How a table is probably to be read."""
    return fields.guess(header_at(table, fields, number))


def saved_form(choices: Choices) -> dict[str, Any]:
    """What a saved mapping keeps: fields by header, so that it serves tomorrow's file whatever its order."""
    keys = header_keys(choices.headers)
    return {
        "targets": {key: target for key, target in zip(keys, choices.targets, strict=False) if key},
        "relations": choices.relations,
        "date_order": choices.date_order,
        "full": choices.full,
    }


def apply_saved(choices: Choices, saved: dict[str, Any], fields: Fields) -> None:
    """Read the table as a saved mapping says; columns it does not know are left aside."""
    targets = saved.get("targets", {})
    choices.targets = [
        target if (target := targets.get(key, "")) in fields.targets else "" for key in header_keys(choices.headers)
    ]
    choices.relations = dict(saved.get("relations", {}))
    choices.date_order, choices.full = saved.get("date_order", ""), saved.get("full")


def covers(saved: dict[str, Any], headers: Sequence[str]) -> bool:
    """Whether a saved mapping was made for a file with these headers."""
    keys = {key for key in header_keys(headers) if key}
    return bool(keys) and keys == set(saved.get("targets", {}))


def years_offered(current: SchoolYear | None, others: Sequence[SchoolYear], today: date) -> list[YearWanted]:
    """The years a file can be for: the present one, those after it, and the next one when the school lacks it."""
    if current is None:
        first = today.year if today.month >= 7 else today.year - 1
        return [_year(first)]
    offered = [
        YearWanted(one.label, one.starts_on, one.ends_on) for one in others if one.starts_on >= current.starts_on
    ]
    following = _year(current.starts_on.year + 1)
    if following.label not in {one.label for one in others}:
        offered.append(following)
    return sorted(offered, key=lambda one: one.starts_on)


def _year(first: int) -> YearWanted:
    return YearWanted(f"{first}-{first + 1}", date(first, 8, 27), date(first + 1, 6, 23))


def planning_options(choices: Choices, offered: Sequence[YearWanted]) -> Options:
    """The choices as the planning takes them."""
    year = next((one for one in offered if one.label == choices.year), offered[0])
    return Options(year=year, full=bool(choices.full))
