"""Every reading of meetings, and who may see what of them.

Leads reach every meeting, teachers and professionals those they are invited to; the office reads the date, the place
and the people of all. Of the points, those about a family or a request are only for who may open it: the others get
their place on the agenda and nothing else, and their content does not even leave the database.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

from flask import abort
from peewee import JOIN

from schoolapp import clock
from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.accounts.queries import staff
from schoolapp.agent_requests import queries as request_queries
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.database import as_date, as_moment, fetch_all, fetch_one
from schoolapp.families.circle import seen_ids, visible_to
from schoolapp.families.models import Family
from schoolapp.formats import search_key
from schoolapp.notes.queries import assignable
from schoolapp.records import dataclass
from schoolapp.team import sql
from schoolapp.team.models import DecidedAction, DecisionVersion, MeetingGuest, MeetingPoint, StandingPoint, TeamMeeting
from schoolapp.team.shown import Action, Change, Guest, MeetingLine, PointCard, Request, Sheet, children_of
from schoolapp.team.vocabulary import CANCELLED, CLOSED, CONFIDENTIAL

PAGE = 25
FOUND = 8


# ---- meetings


def meetings_for(user: User) -> Any:
    """The meetings that this person reaches."""
    rows = TeamMeeting.select()
    if user.role in LEADS or user.role == Role.SECRETARIAT:
        return rows
    mine = MeetingGuest.select(MeetingGuest.meeting).where(MeetingGuest.user == user.id)
    return rows.where(TeamMeeting.id.in_(mine))


def meeting_for(user: User, meeting_id: int) -> TeamMeeting:
    """A meeting that this person reaches; 404 for any other."""
    return meetings_for(user).where(TeamMeeting.id == meeting_id).first() or abort(404)


def coming(user: User) -> list[MeetingLine]:
    """What is under way, then what is planned, the next first."""
    return _lines(user, sql.COMING)


def past(user: User, page: int = 1) -> tuple[list[MeetingLine], int]:
    """A page of the meetings that are over or were called off, the latest first, and how many pages there are."""
    over = meetings_for(user).where(TeamMeeting.state.in_((CLOSED, CANCELLED))).count()
    return _lines(user, sql.PAST, PAGE, PAGE * (page - 1)), max(1, -(-over // PAGE))


def _lines(user: User, text: str, *more: int) -> list[MeetingLine]:
    everything = user.role in LEADS or user.role == Role.SECRETARIAT
    rows = fetch_all(text, [1 if everything else 0, user.id, *more])
    people: dict[int, list[str]] = defaultdict(list)
    for meeting, name in fetch_all(sql.people(len(rows)), [row[0] for row in rows]) if rows else ():
        people[meeting].append(name)
    return [MeetingLine(row[0], as_moment(row[1]), *row[2:], people[row[0]]) for row in rows]


def guests(meeting_id: int) -> list[Guest]:
    """The people invited, by name."""
    return around(meeting_id).guests


def invitable() -> list[User]:
    """Who may be invited: the active people who open families' files, by name."""
    return staff(FILE_STAFF)


def last_guests() -> list[int]:
    """The people invited to the latest meeting, to begin the next one with."""
    latest = TeamMeeting.select(TeamMeeting.id).order_by(TeamMeeting.starts_at.desc(), TeamMeeting.id.desc()).limit(1)
    return [row.user_id for row in MeetingGuest.select().where(MeetingGuest.meeting.in_(latest))]


# ---- the agenda


@dataclass
class Around:
    """What goes with the points of a meeting: the people invited, what is decided by point."""

    guests: list[Guest]
    actions: dict[int, list[Action]]
    changes: dict[int, list[Change]]


