"""Who is away, until when, and who stands in for them."""

from __future__ import annotations

from datetime import date
from typing import Self

import peewee
from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.database import Model, Text, UTCDateTime, as_date, atomic, fetch_all
from schoolapp.formats import date_words


class Absence(Model):
    """A time when somebody is not at work. ``words`` are for the colleagues: never a matter of health."""

    user = peewee.ForeignKeyField(User, backref="absences", on_delete="CASCADE")
    starts_on = peewee.DateField()
    ends_on = peewee.DateField()
    stand_in = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    words = Text(max_length=200)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("ends_on", "starts_on"), False),)

    @property
    def audit_label(self) -> str:
        return self.user.name

    @property
    def period(self) -> str:
        """« le mardi 17 novembre », « du mardi 17 au jeudi 19 novembre », in words."""
        if self.starts_on == self.ends_on:
            return _("le %(day)s", day=date_words(self.starts_on))
        return _("du %(start)s au %(end)s", start=date_words(self.starts_on), end=date_words(self.ends_on))

    @classmethod
    def plan(
        cls, user: User, *, starts_on: date, ends_on: date, stand_in_id: int | None, words: str, by: User | None
    ) -> Self:
        """Say that somebody will be away."""
        with atomic():
            absence = cls.create(
                user=user,
                starts_on=starts_on,
                ends_on=ends_on,
                stand_in=stand_in_id,
                words=words,
                created_at=clock.now(),
                created_by=by,
            )
            audit.record("absence.added", by=by, subject=absence, detail=absence._span())
        return absence

    def withdraw(self, *, by: User | None) -> None:
        """The person is there after all."""
        with atomic():
            self.delete_instance()
            audit.record("absence.removed", by=by, subject=self, detail=self._span())

    def _span(self) -> dict[str, str]:
        return {"from": self.starts_on.isoformat(), "to": self.ends_on.isoformat()}


TODAY = "SELECT user_id, MAX(ends_on) FROM absence WHERE starts_on <= ? AND ends_on >= ? GROUP BY user_id"

WITH_ABSENCE = """
    SELECT u.id, u.name, CASE WHEN EXISTS (
        SELECT 1 FROM absence a WHERE a.user_id = u.id AND a.starts_on <= ? AND a.ends_on >= ?) THEN 1 ELSE 0 END
    FROM "user" u WHERE u.active AND u.role = ? ORDER BY u.sort_key, u.id"""


def away_until(day: date | None = None) -> dict[int, date]:
    """Who is away that day (today by default), by id, and the last day of it: one small statement."""
    shown = (day or clock.today()).isoformat()
    return {user_id: as_date(last) for user_id, last in fetch_all(TODAY, (shown, shown))}


def absent_today() -> set[int]:
    """The ids of the people who are away today."""
    return set(away_until())


def with_absence(role: Role) -> list[tuple[int, str, bool]]:
    """The active people of a role by name, and whether they are away today: id, name, away."""
    today = clock.today().isoformat()
    return [(user_id, name, bool(away)) for user_id, name, away in fetch_all(WITH_ABSENCE, (today, today, role))]


def absences_today() -> list[Absence]:
    """Who is away today, with who stands in for them, by name."""
    return _with_people((Absence.starts_on <= clock.today()) & (Absence.ends_on >= clock.today()), by_name=True)


def absences_of(user: User) -> list[Absence]:
    """A person's absences of now and to come, the nearest first."""
    return _with_people((Absence.user == user.id) & (Absence.ends_on >= clock.today()))


def absence_of(user: User, absence_id: int) -> Absence | None:
    """One of a person's absences."""
    return next(iter(_with_people((Absence.id == absence_id) & (Absence.user == user.id))), None)


def _with_people(condition: peewee.Expression, *, by_name: bool = False) -> list[Absence]:
    stand_in = User.alias()
    order = (User.sort_key, Absence.ends_on.desc()) if by_name else (Absence.starts_on, Absence.id)
    chosen = (
        Absence.select(Absence, User, stand_in)
        .join(User, on=(Absence.user == User.id))
        .switch(Absence)
        .join(stand_in, peewee.JOIN.LEFT_OUTER, on=(Absence.stand_in == stand_in.id), attr="stand_in")
    )
    return list(chosen.where(condition).order_by(*order))
