"""Who may do what to a referral, and when: the one table that verbs, pages and tests read."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from schoolapp.access import LEADS, Role
from schoolapp.partners.referral_vocabulary import (
    ACCEPTED,
    COMPLETED,
    FAMILY_REFUSED,
    NO_NEWS,
    OPEN,
    PARTNER_REFUSED,
    PROPOSED,
    SENT,
    TAKEN_UP,
    UNDER_WAY,
    WITH_PARTNER,
)
from schoolapp.records import NamedTuple


class Part(StrEnum):
    """What somebody is to a referral. Teachers of the circle read the service and the state on the file, no more."""

    WORKER = "worker"
    DIRECTION = "direction"
    PARTNER = "partner"


class Rule(NamedTuple):
    """One act.

    Attributes:
        states: the states in which it may be done.
        parts: who may do it; one of them is enough.
        event: the journal's code.
        after: the state it leads to; None when it stays, a dict when that depends on the state before.
        leaves: whether something about the family leaves the school: never without a ground (see ``consent_rules``).
        ends: whether the partner's links close with it.
        news: whether it is news: the wait for them begins again.
    """

    states: tuple[str, ...]
    parts: frozenset[Part]
    event: str
    after: str | dict[str, str] | None = None
    leaves: bool = False
    ends: bool = False
    news: bool = True

    def leads_to(self, state: str) -> str:
        """The state after the act."""
        return self.after.get(state, state) if isinstance(self.after, dict) else self.after or state


_WORK = frozenset({Part.WORKER})
_BOTH = frozenset({Part.WORKER, Part.PARTNER})
_BEFORE = (PROPOSED, ACCEPTED)

RULES = {
    # with the family
    "accept": Rule((PROPOSED,), _WORK, "referral.accepted", ACCEPTED),
    "refuse": Rule(OPEN, _WORK, "referral.family_refused", FAMILY_REFUSED, ends=True),
    "come_back": Rule((FAMILY_REFUSED,), _WORK, "referral.reopened", PROPOSED),
    "consent": Rule(OPEN, _WORK, "referral.consented", {PROPOSED: ACCEPTED}),
    "withdraw": Rule((*OPEN, COMPLETED, PARTNER_REFUSED), _WORK, "referral.consent_withdrawn", news=False),
    # towards the partner
    "prepare": Rule(OPEN, _WORK, "referral.prepared", news=False),
    "except": Rule(OPEN, _WORK, "referral.excepted", news=False),
    "acknowledge": Rule((*OPEN, COMPLETED, FAMILY_REFUSED, PARTNER_REFUSED), frozenset({Part.DIRECTION}),
                        "referral.exception_seen", news=False),
    "send": Rule(OPEN, _WORK, "referral.sent", {PROPOSED: SENT, ACCEPTED: SENT, NO_NEWS: SENT}, leaves=True),
    "hand": Rule((ACCEPTED,), _WORK, "referral.handed", SENT),
    "revoke": Rule(OPEN, _WORK, "referral.link_revoked", news=False),
    # what becomes of it
    "take_up": Rule((SENT, NO_NEWS), _BOTH, "referral.taken_up", TAKEN_UP),
    "start": Rule((SENT, TAKEN_UP, NO_NEWS), _BOTH, "referral.started", UNDER_WAY),
    "decline": Rule(WITH_PARTNER, _BOTH, "referral.partner_refused", PARTNER_REFUSED, ends=True),
    "finish": Rule(WITH_PARTNER, frozenset({Part.PARTNER}), "referral.completed", COMPLETED, ends=True),
    "close": Rule(WITH_PARTNER, _WORK, "referral.completed", COMPLETED, ends=True),
    "effect": Rule((COMPLETED,), _WORK, "referral.effect"),
    "no_news": Rule((SENT, TAKEN_UP, UNDER_WAY), _WORK, "referral.no_news", NO_NEWS, news=False),
    "ask": Rule(WITH_PARTNER, _WORK, "referral.asked"),
    "tell": Rule((*OPEN, COMPLETED, PARTNER_REFUSED), _BOTH, "referral.told"),
    "read": Rule((*OPEN, COMPLETED, PARTNER_REFUSED), _WORK, "referral.read", news=False),
    "reopen": Rule((COMPLETED, PARTNER_REFUSED), _WORK, "referral.reopened",
                   {COMPLETED: UNDER_WAY, PARTNER_REFUSED: ACCEPTED}),
    # who holds it, what it says
    "hold": Rule(OPEN, _WORK, "referral.held", news=False),
    "change": Rule(OPEN, _WORK, "referral.changed", news=False),
}  # fmt: skip

# What a partner may answer by a link, in the order of the page.
ANSWERS = ("take_up", "start", "finish", "decline", "tell")
# What shares a referral's page opens with, for somebody of the school.
WORKERS = LEADS | {Role.PROFESSIONAL}


def parts_of(role: str, *, sees_family: bool) -> frozenset[Part]:
    """What a member of the staff is to a referral; nothing for whoever may not open the family's file."""
    if role not in WORKERS or not sees_family:
        return frozenset()
    return frozenset({Part.WORKER, Part.DIRECTION} if role == Role.DIRECTION else {Part.WORKER})


def may(act: str, parts: Collection[Part]) -> bool:
    """Whether one of these parts ever does this act."""
    return not RULES[act].parts.isdisjoint(parts)


def allows(act: str, state: str, parts: Collection[Part]) -> bool:
    """Whether the act may be done now, by somebody with these parts."""
    return state in RULES[act].states and may(act, parts)


def possible(state: str, parts: Collection[Part]) -> frozenset[str]:
    """All that somebody with these parts may do now."""
    return frozenset(act for act in RULES if allows(act, state, parts))
