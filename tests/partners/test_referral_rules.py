"""The life of a referral: which act from which state, by whom, and where it leads."""

from __future__ import annotations

import pytest

from schoolapp.access import Role
from schoolapp.accounts.forms import SchoolForm
from schoolapp.audit.actions import ACTIONS
from schoolapp.partners.referral_rules import ANSWERS, RULES, Part, allows, parts_of, possible
from schoolapp.partners.referral_vocabulary import (
    ACCEPTED,
    COMPLETED,
    FAMILY_REFUSED,
    NO_NEWS,
    OPEN,
    OVER,
    PARTNER_REFUSED,
    PROPOSED,
    SENT,
    STATE_TAGS,
    STATES,
    TAKEN_UP,
    UNDER_WAY,
    WAITS,
)

WORKER, DIRECTION, PARTNER = {Part.WORKER}, {Part.WORKER, Part.DIRECTION}, {Part.PARTNER}
STAYING = {"prepare", "except", "hold", "change", "withdraw", "revoke", "tell"}

# From each state, the acts that lead elsewhere for the school, and where.
SCHOOL_MOVES = {
    PROPOSED: {"accept": ACCEPTED, "consent": ACCEPTED, "refuse": FAMILY_REFUSED, "send": SENT},
    ACCEPTED: {"refuse": FAMILY_REFUSED, "send": SENT, "hand": SENT},
    SENT: {
        "refuse": FAMILY_REFUSED, "take_up": TAKEN_UP, "start": UNDER_WAY, "decline": PARTNER_REFUSED,
        "close": COMPLETED, "no_news": NO_NEWS,
    },
    TAKEN_UP: {
        "refuse": FAMILY_REFUSED, "start": UNDER_WAY, "decline": PARTNER_REFUSED, "close": COMPLETED,
        "no_news": NO_NEWS,
    },
    UNDER_WAY: {"refuse": FAMILY_REFUSED, "decline": PARTNER_REFUSED, "close": COMPLETED, "no_news": NO_NEWS},
    NO_NEWS: {
        "refuse": FAMILY_REFUSED, "send": SENT, "take_up": TAKEN_UP, "start": UNDER_WAY, "decline": PARTNER_REFUSED,
        "close": COMPLETED,
    },
    COMPLETED: {"reopen": UNDER_WAY},
    PARTNER_REFUSED: {"reopen": ACCEPTED},
    FAMILY_REFUSED: {"come_back": PROPOSED},
}  # fmt: skip
PARTNER_MOVES = {
    SENT: {"take_up": TAKEN_UP, "start": UNDER_WAY, "finish": COMPLETED, "decline": PARTNER_REFUSED},
    TAKEN_UP: {"start": UNDER_WAY, "finish": COMPLETED, "decline": PARTNER_REFUSED},
    UNDER_WAY: {"finish": COMPLETED, "decline": PARTNER_REFUSED},
    NO_NEWS: {"take_up": TAKEN_UP, "start": UNDER_WAY, "finish": COMPLETED, "decline": PARTNER_REFUSED},
}


def moves(state, parts):
    found = {act: RULES[act].leads_to(state) for act in possible(state, parts)}
    return {act: after for act, after in found.items() if after != state}


@pytest.mark.parametrize("state", STATES)
def test_where_the_school_may_lead_a_referral(state):
    assert moves(state, WORKER) == SCHOOL_MOVES[state]
    assert moves(state, DIRECTION) == SCHOOL_MOVES[state]


@pytest.mark.parametrize("state", STATES)
def test_where_a_partner_may_lead_it(state):
    assert moves(state, PARTNER) == PARTNER_MOVES.get(state, {})
    assert possible(state, PARTNER) <= set(ANSWERS)


@pytest.mark.parametrize("state", STATES)
def test_a_stranger_may_do_nothing(state):
    assert possible(state, set()) == frozenset()


@pytest.mark.parametrize("state", OPEN)
def test_while_it_is_open_the_school_may_prepare_and_write(state):
    assert possible(state, WORKER) >= STAYING


def test_a_family_that_refused_is_left_in_peace():
    """Nothing more may be asked, prepared, sent nor said: the family alone comes back to it."""
    assert possible(FAMILY_REFUSED, WORKER) == {"come_back"}
    assert FAMILY_REFUSED not in WAITS


@pytest.mark.parametrize(("act", "state"), [(act, state) for act in ("send", "except", "consent") for state in OVER])
def test_nothing_leaves_once_it_is_over(act, state):
    assert not allows(act, state, DIRECTION)


def test_only_sending_lets_something_out():
    assert [act for act, rule in RULES.items() if rule.leaves] == ["send"]


def test_only_the_direction_acknowledges_an_exception():
    assert all(allows("acknowledge", state, DIRECTION) for state in STATES)
    assert not any(allows("acknowledge", state, WORKER) for state in STATES)


def test_what_ends_it_closes_the_partners_links():
    ending = {act for act, rule in RULES.items() if isinstance(rule.after, str) and rule.after in OVER}
    assert ending == {act for act, rule in RULES.items() if rule.ends}


ROLES = [
    (Role.AGENT, True, WORKER), (Role.DIRECTION, True, DIRECTION), (Role.PROFESSIONAL, True, WORKER),
    (Role.PROFESSIONAL, False, set()), (Role.TEACHER, True, set()), (Role.SECRETARIAT, True, set()),
    (Role.SECRETARIAT, False, set()), (Role.LIAISON, False, set()),
]  # fmt: skip


@pytest.mark.parametrize(("role", "sees", "parts"), ROLES)
def test_what_each_role_is_to_a_referral(role, sees, parts):
    assert parts_of(role, sees_family=sees) == parts


def test_every_state_has_its_words_and_every_act_its_line_in_the_journal():
    assert set(STATE_TAGS) == set(STATES)
    assert set(WAITS) == set(OPEN)
    assert set(WAITS.values()) <= set(SchoolForm.REFERRALS)
    assert {rule.event for rule in RULES.values()} <= set(ACTIONS)
