"""The history of the sheets: one line for each field that changed, before and after, who, when and by which way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.partners.models import Organization, Service, SheetChange
from schoolapp.partners.vocabulary import BY_HAND
from schoolapp.records import NamedTuple

LIMIT = SheetChange.before.max_length


class Hand(NamedTuple):
    """Who changes a sheet, and by which way it comes.

    Attributes:
        by: the colleague, who also answers for what a partner proposed and they accepted.
        origin: a code of ``vocabulary.ORIGINS``.
        words: who at the partner's, or which file.
    """

    by: User | None
    origin: str = BY_HAND
    words: str = ""


Changes = dict[str, tuple[str, str]]


def write(organization: int, service: int | None, changes: Changes, hand: Hand, at: datetime) -> None:
    """Keep what changed, in the current transaction: ``changes`` gives each field its text before and after."""
    for field, (before, after) in changes.items():
        SheetChange.create(
            organization=organization, service=service, field=field, before=before[:LIMIT], after=after[:LIMIT], at=at,
            by=hand.by.id if hand.by else None, by_words=hand.words[:200], origin=hand.origin,
        )  # fmt: skip


def of(organization: Organization, service: Service | None = None, *, most: int = 300) -> list[Any]:
    """The history of a service, or of an organisation with its services, the latest first. One statement."""
    rows = SheetChange.select(SheetChange, User, Service).join(User, "LEFT OUTER JOIN", on=SheetChange.by)
    rows = rows.switch(SheetChange).join(Service, "LEFT OUTER JOIN", on=SheetChange.service)
    here = SheetChange.organization == organization.id
    if service is not None:
        here = SheetChange.service == service.id
    return list(rows.where(here).order_by(SheetChange.at.desc(), SheetChange.id.desc()).limit(most))
