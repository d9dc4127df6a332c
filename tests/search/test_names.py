"""The names kept in memory: what the database would find, and read again whatever changed, whoever changed it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.database import atomic, fetch_all
from schoolapp.families import models as m
from schoolapp.families.cards import name_keys, refresh_pupils
from schoolapp.formats import search_key, sort_key
from schoolapp.search import names
from schoolapp.search.asked import Asked
from schoolapp.search.models import NamesStamp
from schoolapp.search.queries import search

PEOPLE = ("agent", "direction", "prof", "prof2", "pro", "secretariat")
TYPED = (
    *("a", "é", "tr", "tremb", "blay", "Trèmblày", "nguyen linh", "linh nguyen", "marc tremb", "damours", "d’amours"),
    *("o’connor", "oconnor", "haddad", "samira haddad", "had yas", "n", "an", "ha", "1000", "10000", "2000", "5550"),
    *("514 555", "302", "groupe 302", "2e", "m n", "li li", "zz", "حداد", "%", "_", "a%b", "li o"),
)


def mark() -> str:
    return NamesStamp.get().mark


def everybody() -> names.Names:
    kept = names.under(mark())
    assert kept is not None
    return kept


@pytest.fixture
def school(cast, context):
    """More of what makes searches differ: two homes, people who left, others' circles."""
    for number, name in enumerate(("D’Amours", "Tremblay", "Haddad-Nguyen", "Li", "O’Neill-Tremblay", "حداد")):
        family = m.Family.create(name=name, **name_keys(name), created_at=clock.now())
        home = m.Household.create(family=family)
        m.Guardian.create(household=home, name=f"Linh {name}", **name_keys(f"Linh {name}"))
        m.Guardian.create(
            household=home, name="Ana", **name_keys("Ana"), removed_at=clock.now() if number % 2 else None
        )
        for first in ("Anaïs", "Lí"):
            keys = {"search_key": search_key(first, name), "sort_key": sort_key(name, first)}
            left = clock.today() if first == "Lí" else None
            pupil = m.Pupil.create(first_name=first, last_name=name, number=f"2000{number}", left_on=left, **keys)
            for one in (home, *m.Household.select().limit(number % 3)):
                m.HouseholdPupil.get_or_create(household=one, pupil=pupil)
        refresh_pupils(family.id)
        if number % 2:
            m.CircleMember.create(family=family, user=cast.prof, reason="Suit l’élève", added_at=clock.now())
        else:
            until = clock.now() + timedelta(hours=1)
            m.Opening.create(family=family, user=cast.pro, reason="Appel", at=clock.now(), until=until)
    m.Pupil.create(first_name="Li", last_name="Seule", number="30000", search_key="li seule", sort_key="seule li")
    return cast


def found(user, text: str, most: int = 3) -> list[object]:
    results = search(user, Asked.of(text), most)
    kinds = (results.families, results.pupils, results.beyond, results.groups, results.phones)
    return [(kind.rows, kind.total) for kind in kinds]


@pytest.mark.parametrize("who", PEOPLE)
def test_memory_and_database_find_the_same_in_the_same_order(school, who, monkeypatch):
    user = getattr(school, who)
    user.school = school.school
    by_memory = {text: found(user, text) for text in TYPED}
    names.forget()
    monkeypatch.setattr(names, "MOST", 0)
    assert names.under(mark()) is None
    assert {text: found(user, text) for text in TYPED} == by_memory
    assert sum(total for results in by_memory.values() for _rows, total in results) > 20


CHANGES = {
    "a family": lambda cast: m.Family.create(name="X", **name_keys("X"), created_at=clock.now()),
    "a family renamed": lambda cast: m.Family.update(name="Autre", **name_keys("Autre")).execute(),
    "its children": lambda cast: m.Family.update(pupils_line=[["Zoé", "302"]]).execute(),
    "somebody renamed": lambda cast: m.Guardian.update(name="Autre", **name_keys("Autre")).execute(),
    "somebody removed": lambda cast: m.Guardian.update(removed_at=clock.now()).execute(),
    "somebody taken out": lambda cast: (m.Phone.delete().execute(), m.Guardian.delete().execute()),
    "a pupil renamed": lambda cast: m.Pupil.update(preferred_name="Autre").execute(),
    "a pupil who leaves": lambda cast: m.Pupil.update(left_on=clock.today()).execute(),
    "another group": lambda cast: m.Pupil.update(group=None).execute(),
    "a group renamed": lambda cast: m.Group.update(code=m.Group.code.concat("b")).execute(),
    "another home": lambda cast: m.HouseholdPupil.delete().execute(),
    "a home of another family": lambda cast: m.Household.update(family=cast.haddad).execute(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_a_search_shows_is_read_again(cast, context, change):
    before = everybody()
    assert everybody() is before
    change(cast)
    assert everybody() is not before


def test_what_a_search_does_not_show_leaves_the_names_where_they_are(cast, context):
    before = everybody()
    m.Family.update(note_count=3, next_step="Appeler", name=m.Family.name).execute()
    m.Guardian.update(email="a@exemple.test").execute()
    m.Pupil.update(birth_date=clock.today()).execute()
    m.Group.update(label="Autre").execute()
    assert everybody() is before


def test_what_somebody_is_writing_is_found_by_them_and_kept_for_nobody(cast, context):
    cast.agent.school = cast.school
    before = everybody()

    def write() -> None:
        with atomic():
            m.Family.update(name="Zest", **name_keys("Zest")).where(m.Family.id == cast.haddad.id).execute()
            assert [row.name for row in search(cast.agent, Asked.of("zest")).families.rows] == ["Zest"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert search(cast.agent, Asked.of("zest")).families.total == 0
    assert everybody() is before


def test_who_sees_what_is_not_kept(cast, context):
    cast.prof.school = cast.school
    before = everybody()
    assert found(cast.prof, "connor")[0] == ([], 0)
    family = m.Family.get(m.Family.name == "O’Connor")
    m.CircleMember.create(family=family, user=cast.prof, reason="Suit l’élève", added_at=clock.now())
    assert [row.name for row in found(cast.prof, "connor")[0][0]] == ["O’Connor"]
    m.CircleMember.update(removed_at=clock.now()).execute()
    assert found(cast.prof, "connor")[0] == ([], 0)
    assert everybody() is before


def test_there_is_one_mark(cast, context):
    m.Family.update(name="Autre").execute()
    assert len(fetch_all("SELECT mark FROM names_stamp")) == 1
