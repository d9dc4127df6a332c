"""How long a request may wait, in school days: for somebody to receive it, then for news.

The agents see it first; the direction sees it one school day later, or at once when the agent who has it is away.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import ngettext

from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.accounts.school_days import school_days_ago
from schoolapp.agent_requests.vocabulary import NEW, WAITING
from schoolapp.database import UTCDateTime
from schoolapp.formats import to_utc
from schoolapp.records import NamedTuple

DIRECTION_AFTER = 1
# Parameters: unreceived before, quiet before.
LATE = (
    "((q.state = 'nouvelle' AND q.state_at < ?) OR "
    "(q.state IN ('recue', 'en_cours') AND COALESCE(q.news_at, q.state_at) < ?))"
)


class Waits(NamedTuple):
    """The moments before which a request waits for too long, for one reader.

    Attributes:
        unreceived: sent before it and not received yet.
        quiet: without news since before it.
        days: the two limits, in school days, as the words tell them.
    """

    unreceived: datetime
    quiet: datetime
    days: tuple[int, int]

    @classmethod
    def of(cls, user: User) -> Waits:
        """The limits of the school, for this person."""
        more = DIRECTION_AFTER if user.role == Role.DIRECTION else 0
        days = (user.school.request_unreceived_days, user.school.request_quiet_days)
        return cls(*(_end_of(school_days_ago(number + more)) for number in days), days)

    @property
    def parameters(self) -> list[Any]:
        """Those of ``LATE``."""
        return [UTCDateTime().db_value(moment) for moment in (self.unreceived, self.quiet)]

    def words(self, card: Any) -> str:
        """Why a request comes up by itself; empty when it does not."""
        unreceived, quiet = self.days
        if card.state == NEW and card.state_at < self.unreceived:
            return ngettext(
                "pas encore reçue après %(num)s jour de classe",
                "pas encore reçue après %(num)s jours de classe",
                unreceived,
            )
        if card.state in WAITING and (card.news_at or card.state_at) < self.quiet:
            return ngettext(
                "sans nouvelles depuis %(num)s jour de classe",
                "sans nouvelles depuis %(num)s jours de classe",
                quiet,
            )
        return ""


def _end_of(day: date) -> datetime:
    """The midnight that ends a day at the school."""
    return to_utc(day + timedelta(days=1), time())
