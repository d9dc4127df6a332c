"""School years and groups, managed by the direction and the secretariat."""

from __future__ import annotations

import re

import pytest

from schoolapp.accounts.models import School, User
from schoolapp.families import circle
from schoolapp.families.models import Family, Group, GroupTeacher, SchoolYear

YEAR = {"label": "2027-2028", "starts_on": "2027-08-26", "ends_on": "2028-06-22"}
GROUP = {"code": "401", "level": "4", "label": "", "teachers": []}


def sent(group, **changes):
    teachers = [row.user_id for row in GroupTeacher.select().where(GroupTeacher.group == group.id)]
    kept = {"code": group.code, "level": group.level, "label": group.label, "teachers": teachers}
    return {**kept, "version": group.version, **changes}


@pytest.fixture
def office(cast, sign_in):
    """The secretariat's browser."""
    return sign_in(cast.secretariat)


def test_the_list_shows_the_groups_of_the_present_year_in_order(cast, office):
    Group.create(year=cast.year, code="M01", level="mat4", label="Maternelle, groupe M01")
    page = office.get("/groupes").text
    assert page.index("Maternelle, groupe M01") < page.index("1re année, groupe 101") < page.index("groupe 302")
    assert "Camille Roy" in page
    assert "Personne encore" in page


def test_the_list_takes_the_same_number_of_statements_for_many_groups(cast, office, count_queries):
    with count_queries() as few:
        office.get("/groupes")
    for number in range(40):
        group = Group.create(year=cast.year, code=f"5{number:02}", level="5", label=f"Groupe {number}")
        GroupTeacher.create(group=group, user=cast.prof)
    with count_queries() as many:
        office.get("/groupes")
    assert len(few) == len(many) <= 6


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "repondant"])
def test_nobody_else_manages_groups(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    group = cast.group_302.id
    for page in ("/groupes", f"/groupes/{group}", f"/groupes/annees/{cast.year.id}/nouveau"):
        assert browser.get(page).status_code == 403
    for act in ("annees", f"annees/{cast.year.id}", f"annees/{cast.year.id}/courante"):
        assert browser.post(f"/groupes/{act}").status_code == 403
    for act in (f"{group}/edition", f"{group}/retrait"):
        assert browser.post(f"/groupes/{act}").status_code == 403


def test_what_does_not_exist_is_not_found(cast, office):
    for page in ("/groupes/999", "/groupes?annee=999", "/groupes/annees/999/nouveau"):
        assert office.get(page).status_code == 404
    assert office.get("/groupes?annee=99999999999999999999").status_code == 404
    assert office.get("/groupes?annee=abc").status_code == 200
    for act in ("annees/999", "annees/999/courante", "999/edition", "999/retrait"):
        assert office.post(f"/groupes/{act}").status_code == 404


# ---- years


def test_a_year_is_added_and_becomes_the_present_one_when_told(cast, office, sign_in, events):
    answer = office.post("/groupes/annees", data=YEAR)
    year = SchoolYear.get(SchoolYear.label == "2027-2028")
    assert (answer.status_code, answer.location) == (303, f"/groupes?annee={year.id}")
    assert School.get_by_id(1).current_year_id == cast.year.id
    assert "En faire l’année en cours" in office.get(answer.location).text
    assert office.post(f"/groupes/annees/{year.id}/courante").status_code == 303
    assert School.get_by_id(1).current_year_id == year.id
    assert [event.detail["change"] for event in events("year.changed")] == ["created", "current"]
    assert "Aucun groupe cette année-là" in office.get("/groupes").text


def test_teachers_see_the_families_of_their_groups_of_the_present_year(cast, office, sign_in):
    office.post("/groupes/annees", data=YEAR)
    office.post(f"/groupes/annees/{SchoolYear.get(SchoolYear.label == '2027-2028').id}/courante")
    user = User.get_by_id(cast.prof.id)
    user.school = School.get_by_id(1)
    assert list(circle.visible_to(user)) == []


def test_a_change_of_year_makes_the_settings_page_of_before_stale(cast, office, sign_in):
    office.post(f"/groupes/annees/{cast.year.id}/courante")
    assert School.get_by_id(1).version == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("label", "", "Ce champ est nécessaire."),
        ("label", "2026-2027", "existe déjà"),
        ("label", "x" * 21, "Au plus 20"),
        ("starts_on", "demain", "ne se lit pas"),
        ("starts_on", "", "Ce champ est nécessaire."),
        ("ends_on", "2027-08-27", "finit de trois mois"),
        ("ends_on", "0001-01-01", "hors de portée"),
    ],
)
def test_a_year_that_is_wrong_is_refused(cast, office, field, value, words):
    answer = office.post("/groupes/annees", data={**YEAR, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert SchoolYear.select().count() == 1


# ---- groups


def test_the_sheet_of_a_group_holds_what_is_known_of_it(cast, office):
    page = office.get(f"/groupes/{cast.group_302.id}").text
    ticked = re.findall(r'<input type="checkbox" name="teachers"[^>]*value="(\d+)" checked', page)
    assert ticked == [str(cast.prof.id)]
    assert 'value="302"' in page
    assert '<option selected value="3">' in page


def test_a_group_is_added_with_its_teachers(cast, office, events):
    data = {**GROUP, "teachers": [cast.prof.id, cast.prof2.id]}
    answer = office.post(f"/groupes/annees/{cast.year.id}", data=data)
    assert (answer.status_code, answer.location) == (303, f"/groupes?annee={cast.year.id}")
    group = Group.get(Group.code == "401")
    assert group.label == "4e année, groupe 401"
    assert {row.user_id for row in group.teachers} == {cast.prof.id, cast.prof2.id}
    assert [event.subject_label for event in events("group.changed")] == ["4e année, groupe 401"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("code", "", "Ce champ est nécessaire."),
        ("code", "302", "déjà un groupe de ce numéro"),
        ("code", "x" * 41, "Au plus 40"),
        ("level", "12", "Choisissez une valeur"),
        ("label", "x" * 81, "Au plus 80"),
        ("teachers", ["999"], "Choisissez"),
        ("teachers", ["abc"], "Choisissez"),
        ("teachers", ["99999999999999999999"], "Choisissez"),
    ],
)
def test_a_group_that_is_wrong_is_refused(cast, office, field, value, words):
    answer = office.post(f"/groupes/annees/{cast.year.id}", data={**GROUP, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert Group.select().count() == 2


def test_only_teachers_can_be_given_a_group(cast, office):
    data = {**GROUP, "teachers": [cast.secretariat.id]}
    assert office.post(f"/groupes/annees/{cast.year.id}", data=data).status_code == 422


def test_a_teacher_who_left_stays_ticked_until_taken_off(cast, office, app):
    with app.test_request_context():
        User.get_by_id(cast.prof.id).disable(by=cast.direction)
    page = office.get(f"/groupes/{cast.group_302.id}").text
    assert "Camille Roy" in page
    assert office.post(f"/groupes/{cast.group_302.id}/edition", data=sent(cast.group_302)).status_code == 303
    assert GroupTeacher.select().where(GroupTeacher.user == cast.prof.id).count() == 1
    assert "Camille Roy" not in office.get(f"/groupes/{cast.group_101.id}").text


def test_the_teachers_of_a_group_change_and_so_does_what_they_see(cast, office, events):
    data = sent(cast.group_302, teachers=[cast.prof2.id])
    assert office.post(f"/groupes/{cast.group_302.id}/edition", data=data).status_code == 303
    prof = User.get_by_id(cast.prof.id)
    prof.school = School.get_by_id(1)
    assert list(circle.visible_to(prof)) == []
    detail = events("group.changed")[0].detail
    assert (detail["teachers_added"], detail["teachers_removed"]) == ([cast.prof2.id], [cast.prof.id])


def test_the_cards_show_the_new_number_of_a_group(cast, office):
    before = Family.get_by_id(cast.oconnor.id).card_version
    office.post(f"/groupes/{cast.group_302.id}/edition", data=sent(cast.group_302, code="303"))
    assert ["Yasmine", "303"] in Family.get_by_id(cast.haddad.id).pupils_line
    assert ["Léa", "303"] in Family.get_by_id(cast.tremblay.id).pupils_line
    assert Family.get_by_id(cast.oconnor.id).card_version == before


def test_two_people_changing_one_group_the_second_sees_both(cast, office):
    address = f"/groupes/{cast.group_302.id}/edition"
    office.post(address, data=sent(cast.group_302, label="Première version"))
    answer = office.post(address, data=sent(cast.group_302, label="Deuxième version"))
    assert answer.status_code == 409
    assert "Première version" in answer.text
    assert 'value="Deuxième version"' in answer.text
    assert Group.get_by_id(cast.group_302.id).label == "Première version"


def test_a_group_without_pupils_is_removed(cast, office, events):
    empty = Group.create(year=cast.year, code="999", level="", label="Erreur")
    assert "Retirer le groupe" in office.get(f"/groupes/{empty.id}").text
    assert office.post(f"/groupes/{empty.id}/retrait").status_code == 303
    assert Group.get_or_none(Group.id == empty.id) is None
    assert [event.detail["change"] for event in events("group.changed")] == ["removed"]


def test_a_group_with_pupils_stays(cast, office):
    assert "Retirer le groupe" not in office.get(f"/groupes/{cast.group_302.id}").text
    answer = office.post(f"/groupes/{cast.group_302.id}/retrait")
    assert answer.status_code == 409
    assert "il reste pour leur parcours" in answer.text
    assert Group.get_or_none(Group.id == cast.group_302.id) is not None
