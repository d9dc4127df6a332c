"""Every state of a request × every act × every person: allowed or refused, where it leads, its line and its event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product

import pytest

from schoolapp import database
from schoolapp.accounts.models import User
from schoolapp.agent_requests import rules, verbs, working
from schoolapp.agent_requests.models import AgentRequest, RequestContributor, RequestEntry
from schoolapp.agent_requests.vocabulary import CLOSED, NEW, RECEIVED, REFUSED, STATES, UNDER_WAY
from schoolapp.errors import Stale
from schoolapp.families.board_verbs import Decision
from tests.agent_requests.helpers import ask, bring_to, new_key, reread
from tests.cast import MOMENT, Cast

# For each act, the states it may be done in and where it leads; for each person, the acts of theirs.
OPEN, WORKED, OVER = (NEW, RECEIVED, UNDER_WAY), (RECEIVED, UNDER_WAY), (CLOSED, REFUSED)
STAYS = {state: state for state in STATES}
BEGINS = STAYS | {RECEIVED: UNDER_WAY}
ACTS = {
    "receive": ({NEW: RECEIVED}, "request.received"),
    "hand_over": ({state: state for state in OPEN}, "request.handed_over"),
    "link": ({state: state for state in OPEN}, "request.linked"),
    "invite": (dict.fromkeys(WORKED, UNDER_WAY), "request.invited"),
    "release": ({state: state for state in WORKED}, "request.released"),
    "board": (dict.fromkeys(WORKED, UNDER_WAY), "request.boarded"),
    "plan": (dict.fromkeys(WORKED, UNDER_WAY), "request.planned"),
    "answer": ({state: BEGINS[state] for state in (*WORKED, *OVER)}, "request.answered"),
    "refuse": (dict.fromkeys(OPEN, REFUSED), "request.refused"),
    "close": (dict.fromkeys(WORKED, CLOSED), "request.closed"),
    "reopen": (dict.fromkeys(OVER, UNDER_WAY), "request.reopened"),
    "ask_again": (dict.fromkeys(OVER, NEW), "request.reopened"),
    "tell": (STAYS, "request.told"),
    "thank": ({state: state for state in (*WORKED, *OVER)}, "request.thanked"),
    "contribute": ({state: state for state in WORKED}, "request.contributed"),
}
LEADS = {"hand_over", "link", "invite", "release", "board", "plan", "answer", "refuse", "close"}
PEOPLE = {
    "prof": {"tell", "thank", "ask_again"},  # who made the request
    "pro": {"contribute"},  # who was asked to contribute
    "agent": LEADS | {"receive", "reopen"},
    "agent2": LEADS | {"receive", "reopen"},
    "direction": LEADS | {"ask_again"},
    "prof2": set(),
    "secretariat": set(),
    "repondant": set(),
}


def do(act: str, request: AgentRequest, by: User, cast: Cast) -> None:
    """The verb of an act, done for real."""
    to_request = {
        "receive": lambda: verbs.receive(request, request.version, by=by),
        "hand_over": lambda: verbs.hand_over(request, request.version, cast.agent2, "Tu la connais mieux", by=by),
        "link": lambda: verbs.link(request, request.version, cast.haddad, by=by),
        "invite": lambda: verbs.invite(request, request.version, cast.prof2, "Que vois-tu en musique?", by=by),
        "release": lambda: verbs.release(asked(request, cast), request.version, by=by),
        "board": lambda: put_on_board(request, by),
        "plan": lambda: plan(request, by, cast),
        "refuse": lambda: verbs.refuse(request, request.version, "Ce n’est pas possible", by=by),
        "close": lambda: verbs.close(request, request.version, "same", "Rien n’a changé", by=by),
        "reopen": lambda: verbs.reopen(request, request.version, "C’est revenu", by=by),
        "ask_again": lambda: verbs.reopen(request, request.version, "C’est revenu", by=by),
    }
    message = partial(verbs.say, request, act, "Quelques mots", by=by, form_key=new_key())
    to_request.get(act, message)()


def asked(request: AgentRequest, cast: Cast) -> RequestContributor:
    """Zoé, asked about this request."""
    facts = {"asked_at": MOMENT, "asked_by": cast.agent.id}
    return RequestContributor.get_or_create(request=request, user=cast.pro, defaults=facts)[0]


def put_on_board(request: AgentRequest, by: User) -> None:
    why = Decision(["absences"], "Retards", "l’équipe", "normale", None, "a_joindre")
    working.put_on_board(request, request.version, why, request.family.version, by=by)


def plan(request: AgentRequest, by: User, cast: Cast) -> None:
    values = {"what": "Appeler", "due_on": MOMENT.date(), "assignee_id": cast.agent.id}
    working.plan(request, request.version, values, by=by, form_key=new_key())


def made(cast: Cast, state: str) -> AgentRequest:
    """A request of Camille's in a state; Zoé was asked to contribute, while one may."""
    request = ask(cast.prof, cast.oconnor, cast.pupils["liam"])
    request = bring_to(request, state, cast.agent)
    if state not in OVER:
        asked(request, cast)
    return request


def test_the_table_of_the_rules_is_the_one_above():
    assert set(rules.RULES) == set(ACTS)
    for act, (leads, event) in ACTS.items():
        rule = rules.RULES[act]
        assert {state: rule.leads_to(state) for state in rule.states} == leads, act
        assert rule.event == event, act


@pytest.mark.slow
@pytest.mark.parametrize(("state", "who"), list(product(STATES, PEOPLE)))
def test_every_act_is_allowed_or_refused_with_its_event(cast, context, events, state, who):
    person = getattr(cast, who)
    for act, (leads, event) in ACTS.items():
        with taken_back():
            request = made(cast, state)
            lines, told = RequestEntry.select().count(), len(events())
            if act in PEOPLE[who] and state in leads and helped(act, state):
                do(act, request, person, cast)
                assert reread(request).state == leads[state], act
                [line] = list(RequestEntry.select().order_by(RequestEntry.id).offset(lines).limit(9))
                assert (line.act, line.by_id, line.before, line.after) == (act, person.id, state, leads[state])
                assert line.at == MOMENT
                assert event in [one.action for one in events()[told:]], act
                assert {one.actor_id for one in events()[told:]} == {person.id}
            elif (act, state, who) == ("receive", RECEIVED, "agent"):
                do(act, request, person, cast)  # a second click
                assert (RequestEntry.select().count(), len(events())) == (lines, told)
            elif not same_verb(act, who):
                with pytest.raises(PermissionError if act not in PEOPLE[who] else (Stale, PermissionError)):
                    do(act, request, person, cast)
                assert reread(request).state == state, act
                assert (RequestEntry.select().count(), len(events())) == (lines, told), act


def helped(act: str, state: str) -> bool:
    """A request that is over is closed to the colleagues who were asked."""
    return act != "contribute" or state not in OVER


def same_verb(act: str, who: str) -> bool:
    """The two ways of reopening are one verb, which asks who one is: the other way is not this person's to try."""
    ways = {"reopen", "ask_again"}
    return act in ways and bool(PEOPLE[who] & ways - {act})


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written within is written for real, then undone."""
    with database.db.atomic() as transaction:
        yield
        transaction.rollback()
