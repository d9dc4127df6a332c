"""A plan: the rows to create, the fields to change, what was left as people made it, and the lines that tell it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any

from schoolapp.database import Model
from schoolapp.families.vocabulary import LANGUAGES
from schoolapp.formats import date_words, phone
from schoolapp.records import dataclass

MISSING = object()


@dataclass
class Line:
    """What becomes of one pupil of the file, or one who is no longer in it, or a row refused."""

    kind: str
    label: str
    rows: str = ""
    pupil: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def change(self, label: Any, old: Any, new: Any, name: str = "") -> None:
        """Note a field that changes, in words."""
        self.detail.setdefault("changes", []).append([str(label), shown(old, name), shown(new, name)])
        if self.kind == "unchanged":
            self.kind = "changed"


@dataclass
class Question:
    """What only a person can settle."""

    key: str
    kind: str
    detail: dict[str, Any]


def shown(value: Any, name: str = "") -> str:
    """A value in words, as a line or a question keeps it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_words(value, weekday=False)
    if name == "language":
        return str(LANGUAGES.get(value, value))
    return phone(value) if name == "phone" else str(value)


def plain(value: Any) -> Any:
    """A value as JSON gives it back, to be compared with one that was kept."""
    return value.isoformat() if isinstance(value, date) else value


def digest(*parts: Any) -> str:
    """A short key, the same for the same parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]


@dataclass
class Plan:
    """Everything an import would write.

    ``world`` is all that the file was compared with, and its ``fingerprint``.
    A row to create has a negative id until it is written; other new rows refer to it by that id.
    """

    world: Any
    baselines: Mapping[tuple[str, int], Mapping[str, Any]]
    answers: Mapping[str, str]
    created: dict[type[Model], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[tuple[type[Model], int], dict[str, tuple[Any, Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    kept: dict[tuple[type[Model], int], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    deleted: dict[type[Model], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    lines: list[Line] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    families: set[int] = field(default_factory=set)
    last_id: int = 0

    def create(self, model: type[Model], **values: Any) -> int:
        """Plan a new row; returns its provisional id."""
        self.last_id -= 1
        self.created[model].append({"id": self.last_id, **values})
        return self.last_id

    def change(self, model: type[Model], row_id: int, name: str, old: Any, new: Any) -> None:
        """Plan to write a field that nobody has to be asked about."""
        self.changed[(model, row_id)][name] = (old, new)

    def touch(self, model: type[Model], row_id: int) -> None:
        """Plan that a row's version goes up, because something that belongs to it changes."""
        self.changed[(model, row_id)]

    def delete(self, model: type[Model], values: dict[str, Any]) -> None:
        """Plan to delete a row, given by its id; its other fields are read when it goes, so that it can come back."""
        self.deleted[model].append(values)

    def may_write(self, model: type[Model], row: Any, name: str, old: Any, new: Any, about: dict[str, Any]) -> bool:
        """Whether the file's value may replace the present one, asking when a person changed it by hand.

        Args:
            row: the known row, with its ``id`` and whether it was ``edited`` by somebody.
            about: what the question shows, should there be one.
        """
        if new in ("", None) or plain(new) == plain(old):
            return False
        if not row.edited:
            return True
        base = self.baselines.get((model._meta.table_name, row.id), {}).get(name, MISSING)
        if base == plain(new):
            return False  # the file repeats itself: what somebody made of it since stands
        if base == plain(old) or (base is MISSING and old in ("", None)):
            return True
        key = digest("field", model._meta.table_name, row.id, name, plain(new))
        now, file = about.get("words") or (shown(old, name), shown(new, name))
        self.questions.append(Question(key, "field", {**about, "now": now, "file": file}))
        if self.answers.get(key) == "take":
            return True
        self.kept[(model, row.id)][name] = plain(new)
        return False

    def settle(self, model: type[Model], row: Any, name: str, new: Any, line: Line, label: Any) -> bool:
        """Plan to write one field of a known row if the file says something new. Returns whether it will be.

        Args:
            label: what the field is called, or a function that gives it: most fields do not change.
        """
        old = getattr(row, name)
        if new in ("", None) or new == old:
            return False
        what = label() if callable(label) else label
        if not self.may_write(model, row, name, old, new, {"who": line.label, "what": str(what)}):
            return False
        self.change(model, row.id, name, old, new)
        line.change(what, old, new, name)
        return True

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each kind, families and questions."""
        kinds = ("created", "changed", "unchanged", "gone", "refused", "partial")
        found = dict.fromkeys(kinds, 0)
        for line in self.lines:
            found[line.kind] += 1
        return found

    @property
    def figures(self) -> dict[str, Any]:
        """What the page and the report say of any plan."""
        return {"counts": self.counts, "remarks": self.remarks[:50], "writes": self.writes}

    @property
    def writes(self) -> int:
        """How many rows would be written."""
        created = sum(map(len, self.created.values()))
        return created + len(self.changed) + sum(map(len, self.deleted.values()))

    @property
    def unanswered(self) -> int:
        """How many pairs of people somebody must look at before anything is written."""
        return sum(one.kind != "field" and not self.answers.get(one.key) for one in self.questions)
