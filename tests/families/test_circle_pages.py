"""The circle's page: who has access and why, bringing people in and out, who opened the file, the way in for a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.families.models import CircleMember, Family, Opening
from tests.families.file import bring_in, filled, open_for_a_day, words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def address(cast):
    return f"/familles/{cast.haddad.id}/cercle"


def card_version(family: Family) -> int:
    return Family.get_by_id(family.id).card_version


def whole(cast, **changes: str) -> dict[str, str]:
    return {"user_id": str(cast.pro.id), "reason": "suit Yasmine en orthopédagogie", "until": ""} | changes


# ---- who has access


def test_the_circle_names_each_person_with_their_reason(cast, sign_in, address):
    bring_in(cast.pro, cast.haddad, reason="suit Yasmine", until=date(2026, 12, 18))
    open_for_a_day(cast.prof2, cast.haddad)  # a teacher opens nothing: not an access
    for person in ("agent", "direction", "prof", "pro"):
        text = words(sign_in(getattr(cast, person)).get(address).text)
        assert "Camille Roy Personnel enseignant enseigne au groupe 302" in text
        assert "Zoé Pelletier Personnel professionnel et de soutien suit Yasmine, jusqu’au 18 décembre" in text
        assert "Par leur rôle : Anne-Marie Dubé (direction d’école), Idriss Cissé (agent·e de soutien)" in text
        assert "Mehdi Lavoie" not in text.split("Qui a ouvert")[0].split("Ajouter une personne")[0]


def test_openings_past_and_present_show_to_those_who_answer_for_them(cast, sign_in, agent, address, frozen):
    open_for_a_day(cast.pro, cast.haddad)
    assert "Accès ouverts pour 24 heures Zoé Pelletier" in words(agent.get(address).text)
    assert "Appel urgent" not in words(sign_in(cast.prof).get(address).text)
    frozen.move(days=1)
    text = words(sign_in(cast.direction).get(address).text)
    assert "terminé : Appel urgent du service de garde" in text


def test_people_who_left_or_changed_role_have_no_access_any_more(cast, agent, address):
    bring_in(cast.pro, cast.haddad)
    User.update(active=False).where(User.id == cast.prof.id).execute()
    User.update(role="secretariat").where(User.id == cast.pro.id).execute()
    text = words(agent.get(address).text)
    assert "Personne par son groupe ni par son nom" in text


# ---- bringing in and taking out


def test_a_person_is_brought_in_by_name_with_a_reason_and_an_end(cast, sign_in, agent, address, events):
    assert sign_in(cast.pro).get(address).status_code == 404
    before = card_version(cast.haddad)
    answer = agent.post(address, data=whole(cast, until="2026-11-17"))  # today is a day still
    assert (answer.status_code, answer.location) == (303, address)
    (member,) = CircleMember.select()
    assert (member.user_id, member.added_by_id, member.until) == (cast.pro.id, cast.agent.id, date(2026, 11, 17))
    (event,) = events("circle.added")
    assert (event.family_id, event.subject_label) == (cast.haddad.id, "Zoé Pelletier")
    assert event.detail == {"personne": "Zoé Pelletier", "jusqu_au": "2026-11-17"}
    assert card_version(cast.haddad) > before
    assert sign_in(cast.pro).get(address).status_code == 200


def test_only_those_who_read_files_and_are_not_in_yet_are_offered(cast, agent, address):
    bring_in(cast.prof2, cast.haddad)
    page = agent.get(address).text
    for person, offered in (("pro", True), ("prof", True), ("prof2", False), ("agent2", False), ("secretariat", False)):
        assert (f'<option value="{getattr(cast, person).id}">' in page) is offered, person


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"user_id": "0"}, "Choisissez une personne"),
        ({"user_id": ""}, "Choisissez"),
        ({"user_id": "9" * 30}, "Choisissez une valeur de la liste"),
        ({"user_id": "6"}, "Choisissez une valeur de la liste"),  # the secretariat
        ({"reason": "  "}, "Ce champ est nécessaire"),
        ({"reason": "x" * 301}, "Au plus 300 caractères"),
        ({"until": "2026-11-16"}, "Choisissez aujourd’hui ou une date à venir"),
        ({"until": "demain"}, "Cette date ne se lit pas"),
    ],
)
def test_what_does_not_hold_is_refused_beside_its_field_and_kept(cast, agent, address, events, changes, message):
    answer = agent.post(address, data=whole(cast) | changes)
    assert answer.status_code == 422
    assert message in words(answer.text)
    kept = filled(answer.text)
    assert kept["reason"] == [(whole(cast) | changes)["reason"].strip()]
    assert CircleMember.select().count() == 0
    assert events("circle.added") == []


def test_a_membership_that_was_over_gives_way_to_a_new_one(cast, agent, address):
    old = bring_in(cast.pro, cast.haddad, until=date(2026, 11, 1))
    assert agent.post(address, data=whole(cast)).status_code == 303
    rows = list(CircleMember.select().where(CircleMember.removed_at.is_null()))
    assert [(row.user_id, row.until) for row in rows] == [(cast.pro.id, None)]
    assert rows[0].id != old.id


def test_a_person_taken_out_loses_access_at_once_and_can_be_brought_back(cast, sign_in, agent, address, events):
    member = bring_in(cast.pro, cast.haddad)
    browser, before = sign_in(cast.pro), card_version(cast.haddad)
    assert browser.get(address).status_code == 200
    assert agent.post(f"{address}/{member.id}/retrait").status_code == 303
    assert browser.get(address).status_code == 404
    assert card_version(cast.haddad) > before
    assert f'action="{address}/{member.id}/retour"' in agent.get(address).text
    assert agent.post(f"{address}/{member.id}/retour").status_code == 303
    assert browser.get(address).status_code == 200
    assert [event.subject_label for event in events("circle.removed")] == ["Zoé Pelletier"]
    assert events("circle.added")[-1].detail == {"personne": "Zoé Pelletier", "annulation": True}


def test_nobody_but_agents_and_direction_changes_a_circle(cast, sign_in, address):
    bring_in(cast.pro, cast.haddad)
    for person in ("pro", "prof", "secretariat", "repondant"):
        browser = sign_in(getattr(cast, person))
        assert browser.post(address, data=whole(cast)).status_code == 403, person
    assert "Ajouter une personne au cercle" not in words(sign_in(cast.pro).get(address).text)


# ---- who opened the file


def test_who_opened_the_file_and_when_is_told_once_a_day_and_person(cast, sign_in, agent, address, frozen):
    file = f"/familles/{cast.haddad.id}"
    for _time in range(3):
        agent.get(file)
        frozen.move(minutes=5)
    sign_in(cast.secretariat).get(file)
    frozen.move(days=1)
    text = words(sign_in(cast.direction).get(address).text).split("Qui a ouvert la fiche")[1]
    expected = ["Anne-Marie Dubé mercredi 18 novembre, 10 h 15"]
    expected += ["Ginette Côté coordonnées seulement mardi 17 novembre, 10 h 15"]
    expected += ["Rosalie Gagnon mardi 17 novembre, 3 fois entre 10 h et 10 h 10"]
    assert text.strip() == " ".join(expected)


def test_older_openings_come_page_by_page(cast, agent, sign_in, address, frozen):
    browser = sign_in(cast.prof)
    for _time in range(30):
        agent.get(address)
        browser.get(address)
    older = re.search(rf'href="({address}\?avant=\d+)"', agent.get(address).text)[1]
    text = words(agent.get(older).text)
    assert "Camille Roy" in text.split("Qui a ouvert la fiche")[1]
    for wrong in ("0", "-4", "x", "9" * 30, ""):
        assert agent.get(f"{address}?avant={wrong}").status_code == 200, wrong


# ---- the way in for a day


def test_a_professional_outside_the_circle_is_asked_why(cast, sign_in, events):
    answer = sign_in(cast.pro).get(f"/familles/{cast.haddad.id}")
    assert answer.status_code == 200
    text = words(answer.text)
    assert "Cette fiche est hors de votre cercle" in text
    for hidden in ("Haddad", "Yasmine", "arabe", "Samira", "Lien"):
        assert hidden not in answer.text, hidden
    assert events("family.opened") == []


def test_the_name_shows_where_the_whole_team_sees_reduced_cards(cast, sign_in):
    cast.school.reduced_cards = True
    cast.school.save()
    text = words(sign_in(cast.pro).get(f"/familles/{cast.haddad.id}").text)
    assert "La fiche de la famille Haddad est hors de votre cercle" in text
    assert "Yasmine" not in text


def test_a_stated_reason_opens_the_file_for_a_day(cast, sign_in, events):
    browser, file = sign_in(cast.pro), f"/familles/{cast.haddad.id}"
    before = card_version(cast.haddad)
    answer = browser.post(f"{file}/ouverture", data={"reason": "Appel urgent du service de garde"})
    assert (answer.status_code, answer.location) == (303, file)
    (opening,) = Opening.select()
    assert (opening.user_id, opening.until - opening.at) == (cast.pro.id, timedelta(hours=24))
    (event,) = events("circle.opened")
    assert event.detail == {"raison": "Appel urgent du service de garde"}
    assert card_version(cast.haddad) > before
    assert "Samira Haddad" in words(browser.get(file).text)
    assert [line.actor_id for line in events("family.opened")] == [cast.pro.id]


@pytest.mark.parametrize("reason", ["", "    ", "urgent", "neuf car.", "x" * 501])
def test_a_reason_too_short_or_too_long_opens_nothing(cast, sign_in, events, reason):
    browser = sign_in(cast.pro)
    answer = browser.post(f"/familles/{cast.haddad.id}/ouverture", data={"reason": reason})
    assert answer.status_code == 422
    assert filled(answer.text)["reason"] == [reason.strip()]
    assert Opening.select().count() == 0
    assert browser.get(f"/familles/{cast.haddad.id}/cercle").status_code == 404
    assert events("circle.opened") == []


def test_whoever_is_in_the_circle_opens_nothing_twice(cast, sign_in):
    bring_in(cast.pro, cast.haddad)
    answer = sign_in(cast.pro).post(
        f"/familles/{cast.haddad.id}/ouverture", data={"reason": "Par habitude, sans y penser"}
    )
    assert answer.status_code == 303
    assert Opening.select().count() == 0


def test_a_teacher_opens_no_file_outside_their_groups(cast, sign_in):
    browser = sign_in(cast.prof2)
    assert browser.get(f"/familles/{cast.haddad.id}").status_code == 404
    assert browser.post(f"/familles/{cast.haddad.id}/ouverture", data={"reason": "Je voudrais lire"}).status_code == 403


def test_the_openings_clock_is_the_moment_of_the_request(cast, sign_in, frozen):
    sign_in(cast.pro).post(f"/familles/{cast.haddad.id}/ouverture", data={"reason": "Appel urgent ce midi"})
    assert Opening.get().at == clock.now()
