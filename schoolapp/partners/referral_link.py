"""What a partner's secret address leads to: the share, with the ground it left on, and what was answered by it."""

from __future__ import annotations

from peewee import JOIN

from schoolapp import clock, tokens
from schoolapp.partners.models import (
    Consent,
    ConsentException,
    Organization,
    Referral,
    ReferralEntry,
    ReferralShare,
    Service,
)
from schoolapp.partners.referral_vocabulary import COMPLETED, PARTNER_REFUSED


def by_token(token: str) -> ReferralShare | None:
    """The share of an address, open or not (see ``sharing.opens``)."""
    rows = ReferralShare.select(ReferralShare, Referral, Service, Organization, Consent, ConsentException)
    rows = rows.join(Referral).join(Service).join(Organization)
    rows = rows.switch(ReferralShare).join(Consent, JOIN.LEFT_OUTER)
    rows = rows.switch(ReferralShare).join(ConsentException, JOIN.LEFT_OUTER)
    return rows.where(ReferralShare.token_digest == tokens.digest(token)).first()


def has_ended(share: ReferralShare) -> bool:
    """Whether the link is closed because it is all over, and not because somebody closed it or took a yes back."""
    ground = share.ground
    held = ground is not None and ground.in_force(clock.today()) and clock.now() < share.expires_at
    return held and share.referral.state in (COMPLETED, PARTNER_REFUSED)


def answers(share: ReferralShare) -> list[ReferralEntry]:
    """What the partner answered by this address."""
    own = ReferralEntry.select().where((ReferralEntry.share == share.id) & ReferralEntry.by.is_null())
    return list(own.order_by(ReferralEntry.at, ReferralEntry.id))
