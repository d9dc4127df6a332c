"""Who may see a referral, and every reading of one.

The agents and the direction see them all; a professional sees those of the families whose file they may open. Teachers
see the service and the state on the file (``referral_parts``), and nobody else anything.
"""

from __future__ import annotations

import json
from typing import Any

import peewee
from flask import abort

from schoolapp import clock
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment, fetch_all
from schoolapp.families import circle
from schoolapp.families.models import Family
from schoolapp.partners import referral_reading as reading
from schoolapp.partners import referral_rules as rules
from schoolapp.partners import sharing
from schoolapp.partners.consent_rules import Gap
from schoolapp.partners.models import Consent, ConsentException, Referral, ReferralShare
from schoolapp.partners.referral_rules import WORKERS
from schoolapp.partners.referral_shown import Agreed, Card, Excepted, Line, Shared
from schoolapp.partners.referral_vocabulary import INFORMATION, WITH_PARTNER
from schoolapp.partners.sharing import Cover, Source
from schoolapp.records import NamedTuple

# Parameters: today, twice; then those of what follows.
CARD = """
    SELECT r.id, r.version, r.state, r.state_at, r.steps_by, r.reason, r.news_at, r.remind_on, r.told_at, r.created_at,
        r.closed_at, r.effect, r.effect_words, r.refusal, r.family_id, f.name, r.service_id, s.name, s.state, o.id,
        o.name, r.holder_id, u.name, CASE WHEN NOT u.active THEN 1 WHEN EXISTS (SELECT 1 FROM absence w
            WHERE w.user_id = u.id AND w.starts_on <= ? AND w.ends_on >= ?) THEN 1 ELSE 0 END,
        r.request_id, r.contact_id, r.information, r.pupils, r.need
    FROM referral r JOIN family f ON f.id = r.family_id JOIN service s ON s.id = r.service_id
        JOIN organization o ON o.id = s.organization_id JOIN "user" u ON u.id = r.holder_id
"""
MOMENTS, DATES, LISTS = (3, 6, 8, 9, 10), (7,), (26, 27)


def seen(user: User) -> tuple[str, list[Any]]:
    """The condition on ``r.family_id`` by which this person sees a referral, and its parameters."""
    if user.role in LEADS:
        return "1 = 1", []
    if user.role not in WORKERS:
        return "1 = 0", []
    ids, values = circle.seen_ids(user)
    return f"r.family_id IN ({ids})", values


def visible_to(user: User) -> peewee.ModelSelect:
    """The referrals that this person may see."""
    if user.role in LEADS:
        return Referral.select()
    if user.role not in WORKERS:
        return Referral.select().where(peewee.SQL("1 = 0"))
    return Referral.select().where(Referral.family.in_(circle.visible_to(user).select(Family.id)))


def referral_for(user: User, referral_id: int) -> Referral:
    """The referral, for whoever may see it; 404 for anyone else."""
    return visible_to(user).where(Referral.id == referral_id).first() or abort(404)


def consent_for(referral: Referral, consent_id: int) -> Consent:
    """A consent of this referral; 404 for another's."""
    here = (Consent.id == consent_id) & (Consent.referral == referral.id)
    return Consent.get_or_none(here) or abort(404)


def exception_for(referral: Referral, exception_id: int) -> ConsentException:
    """An exception of this referral; 404 for another's."""
    here = (ConsentException.id == exception_id) & (ConsentException.referral == referral.id)
    return ConsentException.get_or_none(here) or abort(404)


def share_for(referral: Referral, share_id: int) -> ReferralShare:
    """Something that left about this referral; 404 for another's."""
    here = (ReferralShare.id == share_id) & (ReferralShare.referral == referral.id)
    return ReferralShare.get_or_none(here) or abort(404)


def parts_of(user: User) -> frozenset[rules.Part]:
    """What somebody is to the referrals that they may see."""
    return rules.parts_of(user.role, sees_family=True)


def cards(tail: str, parameters: list[Any]) -> list[Card]:
    """The cards of what follows the FROM of ``CARD``, for somebody already known to see them."""
    today = clock.today().isoformat()
    return [_card(row) for row in fetch_all(CARD + tail, [today, today, *parameters])]


