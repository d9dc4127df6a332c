"""The partner's page: it shows its sheets, confirms, proposes; it holds nothing of the school's own."""

from __future__ import annotations

import re

import pytest

from schoolapp import clock
from schoolapp.partners import links, proposals
from schoolapp.partners.models import Phone, Proposal, Schedule, SheetLink, Tip
from schoolapp.partners.sheet_public import ANSWERS, UNKNOWN
from tests.guards import markup
from tests.partners import rows
from tests.visitor import Form

SECRETS = ("Facture en juin", "Parler à Jo")


@pytest.fixture
def link(app, cast, directory):
    with app.test_request_context():
        Tip.create(organization=directory.tablee.id, words="Parler à Jo", author=cast.agent.id, written_at=clock.now())
        return links.make(directory.tablee, "Mme Ouellet", "info@tablee.example", 60, by=cast.agent)


@pytest.fixture
def address(app, link):
    with app.test_request_context():
        return f"/p/{links.token_of(link)}"


class Sheet(Form):
    """A form where several boxes may have the same name."""

    def _field(self, tag, given):
        if given.get("type") == "checkbox":
            kept = self.fields.setdefault(given["name"], [])
            kept += [given.get("value", "y")] if "checked" in given else []
        else:
            super()._field(tag, given)


def fields(page, action):
    form = Sheet(action)
    form.feed(page)
    assert form.action is not None, f"no form to {action}"
    return {name: value.strip() if isinstance(value, str) else value for name, value in form.fields.items()}


def correct(client, path, **answers):
    """Open the form of a sheet, change a few fields, send it."""
    return client.post(path, data=fields(client.get(path).text, path) | answers)


def test_the_page_shows_the_sheets_and_nothing_of_the_school_s_own(client, link, address):
    page = client.get(address)
    assert page.status_code == 200
    for words in ("Dépannage alimentaire", "Cuisine du soir", "mardi et jeudi, de 13", "514", "5 $ la séance"):
        assert words in page.text.replace("\xa0", " ")
    assert [secret for secret in SECRETS if secret in page.text] == []
    assert "Francisation" not in page.text
    assert markup.faults(page.text) == []
    assert "Set-Cookie" not in page.headers
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_looking_changes_nothing(client, link, address, directory, events):
    before = (len(events()), directory.depannage.version)
    for path in (address, f"{address}/organisme", f"{address}/services/{directory.depannage.id}"):
        assert client.get(path).status_code == 200
    assert rows.fresh(link).used_at is None
    assert (len(events()), rows.fresh(directory.depannage).version) == before


def test_the_pages_are_read_in_few_statements(client, address, directory, count_queries):
    client.get(address)
    with count_queries() as statements:
        client.get(address)
    assert len(statements) <= 6, statements
    with count_queries() as statements:
        client.get(f"{address}/services/{directory.depannage.id}")
    assert len(statements) <= 6, statements


def test_one_sheet_is_confirmed_by_its_button(client, link, address, directory, events):
    mark = f"{directory.depannage.id}:{rows.fresh(directory.depannage).version}"
    answer = client.post(f"{address}/confirmation", data={"who": "Jo Ouellet", "fiche": mark})
    assert answer.status_code == 303
    assert "Merci" in client.get(answer.location).text
    assert rows.fresh(directory.depannage).confirmed_words == "Jo Ouellet"
    assert rows.fresh(directory.cuisine).confirmed_at is None
    assert rows.fresh(link).used_at == clock.now()
    assert [event.detail for event in events("sheet.confirmed")] == [{"partenaire": True}]


