"""The head of a family's file: its row, its wishes, its lead agent, read as one row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from functools import cached_property
from typing import Any

import peewee

from schoolapp.database import JSONList, UTCDateTime, as_date, as_moment
from schoolapp.families.family import ContactPreference, Family

_decode = JSONList().python_value


def _reader(field: peewee.Field) -> Callable[[Any], Any] | None:
    """How a stored value becomes Python's, without peewee's slower guesses."""
    if isinstance(field, UTCDateTime):
        return as_moment
    if isinstance(field, JSONList):
        return _decode
    if isinstance(field, peewee.DateField):
        return as_date
    if isinstance(field, peewee.TimeField):
        return lambda value: time.fromisoformat(value) if isinstance(value, str) else value
    return None


FAMILY_FIELDS = [(field.column_name, _reader(field)) for field in Family._meta.sorted_fields]
WISHES_FIELDS = [(field.column_name, _reader(field)) for field in ContactPreference._meta.sorted_fields]
NAME = 1 + [name for name, _ in FAMILY_FIELDS].index("name")
FAMILY = ["u.name", *(f"f.{name}" for name, _ in FAMILY_FIELDS), *(f"p.{name}" for name, _ in WISHES_FIELDS)]


def _build(model: type, fields: list[Any], values: tuple[Any, ...]) -> Any:
    return model(**{name: read(value) if read else value for (name, read), value in zip(fields, values, strict=True)})


class Head:
    """A family as it was read, whose rows are made when asked for: a page found again as it was drawn needs none.

    Attributes:
        raw: the values of what ``FAMILY`` names.
    """

    def __init__(self, raw: tuple[Any, ...]) -> None:
        self.raw = raw

    @property
    def lead_name(self) -> str:
        return self.raw[0] or ""

    @cached_property
    def family(self) -> Family:
        return _build(Family, FAMILY_FIELDS, self.raw[1 : 1 + len(FAMILY_FIELDS)])

    @cached_property
    def preference(self) -> ContactPreference:
        wishes = self.raw[1 + len(FAMILY_FIELDS) :]
        return _build(ContactPreference, WISHES_FIELDS, wishes) if wishes[0] else ContactPreference(family=self.family)

    @cached_property
    def subject(self) -> Family:
        """Its number and name: what the journal writes down of it."""
        return Family(id=self.raw[1], name=self.raw[NAME])
