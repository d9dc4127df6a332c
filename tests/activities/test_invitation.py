"""An invitation: made once for each family, opened by its address or its code, answered, taken back, given anew."""

from __future__ import annotations

import re
import string

import pytest

from schoolapp import clock, tokens
from schoolapp.activities import invitation as invitations
from schoolapp.activities.invitation import Chosen, Invitation
from schoolapp.errors import Stale
from tests.activities.invited import activity, invitation

pytestmark = pytest.mark.usefixtures("context")


def again(one: Invitation) -> Invitation:
    return Invitation.get_by_id(one.id)


def test_each_family_is_invited_once_whatever_is_chosen(cast, events):
    cafe = activity(cast)
    first = [Chosen(cast.haddad.id, "ar", "appel"), Chosen(cast.tremblay.id, "fr", "courriel")]
    _batch, added = invitations.invite(cafe, first, by=cast.agent)
    _batch, later = invitations.invite(cafe, [*first, Chosen(cast.oconnor.id, "en", "papier")], by=cast.agent)
    assert (added, later) == ([cast.haddad.id, cast.tremblay.id], [cast.oconnor.id])
    assert Invitation.select().count() == 3
    assert [event.family_id for event in events("invitation.created")] == [*added, *later]


def test_its_address_and_its_code_open_it_and_nothing_of_them_is_stored(cast):
    one = invitation(activity(cast), cast.haddad, cast)
    assert invitations.by_token(one.token) == one
    assert invitations.by_token(one.token).activity.title == "Café du mardi"
    for typed in (one.code, one.code.lower(), f" {one.code.replace(' ', '-')} "):
        assert invitations.by_code(typed) == one
    assert len(one.token) >= 22
    assert set(one.token) <= set(string.ascii_letters + string.digits + "-_")
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4} [2-9A-HJKMNP-TV-Z]{4}", one.code)
    stored = " ".join(str(value) for value in again(one).__data__.values())
    assert one.token not in stored
    assert one.code.replace(" ", "") not in stored


@pytest.mark.parametrize("text", ["", "x", "é" * 22, "A" * 22, "\x00", "0000 0000", "AAAAAAAA", "A" * 10_000])
def test_what_opens_nothing_opens_nothing(cast, text):
    invitation(activity(cast), cast.haddad, cast)
    assert invitations.by_token(text) is None
    assert invitations.by_code(text) is None


def test_the_address_of_a_sign_up_of_the_same_seed_does_not_open_an_invitation(cast):
    one = invitation(activity(cast), cast.haddad, cast)
    assert invitations.by_token(tokens.token("sign_up", one.token_nonce)) is None


def test_a_new_seed_closes_the_old_address_and_the_old_code(cast, events):
    one = invitation(activity(cast), cast.haddad, cast)
    invitations.hand_out(one.activity, [one.id], by=cast.agent)
    token, code = one.token, one.code
    renewed = again(one).renew(2, by=cast.secretariat)
    assert invitations.by_token(token) is None
    assert invitations.by_code(code) is None
    assert invitations.by_token(renewed.token) == one
    assert again(one).state == "a_remettre"
    with pytest.raises(Stale):
        renewed.renew(2, by=cast.agent)
    assert len(events("invitation.renewed")) == 1


@pytest.mark.parametrize(
    ("state", "stopped"), [("oui", False), ("non", True), ("autre_moment", True), ("appeler", True)]
)
def test_an_answer_is_kept_with_its_moment_and_any_but_yes_stops_the_reminders(cast, events, state, stopped):
    one = invitation(activity(cast), cast.haddad, cast)
    one.answer(state)
    kept = again(one)
    assert (kept.state, kept.answered_at, kept.answered_by, kept.reminders_stopped) == (
        state,
        clock.now(),
        None,
        stopped,
    )
    event = events("invitation.answered")[-1]
    assert (event.family_id, event.actor_id, event.detail) == (cast.haddad.id, None, {"answer": state})
    assert (Invitation.select().where(invitations.may_be_reminded()).count()) == 0


def test_the_last_answer_counts_and_an_unknown_one_is_refused(cast):
    one = invitation(activity(cast), cast.haddad, cast)
    one.answer("non")
    one.answer("oui", by=cast.secretariat)
    kept = again(one)
    assert (kept.state, kept.answered_by_id, kept.reminders_stopped) == ("oui", cast.secretariat.id, False)
    with pytest.raises(ValueError, match="vue"):
        one.answer("vue")
    one.unanswer()
    assert (again(one).state, again(one).answered_at) == ("vue", None)


def test_it_is_seen_once_the_family_acts_and_an_answer_is_not_unsaid(cast):
    one = invitation(activity(cast), cast.haddad, cast)
    one.note_seen()
    assert again(one).state == "vue"
    one.answer("non")
    again(one).note_seen()
    assert again(one).state == "non"


def test_invitations_are_handed_out_and_taken_in_again_those_of_this_activity_only(cast, events):
    cafe, other = activity(cast), activity(cast, title="Atelier")
    one, answered, elsewhere = (
        invitation(cafe, cast.haddad, cast),
        invitation(cafe, cast.tremblay, cast),
        invitation(other, cast.haddad, cast),
    )
    answered.answer("non")
    ids = [one.id, answered.id, elsewhere.id]
    assert invitations.hand_out(cafe, ids, by=cast.secretariat) == 1
    assert (again(one).state, again(one).handed_by_id, again(one).handed_at) == (
        "remise",
        cast.secretariat.id,
        clock.now(),
    )
    assert (again(answered).state, again(elsewhere).state) == ("non", "a_remettre")
    assert invitations.hand_out(cafe, ids, by=cast.secretariat) == 0
    assert invitations.take_in(cafe, ids, by=cast.secretariat) == 1
    assert (again(one).state, again(one).handed_at) == ("a_remettre", None)
    assert len(events("invitation.handed")) == 2


def test_one_without_an_answer_is_withdrawn_and_one_with_an_answer_stays(cast, events):
    one = invitation(activity(cast), cast.haddad, cast)
    seen_before = again(one)
    one.answer("oui")
    with pytest.raises(Stale):
        seen_before.withdraw(by=cast.agent)
    one.unanswer()
    token = one.token
    one.withdraw(by=cast.agent)
    assert invitations.by_token(token) is None
    assert [event.family_id for event in events("invitation.withdrawn")] == [cast.haddad.id]


def test_a_choice_is_taken_back_but_what_was_handed_out_or_answered(cast):
    cafe = activity(cast)
    families = [cast.haddad, cast.tremblay, cast.oconnor]
    batch, _added = invitations.invite(cafe, [Chosen(one.id, "fr", "papier") for one in families], by=cast.agent)
    first, second, _third = Invitation.select().order_by(Invitation.id)
    invitations.hand_out(cafe, [first.id], by=cast.agent)
    second.answer("oui")
    assert invitations.take_back(activity(cast), batch, by=cast.agent) == 0
    assert invitations.take_back(cafe, batch, by=cast.agent) == 1
    assert {row.id for row in Invitation.select()} == {first.id, second.id}
