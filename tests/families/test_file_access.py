"""Who opens which part of a family's file: every view, every role, inside and outside the circle."""

from __future__ import annotations

import pytest

from schoolapp.families.models import Factor, Guardian, Household
from tests.families.file import bring_in, open_for_a_day, words

READ = ("", "fil", "cercle")
EDIT = ("plan", "palier", "facteurs/force", "facteurs/obstacle")
CONTACT = ("nom", "contact", "foyers/nouveau", "foyers/{home}", "personnes/nouvelle", "personnes/{adult}")
CONTACT += ("eleves/{child}",)
PUPILS = ("eleves/nouveau", "eleves")
EDIT_POSTS = ("facteurs/{factor}/retrait", "facteurs/{factor}/retour")
CONTACT_POSTS = ("personnes/{adult}/retrait",)
PUPIL_POSTS = ("eleves/{child}/retrait", "eleves/{child}/retour")
CIRCLE_POSTS = ("cercle", "cercle/{member}/retrait", "cercle/{member}/retour")
OK, HIDDEN, REFUSED = 200, 404, 403

# person: (read, edit, contacts, pupils, circle) in the circle, then outside it
RIGHTS = {
    "agent": ((OK, OK, OK, OK, OK), (OK, OK, OK, OK, OK)),
    "direction": ((OK, OK, OK, OK, OK), (OK, OK, OK, OK, OK)),
    "prof": ((OK, REFUSED, REFUSED, REFUSED, REFUSED), (HIDDEN, REFUSED, REFUSED, REFUSED, REFUSED)),
    "pro": ((OK, OK, OK, REFUSED, REFUSED), (HIDDEN, HIDDEN, HIDDEN, REFUSED, REFUSED)),
    "secretariat": ((REFUSED, REFUSED, OK, OK, REFUSED), (REFUSED, REFUSED, OK, OK, REFUSED)),
    "repondant": ((REFUSED,) * 5, (REFUSED,) * 5),
}
GETS = (READ[1:], EDIT, CONTACT, PUPILS, ())
POSTS = ((), EDIT + EDIT_POSTS, CONTACT + CONTACT_POSTS, (PUPILS[0], *PUPIL_POSTS), CIRCLE_POSTS)


@pytest.fixture
def addresses(cast):
    """``addresses(family)`` fills the addresses of a family's views with rows of its own."""

    def fill(family, paths):
        home = Household.select().where(Household.family == family).order_by(Household.id).get()
        adult = Guardian.get(Guardian.household == home)
        child = cast.pupils["yasmine" if family == cast.haddad else "liam"]
        factor = Factor.create(family=family, kind="force", code="langues", added_at=family.created_at)
        member = bring_in(cast.prof2, family)
        rows = {"home": home.id, "adult": adult.id, "child": child.id, "factor": factor.id, "member": member.id}
        return [f"/familles/{family.id}/{path}".format(**rows) for path in paths]

    return fill


@pytest.mark.parametrize("inside", [True, False], ids=["in the circle", "outside"])
@pytest.mark.parametrize("person", RIGHTS)
def test_each_view_opens_to_the_people_of_its_row_of_the_table(cast, sign_in, addresses, person, inside):
    family = cast.haddad if inside else cast.oconnor
    if person == "pro" and inside:
        bring_in(cast.pro, family)
    browser = sign_in(getattr(cast, person))
    for right, paths in zip(RIGHTS[person][0 if inside else 1], GETS, strict=True):
        for address in addresses(family, paths):
            assert browser.get(address).status_code == right, address


@pytest.mark.parametrize("inside", [True, False], ids=["in the circle", "outside"])
@pytest.mark.parametrize("person", RIGHTS)
def test_each_write_is_open_to_the_same_people(cast, sign_in, addresses, person, inside):
    family = cast.haddad if inside else cast.oconnor
    if person == "pro" and inside:
        bring_in(cast.pro, family)
    browser = sign_in(getattr(cast, person))
    for right, paths in zip(RIGHTS[person][0 if inside else 1], POSTS, strict=True):
        for address in addresses(family, paths):
            status = browser.post(address, data={}).status_code
            # An empty form is refused with its errors (422); a removal needs no field (303). A removal undone before
            # it was done finds nothing to undo (404 for those who may, too, in the case of a person).
            assert status in ({303, 404, 422} if right == OK else {right}), address


