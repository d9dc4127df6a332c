"""Who is to be told what: those whom a cancelling or a change touches, offered places, people to call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import abort
from peewee import JOIN

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities import public_notices, rules
from schoolapp.activities.models import Activity, Notice, SignUp, Slot
from schoolapp.activities.queries import my_groups
from schoolapp.activities.shown import hours
from schoolapp.activities.vocabulary import MEANS, NO_MEANS, REASONS
from schoolapp.families.models import ContactPreference
from schoolapp.families.vocabulary import MOMENTS
from schoolapp.formats import date_words
from schoolapp.languages import LANGUAGES
from schoolapp.records import NamedTuple

DONE_SHOWN = timedelta(days=7)
MOST = 300


class Line(NamedTuple):
    """Somebody to be told, with all that it takes to do it."""

    notice: Notice
    sign_up: SignUp | None
    slot: Slot | None
    activity: Activity | None
    name: str
    phone: str
    digits: str
    email: str
    by_child: bool
    child_words: str
    language: str
    moments: list[str]
    interpreter: bool

    @property
    def id(self) -> int:
        return self.notice.id

    @property
    def reason(self) -> Any:
        return REASONS.get(self.notice.reason, self.notice.reason)

    @property
    def told(self) -> bool:
        return self.notice.told_at is not None

    @property
    def language_label(self) -> Any:
        return LANGUAGES.get(self.language, self.language)

    @property
    def means(self) -> list[tuple[str, Any]]:
        """The ways that exist for this person; in person is always one, when they come by."""
        ways = {"courriel": self.email, "texto": self.digits, "telephone": self.digits, "papier": self.by_child}
        return [(code, MEANS[code]) for code, known in ways.items() if known] + [("en_personne", MEANS["en_personne"])]

    @property
    def unreachable(self) -> bool:
        return not (self.email or self.digits or self.by_child)

    @property
    def told_means(self) -> Any:
        return MEANS.get(self.notice.told_means, MEANS[NO_MEANS])

    @property
    def moment_words(self) -> list[Any]:
        return [MOMENTS[code] for code in self.moments if code in MOMENTS]

    @property
    def text(self) -> str:
        """What to say or write, in their language when the school has it, else in French."""
        return self._said(self.language)

    @property
    def french(self) -> str:
        """The same in French, for whoever calls."""
        return self._said("fr")

    def _said(self, language: str) -> str:
        return public_notices.said(self.notice.reason, language, self.activity, self.slot)

    @property
    def spoken(self) -> str:
        """The language of the text, for the browser."""
        return public_notices.language_of(self.language)

    @property
    def unchecked(self) -> bool:
        return public_notices.is_unchecked(self.language)

    @property
    def when(self) -> str:
        return (
            f"{date_words(self.slot.starts_at)}, {hours(self.slot.starts_at, self.slot.ends_at)}" if self.slot else ""
        )

    @property
    def sms(self) -> str:
        return f"sms:{self.digits}?&body={quote(self.text)}"

    @property
    def mailto(self) -> str:
        title = self.activity.title if self.activity else ""
        return f"mailto:{quote(self.email)}?subject={quote(title)}&body={quote(self.text)}"


def pending(user: User, activity_id: int | None = None, *, calls: bool = False) -> list[Line]:
    """Who is to be told, the oldest first, then who was told these days. Teachers: their own activities only."""
    since = clock.now() - DONE_SHOWN
    query = (
        Notice.select(Notice, SignUp, Slot, Activity)
        .join(SignUp, JOIN.LEFT_OUTER)
        .join(Slot, JOIN.LEFT_OUTER)
        .join(Activity, JOIN.LEFT_OUTER, on=(Slot.activity == Activity.id))
        .where(Notice.dropped_at.is_null() & (Notice.told_at.is_null() | (Notice.told_at > since)))
        .order_by(Notice.told_at.is_null(False), Notice.created_at, Notice.id)
        .limit(MOST)
    )
    rows, mine = list(query), my_groups(user)
    known = _activities(rows)
    lines = [_line(row, known) for row in rows]
    wishes = _wishes(lines)
    lines = [line._replace(**wishes.get(line.sign_up.family_id if line.sign_up else None, {})) for line in lines]
    seen = [line for line in lines if _sees(user, line, mine)]
    if activity_id:
        seen = [line for line in seen if line.activity and line.activity.id == activity_id]
    if calls:
        seen = [line for line in seen if not line.told and not line.email]
    return seen


def _sees(user: User, line: Line, mine: frozenset[int]) -> bool:
    if line.activity is None:
        return rules.manages(user)
    return rules.sees_people(user, line.activity, mine)


def _activities(rows: list[Notice]) -> dict[int, Activity]:
    ids = {row.activity_id for row in rows if row.activity_id}
    return {one.id: one for one in Activity.select().where(Activity.id.in_(list(ids)))} if ids else {}


def _line(notice: Notice, known: dict[int, Activity]) -> Line:
    row = notice.sign_up if notice.sign_up_id else None
    slot = row.slot if row else None
    activity = slot.activity if slot else known.get(notice.activity_id)
    who = row or notice
    return Line(
        notice, row, slot, activity, who.name, who.phone_raw, who.phone_digits, row.email if row else "",
        bool(row and row.by_child), row.child_words if row else "", who.language or "fr", [], False,
    )  # fmt: skip


def _wishes(lines: list[Line]) -> dict[int | None, dict[str, Any]]:
    """When the families that we know wish to be reached."""
    ids = {line.sign_up.family_id for line in lines if line.sign_up and line.sign_up.family_id}
    if not ids:
        return {}
    rows = ContactPreference.select().where(ContactPreference.family.in_(list(ids)))
    return {
        row.family_id: {"moments": row.moments, "interpreter": row.interpreter in ("oui", "personne")} for row in rows
    }


def count(user: User) -> int:
    """How many people are still to be told."""
    return sum(1 for line in pending(user) if not line.told)


def notice_for(user: User, notice_id: int) -> Notice:
    """One notice, for who sees the people of its activity; 404 otherwise."""
    row = Notice.get_or_none((Notice.id == notice_id) & Notice.dropped_at.is_null()) or abort(404)
    activity = row.sign_up.slot.activity if row.sign_up_id else row.activity
    allowed = rules.manages(user) if activity is None else rules.sees_people(user, activity, my_groups(user))
    return row if allowed else abort(404)
