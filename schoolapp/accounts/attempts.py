"""Slowing down strangers who try too much: without a name, without an address that can be read.

What is counted is kept a day under a keyed digest. Each room says its own limits.
"""

from __future__ import annotations

from datetime import timedelta

from peewee import fn
from werkzeug.exceptions import TooManyRequests

from schoolapp import clock
from schoolapp.accounts.models import PublicAttempt
from schoolapp.accounts.throttle import here, keyed
from schoolapp.database import atomic
from schoolapp.records import NamedTuple

KEPT = timedelta(days=1)


class Limit(NamedTuple):
    """At most ``most`` of a kind from one place within ``window``."""

    kind: str
    most: int
    window: timedelta


def _count(limit: Limit, place: str) -> int:
    same = (PublicAttempt.kind == limit.kind) & (PublicAttempt.place == keyed(place))
    recent = PublicAttempt.at > clock.now() - limit.window
    return PublicAttempt.select(fn.COUNT(PublicAttempt.id)).where(same & recent).scalar()


def check(limit: Limit, place: str | None = None) -> None:
    """Refuse, for a while, whoever is beyond the limit.

    Raises:
        TooManyRequests: with the seconds to wait.
    """
    if _count(limit, place or here()) >= limit.most:
        raise TooManyRequests(retry_after=60)


def note(limit: Limit, place: str | None = None) -> None:
    """Count one more."""
    with atomic():
        PublicAttempt.delete().where(PublicAttempt.at < clock.now() - KEPT).execute()
        PublicAttempt.create(kind=limit.kind, place=keyed(place or here()), at=clock.now())