def test_all_the_sheets_are_confirmed_at_once(client, address, directory):
    page = client.get(address).text
    marks = re.findall(r'name="toutes" value="([^"]+)"', page)
    assert len(marks) == 2
    client.post(f"{address}/confirmation", data={"who": "Jo", "toutes": marks, "tout": "1"})
    assert all(rows.fresh(one).confirmed_words == "Jo" for one in (directory.depannage, directory.cuisine))


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"who": "Jo", "fiche": "{stale}"}, 409, "Une fiche a changé"),
        ({"who": "Jo", "fiche": "{other}"}, 409, "Une fiche a changé"),
        ({"who": "Jo", "suite": "1"}, 422, "Dites quelle fiche est juste"),
        ({"who": "Jo", "fiche": "x"}, 422, "Dites quelle fiche est juste"),
        ({"who": "", "fiche": "{own}"}, 422, "Ce champ est nécessaire"),
        ({"who": "J" * 121, "fiche": "{own}"}, 422, "Au plus 120"),
    ],
)
def test_what_is_not_right_is_said_and_confirms_nothing(client, address, directory, data, status, words):
    version = rows.fresh(directory.depannage).version
    marks = {"stale": f"{directory.depannage.id}:{version + 1}", "own": f"{directory.depannage.id}:{version}"}
    marks["other"] = f"{directory.francais.id}:1"
    answer = client.post(f"{address}/confirmation", data={name: text.format(**marks) for name, text in data.items()})
    assert (answer.status_code, words in answer.text) == (status, True)
    assert markup.faults(answer.text) == []
    assert rows.fresh(directory.depannage).confirmed_at is None
    assert rows.fresh(directory.francais).confirmed_at is None


def test_a_form_sent_as_it_came_proposes_nothing_and_confirms(client, address, directory):
    Schedule.create(uuid="night", service=directory.depannage.id, byday=["SA"], opens_at="00:00", closes_at="24:00")
    Phone.create(uuid="far", service=directory.depannage.id, digits="5145550199", typed="+1 514 555 0199", kind="texto")
    answer = correct(client, f"{address}/services/{directory.depannage.id}")
    assert answer.location.endswith("fait=juste")
    assert Proposal.select().count() == 0
    assert rows.fresh(directory.depannage).confirmed_words == "Mme Ouellet"
    assert Phone.get(Phone.uuid == "far").typed == "+1 514 555 0199"


def test_corrections_wait_and_the_form_comes_back_with_them(client, address, directory):
    path = f"{address}/services/{directory.depannage.id}"
    changed = {"how": "Sonner à la porte bleue", "schedules-0-closes_at": "16h30", "phones-0-number": "438 555-0199"}
    answer = correct(client, path, **changed, message="Nous déménageons.", who="Jo")
    assert answer.location.endswith("fait=corrige")
    kept = {one.field: one for one in Proposal.select()}
    assert set(kept) == {"how", "schedules", "phones", "message"}
    assert '"closes_at":"16:30"' in kept["schedules"].after
    assert kept["how"].by_words == "Jo"
    assert rows.fresh(directory.depannage).how == ""
    page = client.get(path).text
    assert fields(page, path)["how"] == "Sonner à la porte bleue"
    assert "Votre correction attend" in page
    assert markup.faults(page) == []
    assert "4 corrections attendent" in client.get(address).text
    assert correct(client, path).location.endswith("fait=corrige")
    assert Proposal.select().count() == 4


def test_an_address_is_corrected_and_the_school_writes_it(client, app, cast, address, directory):
    path = f"{address}/organisme"
    assert "12, rue des Érables" in client.get(address).text
    correct(client, path, **{"places-0-address": "40, rue du Moulin", "places-0-transport": "Autobus 12"})
    kept = Proposal.get()
    assert kept.field == "places"
    with app.test_request_context():
        rows.accept(kept, cast.agent)
        done = rows.fresh(kept)
        now = rows.fresh(directory.hall)
        assert (now.address, now.city, now.transport, now.accessible) == (
            "40, rue du Moulin",
            "Montréal",
            "Autobus 12",
            True,
        )
        assert "moulin" in rows.fresh(directory.depannage).search_text
        proposals.reopen(done, done.version, by=cast.agent)
    assert rows.fresh(directory.hall).address == "12, rue des Érables"


def test_a_place_of_another_organisation_is_not_written(client, address, directory):
    path = f"{address}/organisme"
    answer = correct(client, path, **{"places-0-kept": "999999", "places-0-address": "Ailleurs"})
    assert answer.status_code == 303
    assert Proposal.select().count() == 0


