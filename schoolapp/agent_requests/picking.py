"""Choosing whom a request is about: my pupils first, then those of the families whose contacts I may see."""

from __future__ import annotations

import json
from dataclasses import field
from typing import Any

from flask import abort

from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests.models import AgentRequest, RequestDraft
from schoolapp.agent_requests.vocabulary import OPEN
from schoolapp.database import as_moment, fetch_all
from schoolapp.families.circle import contacts_visible_to, seen_ids
from schoolapp.families.models import Family
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import search_key
from schoolapp.records import NamedTuple, dataclass

SHOWN = 60
_MY_GROUPS = (
    "SELECT t.group_id FROM group_teacher t JOIN school_group o ON o.id = t.group_id "
    "WHERE t.user_id = ? AND o.year_id = ?"
)
# Parameters: my groups, then those of the condition.
PUPILS = f"""
    SELECT DISTINCT p.id, COALESCE(NULLIF(p.preferred_name, ''), p.first_name), p.last_name, p.sort_key,
        COALESCE(g.code, '') AS code, f.id, f.name, f.pupils_line,
        CASE WHEN p.group_id IN ({_MY_GROUPS}) THEN 0 ELSE 1 END AS beyond
    FROM pupil p LEFT JOIN household_pupil l ON l.pupil_id = p.id LEFT JOIN household h ON h.id = l.household_id
        LEFT JOIN family f ON f.id = h.family_id LEFT JOIN school_group g ON g.id = p.group_id
    WHERE p.left_on IS NULL AND {{condition}} ORDER BY beyond, code, p.sort_key, p.id, f.id LIMIT {SHOWN + 1}
"""  # noqa: S608 - texts of ours, no value
# What whoever asks may know of a family before they ask: that a request is open and with whom, that it is accompanied,
# that there is a plan. Parameters: the person, the family.
AROUND = """
    SELECT f.link_state, u.name, CASE WHEN f.plan_who <> '' OR f.plan_why <> '' OR f.plan_how <> '' THEN 1 ELSE 0 END,
        q.id, q.asked_at, q.state, a.name, CASE WHEN q.requester_id = ? THEN 1 ELSE 0 END
    FROM family f LEFT JOIN "user" u ON u.id = f.lead_id
        LEFT JOIN agent_request q ON q.family_id = f.id AND q.main_id IS NULL AND q.state IN ({states})
        LEFT JOIN "user" a ON a.id = q.agent_id
    WHERE f.id = ? ORDER BY q.asked_at, q.id
""".format(states=", ".join(f"'{state}'" for state in OPEN))  # noqa: S608


@dataclass
class Subject:
    """Whom a request is about: a pupil with the families they live in, a family, or nobody known yet."""

    pupil_id: int | None = None
    pupil: str = ""
    group: str = ""
    families: list[tuple[int, str]] = field(default_factory=list)
    siblings: list[tuple[str, str]] = field(default_factory=list)
    mine: bool = False

    @property
    def known(self) -> bool:
        return bool(self.pupil_id or self.families)

    @property
    def family_id(self) -> int | None:
        """The family, when there is no doubt."""
        return self.families[0][0] if len(self.families) == 1 else None


class Around(NamedTuple):
    """What whoever asks may know of what is already under way for a family."""

    accompanied: bool
    lead: str
    plan: bool
    request_id: int | None
    asked_at: Any
    state: str
    agent: str
    mine: bool


def _scope(user: User) -> tuple[str, list[Any]]:
    """The pupils that this person may name: their own, and those of the families whose contacts they see."""
    if user.role in LEADS or user.role == Role.SECRETARIAT:
        return "1 = 1", []
    ids, parameters = seen_ids(user)
    return f"(p.group_id IN ({_MY_GROUPS}) OR f.id IN ({ids}))", [*_groups(user), *parameters]


def _groups(user: User) -> list[Any]:
    return [user.id, user.school.current_year_id]


