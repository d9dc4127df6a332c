"""The sheets that wait to be confirmed, by organisation, with how to reach it and where its link stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import Any

from flask_babel import gettext as _
from peewee import JOIN, Case, fn

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.formats import date_words
from schoolapp.partners import freshness, words
from schoolapp.partners.freshness import SOON, Freshness
from schoolapp.partners.models import Contact, Organization, Phone, Service, SheetLink
from schoolapp.partners.vocabulary import ARCHIVED, FAX
from schoolapp.records import NamedTuple, dataclass

PAGE = 60
WAITING, COMING = "attente", "bientot"


class Line(NamedTuple):
    """One sheet that waits."""

    service: Service
    fresh: Freshness

    @property
    def mark(self) -> str:
        """The sheet as it is shown: « 12:3 »."""
        return f"{self.service.id}:{self.service.version}"


@dataclass
class House:
    """An organisation and its sheets that wait."""

    organization: Organization
    lines: list[Line] = field(default_factory=list)
    phone: Phone | None = None
    link: str = ""

    @property
    def phone_words(self) -> str:
        return words.phone_line(self.phone) if self.phone else ""

    @property
    def dial(self) -> str:
        return words.dial(self.phone.digits) if self.phone else ""


class Waiting(NamedTuple):
    """A page of the list: how many wait and how many will soon, whatever the page."""

    view: str
    houses: list[House]
    waiting: int
    coming: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        total = self.waiting if self.view == WAITING else self.coming
        return max(1, -(-total // PAGE))


def _coming() -> Any:
    today = clock.today()
    soon = (Service.confirm_by > today) & (Service.confirm_by <= today + SOON)
    return soon & (Service.state != ARCHIVED) & Service.merged_into.is_null()


def counts() -> tuple[int, int]:
    """How many sheets wait, and how many will within a month. One statement."""
    waiting = fn.COUNT(Case(None, [(freshness.waiting(), 1)]))
    coming = fn.COUNT(Case(None, [(_coming(), 1)]))
    return tuple(Service.select(waiting, coming).tuples().get())


def of(view: str, page: int) -> Waiting:
    """A page of the sheets that wait, or that will soon. Four statements whatever their number."""
    waiting, coming = counts()
    chosen = _coming() if view == COMING else freshness.waiting()
    rows = Service.select(Service, Organization, User).join(Organization, on=Service.organization)
    rows = rows.switch(Service).join(User, JOIN.LEFT_OUTER, on=Service.confirmed_by).where(chosen)
    rows = rows.order_by(Organization.sort_key, Organization.id, Service.sort_key, Service.id)
    houses: dict[int, House] = {}
    for service in rows.paginate(page, PAGE):
        house = houses.setdefault(service.organization_id, House(service.organization))
        person = service.confirmed_by.name if service.confirmed_by_id else ""
        house.lines.append(Line(service, freshness.of(service, person)))
    _surround(houses)
    return Waiting(view, list(houses.values()), waiting, coming, page)


def _surround(houses: dict[int, House]) -> None:
    """The number of each organisation, and the words of its last link."""
    ids = list(houses) or [0]
    owner = {line.service.id: house for house in houses.values() for line in house.lines}
    reached = Phone.organization.in_(ids) | Phone.service.in_(list(owner) or [0])
    for phone in Phone.select().where(reached & (Phone.kind != FAX)).order_by(Phone.id.desc()):
        house = houses[phone.organization_id] if phone.organization_id else owner[phone.service_id]
        if phone.organization_id or house.phone is None or not house.phone.organization_id:
            house.phone = phone  # its own first, else that of one of these services
    for link in SheetLink.select().where(SheetLink.organization.in_(ids)).order_by(SheetLink.id):
        houses[link.organization_id].link = _link_words(link)


def _link_words(link: SheetLink) -> str:
    if link.revoked_at is not None or link.expires_at <= clock.now():
        return ""
    if link.used_at:
        return _("le partenaire a répondu le %(day)s", day=date_words(link.used_at, weekday=False))
    if link.mailed_at:
        return _("lien envoyé le %(day)s", day=date_words(link.mailed_at, weekday=False))
    return _("lien fait le %(day)s", day=date_words(link.created_at, weekday=False))


# ---- whom to write to


class Address(NamedTuple):
    """Whom a link is for."""

    organization: Organization
    person: str
    email: str


def addresses(organization_ids: Iterable[int]) -> list[Address]:
    """For each organisation, whom its last link was for; else its own e-mail; else that of somebody there."""
    ids = list(organization_ids) or [0]
    alive = Organization.id.in_(ids) & Organization.archived_at.is_null() & Organization.merged_into.is_null()
    people = {
        row.organization_id: (row.name, row.email)
        for row in Contact.select().where(Contact.organization.in_(ids) & (Contact.email != "")).order_by(-Contact.id)
    }
    sent = SheetLink.select().where(SheetLink.organization.in_(ids) & (SheetLink.email != ""))
    last = {row.organization_id: (row.person, row.email) for row in sent.order_by(SheetLink.id)}
    found = []
    for row in Organization.select().where(alive).order_by(Organization.sort_key, Organization.id):
        own = ("", row.email) if row.email else None
        person, email = last.get(row.id) or own or people.get(row.id) or ("", "")
        found.append(Address(row, person, email))
    return found


def known_emails(organization: Organization) -> list[tuple[str, str]]:
    """The e-mails of an organisation and of its people, with whose they are: offered, never imposed."""
    people = Contact.select().where((Contact.organization == organization.id) & (Contact.email != ""))
    own = [(organization.email, organization.name)] if organization.email else []
    return own + [(row.email, row.name) for row in people.order_by(Contact.id)]


def addresses_of(service_ids: Iterable[int]) -> list[Address]:
    """The same, for the organisations of these services."""
    rows = Service.select(Service.organization).where(Service.id.in_(list(service_ids) or [0])).distinct()
    return addresses(row.organization_id for row in rows)