def around(meeting_id: int) -> Around:
    """The people of a meeting and all that is decided in it, in one statement."""
    people, actions, changes = [], defaultdict(list), defaultdict(list)
    for row in sorted(fetch_all(sql.AROUND, [meeting_id] * 3), key=lambda row: (row[0], row[1])):
        kind, number, version, point_id, text, day, person, words, step, state, name = row
        if kind == "action":
            actions[point_id].append(Action(*row[1:5], as_date(day), person, words, step, state))
        elif kind == "change":
            changes[point_id].append(Change(point_id, text, words, state, as_date(day), name or ""))
        else:
            present = None if version < 0 else bool(version)
            people.append((name, Guest(number, text, words, state, present)))
    return Around([guest for _key, guest in sorted(people, key=lambda pair: pair[0])], actions, changes)


def sheet(user: User, meeting: TeamMeeting, version: str | None = None) -> Sheet:
    """The meeting as this person sees it, in three statements; two when its ``version`` was just read (``state``)."""
    version = version or state(user, meeting.id)  # before the points: what changes next is seen as newer
    known = around(meeting.id)
    found = points(user, meeting.id, known)
    agenda = [point for point in found if point.accepted]
    for number, point in enumerate(agenda, start=1):
        point.number = number
    waiting = [] if meeting.state in (CLOSED, CANCELLED) else [point for point in found if not point.accepted]
    return Sheet(meeting, known.guests, agenda, waiting, version)


def points(user: User, meeting_id: int, known: Around, point_id: int | None = None) -> list[PointCard]:
    """The points of a meeting as this person may see them, in order, with what is decided; or one of them."""
    seen, own = _seen(user)
    one = [] if point_id is None else [point_id]
    cards = [_card(row) for row in fetch_all(sql.points(seen, one=bool(one)), [*own, meeting_id, *one])]
    for card in cards:
        if card.seen:
            card.actions, card.changes = known.actions[card.id], known.changes[card.id]
    return cards


def _seen(user: User) -> tuple[str, list[Any]]:
    """Whether this person sees the content of point ``p``, as SQL and its parameters."""
    if user.role in LEADS:
        return "1", []
    families, own = seen_ids(user)
    of_family = f"(p.request_id IS NULL AND p.family_id IN ({families}))"
    either = f"p.kind IN ('permanent', 'libre') OR {of_family} OR p.request_id IN ({request_queries.MINE})"
    return f"CASE WHEN {either} THEN 1 ELSE 0 END", [*own, user.id, user.id]


def _card(row: tuple[Any, ...]) -> PointCard:
    if not row[1]:
        return PointCard(row[0], 0, False, bool(row[2]))
    return PointCard(
        *(row[0], 0, True, bool(row[2])),
        *(row[3], row[4], row[5], json.loads(row[6]), row[7]),
        *(row[8], row[9], as_moment(row[10]), row[11] or "", as_moment(row[12])),
        *(as_date(row[13]), row[14], row[15], row[16] or "", children_of(row[17])),
        *(row[18], row[19] or 1, row[20], row[21], row[22]),
        request=Request(row[23], row[24], row[25], row[26], row[27]) if row[23] else None,
    )


def state(user: User, meeting_id: int) -> str:
    """A short word that changes with whatever this person's page of the meeting shows, in one statement."""
    seen, own = _seen(user)
    found = fetch_one(sql.state(seen), [*own, meeting_id])
    told = (user.id, user.role, clock.today().isoformat(), [str(value) for value in found or ()])
    return hashlib.blake2b(repr(told).encode(), digest_size=9).hexdigest()


def point_for(user: User, point_id: int) -> MeetingPoint:
    """A point of a meeting this person reaches, whose content they may see; 404 for any other."""
    rows = (
        MeetingPoint.select(MeetingPoint, TeamMeeting, AgentRequest)
        .join(TeamMeeting)
        .switch(MeetingPoint)
        .join(AgentRequest, JOIN.LEFT_OUTER)
    )
    reached = TeamMeeting.id.in_(meetings_for(user).select(TeamMeeting.id))
    point = rows.where((MeetingPoint.id == point_id) & reached).first()
    if point is None or user.role not in FILE_STAFF or not _sees(user, point):
        abort(404)
    return point


