"""The pages of invitations: choosing families, the list, one invitation, calls, paper."""

from __future__ import annotations

import html
from urllib.parse import unquote

import pytest

from schoolapp.activities import places, sign_ups
from schoolapp.activities.invitation import Invitation, by_token
from schoolapp.activities.persons import Person
from schoolapp.families import cards
from schoolapp.families.models import SavedFilter
from tests.activities.invited import activity, invitation, slot


@pytest.fixture
def cafe(cast):
    for family in (cast.haddad, cast.tremblay, cast.oconnor):
        cards.refresh_pupils(family.id)
    made = activity(cast)
    slot(made)
    return made


@pytest.fixture
def invited(app, cast):
    """``invited(activity, family, means, language)``: an invitation, with its ``secret`` address and its ``eight``."""

    def make(*words):
        with app.app_context():
            one = invitation(words[0], words[1], cast, *words[2:])
            one.secret, one.eight = one.token, one.code
        return one

    return make


def base(cafe):
    return f"/calendrier/{cafe.id}/invitations"


def test_families_are_chosen_and_invited_each_by_its_means_and_in_its_language(cast, cafe, sign_in, events):
    browser = sign_in(cast.agent)
    page = browser.get(f"{base(cafe)}/choix?toutes=1").text
    for family in (cast.haddad, cast.tremblay, cast.oconnor):
        assert family.name in page
    answer = browser.post(f"{base(cafe)}/choix", data={"family": [cast.haddad.id, cast.oconnor.id], "means": "prefere"})
    assert answer.status_code == 303
    rows = {row.family_id: (row.means, row.language) for row in Invitation.select()}
    assert rows == {cast.haddad.id: ("appel", "ar"), cast.oconnor.id: ("papier", "fr")}
    page = browser.get(answer.headers["Location"]).text
    assert "2 familles invitées" in page
    assert "Haddad" in page
    assert "Tremblay" not in page
    assert {event.action for event in events()} >= {"invitation.picked", "invitation.created", "invitation.listed"}
    again = browser.get(f"{base(cafe)}/choix?toutes=1").text
    assert again.count('name="family"') == 1


def test_a_form_without_a_family_comes_back_with_its_reason_and_keeps_what_was_asked(cast, cafe, sign_in):
    answer = sign_in(cast.agent).post(f"{base(cafe)}/choix?groupe=302", data={"means": "prefere", "family": "abc"})
    assert answer.status_code == 422
    assert "Cochez au moins une famille." in answer.text
    assert "Haddad" in answer.text
    assert "O’Connor" not in answer.text
    assert Invitation.select().count() == 0


def test_the_whole_choice_is_taken_back_at_once(cast, cafe, sign_in):
    browser = sign_in(cast.agent)
    browser.post(f"{base(cafe)}/choix", data={"family": [cast.haddad.id, cast.oconnor.id], "means": "papier"})
    batch = Invitation.get().batch
    assert {row.means for row in Invitation.select()} == {"papier"}
    assert browser.post(f"{base(cafe)}/annulation", data={"lot": batch}).status_code == 303
    assert Invitation.select().count() == 0


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("groupe=302", {"Haddad", "Tremblay-Nguyen"}),
        ("groupe=101", {"O’Connor", "Tremblay-Nguyen"}),
        ("langue=ar", {"Haddad"}),
        ("tableau=tableau", {"Haddad", "Tremblay-Nguyen"}),
        ("tableau=999", {"Haddad", "O’Connor", "Tremblay-Nguyen"}),
        ("groupe=999", set()),
        ("groupe=%00&langue=%F0", set()),
    ],
)
def test_families_are_found_by_group_language_and_board(cast, cafe, sign_in, search, found):
    page = sign_in(cast.agent).get(f"{base(cafe)}/choix?{search}").text
    assert {name for name in ("Haddad", "O’Connor", "Tremblay-Nguyen") if name in page} == found


def test_a_filter_kept_for_the_board_chooses_families(cast, cafe, sign_in):
    kept = SavedFilter.create(user=cast.agent, page="board", name="En arabe", query="langue=ar")
    page = sign_in(cast.agent).get(f"{base(cafe)}/choix?tableau={kept.id}").text
    assert "En arabe" in page
    assert "Haddad" in page
    assert "Tremblay" not in page


