"""The pages of organisations and services, and the forms that write them, as a browser uses them."""

from __future__ import annotations

from typing import Any

import pytest

from schoolapp.partners.models import Category, Organization, Phone, Schedule, Service, Tip
from tests.guards import markup

ORGANIZATION, SERVICE = "/partenaires/organismes/1", "/partenaires/services/1"
PAGES = (
    ORGANIZATION, SERVICE, f"{SERVICE}/edition", f"{ORGANIZATION}/edition", f"{ORGANIZATION}/services/nouveau",
    f"{ORGANIZATION}/lieux/nouveau", "/partenaires/lieux/1", f"{ORGANIZATION}/personnes/nouvelle",
    f"{ORGANIZATION}/ententes/nouvelle", f"{SERVICE}/historique", f"{ORGANIZATION}/historique",
    "/partenaires/organismes/nouveau", "/partenaires/categories", "/partenaires/organismes",
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("directory")


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def service_form(**more: Any) -> dict[str, Any]:
    """A service as the form sends it."""
    return {
        "opened_by": "1", "version": "1", "name": "Dépannage alimentaire", "state": "actif", "free": "oui",
        "languages": ["fr", "es"], "means": ["se_presenter"], "approached_by": "tous", "confirm_months": "12",
        "categories": ["alimentation"], "places": ["1"], "phones-0-typed": "514 555-0161", "phones-0-kind": "voix",
        "schedules-0-byday": ["TU", "TH"], "schedules-0-opens_at": "13:00", "schedules-0-closes_at": "16:00",
        "schedules-0-place": "0",
    } | more  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_within_six_statements(page, agent, count_queries):
    with count_queries() as statements:
        answer = agent.get(page)
    assert answer.status_code == 200
    assert len(statements) <= 6, statements


def test_a_page_takes_as_many_statements_whatever_it_holds(cast, agent, count_queries, app):
    with count_queries() as before:
        agent.get(ORGANIZATION)
    for number in range(6):
        data = {"opened_by": "1", "words": f"Conseil {number}"}
        assert agent.post(f"{ORGANIZATION}/conseils", data=data).status_code == 303
        agent.post(
            f"{ORGANIZATION}/services", data=service_form(name=f"Service {number}", form_key=f"cle-{number}-0000")
        )
    with count_queries() as after:
        shown = agent.get(ORGANIZATION).get_data(as_text=True)
    assert "Service 5" in shown
    assert len(after) == len(before)


def test_the_sheet_says_how_to_reach_where_and_when(agent):
    page = agent.get(SERVICE).get_data(as_text=True)
    for words in ("Se présenter sur place", "ouvre", "514\N{NO-BREAK SPACE}555-0161", "12, rue des Érables",
                  "Accessible en fauteuil roulant", "Mardi et jeudi, de 13", "espagnol", "Alimentation"):  # fmt: skip
        assert words.casefold() in page.casefold(), words
    assert 'href="tel:+15145550161"' in page
    assert 'href="https://www.openstreetmap.org/search?query=12%2C%20rue' in page
    assert "Facture en juin" not in page, "the internal note is on the organisation's page"


def test_a_teacher_reads_and_advises_but_does_not_write(cast, sign_in):
    browser = sign_in(cast.prof)
    page = browser.get(SERVICE).get_data(as_text=True)
    assert "Modifier" not in page
    assert "Archiver" not in page
    assert browser.get(f"{SERVICE}/edition").status_code == 403
    tip = {"opened_by": str(cast.prof.id), "words": "La porte de côté est plus simple."}
    assert browser.post(f"{SERVICE}/conseils", data=tip).status_code == 303
    assert "Camille Roy" in browser.get(SERVICE).get_data(as_text=True)
    assert sign_in(cast.agent).post("/partenaires/conseils/1/retrait").status_code == 404, "it is not theirs"
    assert browser.post("/partenaires/conseils/1/retrait").status_code == 303
    assert Tip.get_by_id(1).withdrawn_at is not None


def test_a_service_is_changed_and_the_history_tells_it(agent, events):
    more = {"wait": "deux jours", "phones-1-typed": "811", "phones-1-kind": "voix", "schedules-1-byday": ["SA"],
            "schedules-1-opens_at": "09:00", "schedules-1-closes_at": "00:00", "schedules-1-place": "1"}  # fmt: skip
    answer = agent.post(f"{SERVICE}/edition", data=service_form(**more))
    assert (answer.status_code, answer.location) == (303, SERVICE)
    assert [row.digits for row in Phone.select().where(Phone.service == 1).order_by(Phone.id)] == ["5145550161", "811"]
    hours = Schedule.select().where(Schedule.service == 1).order_by(Schedule.id)
    assert [(row.byday, row.closes_at, row.place_id) for row in hours] == [
        (["TU", "TH"], "16:00", None), (["SA"], "24:00", 1),
    ]  # fmt: skip
    past = agent.get(f"{SERVICE}/historique").get_data(as_text=True)
    assert "deux jours" in past
    assert "Rosalie Gagnon" in past
    assert "minuit" in agent.get(SERVICE).get_data(as_text=True)
    assert events("service.changed")[-1].subject_id == 1


def test_what_somebody_else_wrote_first_is_shown_beside_and_nothing_is_lost(cast, sign_in, agent):
    agent.post(f"{SERVICE}/edition", data=service_form(wait="un mois"))
    other = sign_in(cast.secretariat)
    mine = service_form(wait="une heure", documents="Rien", opened_by=str(cast.secretariat.id))
    answer = other.post(f"{SERVICE}/edition", data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "un mois" in page
    assert page.count("une heure") >= 2, "in the comparison and in the form"
    assert Service.get_by_id(1).wait == "un mois"
    assert other.post(f"{SERVICE}/edition", data=mine | {"version": "2"}).status_code == 303
    assert Service.get_by_id(1).wait == "une heure"


REFUSED = {
    "no name": ({"name": " "}, "Ce champ est nécessaire."),
    "ages the wrong way round": ({"age_min": "12", "age_max": "6"}, "Le deuxième âge est plus petit"),
    "an age that is none": ({"age_min": "1e400"}, "nombre entier"),
    "a need that is none": ({"categories": ["rien"]}, "de la liste"),
    "another's place": ({"places": ["99"]}, "de la liste"),
    "an address that is none": ({"email": "pas une adresse"}, "ne semble pas complète"),
    "a site that is none": ({"website": "javascript:alert(1)"}, "ne se lit pas"),
    "hours without a day": ({"schedules-0-byday": []}, "au moins un jour"),
    "hours the wrong way round": (
        {"schedules-0-closes_at": "11:00", "schedules-0-opens_at": "11:30"},
        "après l’ouverture",
    ),
    "a number without digits": ({"phones-0-typed": "au secours"}, "trois chiffres"),
    "too long a text": ({"words": "x" * 4001}, "Au plus 4000 caractères"),
    "somebody else's page": ({"opened_by": "7"}, "ouverte par une autre personne"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_does_not_hold_is_refused_beside_its_field_and_kept(wrong, agent):
    fields, words = REFUSED[wrong]
    answer = agent.post(f"{SERVICE}/edition", data=service_form(territory="Mon quartier", **fields))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "Mon quartier" in page
    assert Service.get_by_id(1).territory == ""


def test_asking_for_one_more_line_writes_nothing_and_keeps_what_was_typed(agent):
    answer = agent.post(f"{SERVICE}/edition", data=service_form(wait="deux jours", more="phones"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="phones-2-typed"' in page
    assert 'value="deux jours"' in page
    assert Service.get_by_id(1).wait == ""


def test_nul_and_odd_characters_do_no_harm(agent):
    odd = service_form(words="a\x00b \ud83d", name="Ω & <b>’«", territory="\u202e")
    odd["words"] = "a\x00b"
    assert agent.post(f"{SERVICE}/edition", data=odd).status_code == 303
    assert Service.get_by_id(1).words == "ab"
    assert "&lt;b&gt;" in agent.get(SERVICE).get_data(as_text=True)


def test_an_organisation_and_its_first_service_are_written_once(agent, events):
    sent = {"opened_by": "1", "form_key": "une-seule-fois-0", "name": "Le Phare", "website": "lephare.example",
            "phones-0-typed": "1 800 555-0199 poste 4", "phones-0-kind": "sans_frais"}  # fmt: skip
    first, second = (agent.post("/partenaires/organismes", data=sent) for _time in "12")
    assert first.location == second.location
    made = Organization.get(Organization.name == "Le Phare")
    assert made.website == "https://lephare.example"
    number = Phone.get(Phone.organization == made.id)
    assert (number.digits, number.extension) == ("8005550199", "4")
    data = service_form(name="Écoute", form_key="une-seule-fois-1", places=[], version="")
    locations = {agent.post(f"/partenaires/organismes/{made.id}/services", data=data).location for _time in "12"}
    assert len(locations) == 1
    assert len(events("service.created")) == 4  # three of the small directory, and this one


def test_an_organisation_of_a_known_name_is_added_only_when_it_is_another(agent):
    sent = {"opened_by": "1", "form_key": "homonyme-0-0000", "name": "lé relais"}
    refused = agent.post("/partenaires/organismes", data=sent)
    assert refused.status_code == 422
    assert 'href="/partenaires/organismes/2"' in refused.text
    answers = [agent.post("/partenaires/organismes", data=sent | {"twin": "y"}) for _time in "12"]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/partenaires/organismes/3")}


def test_an_archived_sheet_still_opens_and_is_not_changed_before_it_comes_back(agent):
    assert agent.post(f"{SERVICE}/archivage").status_code == 303
    assert "dans les archives" in agent.get(SERVICE).get_data(as_text=True)
    assert agent.get(f"{SERVICE}/edition").status_code == 409
    assert agent.post(f"{SERVICE}/retablissement").status_code == 303
    assert agent.post(f"{ORGANIZATION}/archivage").status_code == 303
    assert agent.post(f"{SERVICE}/retablissement").status_code == 409
    assert agent.get(f"{ORGANIZATION}/services/nouveau").status_code == 409
    assert agent.post(f"{ORGANIZATION}/retablissement").status_code == 303
    assert agent.get(f"{SERVICE}/edition").status_code == 200


def test_the_school_keeps_categories_of_its_own(cast, sign_in):
    browser = sign_in(cast.secretariat)
    form = {"opened_by": str(cast.secretariat.id), "name": "Frigo partagé", "parent": "alimentation"}
    assert browser.post("/partenaires/categories", data=form).status_code == 303
    again = browser.post("/partenaires/categories", data=form | {"name": "frigo partage"})
    assert again.status_code == 422
    assert "existe déjà" in again.get_data(as_text=True)
    assert browser.post("/partenaires/categories", data=form | {"parent": "rien"}).status_code == 422
    rename = {"opened_by": str(cast.secretariat.id), "name": "Frigo de rue"}
    assert browser.post("/partenaires/categories/1", data=rename).status_code == 303
    assert browser.post("/partenaires/categories/1/archivage").status_code == 303
    assert Category.get_by_id(1).archived_at is not None
    browser.get(SERVICE)  # the notice goes
    assert "Frigo de rue" not in browser.get(f"{SERVICE}/edition").get_data(as_text=True)
    assert browser.post("/partenaires/categories/1/retablissement").status_code == 303
    assert "Frigo de rue" in browser.get(f"{SERVICE}/edition").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/partenaires/services/99", "/partenaires/organismes/99", "/partenaires/lieux/99"])
def test_what_is_not_there_is_a_page_not_found(address, agent):
    assert agent.get(address).status_code == 404


def names(page: str) -> list[str]:
    """The organisations of the list, in order."""
    return [name for name in ("La Tablée des Érables", "Le Phare", "Le Relais") if f"<bdi>{name}</bdi>" in page]


def test_the_list_of_organisations_has_those_without_services_and_the_archived_ones(agent):
    agent.post("/partenaires/organismes", data={"opened_by": "1", "name": "Le Phare"})
    agent.post("/partenaires/organismes/2/archivage")
    agent.get("/")  # the notices go
    assert names(agent.get("/partenaires/organismes").text) == ["La Tablée des Érables", "Le Phare"]
    assert names(agent.get("/partenaires/organismes?montrer=sans").text) == ["Le Phare"]
    assert names(agent.get("/partenaires/organismes?montrer=archives").text) == ["Le Relais"]
    assert names(agent.get("/partenaires/organismes?q=erables tablee").text) == ["La Tablée des Érables"]
    assert agent.get("/partenaires/organismes?montrer=rien&q=%00%25&page=1e9").status_code == 200


@pytest.mark.parametrize("person", ["agent", "prof"])
def test_every_page_is_well_made(person, cast, sign_in):
    browser = sign_in(getattr(cast, person))
    browser.post(f"{SERVICE}/conseils", data={"opened_by": str(getattr(cast, person).id), "words": "Un truc"})
    found = {}
    for page in PAGES:
        answer = browser.get(page)
        if answer.status_code == 200:
            found[page] = markup.faults(answer.text)
    refused = browser.post(f"{SERVICE}/edition", data=service_form(name="", version="0"))
    found["refused"] = markup.faults(refused.text) if refused.status_code == 422 else []
    assert found[SERVICE] == []
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_a_merged_sheet_leads_to_the_one_that_stayed(agent, directory, context):
    Service.update(merged_into=2).where(Service.id == 1).execute()
    Organization.update(merged_into=2).where(Organization.id == 1).execute()
    assert agent.get(SERVICE).location == "/partenaires/services/2"
    assert agent.get(ORGANIZATION).location == "/partenaires/organismes/2"
