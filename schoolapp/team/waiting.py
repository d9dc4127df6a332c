"""What waits to be discussed: new requests, what an earlier meeting promised, late follow-ups, tiers to look at again,
families that nobody has reached. One statement reads them all; who leads a meeting ticks them in or out."""
# ruff: noqa: S608 - texts of ours; every value is a parameter

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.agent_requests.vocabulary import URGENCIES
from schoolapp.database import as_date, as_moment, fetch_all
from schoolapp.families.board_filters import Limits
from schoolapp.families.vocabulary import LINK_STATES, TIERS
from schoolapp.formats import ago, date_words, local
from schoolapp.records import NamedTuple, dataclass
from schoolapp.team.agenda import Topic
from schoolapp.team.models import TeamMeeting
from schoolapp.team.shown import children_of
from schoolapp.team.sql import DECIDED_POINT
from schoolapp.team.vocabulary import COLD, LATE, LOOK, NEW_REQUEST, REASON_TAGS, REASONS, TIER

_ON_BOARD = "f.link_state IN ({})".format(", ".join(f"'{state}'" for state in LINK_STATES))
_NOT_THERE = (
    "NOT EXISTS (SELECT 1 FROM meeting_point o LEFT JOIN agent_request oq ON oq.id = o.request_id WHERE "
    "o.meeting_id = ? AND o.removed_at IS NULL AND {same})"
)
_SAME_FAMILY = _NOT_THERE.format(same="COALESCE(o.family_id, oq.family_id) = f.id")
_SAME_REQUEST = _NOT_THERE.format(same="o.request_id = q.id")
# Discussed since, or about to be.
_LATER = (
    "NOT EXISTS (SELECT 1 FROM meeting_point o JOIN team_meeting om ON om.id = o.meeting_id "
    "LEFT JOIN agent_request oq ON oq.id = o.request_id WHERE COALESCE(o.family_id, oq.family_id) = f.id "
    "AND o.removed_at IS NULL AND o.accepted AND om.state <> 'annulee' AND om.starts_at > m.starts_at)"
)


_NOTHING = {"words": "''", "day": "CAST(NULL AS date)", "at": "CAST(NULL AS timestamp)", "request": "0"}


def _part(reason: str, source: str, **cells: str) -> str:
    """One reason: what it is about, and what its words are made of."""
    own = _NOTHING | cells
    return (
        f"SELECT '{reason}' AS reason, {own['request']} AS request_id, COALESCE(f.id, 0), COALESCE(f.name, ''), "
        f"f.pupils_line, COALESCE(f.sort_key, ''), {own['words']}, {own['day']}, {own['at']} FROM {source}"
    )


WAITING = " UNION ALL ".join(
    (
        _part(
            NEW_REQUEST,
            'agent_request q JOIN "user" r ON r.id = q.requester_id LEFT JOIN family f ON f.id = q.family_id '
            f"WHERE q.state = 'nouvelle' AND q.main_id IS NULL AND {_SAME_REQUEST}",
            words="r.name || '|' || q.urgency || '|' || q.about",
            at="q.asked_at",
            request="q.id",
        ),
        _part(
            LOOK,
            "meeting_point p JOIN team_meeting m ON m.id = p.meeting_id "
            "LEFT JOIN agent_request q ON q.id = p.request_id "
            "JOIN family f ON f.id = COALESCE(p.family_id, q.family_id) WHERE m.state = 'close' "
            f"AND p.removed_at IS NULL AND p.accepted AND (p.look_on <= ? OR NOT {DECIDED_POINT}) AND {_LATER} "
            f"AND {_SAME_FAMILY}",
            day="p.look_on",
            at="m.starts_at",
        ),
        _part(LATE, f"family f WHERE f.next_step_on < ? AND {_SAME_FAMILY}", words="f.next_step", day="f.next_step_on"),
        _part(
            TIER,
            f"family f WHERE f.tier_review_on <= ? AND {_SAME_FAMILY}",
            words="CAST(f.tier AS text)",
            day="f.tier_review_on",
        ),
        _part(
            COLD,
            f"family f WHERE {_ON_BOARD} AND (f.last_contact_at < ? OR (f.last_contact_at IS NULL AND "
            f"f.prioritised_on <= ?)) AND {_SAME_FAMILY}",
            at="f.last_contact_at",
        ),
    )
)


