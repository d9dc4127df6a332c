"""The cast: one person per role, and a small school around them, known by heart by the tests.

Group 302 is Camille's (``prof``), group 101 is Mehdi's (``prof2``). The Tremblay-Nguyen children are in both groups;
the Haddad family is seen from 302 only, the O’Connor family from 101 only, and it is not on the board.

``python -m tests.cast INSTANCE`` writes the same cast, of today, to a new instance: the browser tests serve it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import School, User
from schoolapp.database import atomic
from schoolapp.families import models as m
from schoolapp.formats import search_key, sort_key

PASSWORD = "un trait entre deux points"
# Tuesday 17 November 2026, 10:00 in Montréal.
MOMENT = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)

PEOPLE = {
    "agent": ("Rosalie Gagnon", Role.AGENT),
    "agent2": ("Idriss Cissé", Role.AGENT),
    "prof": ("Camille Roy", Role.TEACHER),
    "prof2": ("Mehdi Lavoie", Role.TEACHER),
    "pro": ("Zoé Pelletier", Role.PROFESSIONAL),
    "secretariat": ("Ginette Côté", Role.SECRETARIAT),
    "direction": ("Anne-Marie Dubé", Role.DIRECTION),
    "repondant": ("Luc Bergeron", Role.LIAISON),
}


@dataclass
class Cast:
    """Who and what a test may call by name."""

    agent: User
    agent2: User
    prof: User
    prof2: User
    pro: User
    secretariat: User
    direction: User
    repondant: User
    school: School
    year: m.SchoolYear
    group_302: m.Group
    group_101: m.Group
    tremblay: m.Family
    haddad: m.Family
    oconnor: m.Family
    pupils: dict[str, m.Pupil] = field(default_factory=dict)

    @property
    def everyone(self) -> dict[str, User]:
        """The eight people by their name in the cast."""
        return {name: getattr(self, name) for name in PEOPLE}


def _people() -> dict[str, User]:
    from argon2 import PasswordHasher

    hashed = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(PASSWORD)
    return {
        code: User.create(
            email=f"{code}@ecole.example",
            name=name,
            sort_key=sort_key(name),
            role=role,
            password_hash=hashed,
            created_at=clock.now(),
        )
        for code, (name, role) in PEOPLE.items()
    }


def _group(year: m.SchoolYear, code: str, level: str, label: str, teacher: User) -> m.Group:
    group = m.Group.create(year=year, code=code, level=level, label=label)
    m.GroupTeacher.create(group=group, user=teacher)
    return group


def _pupil(first: str, last: str, number: str, born: date, group: m.Group) -> m.Pupil:
    pupil = m.Pupil.create(
        first_name=first,
        last_name=last,
        number=number,
        birth_date=born,
        group=group,
        sort_key=sort_key(last, first),
        search_key=search_key(first, last),
    )
    m.Enrolment.create(pupil=pupil, group=group, since=group.year.starts_on)
    return pupil


def _family(name: str, pupils: list[m.Pupil], **columns: object) -> m.Family:
    return m.Family.create(
        name=name,
        sort_key=sort_key(name),
        search_key=search_key(name),
        created_at=clock.now(),
        pupil_count=len(pupils),
        **columns,
    )


def _home(family: m.Family, pupils: list[m.Pupil], guardian: str, relation: str, phone: str, email: str = "") -> None:
    household = m.Household.create(family=family, address="12, rue des Érables, Montréal")
    person = m.Guardian.create(
        household=household, name=guardian, sort_key=sort_key(guardian), search_key=search_key(guardian), email=email
    )
    m.Phone.create(guardian=person, kind="cellulaire", number=f"+1{phone}", digits=phone, raw=phone)
    for pupil in pupils:
        m.HouseholdPupil.create(household=household, pupil=pupil)
        m.Guardianship.create(guardian=person, pupil=pupil, relation=relation)


def _families(people: dict[str, User], pupils: dict[str, m.Pupil]) -> dict[str, m.Family]:
    lea, noe, yasmine, liam = pupils.values()
    board = {"lead": people["agent"], "prioritised_on": clock.today() - timedelta(days=43), "moved_at": clock.now()}
    tremblay = _family("Tremblay-Nguyen", [lea, noe], link_state="premier_contact", position=1.0, **board)
    _home(tremblay, [lea, noe], "Linh Nguyen", "mère", "5145550142", "linh@famille.example")
    _home(tremblay, [lea], "Marc Tremblay", "père", "5145550143")
    haddad = _family(
        "Haddad", [yasmine], link_state="a_joindre", position=1.0, language="ar", interpreter="oui", **board
    )
    _home(haddad, [yasmine], "Samira Haddad", "mère", "4385550101")
    m.ContactPreference.create(
        family=haddad, language="ar", interpreter="oui", means=["telephone"], moments=["soir"], asked_at=clock.now()
    )
    oconnor = _family("O’Connor", [liam])
    _home(oconnor, [liam], "Siobhán O’Connor", "grand-mère", "4505550177")
    return {"tremblay": tremblay, "haddad": haddad, "oconnor": oconnor}


def _year() -> m.SchoolYear:
    """The school year of today, which begins in August."""
    today = clock.today()
    first = today.year if today.month >= 8 else today.year - 1
    return m.SchoolYear.create(
        label=f"{first}-{first + 1}", starts_on=date(first, 8, 27), ends_on=date(first + 1, 6, 23)
    )


def make() -> Cast:
    """Write the whole cast to an empty database."""
    with atomic():
        year = _year()
        school = School.create(
            id=1,
            name="École des Deux-Rives",
            languages=["fr", "en", "ar"],
            current_year_id=year.id,
            created_at=clock.now(),
        )
        people = _people()
        group_302 = _group(year, "302", "3", "3e année, groupe 302", people["prof"])
        group_101 = _group(year, "101", "1", "1re année, groupe 101", people["prof2"])
        pupils = {
            "lea": _pupil("Léa", "Tremblay-Nguyen", "1000001", date(2018, 3, 2), group_302),
            "noe": _pupil("Noé", "Tremblay-Nguyen", "1000002", date(2020, 1, 15), group_101),
            "yasmine": _pupil("Yasmine", "Haddad", "1000003", date(2018, 7, 30), group_302),
            "liam": _pupil("Liam", "O’Connor", "1000004", date(2020, 9, 9), group_101),
        }
        return Cast(
            **people,
            school=school,
            year=year,
            group_302=group_302,
            group_101=group_101,
            **_families(people, pupils),
            pupils=pupils,
        )


def main(instance: str) -> None:
    """Make a whole instance, at today's date."""
    from schoolapp import create_app, database
    from schoolapp.settings import load

    app = create_app(load(instance))
    database.migrate()
    with app.app_context():
        make()
    database.db.close()


if __name__ == "__main__":
    main(sys.argv[1])
