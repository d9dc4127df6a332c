"""OneRoster 1.1 and 1.2 sets, as school systems export them."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.imports.readers.records import FileRefused, SeveralSchools
from tests.imports.makers import keep, roster_of, table, zipped

MANIFEST = """
propertyName | value
manifest.version | 1.0
oneroster.version | {version}
file.academicSessions | bulk
file.classes | bulk
file.demographics | bulk
file.enrollments | bulk
file.orgs | bulk
file.users | {mode}
source.systemName | Exemple
"""
COMMON = {
    "orgs.csv": """
        sourcedId | status | dateLastModified | name | type | identifier | parentSourcedId
        css | | | Centre de services | district | |
        e1 | | | École des Deux-Rives | school | |  css
        """,
    "academicSessions.csv": """
        sourcedId | status | dateLastModified | title | type | startDate | endDate | parentSourcedId | schoolYear
        y25 | | | 2025-2026 | schoolYear | 2025-08-27 | 2026-06-23 | | 2026
        y26 | | | 2026-2027 | schoolYear | 2026-08-27 | 2027-06-23 | | 2027
        """,
    "classes.csv": """
        sourcedId | status | dateLastModified | title | grades | courseSourcedId | classCode | classType | location | schoolSourcedId | termSourcedIds | subjects | subjectCodes | periods
        old | | | 2e année 202 | 02 | c | 202 | homeroom | | e1 | y25 | | |
        c302 | | | 3e année 302 | 03 | c | 302 | homeroom | | e1 | y26 | | |
        mus | | | Musique | 03 | c | 100M | scheduled | | e1 | y26 | | |
        gone | tobedeleted | | 3e année 303 | 03 | c | 000 | homeroom | | e1 | y26 | | |
        """,  # noqa: E501
    "enrollments.csv": """
        sourcedId | status | dateLastModified | classSourcedId | schoolSourcedId | userSourcedId | role | primary | beginDate | endDate
        n0 | | | old | e1 | p1 | student | | 2025-08-27 | 2026-06-23
        n1 | | | mus | e1 | p1 | student | | |
        n2 | | | c302 | e1 | p1 | student | | |
        n3 | | | c302 | e1 | p2 | student | | |
        n4 | | | c302 | e1 | t1 | teacher | true | |
        n5 | | | mus | e1 | t2 | teacher | true | |
        n6 | tobedeleted | | c302 | e1 | t2 | teacher | false | |
        n7 | | | gone | e1 | p2 | student | | |
        """,  # noqa: E501
    "demographics.csv": """
        sourcedId | status | dateLastModified | birthDate | sex
        p1 | | | 2018-03-02 | female
        """,
    "courses.csv": "sourcedId | title\nc | Général",
}
USERS_11 = """
    sourcedId | status | dateLastModified | enabledUser | orgSourcedIds | role | username | userIds | givenName | familyName | middleName | identifier | email | sms | phone | agentSourcedIds | grades | password
    p1 | | | true | e1 | student | zroy | | Zoé | Roy | | 1001 | | | | g1,g2 | 03 | secret
    p2 | | | true | e1 | student | tng | | Tâm | Ng | | 1002 | | | | t1 | 03 |
    p3 | tobedeleted | | true | e1 | student | old | | Max | Côté | | 1003 | | | | | 03 |
    t1 | | | true | e1 | teacher | camille | | Camille | Hétu | | | camille@ecole.example | | | | |
    t2 | | | true | e1 | teacher | piano@ecole.example | | Luc | Piano | | | | | | | |
    g1 | | | true | e1 | parent | ann | | Ann | Roy | | | ann@x.example | 514 555-0142 | 438 555-0101 | | |
    g2 | | | true | e1 | relative | lise | | Lise | Roy | | | pas-de-courriel | | 438-555-0101 | | |
    g3 | | | true | e1 | guardian | bao | | Bao | Ng | | | | | | p2 | |
    g4 | inactive | | true | e1 | parent | x | | Ex | Parent | | | | | | p2 | |
    """  # noqa: E501
USERS_12 = """
    sourcedId | status | dateLastModified | enabledUser | username | userIds | givenName | familyName | middleName | identifier | email | sms | phone | agentSourcedIds | grades | password | userMasterIdentifier | resourceSourcedIds | preferredGivenName | preferredMiddleName | preferredFamilyName | primaryOrgSourcedId | pronouns
    p1 | | | true | zroy | | Zoé Anne | Roy | | 1001 | | | | g1 | 03 | | | | Zo | | | e1 |
    p2 | | | true | tng | | Tâm | Ng | | 1002 | | | | g3 | 03 | | | | | | | e1 |
    t1 | | | true | camille | | Camille | Hétu | | | camille@ecole.example | | | | | | | | | | | e1 |
    t2 | | | true | luc | | Luc | Piano | | | | | | | | | | | | | | e1 |
    g1 | | | true | ann | | Ann | Roy | | | ann@x.example | | | | | | | | | | | e1 |
    g3 | | | true | bao | | Bao | Ng | | | | | | | | | | | | | | e1 |
    """  # noqa: E501
ROLES_12 = """
    sourcedId | status | dateLastModified | userSourcedId | roleType | role | beginDate | endDate | orgSourcedId | userProfileSourcedId
    r1 | | | p1 | primary | student | | | e1 |
    r2 | | | p2 | primary | student | | | e1 |
    r3 | | | t1 | primary | teacher | | | e1 |
    r4 | | | t2 | primary | teacher | | | e1 |
    r5 | | | g1 | primary | parent | | | e1 |
    r6 | | | g3 | primary | guardian | | | e1 |
    r7 | | | t2 | secondary | student | 2001-01-01 | 2005-01-01 | e1 |
    """  # noqa: E501
PROFILES_12 = """
    sourcedId | status | dateLastModified | userSourcedId | profileType | vendorId | applicationId | description | credentialType | username | password
    f1 | | | p1 | p | v | a | | basic | zroy | secret
    """  # noqa: E501


def one_one(**changes):
    return {"manifest.csv": MANIFEST.format(version="1.1", mode="bulk"), "users.csv": USERS_11, **COMMON, **changes}


def one_two(**changes):
    manifest = MANIFEST.format(version="1.2", mode="bulk") + "file.roles | bulk\nfile.userProfiles | bulk\n"
    files = {"manifest.csv": manifest, "users.csv": USERS_12, "roles.csv": ROLES_12, "userProfiles.csv": PROFILES_12}
    return {**files, **COMMON, **changes}


def roster(tmp_path, files, **options):
    content = zipped({name: table(text) for name, text in files.items() if text is not None})
    return roster_of(keep(tmp_path, content, "oneroster.zip"), **options)


def people(pupil):
    return [(one.source_id, one.name, one.relation) for one in pupil.guardians]


def test_a_1_1_set_gives_pupils_groups_teachers_and_guardians(tmp_path):
    found = roster(tmp_path, one_one())

    zoe, tam = found.pupils
    assert (found.source, found.school_year, found.gone) == ("oneroster-1.1", "2026-2027", {"p3"})
    assert (zoe.source_id, zoe.number, zoe.name, zoe.birth_date) == ("p1", "1001", "Zoé Roy", date(2018, 3, 2))
    assert (zoe.group.code, zoe.group.label, zoe.group.level) == ("302", "3e année 302", "3")
    assert [(one.name, one.email) for one in zoe.group.teachers] == [("Camille Hétu", "camille@ecole.example")]
    assert people(zoe) == [("g1", "Ann Roy", "parent"), ("g2", "Lise Roy", "parenté")]
    assert [(one.number, one.kind) for one in zoe.guardians[0].phones] == [
        ("+15145550142", "cellulaire"),
        ("+14385550101", ""),
    ]
    assert people(tam) == [("g3", "Bao Ng", "tutrice ou tuteur")]


def test_guardians_are_known_from_either_side_and_staff_or_deleted_people_are_none(tmp_path):
    _zoe, tam = roster(tmp_path, one_one()).pupils

    assert people(tam) == [("g3", "Bao Ng", "tutrice ou tuteur")]


def test_an_address_that_is_no_e_mail_is_said_and_left_aside(tmp_path):
    found = roster(tmp_path, one_one())

    assert [(one.file, one.row, one.column, one.whole_row) for one in found.refusals] == [
        ("users.csv", 8, "email", False)
    ]
    assert found.pupils[0].guardians[1].email == ""


def test_a_1_2_set_keeps_roles_apart_and_preferred_names(tmp_path):
    found = roster(tmp_path, one_two())

    zoe, tam = found.pupils
    assert found.source == "oneroster-1.2"
    assert (zoe.first_name, zoe.preferred_name, zoe.group.code) == ("Zoé Anne", "Zo", "302")
    assert people(zoe) == [("g1", "Ann Roy", "parent")]
    assert people(tam) == [("g3", "Bao Ng", "tutrice ou tuteur")]


def test_no_password_of_the_set_reaches_a_record(tmp_path):
    assert "secret" not in repr([(one.name, one.number, one.guardians) for one in roster(tmp_path, one_two()).pupils])


def test_a_set_without_manifest_is_recognised_by_its_users(tmp_path):
    assert roster(tmp_path, one_one(**{"manifest.csv": None})).source == "oneroster-1.1"
    assert roster(tmp_path, one_two(**{"manifest.csv": None})).source == "oneroster-1.2"


def test_the_year_under_way_gives_the_groups(tmp_path, frozen):
    frozen.move(days=-200)

    found = roster(tmp_path, one_one())

    assert (found.school_year, found.pupils[0].group.code) == ("2025-2026", "202")


def test_without_a_homeroom_the_teacher_seen_most_gives_the_group(tmp_path):
    classes = (
        COMMON["classes.csv"].replace("homeroom", "scheduled")
        + "sci | | | Sciences | 03 | c | 302S | scheduled | | e1 | y26 | | |"
    )
    enrolments = (
        COMMON["enrollments.csv"]
        + "\nn8 | | | sci | e1 | p1 | student | | |\nn9 | | | sci | e1 | t1 | teacher | true | |"
    )

    found = roster(tmp_path, one_one(**{"classes.csv": classes, "enrollments.csv": enrolments}))

    assert found.pupils[0].group.code == "302"


@pytest.mark.parametrize("name", ["users", "enrollments", "orgs"])
def test_a_delta_set_is_refused_with_what_to_do(tmp_path, name):
    manifest = MANIFEST.format(version="1.1", mode="bulk").replace(f"file.{name} | bulk", f"file.{name} | delta")

    with pytest.raises(FileRefused, match="bulk"):
        roster(tmp_path, one_one(**{"manifest.csv": manifest}))


def test_another_version_is_refused(tmp_path):
    with pytest.raises(FileRefused, match=r"OneRoster 2\.0"):
        roster(tmp_path, one_one(**{"manifest.csv": MANIFEST.format(version="2.0", mode="bulk")}))


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(FileRefused, match=r"users\.csv.*familyName"):
        roster(tmp_path, one_one(**{"users.csv": USERS_11.replace("familyName", "nom")}))


def test_a_set_without_users_or_without_pupils_says_so(tmp_path):
    with pytest.raises(FileRefused, match=r"users\.csv"):
        roster(tmp_path, one_one(**{"users.csv": None}))
    with pytest.raises(FileRefused, match="student"):
        roster(tmp_path, one_one(**{"users.csv": USERS_11.replace("student", "aide")}))


def test_rows_that_point_nowhere_are_said_and_the_rest_is_kept(tmp_path):
    enrolments = COMMON["enrollments.csv"] + "\n".join(f"x{n} | | | c302 | e1 | nobody{n} | student" for n in range(30))

    found = roster(tmp_path, one_one(**{"enrollments.csv": enrolments}))

    orphans = [one for one in found.refusals if one.file == "enrollments.csv"]
    assert len(orphans) == 20
    assert found.remarks == ["Cette personne n’est pas dans users.csv. (30 fois)"]
    assert len(found.pupils) == 2


def test_a_pupil_without_name_or_with_an_id_already_used_is_refused_by_row(tmp_path):
    users = USERS_11 + "p9 | | | true | e1 | student | x\np1 | | | true | e1 | student | y | | Autre | Roy"

    found = roster(tmp_path, one_one(**{"users.csv": users}))

    refused = [(one.row, one.reason, one.keys) for one in found.refusals if one.whole_row]
    assert refused == [
        (12, "Identifiant déjà utilisé plus haut.", ("source:p1",)),
        (11, "Élève sans nom ni prénom.", ("source:p9",)),
    ]


def test_one_school_has_to_be_chosen_out_of_several(tmp_path):
    orgs = COMMON["orgs.csv"] + "e2 | | | École Voisine | school | | css"
    users = USERS_11 + "q1 | | | true | e2 | student | z | | Léo | Voisin | | 9"
    files = one_one(**{"orgs.csv": orgs, "users.csv": users})

    with pytest.raises(SeveralSchools) as caught:
        roster(tmp_path, files)

    assert caught.value.schools == [("e1", "École des Deux-Rives", 3), ("e2", "École Voisine", 1)]
    assert [one.name for one in roster(tmp_path, files, school="e2").pupils] == ["Léo Voisin"]
