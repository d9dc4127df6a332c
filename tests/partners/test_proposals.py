"""What a partner proposes waits; the school accepts or refuses it field by field, and may think again."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp import clock
from schoolapp.errors import Refused, Stale
from schoolapp.partners import links, proposals, sheet_fields
from schoolapp.partners.models import Proposal, SheetChange
from schoolapp.partners.proposals import ACCEPTED, PROPOSED, REFUSED, REPLACED, RULES, WITHDRAWN, Moved
from tests.partners import rows
from tests.partners.rows import WHO, accept, only, propose, shown

STATES = (PROPOSED, ACCEPTED, REFUSED, REPLACED, WITHDRAWN)
POSSIBLE = {
    PROPOSED: {"accept", "refuse"},
    ACCEPTED: {"reopen"},
    REFUSED: {"reopen"},
    REPLACED: set(),
    WITHDRAWN: set(),
}


@pytest.fixture
def house(cast):
    return rows.organization()


@pytest.fixture
def pantry(house):
    return rows.service(house, how="Appeler le matin", wait="Deux jours")


@pytest.fixture
def link(context, cast, house):
    return links.make(house, WHO, "info@maison.example", 60, by=cast.agent)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", RULES)
def test_each_act_is_done_in_its_states_and_in_no_other(context, cast, link, pantry, act, state):
    propose(link, pantry, how="Sonner")
    Proposal.update(state=state).execute()
    row = Proposal.get()
    assert proposals.allows(act, state) is (act in POSSIBLE[state])
    more = {"seen": sheet_fields.mark("Appeler le matin")} if act == "accept" else {}
    if act == "reopen" and state == ACCEPTED:
        rows.fresh(pantry).change(pantry.version, how="Sonner")
    if act in POSSIBLE[state]:
        getattr(proposals, act)(row, row.version, **more, by=cast.agent)
        assert rows.fresh(row).state == RULES[act].after
    else:
        with pytest.raises(Refused):
            getattr(proposals, act)(row, row.version, **more, by=cast.agent)
        assert rows.fresh(row).state == state


def test_a_proposal_changes_nothing_by_itself(context, link, pantry, events):
    answer = propose(link, pantry, how="Sonner à la porte bleue", wait="Deux jours")
    assert (answer.waiting, answer.confirmed) == (1, False)
    one = Proposal.get()
    assert (one.field, one.before, one.after, one.by_words) == (
        "how",
        "Appeler le matin",
        "Sonner à la porte bleue",
        WHO,
    )
    assert rows.fresh(pantry).how == "Appeler le matin"
    assert rows.fresh(pantry).confirmed_at is None
    assert rows.fresh(link).used_at == clock.now()
    assert [event.detail for event in events("sheet_link.answered")] == [{"champs": ["how"]}]


def test_an_answer_that_changes_nothing_confirms_the_sheet(context, link, pantry):
    answer = propose(link, pantry, how="Appeler le matin", wait="Deux jours")
    now = rows.fresh(pantry)
    assert answer.confirmed
    assert (now.confirmed_words, now.confirmed_by_id, now.confirm_by) == (WHO, None, date(2027, 11, 17))


def test_what_the_partner_left_as_shown_proposes_nothing_even_when_the_sheet_changed_meanwhile(context, link, pantry):
    seen = shown(pantry)
    pantry.change(pantry.version, wait="Une semaine")
    proposals.propose(link, pantry, {"how": "Sonner", "wait": "Deux jours"}, seen, WHO)
    assert [one.field for one in Proposal.select()] == ["how"]


def test_proposing_again_replaces_what_waits(context, link, pantry):
    propose(link, pantry, how="Sonner")
    propose(link, pantry, how="Frapper")
    assert [(one.after, one.state) for one in Proposal.select().order_by(Proposal.id)] == [
        ("Sonner", REPLACED),
        ("Frapper", PROPOSED),
    ]


def test_the_same_form_sent_twice_proposes_once(context, link, pantry):
    seen = shown(pantry)
    for _again in range(2):
        proposals.propose(link, pantry, {"how": "Sonner"}, seen, WHO)
    assert Proposal.select().count() == 1


def test_putting_back_what_the_sheet_says_withdraws_the_proposal_and_confirms(context, link, pantry):
    propose(link, pantry, how="Sonner")
    answer = propose(link, pantry, how="Appeler le matin")
    assert Proposal.get().state == WITHDRAWN
    assert answer.confirmed


def test_accepting_writes_the_sheet_its_history_and_the_journal(context, cast, link, pantry, events):
    propose(link, pantry, how="Sonner")
    accept(Proposal.get(), cast.secretariat)
    assert rows.fresh(pantry).how == "Sonner"
    change = SheetChange.get()
    assert (change.field, change.before, change.after) == ("how", "Appeler le matin", "Sonner")
    assert (change.by_id, change.by_words, change.origin) == (cast.secretariat.id, WHO, "partenaire")
    assert Proposal.get().decided_by_id == cast.secretariat.id
    assert [event.detail for event in events("proposal.accepted")] == [{"champ": "how"}]


@pytest.mark.parametrize("act", ["accept", "refuse"])
def test_once_nothing_waits_the_sheet_is_confirmed_on_the_day_of_the_answer(context, cast, link, pantry, frozen, act):
    answered = clock.now()
    propose(link, pantry, how="Sonner", wait="Une semaine")
    frozen.move(days=9)
    accept(only(field="how"), cast.agent)
    assert rows.fresh(pantry).confirmed_at is None
    last = only(field="wait")
    accept(last, cast.agent) if act == "accept" else proposals.refuse(last, last.version, by=cast.agent)
    now = rows.fresh(pantry)
    assert (now.confirmed_at, now.confirmed_words, now.confirm_by) == (answered, WHO, date(2027, 11, 17))


def test_a_later_confirmation_by_a_colleague_stays(context, cast, link, pantry, frozen):
    propose(link, pantry, how="Sonner")
    frozen.move(days=2)
    pantry.change(pantry.version, confirmed_at=clock.now(), confirmed_by=cast.agent.id)
    accept(Proposal.get(), cast.agent)
    assert rows.fresh(pantry).confirmed_by_id == cast.agent.id


def test_a_field_that_moved_since_the_page_was_drawn_is_not_written(context, cast, link, pantry):
    propose(link, pantry, how="Sonner")
    seen = sheet_fields.mark("Appeler le matin")
    pantry.change(pantry.version, how="Écrire d’abord")
    with pytest.raises(Moved):
        accept(Proposal.get(), cast.agent, seen)
    assert rows.fresh(pantry).how == "Écrire d’abord"
    assert Proposal.get().state == PROPOSED
    accept(Proposal.get(), cast.agent)  # having seen what it says now
    assert rows.fresh(pantry).how == "Sonner"


def test_another_field_that_moved_does_not_hinder(context, cast, link, pantry):
    propose(link, pantry, how="Sonner")
    pantry.change(pantry.version, wait="Une semaine")
    accept(Proposal.get(), cast.agent, sheet_fields.mark("Appeler le matin"))
    assert (rows.fresh(pantry).how, rows.fresh(pantry).wait) == ("Sonner", "Une semaine")


def test_two_people_decide_once(context, cast, link, pantry):
    propose(link, pantry, how="Sonner")
    first, second = Proposal.get(), Proposal.get()
    accept(first, cast.agent)
    with pytest.raises(Stale):
        proposals.refuse(second, second.version, by=cast.direction)
    assert Proposal.get().state == ACCEPTED


def test_taking_an_acceptance_back_puts_the_sheet_back_and_it_waits_to_be_confirmed(context, cast, link, pantry):
    propose(link, pantry, how="Sonner")
    accept(Proposal.get(), cast.agent)
    done = Proposal.get()
    proposals.reopen(done, done.version, by=cast.agent)
    now = rows.fresh(pantry)
    assert (now.how, now.confirmed_at, Proposal.get().state) == ("Appeler le matin", None, PROPOSED)


def test_an_acceptance_is_not_taken_back_over_a_later_change(context, cast, link, pantry):
    propose(link, pantry, how="Sonner")
    accept(Proposal.get(), cast.agent)
    now, done = rows.fresh(pantry), Proposal.get()
    now.change(now.version, how="Entrer")
    with pytest.raises(Refused):
        proposals.reopen(done, done.version, by=cast.agent)
    assert (rows.fresh(pantry).how, Proposal.get().state) == ("Entrer", ACCEPTED)


def test_a_refusal_is_taken_back_unless_the_partner_said_something_else_since(context, cast, link, pantry):
    propose(link, pantry, how="Sonner")
    refused = Proposal.get()
    proposals.refuse(refused, refused.version, by=cast.agent)
    propose(link, pantry, how="Frapper")
    with pytest.raises(Refused):
        proposals.reopen(refused, refused.version, by=cast.agent)


def test_the_partner_does_not_confirm_what_it_corrects(context, link, pantry):
    propose(link, pantry, how="Sonner")
    with pytest.raises(Refused):
        proposals.confirm_all(link, {pantry.id: pantry.version}, WHO)
