"""How a family wishes to be reached: the form, and the band at the head of its file."""

from __future__ import annotations

from datetime import time

import pytest

from schoolapp.families.models import ContactPreference, Family, Guardian, Phone
from tests.families.file import filled, words

WHOLE = {
    "means_1": "texto",
    "means_2": "telephone",
    "means_3": "",
    "moments": ["soir", "fin_semaine"],
    "not_before": "17:00",
    "not_after": "20:30",
    "no_go": ["courriel", "domicile"],
    "language": "ar",
    "languages": ["fr", "kab"],
    "interpreter": "personne",
    "interpreter_name": "Amal <Haddad>",
    "reading_difficulty": "oui",
    "remark": "Travaille de jour",
}


@pytest.fixture
def address(cast):
    return f"/familles/{cast.haddad.id}/contact"


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def wishes(cast) -> ContactPreference:
    return ContactPreference.get(ContactPreference.family == cast.haddad)


def band(browser, family: Family) -> str:
    """What the band says."""
    page = browser.get(f"/familles/{family.id}").text
    return words(page.split('id="file-reach"')[1].split("</section>")[0].split(">", 1)[1])


def test_what_the_family_said_is_kept_dated_and_copied_to_the_card(cast, agent, address, events):
    before = Family.get_by_id(cast.haddad.id)
    answer = agent.post(address, data=filled(agent.get(address).text) | WHOLE)
    assert (answer.status_code, answer.location) == (303, f"/familles/{cast.haddad.id}")
    kept = wishes(cast)
    assert (kept.means, kept.moments, kept.no_go) == (
        ["texto", "telephone"],
        ["soir", "fin_semaine"],
        ["courriel", "domicile"],
    )
    assert (kept.language, kept.languages) == ("ar", ["fr", "kab"])
    assert (kept.interpreter, kept.interpreter_name) == ("personne", "Amal <Haddad>")
    assert (kept.not_before, kept.not_after) == (time(17), time(20, 30))
    assert (kept.reading_difficulty, kept.remark) == ("oui", "Travaille de jour")
    assert kept.asked_at == kept.edited_at is not None
    family = Family.get_by_id(cast.haddad.id)
    assert (family.language, family.interpreter, family.means, family.moments) == (
        "ar",
        "personne",
        ["texto", "telephone"],
        ["soir", "fin_semaine"],
    )
    assert family.card_version > before.card_version
    (event,) = events("family.preference")
    assert (event.actor_id, event.family_id) == (cast.agent.id, cast.haddad.id)
    assert "remark" in event.detail["champs"]


def test_the_band_says_how_to_reach_the_family_now(cast, agent, address):
    agent.post(address, data=filled(agent.get(address).text) | WHOLE)
    text = band(agent, cast.haddad)
    assert text.startswith(
        "Le soir ou la fin de semaine, par texto, sinon par téléphone, en arabe, avec l’aide de Amal <Haddad> . "
    )
    assert "Pas avant 17 h ni après 20 h 30. À éviter : par courriel, à domicile." in text
    assert "Lire est difficile : préférez la voix et les mots simples. Travaille de jour ." in text
    assert "Samira Haddad , 438 555-0101" in text


def taps(browser, family: Family) -> list[tuple[str, str]]:
    import re

    page = browser.get(f"/familles/{family.id}").text.split('id="file-reach"')[1].split("</section>")[0]
    found = re.findall(r'<a class="btn( secondary)?" href="((?:tel|sms|mailto):[^"]*)"', page)
    return [("second" if secondary else "first", url) for secondary, url in found]


@pytest.fixture
def reachable(cast):
    """The Haddad family with a mobile number, one at work, and an e-mail address."""
    samira = Guardian.get(Guardian.name == "Samira Haddad")
    Guardian.update(email="samira@famille.example").where(Guardian.id == samira.id).execute()
    Phone.delete().where(Phone.guardian == samira).execute()
    for position, (kind, number) in enumerate([("travail", "+15145550199;ext=12"), ("cellulaire", "+14385550101")]):
        Phone.create(guardian=samira, kind=kind, number=number, digits=number[2:12], raw=number, position=position)
    return cast.haddad


def prefer(family: Family, **columns) -> None:
    ContactPreference.update(**columns).where(ContactPreference.family == family).execute()


def test_one_tap_calls_the_first_number_and_texts_the_mobile_one(reachable, agent):
    prefer(reachable, means=["telephone"])
    assert taps(agent, reachable) == [("second", "sms:+14385550101"), ("first", "tel:+15145550199;ext=12")]


def test_the_preferred_means_is_the_first_button(reachable, agent):
    prefer(reachable, means=["texto", "courriel"])
    expected = [("second", "tel:+15145550199;ext=12"), ("second", "mailto:samira@famille.example")]
    assert taps(agent, reachable) == [*expected, ("first", "sms:+14385550101")]