def subjects(user: User, words: str = "") -> tuple[list[Subject], bool]:
    """The pupils whose names hold these words, one's own first, and whether there are more than those."""
    condition, parameters = _scope(user)
    for word in search_key(words[:100]).split()[:8]:
        condition += " AND (p.search_key LIKE ? OR f.search_key LIKE ?)"
        parameters += [f"%{word}%"] * 2
    rows = fetch_all(PUPILS.format(condition=condition), [*_groups(user), *parameters])
    return _gathered(rows[:SHOWN]), len(rows) > SHOWN


def subject_for(user: User, pupil_id: int | None, family_id: int | None) -> Subject:
    """Whom a request may be about; 404 for somebody this person may not name. Nobody at all is a subject too."""
    if pupil_id:
        condition, parameters = _scope(user)
        sql = PUPILS.format(condition=f"{condition} AND p.id = ?")
        found = _gathered(fetch_all(sql, [*_groups(user), *parameters, pupil_id]))
        return found[0] if found else abort(404)
    if family_id:
        family = contacts_visible_to(user).where(Family.id == family_id).first() or abort(404)
        return Subject(families=[(family.id, family.name)], siblings=[tuple(one) for one in family.pupils_line])
    return Subject()


def _gathered(rows: list[Any]) -> list[Subject]:
    """One subject for each pupil, whatever the homes; their brothers and sisters are the other names of the card."""
    found: dict[int, Subject] = {}
    for pupil_id, first, last, _key, group, family_id, family, line, beyond in rows:
        one = found.setdefault(pupil_id, Subject(pupil_id, f"{first} {last}".strip(), group or "", mine=not beyond))
        if family_id and (family_id, family) not in one.families:
            one.families.append((family_id, family))
            others = [tuple(pair) for pair in json.loads(line or "[]")]
            if (first, group or "") in others:
                others.remove((first, group or ""))
            one.siblings += [pair for pair in others if pair not in one.siblings]
    return list(found.values())


def around(user: User, family_id: int | None) -> Around | None:
    """What this person may know of what is under way for a family; None when nothing is."""
    rows = fetch_all(AROUND, (user.id, family_id)) if family_id else []
    if not rows:
        return None
    state, lead, plan, request_id, asked_at, request_state, agent, mine = min(rows, key=lambda row: -(row[7] or 0))
    found = Around(
        state in LINK_STATES, lead or "", bool(plan), request_id, as_moment(asked_at), request_state or "",
        agent or "", bool(request_id and mine),
    )  # fmt: skip
    return found if found.accompanied or found.plan or found.request_id else None


def drafts(user: User) -> list[tuple[RequestDraft, str]]:
    """This person's unfinished requests, the latest first, each with whom it is about."""
    mine = (RequestDraft.user == user.id) & (RequestDraft.closed == False)  # noqa: E712
    kept = list(RequestDraft.select().where(mine).order_by(RequestDraft.updated_at.desc(), RequestDraft.id.desc()))
    if not kept:
        return []
    pupils = ", ".join(str(int(draft.pupil_id)) for draft in kept)
    families = ", ".join(str(int(draft.family_id)) for draft in kept)
    names = fetch_all(
        "SELECT 'pupil', p.id, COALESCE(NULLIF(p.preferred_name, ''), p.first_name) || ' ' || p.last_name "  # noqa: S608
        f"FROM pupil p WHERE p.id IN ({pupils}) UNION ALL SELECT 'family', f.id, f.name FROM family f "
        f"WHERE f.id IN ({families})"
    )
    known = {(kind, identity): name for kind, identity, name in names}
    return [
        (draft, known.get(("pupil", draft.pupil_id)) or known.get(("family", draft.family_id)) or "") for draft in kept
    ]


def draft_for(user: User, subject: tuple[int, int]) -> RequestDraft | None:
    """This person's unfinished request about a subject."""
    return RequestDraft.at(user.id, *subject)


def addable(request_id: int | None, family_id: int | None) -> AgentRequest | None:
    """The open request of this very family that one may add one's own to."""
    if not request_id or not family_id:
        return None
    same = (AgentRequest.id == request_id) & (AgentRequest.family == family_id) & AgentRequest.main.is_null()
    return AgentRequest.get_or_none(same & AgentRequest.state.in_(OPEN))
