"""Who may do what to a request, and when: the one table that verbs, pages and tests read."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from schoolapp.access import Role
from schoolapp.agent_requests.vocabulary import CLOSED, NEW, OPEN, OVER, RECEIVED, REFUSED, STATES, UNDER_WAY, WAITING
from schoolapp.records import NamedTuple


class Part(StrEnum):
    """What a person is to a request. An agent may also be its requester."""

    REQUESTER = "requester"
    CONTRIBUTOR = "contributor"
    AGENT = "agent"
    DIRECTION = "direction"


LEAD_PARTS = frozenset({Part.AGENT, Part.DIRECTION})
ALL_STATES = tuple(STATES)


class Rule(NamedTuple):
    """One act.

    Attributes:
        states: the states in which it may be done.
        parts: who may do it; one of them is enough.
        event: the journal's code.
        after: the state it leads to; None when it stays, a dict when that depends on the state before.
        added: whether it may be done to a request that was added to another; the rest follows the first one.
        hides: whether its words are for the agents and the direction only.
    """

    states: tuple[str, ...]
    parts: frozenset[Part]
    event: str
    after: str | dict[str, str] | None = None
    added: bool = False
    hides: bool = False

    def leads_to(self, state: str) -> str:
        """The state after the act."""
        return self.after.get(state, state) if isinstance(self.after, dict) else self.after or state


_WORK = {RECEIVED: UNDER_WAY}
_ASKS, _HELPS = frozenset({Part.REQUESTER}), frozenset({Part.CONTRIBUTOR})
_AGENT = frozenset({Part.AGENT})

RULES = {
    "receive": Rule((NEW,), _AGENT, "request.received", RECEIVED),
    "hand_over": Rule(OPEN, LEAD_PARTS, "request.handed_over", hides=True),
    "link": Rule(OPEN, LEAD_PARTS, "request.linked", hides=True),
    "invite": Rule(WAITING, LEAD_PARTS, "request.invited", _WORK),
    "release": Rule(WAITING, LEAD_PARTS, "request.released"),
    "board": Rule(WAITING, LEAD_PARTS, "request.boarded", _WORK, hides=True),
    "plan": Rule(WAITING, LEAD_PARTS, "request.planned", _WORK, hides=True),
    "answer": Rule((*WAITING, *OVER), LEAD_PARTS, "request.answered", _WORK, added=True),
    "refuse": Rule(OPEN, LEAD_PARTS, "request.refused", REFUSED),
    "close": Rule(WAITING, LEAD_PARTS, "request.closed", CLOSED),
    "reopen": Rule(OVER, _AGENT, "request.reopened", UNDER_WAY),
    "ask_again": Rule(OVER, frozenset({Part.REQUESTER, Part.DIRECTION}), "request.reopened", NEW),
    "tell": Rule(ALL_STATES, _ASKS, "request.told", added=True),
    "thank": Rule((*WAITING, *OVER), _ASKS, "request.thanked", added=True),
    "contribute": Rule(WAITING, _HELPS, "request.contributed"),
}

# What somebody who added their own request to it reads of its history: where it stands, nobody else's words.
SHARED = frozenset({"receive", "hand_over", "refuse", "close", "reopen", "ask_again"})
# Of these, the words that are for everybody who asked.
SHARED_WORDS = frozenset({"refuse", "close"})
# What counts as news for whoever asked.
NEWS = frozenset(act for act, rule in RULES.items() if rule.parts <= LEAD_PARTS)


def parts_of(user_id: int, role: str, requester_id: int, *, contributes: bool = False) -> frozenset[Part]:
    """What this person is to a request; nothing at all for a stranger to it."""
    parts = {Part.REQUESTER} if user_id == requester_id else set()
    if contributes:
        parts.add(Part.CONTRIBUTOR)
    if role == Role.AGENT:
        parts.add(Part.AGENT)
    if role == Role.DIRECTION:
        parts.add(Part.DIRECTION)
    return frozenset(parts)


def may(act: str, parts: Collection[Part]) -> bool:
    """Whether one of these parts ever does this act."""
    return not RULES[act].parts.isdisjoint(parts)


def allows(act: str, state: str, parts: Collection[Part], *, added: bool = False) -> bool:
    """Whether the act may be done now, by somebody with these parts."""
    rule = RULES[act]
    return state in rule.states and may(act, parts) and (rule.added or not added)


def possible(state: str, parts: Collection[Part], *, added: bool = False) -> frozenset[str]:
    """All that somebody with these parts may do now."""
    return frozenset(act for act in RULES if allows(act, state, parts, added=added))
