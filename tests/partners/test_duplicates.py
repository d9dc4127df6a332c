"""Sheets that look alike: found, set apart, or made one with all that pointed to them."""

from __future__ import annotations

import pytest

from schoolapp.database import Stale
from schoolapp.errors import Refused
from schoolapp.partners import duplicate_queries, duplicates, history
from schoolapp.partners import models as m
from schoolapp.partners.models import Organization, Phone, Service, SheetChange
from tests.guards import markup
from tests.partners import services as makers
from tests.partners.hsds_makers import imported, package


def reasons():
    return {(pair.first.name, pair.second.name): pair.reasons for pair in duplicate_queries.pairs()}


@pytest.fixture
def twins(directory, app, cast):
    """Two sheets of La Tablée, each with a service of the same name, and what points to the second."""
    with app.test_request_context():
        other = makers.organization("La Tablée des Erables", email="info@tablee.example", website="tablee.example")
        service = makers.service("Dépannage alimentaire", other, "alimentation", "budget", phone="5145550161")
        Phone.create(uuid="00000000-0000-4000-8000-000000000001", organization=other, digits="5145550160", typed="x")
        m.Tip.create(organization=other, words="Sonner", author=cast.agent, written_at=other.created_at)
        m.Favourite.create(user=cast.agent, service=service)
        m.Favourite.create(user=cast.agent, service=directory.depannage)
        m.Favourite.create(user=cast.pro, service=service)
        SheetChange.create(organization=other, field="created", after=other.name, at=other.created_at)
    return directory.tablee, other, service


@pytest.mark.usefixtures("context")
class TestFound:
    @pytest.mark.parametrize(
        ("name", "columns", "why"),
        [
            ("la tablée  des ÉRABLES", {}, "même nom"),
            ("Tablée des érables, la", {}, "noms proches"),
            ("Autre", {"other_name": "La Tablée des Érables"}, "même nom"),
            ("Autre", {"website": "http://www.tablee.example/"}, "même site"),
            ("Autre", {"email": "INFO@tablee.example"}, "même courriel"),
        ],
    )
    def test_organisations_that_look_alike(self, directory, name, columns, why):
        Organization.update(email="info@tablee.example", website="https://tablee.example").where(
            Organization.id == directory.tablee.id
        ).execute()
        made = makers.organization(name, **columns)

        assert why in reasons()[(directory.tablee.name, made.name)]

    def test_the_same_number_says_so(self, directory):
        made = makers.organization("Autre")
        Phone.create(uuid="00000000-0000-4000-8000-000000000001", organization=made, digits="5145550160", typed="x")

        assert reasons() == {(directory.tablee.name, "Autre"): ("même téléphone",)}

    def test_what_only_looks_alike_is_not_shown(self, directory):
        makers.organization("Groupe 1 du quartier")
        makers.organization("Groupe 2 du quartier")
        archived = makers.organization("La Tablée des Érables", archived_at=directory.tablee.created_at)

        assert archived.archived
        assert reasons() == {}

    def test_a_name_that_everybody_has_tells_nothing(self):
        for _number in range(14):
            makers.organization("Maison des jeunes")

        assert reasons() == {}

    def test_services_are_compared_within_their_organisation(self, directory):
        makers.service("Dépannage  Alimentaire", directory.tablee)
        makers.service("Dépannage alimentaire", directory.relais)

        assert list(reasons()) == [("Dépannage alimentaire", "Dépannage  Alimentaire")]

    def test_two_thousand_services_are_compared_in_four_statements(self, count_queries):
        owners = [makers.organization(f"Maison {number:03}") for number in range(60)]
        for number in range(240):
            makers.service(f"Atelier {number}", owners[number % 60])

        with count_queries() as statements:
            duplicate_queries.pairs()

        assert len(statements) == 4