def _sees(user: User, point: MeetingPoint) -> bool:
    if user.role in LEADS or not (point.family_id or point.request_id):
        return True
    if point.request_id:
        return request_queries.visible_to(user).where(AgentRequest.id == point.request_id).exists()
    return visible_to(user).where(Family.id == point.family_id).exists()


def removable_for(user: User, point_id: int) -> MeetingPoint:
    """A point that this person may take off: any for who leads, one's own while it is only proposed; 404 otherwise."""
    point = point_for(user, point_id)
    own = point.created_by_id == user.id and not point.accepted
    return point if user.role in LEADS or own else abort(404)


def worded_for(user: User, point_id: int) -> MeetingPoint:
    """A point in the team's own words; 404 for one about a family or a request."""
    point = point_for(user, point_id)
    return abort(404) if point.kind in CONFIDENTIAL else point


def card(user: User, point: MeetingPoint) -> PointCard:
    """One point as its fragment shows it, already checked by ``point_for``."""
    found = points(user, point.meeting_id, around(point.meeting_id), point.id)
    return found[0] if found and found[0].seen else abort(404)


def versions(point: MeetingPoint) -> list[DecisionVersion]:
    """The words of the decision before each rewriting that was kept, the latest first."""
    writer = User.alias()
    rows = (
        DecisionVersion.select(DecisionVersion, writer)
        .join(writer, JOIN.LEFT_OUTER, on=(DecisionVersion.written_by == writer.id))
        .where(DecisionVersion.point == point.id)
    )
    return list(rows.order_by(DecisionVersion.version.desc()))


def action_for(user: User, action_id: int) -> DecidedAction:
    """What was decided on a point whose content this person may see; 404 for any other."""
    action = DecidedAction.get_or_none(DecidedAction.id == action_id) or abort(404)
    action.point = point_for(user, action.point_id)
    return action


def own_action_for(user: User, action_id: int) -> DecidedAction:
    """Something to do that this person may say is done: their own, or anybody's for who leads the work; 404 otherwise.

    What concerns a family is done by its follow-up.
    """
    action = DecidedAction.get_or_none((DecidedAction.id == action_id) & DecidedAction.removed_at.is_null())
    if action is None or action.follow_up_id or (action.assignee_id != user.id and user.role not in LEADS):
        abort(404)
    return action


def doers(user: User, point: MeetingPoint) -> list[tuple[int, str]]:
    """Who may be given something to do: about a family, those with a lasting access to its file; else the meeting's."""
    if point.about_id is not None:
        return assignable(user, point.about_id)
    return fetch_all(sql.DOERS, [user.id, point.meeting_id])


def family_of(user: User, point: MeetingPoint) -> Family:
    """The family of a point, for who may open its file; 404 for a point about none."""
    return family_or_none(user, point) or abort(404)


def family_or_none(user: User, point: MeetingPoint) -> Family | None:
    """The family of a point, for who may open its file."""
    return visible_to(user).where(Family.id == point.about_id).first() if point.about_id else None


def find_families(user: User, typed: str) -> list[Family]:
    """Families this person may open, by their name or a child's: each word must be in one or the other."""
    words = search_key(typed).split()[:6]
    if not words:
        return []
    rows = visible_to(user)
    for word in words:
        named = Family.search_key.contains(word)
        rows = rows.where(named | Family.id.in_(sql.families_of_child(word)))
    return list(rows.order_by(Family.sort_key, Family.id).limit(FOUND))


def visible_ids(user: User, wanted: list[int]) -> list[int]:
    """Of these families, those that this person may open."""
    rows = visible_to(user).select(Family.id).where(Family.id.in_(wanted or [0]))
    return [row.id for row in rows]


# ---- the standing points


def standing() -> list[StandingPoint]:
    """The standing points of the school, in order."""
    return list(StandingPoint.current())


def standing_for(point_id: int) -> StandingPoint:
    """A standing point, removed or not; 404 when there is none."""
    return StandingPoint.get_or_none(StandingPoint.id == point_id) or abort(404)
