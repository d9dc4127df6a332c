"""Who may see a request, and every reading of one.

A request is seen by whoever made it, by the agents and the direction, and by the colleagues asked to contribute until
they are released. The circle of the family is no reason to see it. A request that was added to another is a row of its
own: its author sees that one, and of the first only where it stands, unless they teach the same pupil.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import peewee
from flask import abort

from schoolapp import clock
from schoolapp.access import LEADS, SCHOOL_STAFF
from schoolapp.accounts.models import User
from schoolapp.agent_requests import rules
from schoolapp.agent_requests.models import AgentRequest, RequestContributor
from schoolapp.agent_requests.shown import Added, Bundle, Card, Helper, Line
from schoolapp.agent_requests.vocabulary import OPEN
from schoolapp.agent_requests.waits import Waits
from schoolapp.database import as_date, as_moment, fetch_all

# Ids of the requests this person made or is asked to contribute to. Parameters: the person, twice.
MINE = (
    "SELECT mine.id FROM agent_request mine WHERE mine.requester_id = ? UNION "
    "SELECT c.request_id FROM request_contributor c WHERE c.user_id = ? AND c.released_at IS NULL"
)
# Parameters: today, twice; then those of what follows.
CARD = """
    SELECT q.id, q.version, q.main_id, q.state, q.urgency, q.about, q.observed, q.tried, q.tried_words, q.parent_knows,
        q.parent_words, q.help, q.talk_when, q.asked_at, q.state_at, q.received_at, q.news_at, q.told_at, q.closed_at,
        q.effect, q.answer, q.requester_id, r.name, q.agent_id, a.name,
        CASE WHEN a.id IS NULL THEN 0 WHEN NOT a.active THEN 1 WHEN EXISTS (SELECT 1 FROM absence w
            WHERE w.user_id = a.id AND w.starts_on <= ? AND w.ends_on >= ?) THEN 1 ELSE 0 END,
        q.family_id, f.name, q.pupil_id, COALESCE(NULLIF(p.preferred_name, ''), p.first_name) || ' ' || p.last_name,
        g.code, (SELECT COUNT(*) FROM agent_request m WHERE m.main_id = q.id), f.link_state
    FROM agent_request q JOIN "user" r ON r.id = q.requester_id LEFT JOIN "user" a ON a.id = q.agent_id
        LEFT JOIN family f ON f.id = q.family_id LEFT JOIN pupil p ON p.id = q.pupil_id
        LEFT JOIN school_group g ON g.id = p.group_id
"""
MOMENTS, LISTS, TEXTS = range(13, 19), (7, 11), (22, 24, 27, 29, 30)
# The request, those added to it, the one it was added to. Parameters: its id, three times.
_ALL_OF_IT = "q.id = ? OR q.main_id = ? OR q.id = (SELECT o.main_id FROM agent_request o WHERE o.id = ?)"
# With the others that are open for the same family. Parameters: its id, four times.
_OPEN = ", ".join(f"'{state}'" for state in OPEN)
_SAME_FAMILY = "q.family_id = (SELECT o.family_id FROM agent_request o WHERE o.id = ?)"
_BESIDE = f"q.main_id IS NULL AND q.state IN ({_OPEN}) AND {_SAME_FAMILY}"
ALL_AROUND_IT = f"WHERE {_ALL_OF_IT} OR ({_BESIDE}) ORDER BY q.asked_at, q.id"
# The lines of all the threads around a request, and who was asked for a contribution: two kinds of row, one reading.
THREAD = f"""
    SELECT 'line', e.id, e.request_id, e.at, e.by_id, b.name, e.act, e.before, e.after, e.words, e.person_id, p.name,
        e.day, CAST(NULL AS timestamp), CAST(NULL AS timestamp)
    FROM request_entry e JOIN "user" b ON b.id = e.by_id LEFT JOIN "user" p ON p.id = e.person_id
    WHERE e.request_id IN (SELECT q.id FROM agent_request q WHERE {_ALL_OF_IT})
    UNION ALL
    SELECT 'helper', c.id, c.request_id, c.asked_at, c.user_id, u.name, COALESCE(NULLIF(u.function, ''), u.role), '',
        '', c.question, NULL, NULL, NULL, c.answered_at, c.released_at
    FROM request_contributor c JOIN "user" u ON u.id = c.user_id WHERE c.request_id = ?
"""  # noqa: S608 - texts of ours, no value
TAUGHT = (
    "SELECT p.id FROM pupil p JOIN group_teacher t ON t.group_id = p.group_id "
    "JOIN school_group g ON g.id = p.group_id WHERE t.user_id = ? AND g.year_id = ?"
)


def visible_to(user: User) -> peewee.ModelSelect:
    """The requests that this person may see."""
    requests = AgentRequest.select()
    if user.role in LEADS:
        return requests
    if user.role not in SCHOOL_STAFF:
        return requests.where(peewee.SQL("1 = 0"))
    asked = RequestContributor.select(RequestContributor.request)
    asked = asked.where((RequestContributor.user == user.id) & RequestContributor.released_at.is_null())
    return requests.where((AgentRequest.requester == user.id) | AgentRequest.id.in_(asked))


def request_for(user: User, request_id: int) -> AgentRequest:
    """The request, for whoever may see it; 404 for anyone else."""
    return visible_to(user).where(AgentRequest.id == request_id).first() or abort(404)


def main_for(user: User, request_id: int) -> AgentRequest:
    """A request that leads its own life, for whoever may see it; 404 for one that was added to another."""
    request = request_for(user, request_id)
    return abort(404) if request.added else request


def linked_for(user: User, request_id: int) -> AgentRequest:
    """A request whose family is known, for whoever may see it; 404 for the others."""
    request = main_for(user, request_id)
    return request if request.family_id else abort(404)


def contributor_for(request: AgentRequest, contributor_id: int) -> RequestContributor:
    """A colleague asked about this request; 404 for another's."""
    here = (RequestContributor.id == contributor_id) & (RequestContributor.request == request.id)
    return RequestContributor.get_or_none(here) or abort(404)


