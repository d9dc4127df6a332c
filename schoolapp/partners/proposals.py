"""The life of what a partner proposes: it waits, and somebody at the school accepts or refuses it, field by field.

Accepting writes the sheet as any change does, in the name of whoever accepts, and says that it came from the partner.
Once nothing waits on a service any more, the sheet counts as confirmed by the partner on the day that it answered,
since it read the whole of it.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import Stale, atomic
from schoolapp.errors import Refused
from schoolapp.partners import archiving, freshness, places, sheet_fields, sheets
from schoolapp.partners.history import Hand
from schoolapp.partners.links import services_of
from schoolapp.partners.models import Confirmation, Organization, Place, Proposal, Service, SheetLink
from schoolapp.partners.sheet_fields import PLACES, TELL
from schoolapp.partners.vocabulary import ARCHIVED, BY_PARTNER
from schoolapp.records import NamedTuple

PROPOSED, ACCEPTED, REFUSED = "proposee", "acceptee", "refusee"
REPLACED, WITHDRAWN = "remplacee", "retiree"  # by the partner: something else, or what the sheet says already


class Rule(NamedTuple):
    """One act on a proposal: the states in which it may be done, the one it leads to, the journal's code."""

    states: tuple[str, ...]
    after: str
    event: str


RULES = {
    "accept": Rule((PROPOSED,), ACCEPTED, "proposal.accepted"),
    "refuse": Rule((PROPOSED,), REFUSED, "proposal.refused"),
    "reopen": Rule((ACCEPTED, REFUSED), PROPOSED, "proposal.reopened"),
}


class Moved(Exception):
    """The sheet's field is not what the person saw any more."""


class Answered(NamedTuple):
    """What an answer of a partner did: how many corrections wait for the school, and whether it confirmed the sheet."""

    waiting: int
    confirmed: bool


def allows(act: str, state: str) -> bool:
    """Whether the act may be done to a proposal in this state."""
    return state in RULES[act].states


def row_of(proposal: Proposal) -> Organization | Service:
    """The sheet that the proposal is about, as it is now."""
    if proposal.service_id:
        return Service.get_by_id(proposal.service_id)
    return Organization.get_by_id(proposal.organization_id)


def current_text(proposal: Proposal, row: Any = None) -> str:
    """What the sheet says now in the proposal's field."""
    row = row or row_of(proposal)
    return sheet_fields.texts(row, sheet_fields.around(row))[proposal.field]


def _place(row: Organization | Service) -> tuple[int, int | None]:
    """The organisation and the service of a sheet."""
    return (row.organization_id, row.id) if isinstance(row, Service) else (row.id, None)


def waiting_on(row: Organization | Service) -> dict[str, Proposal]:
    """What waits on this sheet, by field."""
    if isinstance(row, Service):
        own = Proposal.service == row.id
    else:
        own = (Proposal.organization == row.id) & Proposal.service.is_null()
    rows = Proposal.select().where(own & (Proposal.state == PROPOSED))
    return {one.field: one for one in rows.order_by(Proposal.id)}


# ---- by the partner


def confirm_all(link: SheetLink, seen: dict[int, int], who: str) -> None:
    """The partner says that these sheets are right, as they were shown: versions by id. All of them or none.

    Raises:
        Stale: one of them changed since, or is not shown any more.
        Refused: the partner proposed corrections, which the school has not read yet.
    """
    with atomic():
        shown = {service.id: service for service in services_of(link.organization)}
        for number, expected in seen.items():
            service = shown.get(number)
            if service is None:
                raise Stale(None)
            if waiting_on(service):
                raise Refused(_("Vos corrections attendent l’école : elle les relira bientôt."))
            freshness.stamp(service, expected, by=None, words=who, link=link)
        _used(link, who)


def propose(
    link: SheetLink, row: Organization | Service, answers: dict[str, str], seen: dict[str, str], who: str
) -> Answered:
    """Keep what the partner would have otherwise. ``seen`` holds the marks of what its page showed.

    A field that was left as it was shown proposes nothing, even when the sheet changed meanwhile. An answer that
    changes nothing, on a sheet where nothing waits, confirms it.
    """
    with atomic():
        row = type(row).get_by_id(row.id)
        now = sheet_fields.texts(row, sheet_fields.around(row))
        waits = waiting_on(row)
        touched = {name: text for name, text in answers.items() if sheet_fields.mark(text) != seen.get(name)}
        made = sum(_propose(link, row, name, (now[name], text), waits, who) for name, text in touched.items())
        _used(link, who)
        left = waiting_on(row)
        if made:
            audit.record("sheet_link.answered", by=None, subject=link, detail={"champs": sorted(touched)})
        if left or not isinstance(row, Service):
            return Answered(len(left), False)
        freshness.stamp(row, row.version, by=None, words=who, link=link)
    return Answered(0, True)


def _propose(
    link: SheetLink,
    row: Organization | Service,
    name: str,
    change: tuple[str, str],
    waits: dict[str, Proposal],
    who: str,
) -> int:
    before, after = change
    waiting = waits.get(name)
    if waiting is not None and waiting.after == after:
        return 0
    if waiting is not None:
        waiting.change(waiting.version, state=WITHDRAWN if after == before else REPLACED, decided_at=clock.now())
    if after == before:
        return 0
    organization, service = _place(row)
    Proposal.create(
        link=link.id, organization=organization, service=service, field=name, before=before, after=after,
        by_words=who, made_at=clock.now(),
    )  # fmt: skip
    return 1


