"""Writes the directory of the made-up school: its partners, how fresh each sheet is, agreements, tips, favourites.

``many`` writes as many services as one wants, to search among them and to measure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from schoolapp.demo import partner_sheets
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.chance import pick
from schoolapp.demo.partner_scenes import AGREEMENTS, CHANGES, KEPT, OWN, PEOPLE, RETAGGED, TIPS, TITLES
from schoolapp.demo.partner_sheets import Sheet
from schoolapp.demo.partner_translations import TRANSLATIONS
from schoolapp.demo.staff import Staff
from schoolapp.formats import search_key, sort_key
from schoolapp.partners import cards, categories
from schoolapp.partners import models as m
from schoolapp.partners.vocabulary import ARCHIVED, CATEGORIES, SUSPENDED

MONTHS = {"urgence": 3, "alimentation": 6}
DAYS_A_MONTH = 30.44


class PartnerMaker:
    """Writes them from draws of its own: the rest of the school stays what it is."""

    def __init__(self, writer: Writer, today: date, people: dict[str, int], seed: int | str) -> None:
        self.writer, self.today, self.people = writer, today, people
        self.rng = Random(f"{seed}:partners")  # noqa: S311 - a made-up school, not a secret
        self.now = datetime.combine(today - timedelta(days=1), time(11), tzinfo=ZONE).astimezone(UTC)
        self.needs = {code: categories.Need(code, str(label)) for code, label in CATEGORIES.items()}
        self.services: dict[str, int] = {}
        self.organizations: dict[str, int] = {}

    def make(self) -> None:
        """The neighbourhood, the national helps, and what the school added to them."""
        for place, (name, parent) in enumerate(OWN):
            code = f"ecole_{search_key(name).replace(' ', '_')}"
            self.needs[code] = categories.Need(code, name, parent)
            self.writer.add(m.Category, code=code, name=name, parent=parent, inclusion="", position=place)
        for sheet in partner_sheets.neighbourhood():
            self.write(sheet)
        for sheet in partner_sheets.national():
            self.write(sheet, confirmed=False)
        self._school()

    def write(self, sheet: Sheet, suffix: str = "", *, confirmed: bool = True) -> None:
        """One organisation with its services; ``suffix`` tells its name from that of another neighbourhood."""
        name = f"{sheet.values['name']}{suffix}"
        at = self.now - timedelta(days=self.rng.randint(200, 420))
        slug = search_key(sheet.values["name"]).replace(" ", "-")[:40]
        columns: dict[str, Any] = {
            "uuid": self._uuid(), "email": f"info@{slug}.example", "website": f"https://{slug}.example",
            **sheet.values, "name": name, "sort_key": sort_key(name), "created_at": at, "updated_at": at,
            "search_key": search_key(name, sheet.values.get("other_name", "")), "created_by": self.people["agent"],
        }  # fmt: skip
        if not confirmed:
            columns |= {"email": ""}
        number = self.organizations[name] = self.writer.add(m.Organization, **columns)
        place = self._place(number, sheet)
        if confirmed:
            self._phone(organization=number)
            self._people(number, slug)
        self._created(number, None, name, at)
        organization = SimpleNamespace(**{"other_name": ""} | columns)
        for service in sheet.services:
            self._service(number, organization, service, place, at, confirmed=confirmed, suffix=suffix)

    def _place(self, organization: int, sheet: Sheet) -> Any:
        if sheet.place is None:
            return None
        letters = "ABCEGHJKLM"
        code = f"{partner_sheets.CODE} {self.rng.randint(1, 9)}{pick(self.rng, letters)}{self.rng.randint(1, 9)}"
        values = sheet.place | {"postal_code": code}
        number = self.writer.add(m.Place, uuid=self._uuid(), organization=organization, **values)
        return SimpleNamespace(id=number, **values)

    def _service(
        self, number: int, organization: Any, sheet: Any, place: Any, at: datetime, *, confirmed: bool, suffix: str
    ) -> None:
        schedules = [partner_sheets.dated(row, self.today) for row in sheet.schedules]
        schedules = [{"opens_at": None, "closes_at": None, "words": ""} | row for row in schedules]
        codes = RETAGGED.get(sheet.values["name"], sheet.categories) if not suffix else sheet.categories
        values = {"uuid": self._uuid()} | sheet.values | {"organization": number}
        around = cards.Around(codes, [place] if place else [], [SimpleNamespace(**row) for row in schedules])
        blank = dict.fromkeys(("other_name", "territory", "eligibility", "cost", "interpretation", "documents"), "")
        copies = cards.copies(SimpleNamespace(**blank | values), organization, around, self.needs)
        fresh = self._freshness(codes) if confirmed else {}
        made = self.writer.add(
            m.Service, **values, **copies, **fresh, created_at=at, updated_at=at, created_by=self.people["agent"]
        )
        self.services[f"{values['name']}{suffix}"] = made
        for code in codes:
            self.writer.add(m.ServiceCategory, service=made, code=code)
        if place:
            self.writer.add(m.ServicePlace, uuid=self._uuid(), service=made, place=place.id)
        for row in schedules:
            self.writer.add(m.Schedule, uuid=self._uuid(), service=made, **row)
        for phone in sheet.phones:
            self.writer.add(m.Phone, uuid=self._uuid(), service=made, **phone)
        if confirmed and "appeler" in values["means"]:
            self._phone(service=made)
        self._created(number, made, values["name"], at)

    def _freshness(self, codes: list[str]) -> dict[str, Any]:
        """Most sheets were confirmed in time; some are overdue, a few never were."""
        months = min((MONTHS.get(code, 12) for code in codes), default=12)
        if self.rng.random() < 0.07:
            return {"confirm_months": months}
        days = self.rng.randint(6, int(months * DAYS_A_MONTH * 1.18))
        at = self.now - timedelta(days=days, minutes=self.rng.randint(0, 200))
        by_partner = self.rng.random() < 0.3
        return {
            "confirm_months": months, "confirmed_at": at,
            "confirmed_by": None if by_partner else self.people[pick(self.rng, ("secretariat", "agent", "agent2"))],
            "confirmed_words": pick(self.rng, PEOPLE) if by_partner else None,
            "confirm_by": (at + timedelta(days=round(months * DAYS_A_MONTH))).date(),
        }  # fmt: skip

    def _phone(self, **owner: int) -> None:
        digits = f"{pick(self.rng, ('450', '514', '438'))}55501{self.rng.randint(0, 99):02d}"
        extension = str(self.rng.randint(201, 260)) if "service" in owner and self.rng.random() < 0.3 else ""
        typed = f"{digits[:3]} {digits[3:6]}-{digits[6:]}"
        self.writer.add(m.Phone, uuid=self._uuid(), digits=digits, typed=typed, extension=extension, **owner)

    def _people(self, organization: int, slug: str) -> None:
        if self.rng.random() < 0.55:
            name = pick(self.rng, PEOPLE)
            email = f"{search_key(name).replace(' ', '.')}@{slug}.example"
            made = self.writer.add(
                m.Contact, uuid=self._uuid(), organization=organization, name=name, title=pick(self.rng, TITLES),
                email=email,
            )  # fmt: skip
            self._phone(contact=made)

    def _created(self, organization: int, service: int | None, name: str, at: datetime) -> None:
        self.writer.add(
            m.SheetChange, organization=organization, service=service, field="created", after=name, at=at,
            by=self.people["agent"],
        )  # fmt: skip

    def _uuid(self) -> str:
        return str(UUID(int=self.rng.getrandbits(128), version=4))

    # ---- what the school itself added

    def _school(self) -> None:
        for name, what, days, until, contact in AGREEMENTS:
            self.writer.add(
                m.Agreement, organization=self.organizations[name], what=what, contact=contact,
                since=self.today - timedelta(days=days), until=self.today + timedelta(days=until) if until else None,
                created_by=self.people["direction"], created_at=self.now - timedelta(days=days),
            )  # fmt: skip
        rows = {row["id"]: row for row in self.writer.rows[m.Service]}
        for name, words, author, days in TIPS:
            service = self.services[name]
            self.writer.add(
                m.Tip, organization=rows[service]["organization"], service=service, words=words,
                author=self.people[author], written_at=self.now - timedelta(days=days),
            )  # fmt: skip
        for name, field, before, after, who, days, by_words in CHANGES:
            service = self.services[name]
            self.writer.add(
                m.SheetChange, organization=rows[service]["organization"], service=service, field=field, before=before,
                after=after, at=self.now - timedelta(days=days), by=self.people[who], by_words=by_words,
                origin="partenaire" if by_words else "main",
            )  # fmt: skip
        for name, said in TRANSLATIONS.items():
            rows[self.services[name]]["translations"] = said
        rows[self.services["Répit de fin de semaine"]]["state"] = SUSPENDED
        gone = {"archived_at": self.now - timedelta(days=90), "archived_by": self.people["secretariat"]}
        rows[self.services["Bain libre familial"]] |= {"state": ARCHIVED, **gone}
        for code, names in KEPT.items():
            for days, name in enumerate(names):
                self.writer.add(m.Favourite, user=self.people[code], service=self.services[name])
                at = self.now - timedelta(days=days, hours=days)
                self.writer.add(m.ServiceUse, user=self.people[code], service=self.services[name], at=at)


def partners(writer: Writer, calendar: Calendar, staff: Staff, seed: int) -> PartnerMaker:
    """The directory of the made-up school."""
    maker = PartnerMaker(writer, calendar.today, staff.people, seed)
    maker.make()
    return maker


def many(count: int, today: date, author: int, seed: int = 2026) -> int:
    """Write at least ``count`` services of other neighbourhoods, in the current transaction. Returns how many."""
    writer = Writer()
    for model in (
        m.Organization, m.Place, m.Service, m.ServiceCategory, m.ServicePlace, m.Schedule, m.Contact, m.Phone,
        m.SheetChange,
    ):  # fmt: skip
        writer.resume(model)
    people = dict.fromkeys(("agent", "agent2", "secretariat"), author)
    maker, number = PartnerMaker(writer, today, people, f"{seed}:many"), 0
    while len(maker.services) < count:
        number += 1
        for sheet in partner_sheets.neighbourhood():
            maker.write(sheet, f" {number}")
    writer.finish()
    return len(maker.services)
