"""What the school itself says of a partner: agreements, and the tips of colleagues. It never leaves the school."""

from __future__ import annotations

from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.partners import history
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Agreement, Organization, Service, Tip
from schoolapp.partners.words import season_words


def agree(organization: Organization, values: dict[str, Any], *, by: User) -> Agreement:
    """Write down an agreement. The same one twice is written once."""
    with atomic():
        same = (Agreement.organization == organization.id) & (Agreement.what == values["what"])
        if known := Agreement.get_or_none(same & Agreement.ended_at.is_null()):
            return known
        now = clock.now()
        made = Agreement.create(organization=organization.id, created_by=by.id, created_at=now, **values)
        _keep(organization.id, ("", _text(made)), by, "ajout")
    return made


def change(agreement: Agreement, expected: int, values: dict[str, Any], *, by: User) -> None:
    """Change an agreement.

    Raises:
        Stale: someone else changed it since version ``expected``.
    """
    with atomic():
        before = _text(agreement)
        agreement.change(expected, **values)
        if before != _text(agreement):
            _keep(agreement.organization_id, (before, _text(agreement)), by, "modification")


def end(agreement: Agreement, *, by: User) -> None:
    """The agreement holds no more. Twice changes nothing."""
    _set_end(agreement, clock.now(), by)


def take_up(agreement: Agreement, *, by: User) -> None:
    """It holds again."""
    _set_end(agreement, None, by)


def _set_end(agreement: Agreement, at: Any, by: User) -> None:
    with atomic():
        fresh = Agreement.get_by_id(agreement.id)
        if (fresh.ended_at is None) == (at is None):
            return
        fresh.change(fresh.version, ended_at=at)
        texts = (_text(fresh), "") if at else ("", _text(fresh))
        _keep(fresh.organization_id, texts, by, "fin" if at else "reprise")


def _keep(organization: int, texts: tuple[str, str], by: User, word: str) -> None:
    history.write(organization, None, {"agreement": texts}, Hand(by), clock.now())
    record("partner.agreement", by=by, subject=Organization.get_by_id(organization), detail={"geste": word})


def _text(agreement: Agreement) -> str:
    parts = (agreement.what, season_words(agreement.since, agreement.until), agreement.contact)
    return "\n".join(part for part in parts if part)


def tell(organization: Organization, service: Service | None, words: str, *, by: User) -> Tip:
    """Write a tip for the colleagues, signed. The same words twice are written once."""
    with atomic():
        here = (Tip.organization == organization.id) & (Tip.author == by.id) & (Tip.words == words)
        here &= Tip.service.is_null() if service is None else Tip.service == service.id
        if known := Tip.get_or_none(here & Tip.withdrawn_at.is_null()):
            return known
        made = Tip.create(
            organization=organization.id, service=service.id if service else None, words=words, author=by.id,
            written_at=clock.now(),
        )  # fmt: skip
        record("partner.tip", by=by, subject=organization, detail={"geste": "ajout"})
    return made


def withdraw(tip: Tip, *, by: User) -> None:
    """Take one's own tip back."""
    with atomic():
        Tip.update(withdrawn_at=clock.now()).where(Tip.id == tip.id).execute()
        record("partner.tip", by=by, subject=tip.organization, detail={"geste": "retrait"})