def cards(user: User, tail: str, parameters: list[Any], waits: Waits | None = None) -> list[Card]:
    """The cards of what follows the FROM of ``CARD``, for somebody already known to see them."""
    today = clock.today().isoformat()
    limits = waits or Waits.of(user)
    return [_card(row, user, limits) for row in fetch_all(CARD + tail, [today, today, *parameters])]


def _card(row: tuple[Any, ...], user: User, waits: Waits) -> Card:
    values = list(row)
    for place in MOMENTS:
        values[place] = as_moment(row[place])
    for place in LISTS:
        values[place] = json.loads(row[place] or "[]")
    for place in TEXTS:
        values[place] = row[place] or ""
    values[25] = bool(row[25])
    return Card(*values, user.role in LEADS, waits)


def card(user: User, request: AgentRequest) -> Card:
    """One request, already checked by ``request_for``."""
    return cards(user, "WHERE q.id = ?", [request.id])[0]


def bundle_for(user: User, request_id: int) -> Bundle:
    """A whole request, for whoever may see it; 404 for anyone else. Two statements, whatever it holds."""
    found = {one.id: one for one in cards(user, ALL_AROUND_IT, [request_id] * 4)}
    lines, helpers = _thread(user, request_id)
    own = found.pop(request_id, None) or abort(404)
    asked = next((one for one in helpers if one.user_id == user.id and one.released_at is None), None)
    if user.role not in LEADS and own.requester_id != user.id and (asked is None or user.role not in SCHOOL_STAFF):
        abort(404)
    thread = lines[request_id]
    if own.main_id:
        thread = thread + [_of_first(line) for line in lines[own.main_id] if line.act in rules.SHARED]
    within = [one for one in found.values() if request_id == one.main_id or one.id == own.main_id]
    readable = within if own.lead else _of_same_pupils(user, within)
    first = next((one for one in readable if one.id == own.main_id), None)
    added = [Added(one, lines[one.id] if own.lead else []) for one in readable if one.main_id == request_id]
    parts = rules.parts_of(user.id, user.role, own.requester_id, contributes=asked is not None)
    return Bundle(
        own, sorted(thread, key=lambda line: (line.at, line.id)), helpers, added, first,
        rules.possible(own.state, parts, added=own.main_id is not None), asked,
        [one for one in found.values() if one not in within] if own.lead else [],
    )  # fmt: skip


def _of_same_pupils(user: User, within: list[Card]) -> list[Card]:
    """Those about the pupils that this person teaches."""
    taught = _taught(user) if within else set()
    return [one for one in within if one.pupil_id in taught]


def _of_first(line: Line) -> Line:
    """A line of the request that one's own was added to: where it stands, and no words but those for all who asked."""
    return line if line.act in rules.SHARED_WORDS else line._replace(said="")


def _thread(user: User, request_id: int) -> tuple[dict[int, list[Line]], list[Helper]]:
    """The lines by request, and the helpers, each in the order of time."""
    lines: dict[int, list[Line]] = defaultdict(list)
    helpers = []
    for kind, *row, answered_at, released_at in fetch_all(THREAD, [request_id] * 4):
        row[2] = as_moment(row[2])
        if kind == "line":
            row[10], row[11] = row[10] or "", as_date(row[11])
            lines[row[1]].append(Line(*row, user.role in LEADS))
        else:
            number, _request, asked_at, user_id, name, function, _before, _after, question, *_nothing = row
            told = (as_moment(answered_at), as_moment(released_at))
            helpers.append(Helper(number, user_id, name, function, question, asked_at, *told))
    for found in lines.values():
        found.sort(key=lambda line: (line.at, line.id))
    return lines, sorted(helpers, key=lambda helper: (helper.asked_at, helper.id))


def _taught(user: User) -> set[int]:
    """The ids of the pupils in this person's groups of the present year."""
    return {row[0] for row in fetch_all(TAUGHT, (user.id, user.school.current_year_id))}


def others_open(request: AgentRequest, family_id: int) -> list[AgentRequest]:
    """The other requests that are open for the family that this one is about to be linked to."""
    rows = AgentRequest.select(AgentRequest, User).join(User, on=AgentRequest.requester)
    same = (AgentRequest.family == family_id) & AgentRequest.state.in_(OPEN) & AgentRequest.main.is_null()
    return list(rows.where(same & (AgentRequest.id != request.id)).order_by(AgentRequest.asked_at))