def test_the_file_itself_opens_by_role(cast, sign_in):
    expected = {"agent": 200, "agent2": 200, "direction": 200, "prof": 200, "prof2": 404, "secretariat": 200}
    for person, status in (expected | {"repondant": 403}).items():
        assert sign_in(getattr(cast, person)).get(f"/familles/{cast.haddad.id}").status_code == status, person


def test_a_family_that_does_not_exist_is_not_found_by_anybody(cast, sign_in):
    for person in ("agent", "direction", "prof", "pro", "secretariat"):
        browser = sign_in(getattr(cast, person))
        assert browser.get("/familles/4242").status_code == 404, person
        assert browser.post("/familles/4242/plan", data={}).status_code in {403, 404}, person
    assert sign_in(cast.pro).post("/familles/4242/ouverture", data={"reason": "Appel urgent"}).status_code == 404


def test_rows_of_another_family_are_not_found_under_this_one(cast, sign_in):
    browser = sign_in(cast.agent)
    home = Household.get(Household.family == cast.oconnor)
    adult = Guardian.get(Guardian.household == home)
    factor = Factor.create(family=cast.oconnor, kind="force", code="langues", added_at=cast.oconnor.created_at)
    member = bring_in(cast.pro, cast.oconnor)
    base = f"/familles/{cast.haddad.id}"
    for path in (f"foyers/{home.id}", f"personnes/{adult.id}", f"eleves/{cast.pupils['liam'].id}"):
        assert browser.get(f"{base}/{path}").status_code == 404, path
        assert browser.post(f"{base}/{path}", data={}).status_code == 404, path
        assert browser.post(f"{base}/{path}/retrait").status_code == 404, path
    assert browser.post(f"{base}/facteurs/{factor.id}/retrait").status_code == 404
    assert browser.post(f"{base}/cercle/{member.id}/retrait").status_code == 404
    assert browser.get(f"{base}/facteurs/autre-chose").status_code == 404


def test_a_teacher_whose_group_changed_does_not_open_the_file_any_more(cast, sign_in):
    browser = sign_in(cast.prof)
    assert browser.get(f"/familles/{cast.haddad.id}").status_code == 200
    cast.pupils["yasmine"].group = cast.group_101
    cast.pupils["yasmine"].save()
    assert browser.get(f"/familles/{cast.haddad.id}").status_code == 404
    assert sign_in(cast.prof2).get(f"/familles/{cast.haddad.id}").status_code == 200


def test_a_membership_that_is_over_closes_the_file(cast, sign_in, frozen):
    bring_in(cast.pro, cast.haddad, until=frozen.moment.date())
    browser = sign_in(cast.pro)
    assert browser.get(f"/familles/{cast.haddad.id}/plan").status_code == 200
    frozen.move(hours=14)  # past midnight in Montréal
    assert sign_in(cast.pro).get(f"/familles/{cast.haddad.id}/plan").status_code == 404


def test_an_opening_that_is_over_closes_the_file(cast, sign_in, frozen):
    open_for_a_day(cast.pro, cast.haddad)
    assert sign_in(cast.pro).get(f"/familles/{cast.haddad.id}/cercle").status_code == 200
    frozen.move(hours=24)
    browser = sign_in(cast.pro)
    assert browser.get(f"/familles/{cast.haddad.id}/cercle").status_code == 404
    assert "hors de votre cercle" in words(browser.get(f"/familles/{cast.haddad.id}").text)


def test_a_teacher_reads_the_file_and_finds_nothing_to_write_in_it_but_notes(cast, sign_in):
    page = sign_in(cast.prof).get(f"/familles/{cast.haddad.id}").text
    assert "Samira Haddad" in page
    for address in ("/plan", "/palier", "/contact", "/facteurs/", "/personnes/", "/eleves", "/foyers", "/nom"):
        assert f"/familles/{cast.haddad.id}{address}" not in page, address
    assert f"/familles/{cast.haddad.id}/notes/nouvelle" in page
