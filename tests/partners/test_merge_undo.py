"""A merge of two sheets taken back: whole, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.errors import Refused
from schoolapp.partners import cards, duplicate_queries, duplicates, history, merge_undo
from schoolapp.partners import models as m
from schoolapp.partners.duplicate_models import SheetMerge
from schoolapp.partners.models import Organization, Phone, Service, SheetChange
from tests.guards import markup
from tests.partners import referral_helpers as helpers
from tests.partners import services as makers

COUNTED = {"version", "updated_at"}


@pytest.fixture
def pair(directory, cast, context):
    """La Tablée twice, each with what the other has and what it has not."""
    other = makers.organization("La Tablée des Erables", email="info@tablee.example", website="tablee.example")
    service = makers.service("Dépannage alimentaire", other, "alimentation", "budget", phone="5145550161")
    m.Place.update(address="12, rue des Érables").where(m.Place.id == directory.hall.id).execute()
    place = m.Place.create(uuid="p9", organization=other, name="sous-sol de l’Église", address="12 rue des Erables")
    m.Place.create(uuid="p8", organization=other, name="Annexe")
    m.ServicePlace.create(uuid="sp9", service=service, place=place)
    Phone.create(uuid="00000000-0000-4000-8000-000000000001", organization=other, digits="5145550160", typed="x")
    Phone.create(uuid="00000000-0000-4000-8000-000000000002", organization=other, place=place, digits="5145550169")
    m.Contact.create(uuid="c9", organization=other, name="Odette Pronovost", email="odette@tablee.example")
    m.Tip.create(organization=other, words="Sonner", author=cast.agent, written_at=other.created_at)
    for user, starred in ((cast.agent, service), (cast.agent, directory.depannage), (cast.pro, service)):
        m.Favourite.create(user=user, service=starred)
    SheetChange.create(organization=other, field="created", after=other.name, at=other.created_at)
    cards.refresh_all(row.id for row in Service.select())
    return Organization.get_by_id(directory.tablee.id), other, Service.get_by_id(service.id)


def everything():
    """All that is written around the sheets, but the numbers that count the changes and what history they leave."""
    models = {**duplicates.tables(), "organization": Organization, "service": Service}
    del models["sheet_change"]
    return {
        name: {row["id"]: {key: row[key] for key in row if key not in COUNTED} for row in model.select().dicts()}
        for name, model in models.items()
    }


def owners():
    return {row.id: (row.organization_id, row.service_id) for row in SheetChange.select()}


def merge(kept, gone, by, **values):
    kept, gone = type(kept).get_by_id(kept.id), type(gone).get_by_id(gone.id)
    return duplicates.merge(kept, gone, (kept.version, gone.version), values, by=by)


def merge_services(pair, directory, by):
    """The organisations made one, then their services of the same name."""
    merge(pair[0], pair[1], by)
    return merge(directory.depannage, pair[2], by, name="Dépannage", languages=["fr", "ar"])


def refused(made, by):
    before = everything()
    with pytest.raises(Refused):
        merge_undo.undo(made.id, by=by)
    assert everything() == before


def test_two_organisations_are_again_what_they_were(cast, pair, events):
    before, lines = everything(), owners()
    made = merge(pair[0], pair[1], cast.agent, email="info@tablee.example", name="La Tablée")
    assert everything() != before
    merge_undo.undo(made.id, by=cast.direction)
    assert everything() == before
    assert {row: owner for row, owner in owners().items() if row in lines} == lines
    told = {(one.field, one.before, one.after, one.origin) for one in history.of(pair[0])}
    assert ("merged", pair[1].name, "", "separation") in told
    assert ("email", "info@tablee.example", pair[0].email, "separation") in told
    (event,) = events("partner.separated")
    assert (event.actor_id, event.detail) == (cast.direction.id, {"de": pair[1].id})


def test_two_services_are_again_what_they_were(cast, pair, directory):
    merge(pair[0], pair[1], cast.agent)
    before = everything()
    made = merge(directory.depannage, pair[2], cast.agent, name="Dépannage", languages=["fr", "ar"])
    assert everything() != before
    merge_undo.undo(made.id, by=cast.agent)
    assert everything() == before


def test_merges_are_taken_back_the_last_one_first(cast, pair, directory):
    before = everything()
    second = merge_services(pair, directory, cast.agent)
    first = SheetMerge.select().order_by(SheetMerge.id).first()
    refused(first, cast.agent)
    merge_undo.undo(second.id, by=cast.agent)
    refused(first, cast.agent)  # the service changed twice since: it is not as the first merge left it
    assert everything()["organization"].keys() == before["organization"].keys()


def test_a_sheet_merged_again_says_what_it_says_then(cast, pair):
    made = merge(pair[0], pair[1], cast.agent)
    merge_undo.undo(made.id, by=cast.agent)
    refused(made, cast.agent)
    before = everything()
    again = merge(pair[0], pair[1], cast.agent)
    merge_undo.undo(again.id, by=cast.agent)
    assert everything() == before


def change_the_sheet(cast, made, directory):
    row = Service.get_by_id(made.kept)
    row.change(row.version, cost="gratuit")


def go_on_with_a_referral(cast, made, directory):
    row = m.Referral.get()
    helpers.do("accept", row, cast.agent)


def agree(cast, made, directory):
    who = helpers.guardian("Linh Nguyen")
    new = helpers.refer(cast.agent, cast.tremblay, Service.get_by_id(made.kept))
    helpers.agree(helpers.prepare(new, cast.agent, who), cast.agent, who)


def take_a_number_away(cast, made, directory):
    (line,) = [one for one in made.steps["lines"] if one[:3] == ["suit", "partner_phone", "service"]]
    Phone.delete().where(Phone.id.in_(line[5])).execute()


BUILT = [change_the_sheet, go_on_with_a_referral, agree, take_a_number_away]


@pytest.mark.parametrize("build", BUILT, ids=lambda build: build.__name__)
def test_what_is_built_on_it_holds_it(cast, pair, directory, build, frozen):
    Phone.create(uuid="ph7", service=pair[2], digits="5145550177")
    helpers.refer(cast.agent, cast.tremblay, pair[2])
    made = SheetMerge.get_by_id(merge_services(pair, directory, cast.agent).id)
    frozen.move(minutes=5)
    build(cast, made, directory)
    refused(made, cast.agent)


def test_a_referral_goes_back_with_its_service(cast, pair, directory):
    row = helpers.refer(cast.agent, cast.tremblay, pair[2])
    made = merge_services(pair, directory, cast.agent)
    assert helpers.reread(row).service_id == directory.depannage.id
    merge_undo.undo(made.id, by=cast.agent)
    assert helpers.reread(row).service_id == pair[2].id


def test_a_star_taken_away_meanwhile_stays_away_and_holds_nothing(cast, pair, directory):
    made = merge_services(pair, directory, cast.agent)
    m.Favourite.delete().where(m.Favourite.user == cast.pro).execute()
    merge_undo.undo(made.id, by=cast.agent)
    found = {(one.user_id, one.service_id) for one in m.Favourite.select()}
    assert found == {(cast.agent.id, pair[2].id), (cast.agent.id, directory.depannage.id)}


def test_a_row_whose_number_was_given_away_comes_back_under_another(cast, pair):
    made = SheetMerge.get_by_id(merge(pair[0], pair[1], cast.agent).id)
    dropped = [line[2] for line in made.steps["lines"] if line[:2] == ["part", "place"]]
    numbers = [said["id"] for said in dropped]
    assert len(numbers) == 1
    taken = makers.organization("Autre maison")
    m.Place.insert(id=numbers[0], uuid="p7", organization=taken, name="Ailleurs").execute()
    merge_undo.undo(made.id, by=cast.agent)
    back = m.Place.get(m.Place.uuid == "p9")
    assert back.organization_id == pair[1].id
    assert back.id != numbers[0]
    assert m.Place.get_by_id(numbers[0]).organization_id == taken.id
    assert m.ServicePlace.get(m.ServicePlace.service == pair[2]).place_id == back.id
    assert Phone.get(Phone.digits == "5145550169").place_id == back.id


def test_it_holds_for_a_day_and_what_it_kept_goes_at_the_next_one(cast, pair, directory, frozen):
    made = merge(pair[0], pair[1], cast.agent)
    frozen.move(hours=24)
    refused(made, cast.agent)
    assert merge_undo.recent() == []
    merge(directory.depannage, pair[2], cast.agent)
    assert [row.kind for row in SheetMerge.select()] == [duplicate_queries.SERVICE]


# ---- the pages


def address(pair):
    return f"/partenaires/doublons/organisme/{pair[0].id}/{pair[1].id}"


def test_the_notice_and_the_list_take_it_back(cast, sign_in, pair):
    browser = sign_in(cast.secretariat)
    before = everything()
    assert browser.post(address(pair), data={"version": pair[0].version, "other_version": 1}).status_code == 303
    undo = f"/partenaires/doublons/reunions/{SheetMerge.get().id}/retour"
    page = browser.get("/partenaires/doublons").text
    assert page.count(undo) == 2
    assert markup.faults(page) == []
    answer = browser.post(undo)
    assert (answer.status_code, answer.location) == (303, address(pair))
    assert everything() == before
    assert undo not in browser.get("/partenaires/doublons").text
    assert "C’est déjà défait" in browser.post(undo).text


@pytest.mark.parametrize("person", ["prof", "pro", "repondant"])
def test_the_others_take_nothing_back(cast, sign_in, pair, person):
    made = merge(pair[0], pair[1], cast.agent)
    assert sign_in(getattr(cast, person)).post(f"/partenaires/doublons/reunions/{made.id}/retour").status_code == 403
    assert clock.now() - SheetMerge.get().at < timedelta(days=1)
    assert SheetMerge.get().undone_at is None


def test_an_unknown_merge_is_not_found(cast, sign_in):
    assert sign_in(cast.agent).post("/partenaires/doublons/reunions/999/retour").status_code == 404


def test_the_list_takes_six_statements_however_many_merges(cast, sign_in, pair, directory, count_queries):
    browser = sign_in(cast.agent)
    merge_services(pair, directory, cast.agent)
    with count_queries() as statements:
        assert browser.get("/partenaires/doublons").status_code == 200
    assert len(statements) <= 6
