"""Visiting cards, read back by a reader of another make; and the way to a place on a map."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
import vobject

from schoolapp.partners import models as m
from schoolapp.partners.maps import map_url
from tests.partners.services import organization


@pytest.fixture
def tablee(cast):
    made = organization(
        "La Tablée; « Érables », inc.", email="info@tablee.example", website="https://tablee.example/a,b;c"
    )
    m.Phone.create(uuid=str(uuid4()), organization=made, digits="5145550160", typed="514 555-0160", extension="12")
    m.Phone.create(uuid=str(uuid4()), organization=made, digits="5145550161", typed="514 555-0161", kind="telecopieur")
    m.Place.create(uuid=str(uuid4()), organization=made, address="12, rue des Érables", city="Montréal",
                   postal_code="H0H 1A1", province="QC")  # fmt: skip
    return made


def card(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/vcard"
    text = answer.get_data(as_text=True)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return vobject.readOne(text)


def test_the_card_of_an_organisation(sign_in, cast, tablee):
    answer = sign_in(cast.prof).get(f"/partenaires/organismes/{tablee.id}.vcf")
    read = card(answer)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="la-tablee-erables-inc.vcf"'
    assert read.fn.value == "La Tablée; « Érables », inc."
    assert read.org.value == ["La Tablée; « Érables », inc."]
    assert [tel.value for tel in read.contents["tel"]] == ["+15145550160 x12", "+15145550161"]
    assert [tel.params["TYPE"] for tel in read.contents["tel"]] == [["WORK", "VOICE"], ["WORK", "FAX"]]
    assert read.email.value == "info@tablee.example"
    assert (read.adr.value.street, read.adr.value.city, read.adr.value.code) == (
        "12, rue des Érables", "Montréal", "H0H 1A1",
    )  # fmt: skip
    assert read.url.value == "https://tablee.example/a%2Cb%3Bc"
    assert read.uid.value == tablee.uuid


def test_the_card_of_a_person_has_their_own_number_or_that_of_the_house(sign_in, cast, tablee):
    person = m.Contact.create(uuid=str(uuid4()), organization=tablee, name="نادية حداد\nX", title="Coordonnatrice")
    browser = sign_in(cast.agent)
    read = card(browser.get(f"/partenaires/personnes/{person.id}.vcf"))
    assert read.fn.value == "نادية حداد\nX"
    assert read.title.value == "Coordonnatrice"
    assert read.tel.value == "+15145550160 x12"
    m.Phone.create(uuid=str(uuid4()), contact=person, digits="4385550100", typed="438 555-0100")
    assert [tel.value for tel in card(browser.get(f"/partenaires/personnes/{person.id}.vcf")).contents["tel"]] == [
        "+14385550100"
    ]


def test_only_the_school_takes_them_and_nobody_of_what_is_archived(sign_in, cast, tablee):
    person = m.Contact.create(uuid=str(uuid4()), organization=tablee, name="Une personne")
    assert sign_in(cast.repondant).get(f"/partenaires/organismes/{tablee.id}.vcf").status_code == 403
    m.Organization.update(archived_at=tablee.created_at).execute()
    for url in (f"/partenaires/organismes/{tablee.id}.vcf", f"/partenaires/personnes/{person.id}.vcf"):
        assert sign_in(cast.agent).get(url).status_code == 404


@pytest.mark.parametrize(
    ("latitude", "longitude", "address", "url"),
    [
        (45.5, -73.6, "", "https://www.openstreetmap.org/?mlat=45.500000&mlon=-73.600000#map=17/45.500000/-73.600000"),
        (None, None, "12, rue É & É", "https://www.openstreetmap.org/search?query=12%2C%20rue%20%C3%89%20%26%20%C3%89%2C%20Laval"),
        (99.0, 0.0, "", ""),
        (None, None, "", ""),
    ],
)  # fmt: skip
def test_the_way_to_a_place_on_a_map_is_a_plain_address(latitude, longitude, address, url):
    place = SimpleNamespace(latitude=latitude, longitude=longitude, address=address, city="Laval", postal_code="")
    assert map_url(place) == url