def test_a_line_is_added_and_another_goes(client, address, directory):
    path = f"{address}/services/{directory.depannage.id}"
    form = fields(client.get(path).text, path)
    added = {
        "schedules-0-gone": "y",
        "schedules-1-byday": ["MO", "FR"],
        "schedules-1-opens_at": "9",
        "phones-0-number": "",
    }
    client.post(path, data=form | added)
    kept = {one.field: one.after for one in Proposal.select()}
    assert kept["phones"] == ""
    assert kept["schedules"].count("byday") == 1
    assert '"byday":["MO","FR"],"closes_at":null,"opens_at":"09:00"' in kept["schedules"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": ""}, "Ce champ est nécessaire"),
        ({"who": ""}, "Ce champ est nécessaire"),
        ({"email": "jo@"}, "ne semble pas complète"),
        ({"website": "javascript:alert(1)"}, "Écrivez l’adresse du site"),
        ({"website": "mailto://x"}, "Écrivez l’adresse du site"),
        ({"phones-0-number": "12"}, "ne semble pas complet"),
        ({"schedules-0-opens_at": "25 h"}, "Écrivez une heure"),
        ({"schedules-0-closes_at": "tôt"}, "Écrivez une heure"),
        ({"age_min": "12", "age_max": "6"}, "plus petit que le premier"),
        ({"age_min": "x"}, "nombre entier"),
        ({"age_min": "1e400"}, "nombre entier"),
        ({"words": "m" * 4001}, "Au plus 4000"),
        ({"state": "merveilleux"}, "Choisissez une valeur"),
        ({"languages": "klingon"}, "Choisissez"),
        ({"how": "m" * 1001}, "Au plus 1000"),
    ],
)
def test_what_cannot_be_read_comes_back_as_it_was_typed(client, address, directory, answers, words):
    path = f"{address}/services/{directory.depannage.id}"
    answer = correct(client, path, **answers)
    assert answer.status_code == 422
    assert words in answer.text
    assert markup.faults(answer.text) == []
    typed = fields(answer.text, path)
    assert {name: typed.get(name) for name in answers if name not in ("state", "languages")} == {
        name: text for name, text in answers.items() if name not in ("state", "languages")
    }
    assert Proposal.select().count() == 0


def test_nul_bytes_and_a_site_without_its_beginning_are_put_right(client, address, directory):
    correct(client, f"{address}/organisme", website="www.tablee.example", words="Entr\x00aide", who="J\x00o")
    kept = {one.field: (one.after, one.by_words) for one in Proposal.select()}
    assert kept == {"website": ("https://www.tablee.example", "Jo"), "words": ("Entraide", "Jo")}


def test_the_name_of_the_first_to_answer_is_kept_when_the_link_is_for_nobody(client, app, link, address, directory):
    SheetLink.update(person="").execute()
    correct(client, f"{address}/organisme", words="Entraide", who="Jo Ouellet")
    assert rows.fresh(link).person == "Jo Ouellet"


@pytest.mark.parametrize("part", ["", "/organisme", "/services/1"])
def test_an_unknown_a_revoked_and_an_expired_link_are_one_same_page(client, app, cast, link, address, part, frozen):
    unknown = client.get(f"/p/AAAAAAAAAAAAAAAAAAAAAA{part}")
    with app.test_request_context():
        links.revoke(link, by=cast.agent)
    revoked = client.get(f"{address}{part}")
    SheetLink.update(revoked_at=None).execute()
    frozen.move(days=61)
    expired = client.get(f"{address}{part}")
    assert {page.status_code for page in (unknown, revoked, expired)} == {404}
    assert unknown.text == revoked.text == expired.text
    assert "Tablée" not in unknown.text
    assert markup.faults(unknown.text) == []


def test_another_organisation_s_service_is_not_reached_by_this_link(client, address, directory):
    assert client.get(f"{address}/services/{directory.francais.id}").status_code == 404
    assert client.post(f"{address}/services/{directory.francais.id}", data={"who": "Jo"}).status_code == 404
    assert client.get(f"{address}/services/{2**63}").status_code == 404


def test_whoever_tries_addresses_is_slowed_down(client, address):
    for number in range(UNKNOWN.most):
        assert client.get(f"/p/try{number}").status_code == 404
    refused = client.get("/p/again")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert client.get(address).status_code == 200  # the right address still opens


def test_nobody_answers_without_end(client, address):
    for _again in range(ANSWERS.most):
        client.post(f"{address}/confirmation", data={"who": "Jo", "suite": "1"})
    assert client.post(f"{address}/confirmation", data={"who": "Jo", "suite": "1"}).status_code == 429


def test_a_page_of_another_site_writes_nothing(client, address, directory):
    headers = {"Origin": "https://ailleurs.example"}
    mark = f"{directory.depannage.id}:{directory.depannage.version}"
    answer = client.post(f"{address}/confirmation", data={"who": "Jo", "fiche": mark}, headers=headers)
    assert answer.status_code == 403
    assert rows.fresh(directory.depannage).confirmed_at is None