def test_an_activity_of_a_group_offers_that_group_first(cast, sign_in):
    own = activity(cast, group=cast.group_101)
    page = sign_in(cast.agent).get(f"{base(own)}/choix").text
    assert "O’Connor" in page
    assert "Haddad" not in page


def test_a_teacher_invites_to_their_own_activities_and_reaches_only_their_families(cast, invited, cafe, sign_in):
    teacher = sign_in(cast.prof)
    assert teacher.get(base(cafe)).status_code == 404
    own = activity(cast, group=cast.group_302)
    page = teacher.get(f"{base(own)}/choix?toutes=1").text
    assert "Haddad" in page
    assert "O’Connor" not in page
    teacher.post(f"{base(own)}/choix", data={"family": [cast.haddad.id, cast.oconnor.id], "means": "prefere"})
    assert [row.family_id for row in Invitation.select()] == [cast.haddad.id]
    other = invited(own, cast.oconnor)
    assert "O’Connor" not in teacher.get(base(own)).text
    assert teacher.get(f"{base(own)}/{other.id}").status_code == 404
    teacher.post(f"{base(own)}/remise", data={"invitation": other.id})
    assert Invitation.get_by_id(other.id).state == "a_remettre"


def test_the_board_s_filters_are_not_for_those_who_do_not_see_it(cast, cafe, sign_in):
    page = sign_in(cast.secretariat).get(f"{base(cafe)}/choix?tableau=tableau").text
    assert 'name="tableau"' not in page
    assert "O’Connor" in page


@pytest.mark.parametrize(("who", "status"), [("pro", 403), ("repondant", 403), ("prof2", 404)])
def test_others_see_nothing_of_invitations(cast, invited, cafe, sign_in, who, status):
    one = invited(cafe, cast.haddad)
    browser = sign_in(getattr(cast, who))
    for path in ("", "/choix", "/appels", f"/{one.id}"):
        assert browser.get(base(cafe) + path).status_code == status, path
    for path in (
        "/choix",
        "/annulation",
        "/remise",
        "/courriels",
        "/feuilles",
        f"/{one.id}/reponse",
        f"/{one.id}/lien",
    ):
        assert browser.post(base(cafe) + path).status_code == status, path


def test_the_list_is_filtered_by_answer_means_and_group(cast, invited, cafe, sign_in):
    invited(cafe, cast.haddad, "appel", "ar").answer("non")
    invited(cafe, cast.oconnor, "papier")
    browser = sign_in(cast.secretariat)
    for search, seen, unseen in (
        ("etat=non", "Haddad", "O’Connor"),
        ("moyen=papier", "O’Connor", "Haddad"),
        ("groupe=302", "Haddad", "O’Connor"),
        ("etat=rien&moyen=rien&page=9999", "Haddad", "Tremblay"),
    ):
        page = browser.get(f"{base(cafe)}?{search}").text
        assert seen in page, search
        assert unseen not in page, search


def test_the_list_and_the_choice_take_a_fixed_number_of_statements(cast, invited, cafe, sign_in, count_queries):
    browser = sign_in(cast.agent)
    invited(cafe, cast.haddad)
    for path in ("", "/choix?toutes=1", "/appels"):
        browser.get(base(cafe) + path)
        with count_queries() as one:
            browser.get(base(cafe) + path)
        invited(cafe, cast.oconnor) if path == "" else None
        with count_queries() as two:
            browser.get(base(cafe) + path)
        assert len(two) == len(one), path
        assert len(one) <= 10, (path, one)


def test_one_invitation_shows_a_text_ready_in_the_family_s_language_and_its_french(
    cast, invited, cafe, sign_in, events
):
    one = invited(cafe, cast.haddad, "texto", "ar")
    page = html.unescape(sign_in(cast.agent).get(f"{base(cafe)}/{one.id}").text)
    assert 'lang="ar" dir="rtl"' in page
    assert f"/i/{one.secret}" in page
    assert "sms:+14385550101?&body=" in page
    body = unquote(page.partition("?&body=")[2].partition('"')[0])
    assert body.startswith("مرحبا!")
    assert body.endswith(one.secret)
    assert "Pour répondre oui ou non" in page
    assert "Traduction automatique, à relire" in page
    assert one.eight in page
    assert events("invitation.opened")[-1].family_id == cast.haddad.id


