"""Two rows of one sheet that are one: what an import knows under another id, and what two sheets made one both had."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from schoolapp.database import Model
from schoolapp.formats import search_key
from schoolapp.partners.models import Contact, Phone, Place, Schedule, ServicePlace

# What is the same in both.
TWINS: dict[type[Model], Callable[[Any], Hashable]] = {
    Place: lambda row: (search_key(row.address), search_key(row.name)),
    ServicePlace: lambda row: row.place_id,
    Schedule: lambda row: (tuple(row.byday), row.opens_at, row.closes_at, row.words),
    Contact: lambda row: (search_key(row.name), row.email.lower()),
    Phone: lambda row: (row.digits, row.extension),
}
