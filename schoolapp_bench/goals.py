"""The goals: what is measured, the floor that must hold, the ambition, and the line printed for each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One line of the table.

    Attributes:
        code: the name that the measures use.
        name: what is measured, in words.
        floor: the limit that must hold.
        ambition: the limit that we would like to hold.
        more_is_better: whether a limit is a least (ratios to bare Flask) or a most (times, memory, losses).
        unit: written after the number.
    """

    code: str
    name: str
    floor: float
    ambition: float
    more_is_better: bool = False
    unit: str = ""

    def holds(self, value: float) -> bool:
        """Whether the floor holds."""
        return value >= self.floor if self.more_is_better else value <= self.floor

    def line(self, value: float | None) -> str:
        """Name, value, floor, ambition and verdict, separated by tabs."""
        sign = "≥" if self.more_is_better else "≤"
        limits = [f"{sign} {_number(limit)}{self.unit}" for limit in (self.floor, self.ambition)]
        shown = "not built yet" if value is None else f"{_number(value)}{self.unit}"
        verdict = "ok" if value is not None and self.holds(value) else "short"
        return "\t".join([self.name, shown, *limits, verdict])


def _number(value: float) -> str:
    """Three figures that mean something."""
    if value == float("inf"):
        return "—"
    return str(int(value)) if value == int(value) else f"{value:.3g}"


def _ratio(code: str, name: str, floor: float, ambition: float) -> Goal:
    return Goal(code, f"{name}, compared with bare Flask", floor, ambition, more_is_better=True)


def _growth(code: str, name: str) -> Goal:
    return Goal(code, f"{name}: time with 100 times the data", 1.25, 1.1, unit=" ×")


GOALS = (
    _ratio("board", "board of 300 families, signed in, uncached, over HTTP", 0.04, 0.08),
    _ratio("board_cached", "board of 300 families, cards cached, over HTTP", 0.15, 0.24),
    _ratio("card", "card fragment, signed in", 0.25, 0.45),
    _ratio("file", "family file with 50 notes", 0.10, 0.25),
    _growth("board_100", "board"),
    _growth("card_100", "card"),
    _growth("file_100", "family file"),
    _growth("note_100", "insert note"),
    Goal("statements_board", "SQL statements of the board", 10, 10),
    Goal("statements_growth", "SQL statements of the board, 3,000 families less 30", 0, 0),
    Goal("statements_other", "SQL statements of the other pages, the most", 6, 6),
    Goal("writers_locked", "16 writers on one family: refused as locked", 0, 0),
    Goal("writers_rows", "16 writers on one family: rows lost", 0, 0),
    Goal("writers_updates", "16 writers on one family: updates lost", 0, 0),
    Goal("writers_p99", "16 writers on one family: p99", float("inf"), 30, unit=" ms"),
    Goal("kill", "acknowledged writes missing after kill -9", 0, 0),
    Goal("start", "start to first answer", 0.6, 0.35, unit=" s"),
    Goal("memory", "memory per worker", 90, 65, unit=" MB"),
    _ratio("search", "search as one types, 300 families and 2,000 services, over HTTP", 0.10, 0.25),
    _ratio("partners", "partners as one types, 2,000 services, over HTTP", 0.10, 0.25),
    Goal("parents", "parents’ open list, first visit, compressed", 30, 15, unit=" kB"),
)