def test_answers_on_paper_are_written_down_and_unknown_ones_refused(cast, invited, cafe, sign_in):
    one = invited(cafe, cast.haddad)
    browser = sign_in(cast.secretariat)
    assert browser.post(f"{base(cafe)}/{one.id}/reponse", data={"answer": "vue"}).status_code == 422
    assert browser.post(f"{base(cafe)}/{one.id}/reponse", data={"answer": "autre_moment"}).status_code == 303
    kept = Invitation.get_by_id(one.id)
    assert (kept.state, kept.answered_by_id) == ("autre_moment", cast.secretariat.id)
    assert "Ginette Côté" in browser.get(base(cafe)).text


def test_means_and_language_change_on_the_version_seen(cast, invited, cafe, sign_in):
    one = invited(cafe, cast.haddad)
    browser, address = sign_in(cast.agent), f"{base(cafe)}/{one.id}/moyen"
    assert browser.post(address, data={"means": "pigeon", "language": "xx", "version": 1}).status_code == 422
    assert browser.post(address, data={"means": "appel", "language": "ar", "version": 1}).status_code == 303
    assert browser.post(address, data={"means": "texto", "language": "ar", "version": 1}).status_code == 409
    kept = Invitation.get_by_id(one.id)
    assert (kept.means, kept.language) == ("appel", "ar")


def test_a_new_code_is_given_and_an_invitation_is_withdrawn(app, cast, invited, cafe, sign_in):
    one = invited(cafe, cast.haddad)
    browser = sign_in(cast.agent)
    assert browser.post(f"{base(cafe)}/{one.id}/lien", data={"version": ""}).status_code == 422
    assert browser.post(f"{base(cafe)}/{one.id}/lien", data={"version": 1}).status_code == 303
    with app.app_context():
        assert by_token(one.secret) is None
    assert browser.post(f"{base(cafe)}/{one.id}/retrait").status_code == 303
    assert Invitation.select().count() == 0
    assert browser.get(f"{base(cafe)}/{one.id}").status_code == 404


def test_those_ticked_are_handed_out_and_it_is_undone(cast, invited, cafe, sign_in):
    one, two = invited(cafe, cast.haddad), invited(cafe, cast.oconnor)
    browser = sign_in(cast.secretariat)
    data = {"invitation": [one.id, "x", 2**40], "retour": "?groupe=302"}
    answer = browser.post(f"{base(cafe)}/remise", data=data)
    assert answer.headers["Location"].endswith("?groupe=302")
    assert [Invitation.get_by_id(row.id).state for row in (one, two)] == ["remise", "a_remettre"]
    browser.post(f"{base(cafe)}/remise/annulation", data={"invitations": f"{one.id},{two.id},-1"})
    assert Invitation.get_by_id(one.id).state == "a_remettre"


def test_the_list_of_calls_says_whom_when_and_what(cast, invited, cafe, sign_in):
    invited(cafe, cast.haddad, "appel", "ar")
    invited(cafe, cast.oconnor, "papier").answer("appeler")
    invited(cafe, cast.tremblay, "papier")
    page = html.unescape(sign_in(cast.secretariat).get(f"{base(cafe)}/appels").text)
    for words in ("Samira Haddad", "438\xa0555-0101", "le soir", "arabe", "avec interprète", "O’Connor", "مرحبا"):
        assert words in page, words
    assert "Tremblay" not in page


def test_somebody_of_an_invited_family_who_signs_up_has_said_yes(cast, cafe, context):
    one = invitation(cafe, cast.haddad, cast)
    place = places.sign_up(cafe.slots[0].id, Person("Samira Haddad", "438 555-0101"), by=cast.secretariat)
    sign_ups.link(place, cast.haddad, None, by=cast.secretariat)
    kept = Invitation.get_by_id(one.id)
    assert (kept.state, kept.sign_up_id, kept.answered_by_id) == ("oui", place.id, cast.secretariat.id)


def test_an_invitation_is_on_the_family_s_timeline_until_a_place_taken_says_it_better(
    app, cast, cafe, invited, sign_in
):
    one = invited(cafe, cast.haddad)
    address, browser = f"/familles/{cast.haddad.id}", sign_in(cast.prof)
    assert f'id="invited-{one.id}"' in browser.get(address).text
    with app.test_request_context():
        place = places.sign_up(cafe.slots[0].id, Person("Samira Haddad", "438 555-0101"), by=cast.secretariat)
        sign_ups.link(place, cast.haddad, None, by=cast.secretariat)
    page = browser.get(address).text
    assert f'id="invited-{one.id}"' not in page
    assert f'id="coming-{place.id}"' in page
