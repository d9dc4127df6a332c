"""Referrals on Ma journée: those to take up again, and for the direction what left without a family's consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.day.block import Block, Lines, rest, total
from schoolapp.day.reading import Line, part
from schoolapp.families.circle import seen_ids
from schoolapp.formats import date_words, due_words
from schoolapp.partners.referral_vocabulary import COMPLETED, GROUNDS, OPEN, WITH_PARTNER
from schoolapp.records import NamedTuple

_OPEN = "r.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN))
_AWAY = (
    "(NOT u.active OR EXISTS (SELECT 1 FROM absence w WHERE w.user_id = u.id AND w.starts_on <= ? AND w.ends_on >= ?))"
)
_ROWS = (
    "referral r JOIN family f ON f.id = r.family_id JOIN service s ON s.id = r.service_id "
    'JOIN "user" u ON u.id = r.holder_id'
)
_CELLS = {
    "id": "r.id", "family_id": "f.id", "family": "f.name", "who": "s.name", "words": "u.name", "state": "r.state",
    "at": "r.told_at", "day": "r.remind_on",
}  # fmt: skip
_DUE = f"({_OPEN} AND r.remind_on <= ?)"
# The partner answered, nobody had news, it ended and nobody said what it changed: one's own, and those of who is away.
# Parameters: a day, the person, today twice and whether one stands in for others.
REFERRAL = part(
    "referral",
    f"{_ROWS} WHERE (r.told_at IS NOT NULL OR {_DUE} OR (r.state = '{COMPLETED}' AND r.effect = '')) "
    f"AND (r.holder_id = ? OR ({_AWAY} AND 1 = ?)) {{visible}}",
    "CASE WHEN r.told_at IS NULL THEN 1 ELSE 0 END, r.told_at, r.remind_on, r.id",
    **_CELLS,
)
# For the direction: its own, then what waits for long or for somebody away. Parameters: the person, today, a day,
# today three times.
LATE = part(
    "referral",
    f"{_ROWS} WHERE (r.holder_id = ? AND (r.told_at IS NOT NULL OR {_DUE} "
    f"OR (r.state = '{COMPLETED}' AND r.effect = ''))) OR ({_OPEN} AND (r.remind_on <= ? "
    f"OR (r.remind_on <= ? AND {_AWAY})))",
    "r.remind_on, r.id",
    **_CELLS,
)
EXCEPTION = part(
    "exception",
    "consent_exception x JOIN referral r ON r.id = x.referral_id JOIN family f ON f.id = r.family_id "
    'JOIN service s ON s.id = r.service_id JOIN "user" u ON u.id = x.made_by_id WHERE x.seen_at IS NULL',
    "x.made_at, x.id",
    id="r.id", family_id="f.id", family="f.name", who="s.name", words="u.name", state="x.ground_code", at="x.made_at",
)  # fmt: skip


def own(user: User) -> tuple[str, list[Any]]:
    """What one has to take up again: all that those away hold, for an agent."""
    today = clock.today().isoformat()
    values = [today, user.id, today, today, int(user.role == Role.AGENT)]
    if user.role != Role.PROFESSIONAL:
        return REFERRAL.replace("{visible}", ""), values
    ids, more = seen_ids(user)
    return REFERRAL.replace("{visible}", f"AND f.id IN ({ids})"), [*values, *more]


def of_direction(user: User) -> list[tuple[str, list[Any]]]:
    """What waits for long or for somebody away, and the exceptions that the direction has not seen yet."""
    today = clock.today().isoformat()
    after = timedelta(days=user.school.referral_direction_days)
    days = [(clock.today() - after).isoformat(), *[today] * 3]
    return [(LATE, [user.id, today, *days]), (EXCEPTION, [])]


class Waiting(NamedTuple):
    """A referral that waits for somebody, and why."""

    id: int
    family: str
    service: str
    holder: str
    why: str
    late: bool


def _why(line: Line) -> tuple[str, bool]:
    if line.at is not None:
        return _("le partenaire a répondu"), False
    if line.state == COMPLETED:
        return _("effet à noter"), False
    if line.state in WITH_PARTNER:
        return _("sans nouvelles, à relancer depuis le %(day)s", day=date_words(line.day, weekday=False)), True
    return _("à reprendre, %(when)s", when=due_words(line.day)), True


def _row(line: Line) -> Waiting:
    why, late = _why(line)
    return Waiting(line.id, line.family, line.who, line.words, why, late)


def waiting(lines: Lines, *, after: int = 0) -> Block:
    """The referrals to take up again: one's own, or for the direction those late for more than ``after`` days."""
    found = lines["referral"]
    why = (
        ngettext(
            "En retard depuis plus de %(num)d jour, ou chez une personne en absence.",
            "En retard depuis plus de %(num)d jours, ou chez une personne en absence.",
            after,
        )
        if after
        else (_("Un partenaire a répondu, les nouvelles tardent, ou l’effet reste à noter."))
    )
    return Block(
        "referrals", _("Références à reprendre"), "referral", [_row(line) for line in found], total(found), why=why,
        more=rest(found, url_for("referrals.index", vue="nouvelles")), mail=_("Références à reprendre"),
    )  # fmt: skip


class Excepted(NamedTuple):
    """Something that may leave without a family's consent."""

    id: int
    family: str
    service: str
    by: str
    ground: Any
    at: Any


def exceptions(lines: Lines) -> Block:
    """What the direction has to see."""
    found = lines["exception"]
    rows = [Excepted(one.id, one.family, one.who, one.words, GROUNDS.get(one.state, ""), one.at) for one in found]
    return Block(
        "exceptions", _("Transmis sans l’accord d’une famille"), "excepted", rows, total(found), tone="mark-late",
        why=_("Chaque exception vous est montrée, avec son motif. Ouvrez-la pour dire que vous l’avez vue."),
        mail=_("Exceptions à l’accord d’une famille"),
    )  # fmt: skip