@pytest.mark.usefixtures("context")
class TestMerged:
    def merge(self, twins, cast, **values):
        kept, gone, _service = (type(row).get_by_id(row.id) for row in twins)
        duplicates.merge(kept, gone, (kept.version, gone.version), values, by=cast.agent)
        return Organization.get_by_id(kept.id), Organization.get_by_id(gone.id)

    def test_all_that_pointed_to_one_points_to_the_other(self, twins, cast, events):
        before = SheetChange.select().count()
        kept, gone = self.merge(twins, cast, email="info@tablee.example")

        assert (kept.email, gone.merged_into_id, gone.archived) == ("info@tablee.example", kept.id, True)
        assert Service.get_by_id(twins[2].id).organization_id == kept.id
        assert m.Tip.get().organization_id == kept.id
        assert [phone.digits for phone in Phone.select().where(Phone.organization == kept)] == ["5145550160"]
        assert {(one.field, one.after) for one in history.of(kept)} >= {
            ("merged", gone.name), ("email", "info@tablee.example"), ("created", gone.name),
        }  # fmt: skip
        assert SheetChange.select().count() == before + 2
        (event,) = events("partner.merged")
        assert event.detail == {"de": gone.id, "champs": ["email"]}
        assert "tablee des erables" in Service.get_by_id(twins[2].id).search_text

    def test_the_same_place_stays_once_with_what_is_at_it(self, twins, directory, cast):
        place = m.Place.create(
            uuid="p9", organization=twins[1], name="sous-sol de l’Église", address="12 rue des Erables"
        )
        m.Place.create(uuid="p8", organization=twins[1], name="Annexe")
        m.ServicePlace.create(uuid="sp9", service=twins[2], place=place)
        m.Place.update(address="12, rue des Érables").where(m.Place.id == directory.hall.id).execute()

        self.merge(twins, cast)

        assert sorted(row.name for row in m.Place.select()) == ["Annexe", "Sous-sol de l’église"]
        assert m.ServicePlace.get(m.ServicePlace.service == twins[2]).place_id == directory.hall.id

    def test_services_keep_what_each_had_once(self, twins, directory, cast):
        self.merge(twins, cast)
        kept, gone = Service.get_by_id(directory.depannage.id), Service.get_by_id(twins[2].id)

        duplicates.merge(kept, gone, (kept.version, gone.version), {}, by=cast.agent)

        kept, gone = Service.get_by_id(kept.id), Service.get_by_id(gone.id)
        assert (gone.state, gone.merged_into_id) == ("archive", kept.id)
        codes = m.ServiceCategory.select().where(m.ServiceCategory.service == kept)
        assert {one.code for one in codes} == {"alimentation", "budget"}
        users = [
            one.user_id for one in m.Favourite.select().where(m.Favourite.service == kept).order_by(m.Favourite.user)
        ]
        assert users == sorted([cast.agent.id, cast.pro.id])
        assert Phone.select().where((Phone.service == kept) & (Phone.digits == "5145550161")).count() == 1
        assert "budget" in kept.search_text

    def test_nobody_overwrites_what_somebody_wrote_meanwhile(self, twins, cast):
        kept, gone, _service = twins
        for versions in ((kept.version + 1, gone.version), (kept.version, gone.version + 1)):
            with pytest.raises(Stale):
                duplicates.merge(kept, gone, versions, {}, by=cast.agent)
        assert not Organization.get_by_id(gone.id).archived

    def test_a_sheet_is_merged_once(self, twins, cast):
        self.merge(twins, cast)
        with pytest.raises(Refused):
            self.merge(twins, cast)

    def test_the_next_import_knows_a_merged_sheet(self, twins, cast):
        content = package()
        self.merge(twins, cast)
        count = Organization.select().count()

        batch = imported(content, cast.secretariat)

        assert Organization.select().count() == count
        assert "1 fiche du fichier a été réunie ici à une autre" in "\n".join(batch.summary["remarks"])

    def test_two_sheets_said_to_be_two_are_not_shown_again(self, twins, cast, events):
        kept, gone, _service = twins
        assert (kept.name, gone.name) in reasons()
        for pair in ((kept, gone), (gone, kept)):
            duplicates.set_apart(*pair, "organisme", by=cast.agent)

        assert (kept.name, gone.name) not in reasons()
        assert len(events("partner.apart")) == 2


class TestPages:
    def address(self, twins, rest=""):
        return f"/partenaires/doublons/organisme/{twins[0].id}/{twins[1].id}{rest}"

    def test_from_the_list_to_one_sheet(self, cast, sign_in, twins):
        browser = sign_in(cast.agent)
        text = browser.get("/partenaires/doublons").text
        assert markup.faults(text) == []
        assert self.address(twins) in text

        text = browser.get(self.address(twins)).text
        assert markup.faults(text) == []
        assert "info@tablee.example" in text
        versions = {"version": 1, "other_version": 1}
        answer = browser.post(self.address(twins), data=versions | {"choix-email": "autre", "choix-name": "celle-ci"})
        assert answer.status_code == 303
        kept = Organization.get_by_id(twins[0].id)
        assert (kept.email, kept.name, kept.website) == (
            "info@tablee.example",
            "La Tablée des Érables",
            "tablee.example",
        )

    def test_the_pages_take_six_statements(self, cast, sign_in, twins, directory, count_queries):
        browser = sign_in(cast.agent)
        for address in (self.address(twins), "/partenaires/doublons", "/partenaires/echanges"):
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            assert len(statements) <= 6

    def test_a_stale_comparison_is_a_conflict_and_a_broken_one_is_said(self, cast, sign_in, twins):
        browser = sign_in(cast.secretariat)
        assert browser.post(self.address(twins), data={"version": 7, "other_version": 1}).status_code == 409
        answer = browser.post(self.address(twins), data={"version": "x"})
        assert answer.status_code == 422
        assert markup.faults(answer.text) == []

    def test_two_sheets_are_set_apart(self, cast, sign_in, twins):
        browser = sign_in(cast.direction)
        assert browser.post(self.address(twins, "/distinction")).status_code == 303
        assert self.address(twins) not in browser.get("/partenaires/doublons").text

    @pytest.mark.parametrize("address", ["organisme/1/1", "organisme/1/999", "service/1/3", "chose/1/2"])
    def test_what_cannot_be_compared_is_not_found(self, cast, sign_in, twins, address):
        assert sign_in(cast.agent).get(f"/partenaires/doublons/{address}").status_code == 404

    @pytest.mark.parametrize("person", ["prof", "pro", "repondant"])
    def test_the_others_are_refused(self, cast, sign_in, twins, person):
        browser = sign_in(getattr(cast, person))
        assert browser.get("/partenaires/doublons").status_code == 403
        assert browser.get(self.address(twins)).status_code == 403
        assert browser.post(self.address(twins)).status_code == 403
        assert browser.post(self.address(twins, "/distinction")).status_code == 403