def _card(row: tuple[Any, ...]) -> Card:
    values = list(row)
    for place in MOMENTS:
        values[place] = as_moment(row[place])
    for place in DATES:
        values[place] = as_date(row[place])
    for place in LISTS:
        values[place] = json.loads(row[place] or "[]")
    values[23] = bool(row[23])
    return Card(*values)


class Bundle(NamedTuple):
    """A whole referral for one reader.

    Attributes:
        texts: what would leave now; ``cover`` is the ground it would leave on, and what is missing of it.
        can: the acts this person may do now.
    """

    card: Card
    source: Source
    texts: dict[str, str]
    cover: Cover
    consents: list[Agreed]
    exceptions: list[Excepted]
    shares: list[Shared]
    thread: list[Line]
    can: frozenset[str]

    @property
    def referral(self) -> Referral:
        """The row, as far as making its words needs it."""
        return row_of(self.card)

    def shared(self, share_id: int) -> Shared | None:
        """Something that left about this referral; none when it is another's."""
        return next((one for one in self.shares if one.row.id == share_id), None)

    @property
    def already(self) -> Shared | None:
        """The last time that these very words left; none when they never did."""
        same = [one for one in self.shares if one.row.texts == self.texts and self.texts]
        return same[-1] if same and self.card.state in WITH_PARTNER else None

    @property
    def uncovered(self) -> list[tuple[Any, Gap]]:
        """What no ground covers yet, with why."""
        return [(INFORMATION[code], gap) for code, gap in self.cover.missing.items()]

    @property
    def pieces(self) -> list[tuple[Any, str]]:
        return sharing.in_order(self.texts)


def row_of(card: Card) -> Referral:
    """The row of a card."""
    names = ("id", "version", "state", "information", "pupils", "need")
    columns = {name: getattr(card, name) for name in names}
    return Referral(**columns, family=card.family_id, service=card.service_id, contact=card.contact_id)


def bundle_for(user: User, referral_id: int) -> Bundle:
    """A whole referral, for whoever may see it; 404 for anyone else. Three statements, whatever it holds."""
    where, values = seen(user)
    found = cards(f"WHERE r.id = ? AND {where}", [referral_id, *values])
    card = found[0] if found else abort(404)
    source, rows = sharing.source_of(card.family_id), reading.related(card.id)
    consents = {row.id: Agreed(reading.consent(row, card.id), row.e) for row in rows["consent"]}
    exceptions = {row.id: Excepted(reading.exception(row, card.id), row.d, row.e or "") for row in rows["exception"]}
    shares = []
    for row in rows["share"]:
        share = reading.share(row, card.id)
        share.consent = consents[row.one].row if row.one else None
        share.exception = exceptions[row.two].row if row.two else None
        shares.append(Shared(share, row.e, row.f or "", sharing.opens(share)))
    texts = sharing.prepared(row_of(card), source)
    bases = [*(one.row for one in consents.values()), *(one.row for one in exceptions.values())]
    cover = sharing.cover(texts, card.contact_id, bases, sharing.recipient(card.service_id, card.organization_id))
    thread = [_line(row, card.organization) for row in rows["entry"]]
    return Bundle(
        card, source, texts, cover, list(consents.values()),
        list(exceptions.values()), shares, thread, rules.possible(card.state, parts_of(user)),
    )  # fmt: skip


def _line(row: reading.Row, organization: str) -> Line:
    signed = f"{row.f}, {organization}" if row.f else organization
    return Line(row.id, as_moment(row.at), row.e or signed, row.a, row.d or "", row.e is None)


def card_of(referral: Referral) -> Card:
    """A referral already checked by ``referral_for``."""
    return cards("WHERE r.id = ?", [referral.id])[0]


def others_for(family_id: int, service_id: int) -> list[Card]:
    """What this family was already told of this service: an open referral, or the last one that it refused."""
    tail = "WHERE r.family_id = ? AND r.service_id = ? ORDER BY r.created_at DESC, r.id DESC LIMIT 5"
    return cards(tail, [family_id, service_id])


def of_request(request_id: int, user: User) -> list[Card]:
    """The referrals made from a request, for whoever may see them."""
    where, values = seen(user)
    return cards(f"WHERE r.request_id = ? AND {where} ORDER BY r.created_at, r.id", [request_id, *values])
