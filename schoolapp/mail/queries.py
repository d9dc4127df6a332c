"""What the direction sees of mail: whether it leaves, and the last mails. Their text is for their reader only."""

from __future__ import annotations

from datetime import datetime

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import as_moment, fetch_one
from schoolapp.mail.models import OutgoingMail
from schoolapp.records import NamedTuple

SHOWN = 40
HEALTH = (
    "SELECT MAX(sent_at), COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0), "
    "COALESCE(SUM(CASE WHEN state IN ('refused', 'given_up') THEN 1 ELSE 0 END), 0), "
    "MIN(CASE WHEN state = 'waiting' THEN next_at END) FROM outgoing_mail"
)


class Health(NamedTuple):
    """Whether mail leaves.

    Attributes:
        last: the last mail in difficulty, if any waits or was stopped.
        readers: how many people asked for the digest.
    """

    last_sent_at: datetime | None
    waiting: int
    stopped: int
    next_at: datetime | None
    last: OutgoingMail | None
    readers: int


def health() -> Health:
    """The present state of the outbox."""
    sent, waiting, stopped, next_at = fetch_one(HEALTH)
    stuck = (OutgoingMail.state != "sent") & (OutgoingMail.state != "replaced") & (OutgoingMail.problem != "")
    last = OutgoingMail.select().where(stuck).order_by(OutgoingMail.tried_at.desc()).first()
    readers = User.select().where(User.active & (User.digest != "jamais")).count()
    return Health(as_moment(sent), waiting, stopped, as_moment(next_at), last, readers)


def latest() -> list[OutgoingMail]:
    """The last mails, the newest first, with who they are for."""
    chosen = OutgoingMail.select(OutgoingMail, User).join(User, peewee.JOIN.LEFT_OUTER)
    return list(chosen.order_by(OutgoingMail.id.desc()).limit(SHOWN))
