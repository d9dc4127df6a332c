"""The only clock: the time now in UTC, and the school's own date.

Nothing else in the product asks the machine what time it is, so that tests can set it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "America/Toronto"

_frozen: list[datetime] = []
_zone: ContextVar[tzinfo | None] = ContextVar("school_zone", default=None)
_default_zone = ZoneInfo(DEFAULT_ZONE)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def hour() -> datetime:
    """The beginning of the present hour: for what may be asked again as it is until the next one."""
    return now().replace(minute=0, second=0, microsecond=0)


def zone() -> tzinfo:
    """The school's time zone, as set for this request or command."""
    return _zone.get() or _default_zone


def use_zone(name: str) -> None:
    """Take ``name`` (an IANA zone, already validated) as the school's time zone for this context."""
    _zone.set(ZoneInfo(name))


def today() -> date:
    """Today's date at the school."""
    return now().astimezone(zone()).date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` (aware) for the duration of a test."""
    _frozen.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