def test_a_means_that_the_family_refuses_is_never_offered(reachable, agent):
    prefer(reachable, means=["courriel"], no_go=["telephone", "texto"])
    assert taps(agent, reachable) == [("first", "mailto:samira@famille.example")]


def test_no_text_is_offered_to_a_landline(reachable, agent):
    prefer(reachable, means=["telephone"])
    Phone.update(kind="maison").execute()
    assert taps(agent, reachable) == [("first", "tel:+15145550199;ext=12")]


def test_a_number_nobody_understood_is_shown_and_not_dialled(cast, agent):
    Phone.update(number="", raw="demander à la tante").execute()
    assert taps(agent, cast.haddad) == []
    assert "demander à la tante" in band(agent, cast.haddad)


def test_when_nothing_is_known_the_band_says_so_and_offers_to_ask(cast, agent, sign_in):
    text = band(agent, cast.oconnor)
    assert text.startswith("On ne sait pas encore comment cette famille souhaite être jointe. Demandez-le")
    assert "Noter ses préférences" in text
    assert "Noter ses préférences" not in band(sign_in(cast.prof2), cast.oconnor)  # teachers read


def test_the_first_answers_of_a_family_make_its_row(cast, agent, events):
    address = f"/familles/{cast.oconnor.id}/contact"
    data = filled(agent.get(address).text) | {"means_1": "papier", "moments": ["matin"]}
    assert agent.post(address, data=data).status_code == 303
    assert ContactPreference.get(ContactPreference.family == cast.oconnor).means == ["papier"]
    assert Family.get_by_id(cast.oconnor.id).means == ["papier"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"interpreter": "personne", "interpreter_name": ""}, "Nommez cette personne"),
        ({"not_after": "16:00"}, "Il ne resterait aucun moment"),
        ({"not_before": "25:00"}, "Cette heure ne se lit pas"),
        ({"not_after": "le soir"}, "Cette heure ne se lit pas"),
        ({"no_go": ["texto"]}, "Préféré et à éviter à la fois : par texto"),
        ({"means_1": "pigeon"}, "Choisissez une valeur de la liste"),
        ({"moments": ["nuit"]}, "Choisissez une valeur de la liste"),
        ({"languages": ["klingon"]}, "Choisissez une valeur de la liste"),
        ({"remark": "x" * 501}, "Au plus 500 caractères"),
    ],
)
def test_what_does_not_hold_is_refused_beside_its_field_and_kept(cast, agent, address, events, changes, message):
    answer = agent.post(address, data=filled(agent.get(address).text) | WHOLE | changes)
    assert answer.status_code == 422
    assert message in words(answer.text)
    kept = filled(answer.text)
    assert kept["language"] == ["ar"]
    assert wishes(cast).means == ["telephone"]
    assert events("family.preference") == []


def test_a_named_interpreter_is_forgotten_when_no_person_is_named_any_more(cast, agent, address):
    agent.post(address, data=filled(agent.get(address).text) | WHOLE)
    agent.post(address, data=filled(agent.get(address).text) | {"interpreter": "oui"})
    assert (wishes(cast).interpreter, wishes(cast).interpreter_name) == ("oui", "")


def test_a_language_the_list_does_not_know_survives_the_form(cast, agent, address):
    prefer(cast.haddad, language="xx", languages=["yy"])
    agent.post(address, data=filled(agent.get(address).text) | {"remark": "Vue au parc"})
    assert (wishes(cast).language, wishes(cast).languages, wishes(cast).remark) == ("xx", ["yy"], "Vue au parc")


def test_two_people_writing_at_once_see_both_versions(cast, sign_in, agent, address, events):
    office = sign_in(cast.secretariat)
    mine = filled(agent.get(address).text) | {"remark": "Appeler la tante", "moments": ["matin", "soir"]}
    theirs = filled(office.get(address).text) | {"remark": "Ne jamais appeler au travail"}
    assert office.post(address, data=theirs).status_code == 303
    answer = agent.post(address, data=mine)
    assert answer.status_code == 409
    text = words(answer.text)
    for shown in ("Celle de Ginette Côté", "Ne jamais appeler au travail", "Appeler la tante", "le matin, le soir"):
        assert shown in text
    assert agent.post(address, data=filled(answer.text)).status_code == 303
    assert wishes(cast).remark == "Appeler la tante"
    assert len(events("family.preference")) == 2


def test_the_secretariat_gets_its_own_page_back_by_htmx(cast, sign_in, address, htmx):
    browser = sign_in(cast.secretariat)
    data = filled(browser.get(address).text) | {"remark": "Vue au parc"}
    answer = browser.post(address, data=data, headers=htmx)
    assert answer.status_code == 200
    assert '<hx-partial hx-target="#file-reach"' in answer.text
    assert "Vue au parc" in answer.text
