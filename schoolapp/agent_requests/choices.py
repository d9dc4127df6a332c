"""Whom and what the acts on a request may name: agents, colleagues, families, and how the board's form begins."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_babel import gettext as _

from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.absences import with_absence
from schoolapp.accounts.models import User
from schoolapp.accounts.queries import staff
from schoolapp.agent_requests.models import AgentRequest, RequestContributor
from schoolapp.agent_requests.shown import Card
from schoolapp.families import directory_queries
from schoolapp.families.models import Family, Group, GroupTeacher, Household, HouseholdPupil, Pupil
from schoolapp.formats import search_key

FAMILIES_SHOWN = 20


def agents(request: AgentRequest) -> list[tuple[int, str]]:
    """The agents it may be given to, those who are away being said so."""
    return [
        (user_id, _("%(name)s (absence)", name=name) if away else name)
        for user_id, name, away in with_absence(Role.AGENT)
        if user_id != request.agent_id
    ]


def colleagues(request: AgentRequest) -> list[tuple[int, str]]:
    """The colleagues who may be asked: they read files, they did not make the request, they are not asked yet."""
    here = (RequestContributor.request == request.id) & RequestContributor.released_at.is_null()
    present = {row.user_id for row in RequestContributor.select().where(here)} | {request.requester_id}
    return [(one.id, f"{one.name}, {one.role_label}") for one in staff(FILE_STAFF - LEADS) if one.id not in present]


def user(user_id: int) -> User:
    """Somebody of these lists."""
    return User.get_or_none(User.id == user_id) or abort(404)


def family(family_id: int) -> Family:
    """A family, for the agents and the direction, who see them all."""
    return Family.get_or_none(Family.id == family_id) or abort(404)


def lead(request: AgentRequest) -> int | None:
    """Who leads the work with the family: who did, or who has the request."""
    return family(request.family_id).lead_id or request.agent_id


def board_start(request: AgentRequest) -> dict[str, Any]:
    """How the form that puts the family on the board begins."""
    asker = request.requester
    return {
        "family_version": family(request.family_id).version,
        "why": request.observed[:1000],
        "decided_by": _("Demande de %(name)s", name=asker.name),
        "priority": "haute" if request.urgency == "semaine" else "normale",
    }


def alike(name: str, pupil_ids: list[int]) -> list[Family]:
    """The families that look like the one that is about to get a file."""
    return directory_queries.families_like(name, pupil_ids)


def families(card: Card, words: str) -> list[Family]:
    """The families of this name, or those of the requester's groups when nothing is asked: most likely one of them."""
    found = Family.select(Family.id, Family.name, Family.pupils_line, Family.link_state)
    keys = search_key(words[:100]).split()[:8]
    for key in keys:
        people = Household.select(Household.family).join(HouseholdPupil).join(Pupil)
        found = found.where(
            Family.search_key.contains(key) | Family.id.in_(people.where(Pupil.search_key.contains(key)))
        )
    if not keys:
        taught = (
            Household.select(Household.family)
            .join(HouseholdPupil)
            .join(Pupil)
            .join(Group)
            .join(GroupTeacher)
            .where((GroupTeacher.user == card.requester_id) & Pupil.left_on.is_null())
        )
        found = found.where(Family.id.in_(taught))
    return list(found.order_by(Family.sort_key, Family.id).limit(FAMILIES_SHOWN))