class Found(NamedTuple):
    """One reason for one family or request."""

    reason: str
    request_id: int
    family_id: int
    family: str
    children: str | None
    sort_key: str
    words: str
    day: date | None
    at: datetime | None


@dataclass
class Proposal:
    """A family or a request that comes up by itself, with all its reasons; the first one says where it is shown."""

    value: str
    name: str
    children: list[list[str]]
    reasons: list[str]
    facts: list[str]

    @property
    def others(self) -> list[Any]:
        """Its other reasons, in a word each."""
        return [REASON_TAGS[code] for code in self.reasons[1:]]

    @property
    def why(self) -> str:
        return "; ".join(self.facts)[:500]

    @property
    def topic(self) -> Topic:
        """What to put on the agenda."""
        kind, _sign, number = self.value.partition(":")
        if kind == "demande":
            return Topic(None, self.reasons, self.why, int(number))
        return Topic(int(number), self.reasons, self.why)


@dataclass
class Group:
    """The proposals that share their first reason."""

    reason: str
    rows: list[Proposal] = field(default_factory=list)

    @property
    def label(self) -> Any:
        return REASONS[self.reason]


def waiting(user: User, meeting: TeamMeeting) -> list[Group]:
    """What could be put on this agenda and is not, by reason; for who leads only, since it names families of all."""
    if user.role not in LEADS:
        return []
    groups = {reason: Group(reason) for reason in REASONS}
    for proposal in _proposals(user, meeting).values():
        groups[proposal.reasons[0]].rows.append(proposal)
    return [group for group in groups.values() if group.rows]


def chosen(user: User, meeting: TeamMeeting, values: Iterable[str], why: str = "") -> list[Topic]:
    """Of these proposals, those that still wait, as topics for the agenda; ``why`` are the person's own words."""
    if user.role not in LEADS:
        return []
    known = _proposals(user, meeting)
    topics = [known[value].topic for value in dict.fromkeys(values) if value in known]
    return [topic._replace(why=why) for topic in topics] if why else topics


def _proposals(user: User, meeting: TeamMeeting) -> dict[str, Proposal]:
    found: dict[str, Proposal] = {}
    order = list(REASONS)
    for one in sorted(_read(user, meeting), key=lambda one: (order.index(one.reason), one.sort_key, one.request_id)):
        value = f"demande:{one.request_id}" if one.request_id else f"famille:{one.family_id}"
        name = one.family or one.words.split("|", 2)[-1] or _("Famille à trouver")
        proposal = found.setdefault(value, Proposal(value, name, children_of(one.children), [], []))
        if one.reason not in proposal.reasons:
            proposal.reasons.append(one.reason)
            proposal.facts.append(WORDS[one.reason](one))
    return found


def _read(user: User, meeting: TeamMeeting) -> list[Found]:
    limits, day = Limits.of(user.school.no_contact_weeks), local(meeting.starts_at).date()
    here = meeting.id
    values = [here, day, here, clock.today(), here, day, here, limits.cold_moment, limits.cold_day, here]
    stored = [value.isoformat() if type(value) is date else value for value in values]
    rows = fetch_all(WAITING, stored)
    return [Found(*row[:7], as_date(row[7]), as_moment(row[8])) for row in rows]


def _of_request(one: Found) -> str:
    requester, urgency, _about = one.words.split("|", 2)
    return _("de %(who)s, %(when)s", who=requester, when=str(URGENCIES.get(urgency, "")).lower())


def _of_look(one: Found) -> str:
    day = date_words(one.at, weekday=False)
    if one.day is None:
        return _("pas abordée le %(day)s", day=day)
    return _("à revoir dès le %(look)s, comme convenu le %(day)s", look=date_words(one.day, weekday=False), day=day)


def _of_late(one: Found) -> str:
    return _("%(what)s, prévu le %(day)s", what=one.words, day=date_words(one.day, weekday=False))


def _of_tier(one: Found) -> str:
    tier = str(TIERS.get(int(one.words), one.words)).partition(",")[0]
    return _("%(tier)s, à revoir le %(day)s", tier=tier, day=date_words(one.day, weekday=False))


def _of_cold(one: Found) -> str:
    return _("dernier contact %(when)s", when=ago(one.at)) if one.at else _("jamais jointe")


WORDS: dict[str, Callable[[Found], str]] = {
    NEW_REQUEST: _of_request,
    LOOK: _of_look,
    LATE: _of_late,
    TIER: _of_tier,
    COLD: _of_cold,
}