def _used(link: SheetLink, who: str) -> None:
    """The first to answer gives the link its name, when it has none."""
    SheetLink.update(used_at=clock.now(), person=link.person or who).where(SheetLink.id == link.id).execute()


# ---- by the school


def accept(proposal: Proposal, expected: int, seen: str, *, by: User) -> None:
    """Write the partner's words on the sheet. ``seen`` is the mark of what the sheet said on the person's page.

    Raises:
        Stale: somebody decided already, or wrote the sheet at this very moment.
        Moved: the field changed since the person's page was drawn.
        Refused: the state of the proposal does not allow it.
    """
    with atomic():
        _decide(proposal, expected, "accept", by)
        row = row_of(proposal)
        if proposal.field != TELL:
            if sheet_fields.mark(current_text(proposal, row)) != seen:
                raise Moved
            _write(row, proposal, proposal.after, by)
        _settle(proposal)


def refuse(proposal: Proposal, expected: int, *, by: User) -> None:
    """Leave the sheet as it is.

    Raises:
        Stale: somebody decided already.
        Refused: the state of the proposal does not allow it.
    """
    with atomic():
        _decide(proposal, expected, "refuse", by)
        _settle(proposal)


def reopen(proposal: Proposal, expected: int, *, by: User) -> None:
    """Take a decision back: the proposal waits again, and the sheet says what it said before it.

    Raises:
        Stale: somebody was first.
        Refused: the partner proposed something else since, or the field changed after it was accepted.
    """
    with atomic():
        accepted = proposal.state == ACCEPTED and proposal.field != TELL
        row = row_of(proposal)
        if proposal.field in waiting_on(row):
            raise Refused(_("Le partenaire a proposé autre chose depuis : c’est cette correction-là qui compte."))
        _decide(proposal, expected, "reopen", by)
        _unsettle(proposal)
        if accepted:
            row = row_of(proposal)
            if current_text(proposal, row) != proposal.after:
                raise Refused(_("La fiche a changé depuis : corrigez-la directement."))
            _write(row, proposal, proposal.before, by)


def _decide(proposal: Proposal, expected: int, act: str, by: User) -> None:
    rule = RULES[act]
    if proposal.state not in rule.states:
        if proposal.version != expected:
            raise Stale(proposal)
        raise Refused(_("Cette correction a déjà été traitée."))
    waits = rule.after == PROPOSED
    proposal.change(
        expected, state=rule.after, decided_by=None if waits else by.id, decided_at=None if waits else clock.now()
    )
    audit.record(rule.event, by=by, subject=proposal, detail={"champ": proposal.field})


def _write(row: Organization | Service, proposal: Proposal, text: str, by: User) -> None:
    hand = Hand(by, BY_PARTNER, proposal.by_words)
    values, parts = sheet_fields.written(row, proposal.field, text)
    if proposal.field == PLACES:
        _write_places(row, text, hand)
    elif isinstance(row, Organization):
        sheets.rewrite_organization(row, row.version, values, parts, hand=hand)
    elif proposal.field == "state" and text == ARCHIVED:
        archiving.archive_service(row, by=by)
    elif proposal.field == "state" and row.archived:
        archiving.restore_service(row, by=by)
    else:
        sheets.rewrite_service(row, row.version, values, parts, hand=hand)


def _write_places(organization: Organization, text: str, hand: Hand) -> None:
    """Each place that differs; one that the school took away meanwhile stays away."""
    for values in sheet_fields.place_rows(text):
        place = Place.get_or_none((Place.id == values.pop("id")) & (Place.organization == organization.id))
        if place is not None and any(getattr(place, name) != value for name, value in values.items()):
            place.organization = organization  # whose version moves with each place
            places.change_place(place, organization.version, values, None, hand=hand)


def _settle(proposal: Proposal) -> None:
    """Once nothing waits on the service, it is confirmed as of the partner's answer, unless it was confirmed since."""
    if proposal.service_id is None:
        return
    service = Service.get_by_id(proposal.service_id)
    later = service.confirmed_at is not None and service.confirmed_at >= proposal.made_at
    if service.archived or later or waiting_on(service):
        return
    link = SheetLink.get_by_id(proposal.link_id)
    freshness.stamp(service, service.version, by=None, words=proposal.by_words, at=proposal.made_at, link=link)


def _unsettle(proposal: Proposal) -> None:
    """The confirmation that came of it does not hold while it waits again."""
    if proposal.service_id is None:
        return
    service = Service.get_by_id(proposal.service_id)
    came = (Confirmation.service == service.id) & (Confirmation.link == proposal.link_id)
    row = Confirmation.get_or_none(came & (Confirmation.version == service.version) & Confirmation.undone_at.is_null())
    if row is not None:
        freshness.give_back(row, service)


def accept_all(seen: list[tuple[int, int, str]], *, by: User) -> tuple[int, int]:
    """Accept what waits on a sheet, as it was seen: for each its id, its version and the mark of what the sheet said.

    Returns how many were accepted, and how many moved meanwhile and still wait.
    """
    count = left = 0
    for number, expected, mark in seen:
        proposal = Proposal.get_or_none(Proposal.id == number)
        try:
            if proposal is not None:
                accept(proposal, expected, mark, by=by)
                count += 1
        except (Stale, Moved, Refused):
            left += 1
    return count, left
