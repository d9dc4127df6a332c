"""What is done for a request in another room, in one transaction: a file made, the board, a follow-up."""

from __future__ import annotations

from typing import Any

from schoolapp.accounts.models import User
from schoolapp.agent_requests import verbs
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.database import atomic
from schoolapp.families import board_verbs, directory_verbs
from schoolapp.families.board_verbs import Decision
from schoolapp.families.models import Family
from schoolapp.notes import writing


def make_family(request: AgentRequest, expected: int, values: dict[str, Any], *, by: User) -> Family:
    """Make the file of a family that has none yet, and say that the request is about it."""
    with atomic():
        family = directory_verbs.create_family(**values, by=by)
        verbs.link(request, expected, family, by=by)
    return family


def put_on_board(request: AgentRequest, expected: int, why: Decision, family_version: int, *, by: User) -> None:
    """Put the request's family on the board.

    Raises:
        Stale: the request or the family changed meanwhile; ``error.current`` is the one that did.
    """
    with atomic():
        verbs.worked(request, "board", expected, why.words, by=by)
        board_verbs.prioritise(request.family, why, expected=family_version, by=by)


def plan(request: AgentRequest, expected: int, values: dict[str, Any], *, by: User, form_key: str) -> None:
    """Plan a follow-up with the request's family."""
    with atomic():
        verbs.worked(request, "plan", expected, values["what"], by=by, day=values["due_on"])
        writing.plan_follow_up(request.family_id, values, by=by, form_key=form_key)
