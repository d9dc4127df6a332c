"""Decisions about a family on the board: adding it, whom it is entrusted to, ending the work, bringing it back."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp import clock
from schoolapp.families.models import CircleMember, Family, LinkChange
from tests.families import board

WHY = {
    "version": 1,
    "signals": ["sans_reponse", "rencontres"],
    "why": "Aucune réponse depuis la rentrée; Liam parle souvent de sa grand-mère.",
    "decided_by": "Équipe du 12 novembre, direction et titulaire",
    "priority": "haute",
    "state": "a_joindre",
}


def now(family) -> Family:
    return Family.get_by_id(family.id)


def text(answer) -> str:
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_family_is_put_on_the_board_with_its_reasons(cast, sign_in, events):
    browser = sign_in(cast.agent)
    data = WHY | {"lead": cast.agent2.id}
    answer = browser.post(f"/familles/{cast.oconnor.id}/tableau", data=data)
    assert (answer.status_code, answer.location) == (303, f"/familles#card-{cast.oconnor.id}")
    family = now(cast.oconnor)
    assert (family.link_state, family.priority, family.lead_id) == ("a_joindre", "haute", cast.agent2.id)
    assert (family.prioritised_on, family.version) == (date(2026, 11, 17), 2)
    change = LinkChange.get()
    assert (change.before, change.after, change.by_id) == (None, "a_joindre", cast.agent.id)
    assert change.signals == WHY["signals"]
    assert (change.words, change.decided_by) == (WHY["why"], WHY["decided_by"])
    (event,) = events("family.prioritised")
    assert (event.family_id, event.detail["priorite"]) == (family.id, "haute")
    assert board.columns(browser.get("/familles").text)["a_joindre"] == ["O’Connor", "Haddad"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("signals", [], "Choisissez au moins un signal"),
        ("signals", ["paresse"], "Choisissez une valeur de la liste."),
        ("why", "  ", "Ce champ est nécessaire."),
        ("why", "x" * 1001, "Au plus 1000 caractères."),
        ("decided_by", "", "Ce champ est nécessaire."),
        ("priority", "absolue", "Choisissez une valeur de la liste."),
        ("lead", "999", "Choisissez une valeur de la liste."),
        ("lead", "\x00", "Choisissez une valeur de la liste."),
        ("state", "termine", "Choisissez une valeur de la liste."),
        ("version", "", "Ce champ est nécessaire."),
    ],
)
def test_reasons_are_required_and_what_was_typed_is_kept(cast, sign_in, field, value, words):
    data = WHY | {"decided_by": "La direction, le 3", field: value}
    answer = sign_in(cast.agent).post(f"/familles/{cast.oconnor.id}/tableau", data=data)
    assert answer.status_code == 422
    assert words in text(answer)
    if field != "decided_by":
        assert "La direction, le 3" in answer.text
    assert now(cast.oconnor).link_state is None


def test_a_family_already_on_the_board_is_not_added_again(cast, sign_in):
    answer = sign_in(cast.agent).post(f"/familles/{cast.haddad.id}/tableau", data=WHY)
    assert answer.status_code == 409
    assert "déjà au tableau" in answer.text


def test_the_agent_who_adds_a_family_is_its_lead_unless_they_say_otherwise(cast, sign_in):
    html = sign_in(cast.agent).get(f"/familles/{cast.oconnor.id}/tableau").text
    assert f'<option selected value="{cast.agent.id}">' in html
    html = sign_in(cast.direction).get(f"/familles/{cast.oconnor.id}/tableau").text
    assert '<option selected value="">' in html


def test_the_work_with_a_family_ends_with_a_reason(cast, sign_in, events):
    browser = sign_in(cast.agent)
    page = browser.get(f"/familles/{cast.haddad.id}/fin")
    assert "Terminer l’accompagnement de la famille" in page.text
    answer = browser.post(f"/familles/{cast.haddad.id}/fin", data={"version": 1, "reason": "Le lien tient."})
    assert answer.status_code == 303
    family = now(cast.haddad)
    assert (family.link_state, family.version) == ("termine", 2)
    change = LinkChange.get()
    assert (change.before, change.after, change.words) == ("a_joindre", "termine", "Le lien tient.")
    assert len(events("family.ended")) == 1
    html = browser.get("/familles").text
    assert board.names(html) == {"Tremblay-Nguyen"}
    assert 'name="etat" value="a_joindre"' in html.partition('class="toast')[2], "the undo"


def test_the_end_needs_its_reason(cast, sign_in, htmx):
    browser = sign_in(cast.agent)
    for headers in ({}, htmx):
        answer = browser.post(f"/familles/{cast.haddad.id}/fin", data={"version": 1, "reason": " "}, headers=headers)
        assert answer.status_code == 422
        assert "Ce champ est nécessaire." in answer.text
    assert now(cast.haddad).link_state == "a_joindre"


def test_the_work_does_not_end_twice(cast, sign_in):
    browser = sign_in(cast.agent)
    browser.post(f"/familles/{cast.haddad.id}/fin", data={"version": 1, "reason": "Le lien tient."})
    answer = browser.post(f"/familles/{cast.haddad.id}/fin", data={"version": 2, "reason": "Le lien tient."})
    assert answer.status_code == 409
    assert LinkChange.select().count() == 1


def test_a_family_whose_work_ended_comes_back_with_its_reasons(cast, sign_in):
    browser = sign_in(cast.agent)
    browser.post(f"/familles/{cast.haddad.id}/fin", data={"version": 1, "reason": "Le lien tient."})
    assert "Ramener au tableau" in browser.get("/familles/repertoire").text
    answer = browser.post(f"/familles/{cast.haddad.id}/tableau", data=WHY | {"version": 2, "state": "veille"})
    assert answer.status_code == 303
    assert now(cast.haddad).link_state == "veille"
    assert [change.before for change in LinkChange.select().order_by(LinkChange.id)] == ["a_joindre", "termine"]


def test_priority_and_lead_are_changed(cast, sign_in, events):
    browser = sign_in(cast.direction)
    data = {"version": 1, "priority": "moyenne", "lead": cast.agent2.id, "filtres": "langue=ar"}
    answer = browser.post(f"/familles/{cast.haddad.id}/attribution", data=data)
    assert (answer.status_code, answer.location) == (303, f"/familles?langue=ar#card-{cast.haddad.id}")
    family = now(cast.haddad)
    assert (family.priority, family.lead_id, family.version) == ("moyenne", cast.agent2.id, 2)
    (event,) = events("family.changed")
    assert event.detail == {"priorite": ["normale", "moyenne"], "agent": [cast.agent.id, cast.agent2.id]}


def test_a_family_may_have_no_lead(cast, sign_in):
    data = {"version": 1, "priority": "haute", "lead": ""}
    assert sign_in(cast.agent).post(f"/familles/{cast.haddad.id}/attribution", data=data).status_code == 303
    assert now(cast.haddad).lead_id is None


def test_a_lead_whose_account_is_closed_stays_in_the_list(cast, sign_in):
    cast.agent.__class__.update(active=False).where(cast.agent.__class__.id == cast.agent.id).execute()
    html = sign_in(cast.direction).get(f"/familles/{cast.haddad.id}/attribution").text
    assert f'<option selected value="{cast.agent.id}">Rosalie Gagnon</option>' in html
    html = sign_in(cast.direction).get(f"/familles/{cast.oconnor.id}/attribution").text
    assert '<option selected value="">' in html


@pytest.mark.parametrize(
    ("path", "data", "mine"),
    [
        ("fin", {"reason": "La famille a déménagé."}, "La famille a déménagé."),
        ("attribution", {"priority": "moyenne", "lead": ""}, "Priorité moyenne"),
    ],
)
def test_a_decision_on_an_old_version_is_sent_back_with_both_versions(cast, sign_in, htmx, path, data, mine):
    sign_in(cast.agent2).post(f"/familles/{cast.haddad.id}/deplacement", data={"etat": "alliance", "version": 1})
    browser = sign_in(cast.agent)
    for headers in ({}, htmx):
        answer = browser.post(f"/familles/{cast.haddad.id}/{path}", data=data | {"version": 1}, headers=headers)
        assert answer.status_code == 409
        for words in (mine, "Alliance établie", "Idriss Cissé", "votre saisie est encore là", 'value="2"'):
            assert words in text(answer), words
    family = now(cast.haddad)
    assert (family.link_state, family.priority) == ("alliance", "normale")
    assert browser.post(f"/familles/{cast.haddad.id}/{path}", data=data | {"version": 2}).status_code == 303


def test_adding_on_an_old_version_is_sent_back_with_both_versions(cast, sign_in):
    Family.update(version=2).where(Family.id == cast.oconnor.id).execute()
    answer = sign_in(cast.agent).post(f"/familles/{cast.oconnor.id}/tableau", data=WHY)
    assert answer.status_code == 409
    assert "Pas au tableau" in answer.text
    assert WHY["why"] in answer.text


def test_with_htmx_a_decision_comes_in_the_dialog_and_leaves_it_empty(cast, sign_in, htmx):
    browser = sign_in(cast.agent)
    form = browser.get(f"/familles/{cast.haddad.id}/attribution", headers=htmx).text
    assert form.lstrip().startswith("<h2")
    assert "<html" not in form
    assert 'hx-target="#dialog-body"' in form
    data = {"version": 1, "priority": "haute", "lead": ""}
    answer = browser.post(f"/familles/{cast.haddad.id}/attribution", data=data, headers=htmx)
    assert '<hx-partial hx-target="#dialog-body" hx-swap="innerHTML"></hx-partial>' in answer.text
    assert board.columns(answer.text)["a_joindre"] == ["Haddad"]


@pytest.mark.parametrize("person", ["prof", "pro", "secretariat", "repondant"])
@pytest.mark.parametrize("path", ["fin", "attribution", "tableau"])
def test_only_agents_and_direction_decide(cast, sign_in, person, path):
    user = getattr(cast, person)
    CircleMember.create(user=user, family=cast.haddad, reason="suivi", added_at=clock.now())
    browser = sign_in(user)
    assert browser.get(f"/familles/{cast.haddad.id}/{path}").status_code == 403
    assert browser.post(f"/familles/{cast.haddad.id}/{path}", data={"version": 1}).status_code == 403
    assert now(cast.haddad).version == 1


@pytest.mark.parametrize("path", ["fin", "attribution", "tableau", "deplacer"])
def test_a_family_that_does_not_exist(cast, sign_in, path):
    assert sign_in(cast.agent).get(f"/familles/999/{path}").status_code == 404
