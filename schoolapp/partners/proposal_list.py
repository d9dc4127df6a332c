"""What partners propose, as the school reads it: by sheet, each field before and after, and what it says now."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from flask import abort, url_for
from flask_babel import gettext as _
from peewee import JOIN

from schoolapp.accounts.models import User
from schoolapp.partners import sheet_fields
from schoolapp.partners.models import Organization, Phone, Place, Proposal, Schedule, Service
from schoolapp.partners.proposals import ACCEPTED, PROPOSED, REFUSED
from schoolapp.partners.sheet_fields import TELL, Around
from schoolapp.partners.vocabulary import ARCHIVED
from schoolapp.records import NamedTuple

MOST = 200


class Line(NamedTuple):
    """One field of a sheet, as the partner would have it.

    Attributes:
        before: what the partner saw; ``now`` what the sheet says, and ``mark`` its name.
    """

    id: int
    version: int
    state: str
    field: str
    label: str
    before: str
    now: str
    after: str
    mark: str
    who: str
    at: datetime
    decided_by: str = ""
    alert: str = ""

    @property
    def waits(self) -> bool:
        return self.state == PROPOSED

    @property
    def moved(self) -> bool:
        """Whether the sheet says something else than what the partner saw."""
        return self.waits and not self.is_word and self.now != self.before

    @property
    def is_word(self) -> bool:
        """Whether it is a word for the school, which changes nothing."""
        return self.field == TELL

    @property
    def words(self) -> str:
        """How it ended."""
        if self.is_word and self.state == ACCEPTED:
            return _("Lu")
        return {ACCEPTED: _("Acceptée"), REFUSED: _("Refusée")}.get(self.state, _("Remplacée par le partenaire"))

    @property
    def tag(self) -> str:
        return "done" if self.state == ACCEPTED else ""

    @property
    def seen(self) -> str:
        """What one accepts: the proposal and what the sheet said, « 12:3:ab34 »."""
        return f"{self.id}:{self.version}:{self.mark}"


class Sheet(NamedTuple):
    """A sheet and what waits on it."""

    key: str
    title: str
    url: str
    organization: str
    who: str
    at: datetime
    lines: list[Line]


def proposal_for(proposal_id: int) -> Proposal:
    """One proposal with its link; 404 for what is none."""
    rows = Proposal.select(Proposal, Organization).join(Organization, on=Proposal.organization)
    return rows.where(Proposal.id == proposal_id).first() or abort(404)


def line_for(proposal_id: int, alert: str = "") -> Line:
    """One proposal as it is now."""
    proposal = proposal_for(proposal_id)
    row = Service.get_by_id(proposal.service_id) if proposal.service_id else proposal.organization
    decided = User.get_by_id(proposal.decided_by_id).name if proposal.decided_by_id else ""
    return _line(proposal, row, sheet_fields.around(row), decided, alert)


def _line(proposal: Proposal, row: Any, around: Around, decided: str = "", alert: str = "") -> Line:
    text = sheet_fields.texts(row, around)[proposal.field]
    before, now, after = (
        sheet_fields.shown(row, proposal.field, one) for one in (proposal.before, text, proposal.after)
    )
    return Line(
        proposal.id, proposal.version, proposal.state, proposal.field, sheet_fields.label(proposal.field),
        before, now, after, sheet_fields.mark(text), proposal.by_words, proposal.made_at, decided, alert,
    )  # fmt: skip


def waiting(organization_id: int | None = None) -> list[Sheet]:
    """What waits on the sheets of the lists, the oldest first: all of it, or for one organisation. Four statements."""
    rows = Proposal.select(Proposal, Organization, Service).join(Organization, on=Proposal.organization)
    rows = rows.switch(Proposal).join(Service, JOIN.LEFT_OUTER, on=Proposal.service)
    chosen = (Proposal.state == PROPOSED) & Organization.archived_at.is_null()
    chosen &= Service.id.is_null() | (Service.state != ARCHIVED)
    if organization_id is not None:
        chosen &= Proposal.organization == organization_id
    found = list(rows.where(chosen).order_by(Proposal.made_at, Proposal.id).limit(MOST))
    beside = _around(found)
    sheets: dict[str, Sheet] = {}
    for one in found:
        row = one.service if one.service_id else one.organization
        sheet = sheets.setdefault(key := f"{one.organization_id}-{one.service_id or 0}", _sheet(key, one, row))
        sheet.lines.append(_line(one, row, beside[key]))
    return [sheet._replace(lines=_in_order(sheet.lines)) for sheet in sheets.values()]


def _in_order(lines: list[Line]) -> list[Line]:
    order = [*sheet_fields.SERVICE, *sheet_fields.ORGANIZATION]
    return sorted(lines, key=lambda line: order.index(line.field) if line.field in order else -1)


def _sheet(key: str, one: Proposal, row: Any) -> Sheet:
    if one.service_id:
        url = url_for("services.show", service_id=row.id)
    else:
        url = url_for("organizations.show", organization_id=row.id)
    return Sheet(key, row.name, url, one.organization.name if one.service_id else "", one.by_words, one.made_at, [])


def _around(found: list[Proposal]) -> dict[str, Around]:
    services = [one.service_id for one in found if one.service_id] or [0]
    organizations = [one.organization_id for one in found if not one.service_id] or [0]
    phones: dict[str, list[Phone]] = defaultdict(list)
    hours: dict[int, list[Schedule]] = defaultdict(list)
    own = Phone.organization.in_(organizations) | Phone.service.in_(services)
    for phone in Phone.select().where(own).order_by(Phone.id):
        phones[f"s{phone.service_id}" if phone.service_id else f"o{phone.organization_id}"].append(phone)
    for row in Schedule.select().where(Schedule.service.in_(services)).order_by(Schedule.id):
        hours[row.service_id].append(row)
    sites: dict[int, list[Place]] = defaultdict(list)
    if organizations != [0]:
        for place in Place.select().where(Place.organization.in_(organizations)).order_by(Place.id):
            sites[place.organization_id].append(place)
    return {
        f"{one.organization_id}-{one.service_id or 0}": (
            Around(phones[f"s{one.service_id}"], hours[one.service_id])
            if one.service_id
            else Around(phones[f"o{one.organization_id}"], places=sites[one.organization_id])
        )
        for one in found
    }
