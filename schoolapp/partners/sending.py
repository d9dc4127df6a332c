"""The only way out: what a family agreed to, or a named exception, and the words that leave on it.

Nothing about a family is written for a partner anywhere else. ``send`` makes the words again from the file, inside its
transaction, and refuses when they are not those that were shown, or when no ground covers every one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock, tokens
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.formats import date_words, to_utc
from schoolapp.mail import outbox
from schoolapp.partners import referral_reading as reading
from schoolapp.partners import referral_rules as rules
from schoolapp.partners import sharing
from schoolapp.partners.consent_rules import Gap
from schoolapp.partners.models import Consent, ConsentException, Referral, ReferralEntry, ReferralShare
from schoolapp.partners.referral_rules import Part
from schoolapp.partners.referral_verbs import apply, check
from schoolapp.partners.referral_vocabulary import BY_LINK, CONSENT_MEANS, EXCEPTION_DAYS, GROUNDS, MAIL, SHARE_MEANS
from schoolapp.records import NamedTuple

ADDRESS = "referral"  # the kind of secret address (see ``tokens``)
LETTER = "reference"


class NotCovered(Exception):
    """No ground lets these words leave.

    Attributes:
        missing: why, by kind of information.
    """

    def __init__(self, missing: dict[str, Gap]) -> None:
        super().__init__("no ground covers these words")
        self.missing = missing


class NotAsShown(Exception):
    """The words changed since they were shown: a number of the file, a child who left."""


class Agreed(NamedTuple):
    """A consent as it is noted.

    Attributes:
        guardian_id: who agreed; None for somebody who is not in the file, known by ``person`` only.
        codes: the kinds of information agreed to, among what is prepared.
    """

    guardian_id: int | None
    person: str
    means: str
    given_on: date
    until: date
    codes: Collection[str]
    words: str = ""


def agree(
    referral: Referral, expected: int, agreed: Agreed, shown: str, *, by: User, parts: Collection[Part], form_key: str
) -> None:
    """Note what a family agreed to: the very words that were shown, as far as they were agreed to.

    Raises:
        Stale: the referral changed since this person read it.
        NotAsShown: the words did.
    """
    with atomic():
        if Consent.select().where((Consent.recorded_by == by.id) & (Consent.form_key == form_key)).exists():
            return
        referral = check("consent", referral, expected, parts)
        texts = as_shown(referral, shown)
        Consent.create(
            referral=referral.id, guardian=agreed.guardian_id, person=agreed.person, means=agreed.means,
            given_on=agreed.given_on, until=agreed.until, words=agreed.words, recorded_by=by.id,
            texts={code: text for code, text in texts.items() if code in agreed.codes}, recorded_at=clock.now(),
            form_key=form_key, recipient=sharing.recipient_of(referral),
        )  # fmt: skip
        how = str(CONSENT_MEANS[agreed.means]).lower()
        until = date_words(agreed.until, weekday=False)
        told = _("%(name)s, %(how)s, jusqu’au %(day)s", name=agreed.person, how=how, day=until)
        apply("consent", referral, told, by=by, detail={"informations": sorted(agreed.codes)})


def make_exception(
    referral: Referral, expected: int, code: str, reason: str, shown: str, *, by: User, parts: Collection[Part],
    form_key: str,
) -> None:  # fmt: skip
    """Let the words that are shown leave without a consent, on a named ground. The direction is shown it.

    Raises:
        Stale, NotAsShown: as for ``agree``.
    """
    with atomic():
        mine = (ConsentException.made_by == by.id) & (ConsentException.form_key == form_key)
        if ConsentException.select().where(mine).exists():
            return
        referral = check("except", referral, expected, parts)
        today = clock.today()
        ConsentException.create(
            referral=referral.id, ground_code=code, reason=reason, texts=as_shown(referral, shown), since=today,
            until=today + timedelta(days=EXCEPTION_DAYS), made_by=by.id, made_at=clock.now(), form_key=form_key,
            recipient=sharing.recipient_of(referral),
        )  # fmt: skip
        apply("except", referral, f"{GROUNDS[code]}\n{reason}", by=by, detail={"motif": code})


def acknowledge(exception: ConsentException, *, by: User, parts: Collection[Part]) -> None:
    """The direction has seen an exception. Twice changes nothing."""
    with atomic():
        referral = check("acknowledge", exception.referral, None, parts)
        unseen = (ConsentException.id == exception.id) & ConsentException.seen_at.is_null()
        if ConsentException.update(seen_at=clock.now(), seen_by=by.id).where(unseen).execute():
            apply("acknowledge", referral, by=by)


def as_shown(referral: Referral, shown: str) -> dict[str, str]:
    """The words prepared, if they are those that were shown.

    Raises:
        NotAsShown: they are not.
    """
    texts = sharing.prepared(referral, sharing.source_of(referral.family_id))
    if not texts or sharing.fingerprint(texts, referral.contact_id) != shown:
        raise NotAsShown
    return texts


class Way(NamedTuple):
    """How words leave: the means, the address of a mail, for how many days a link holds."""

    means: str
    address: str = ""
    days: int = 0


def send(
    referral: Referral, expected: int, way: Way, shown: str, *, by: User, parts: Collection[Part], form_key: str
) -> ReferralShare:
    """Tell a partner, word for word what was shown, and keep it as it left. A form sent twice sends once.

    Raises:
        Stale: the referral changed since this person read it.
        NotAsShown: the words did.
        NotCovered: no consent in force and no exception covers every one of them.
    """
    with atomic():
        mine = (ReferralShare.shared_by == by.id) & (ReferralShare.form_key == form_key)
        before = ReferralShare.get_or_none(mine)
        if before is not None:
            return before
        referral = check("send", referral, expected, parts)
        texts = as_shown(referral, shown)
        cover = sharing.cover(texts, referral.contact_id, reading.bases(referral.id), sharing.recipient_of(referral))
        if not cover.complete or cover.basis is None:
            raise NotCovered(cover.missing)
        share = _write(referral, texts, cover, way, by, form_key)
        detail: dict[str, Any] = {"moyen": way.means, "informations": list(texts)}
        detail["fondement"] = "accord" if cover.consent else cover.exception.ground_code
        apply("send", referral, str(SHARE_MEANS[way.means]), by=by, share=share, detail=detail)
        if way.means == MAIL:
            outbox.put_outside(f"{LETTER}:{share.id}", LETTER, way.address)
            outbox.leave_soon()
    return share


def _write(
    referral: Referral, texts: dict[str, str], cover: sharing.Cover, way: Way, by: User, form_key: str
) -> ReferralShare:
    link: dict[str, Any] = {}
    if way.means in BY_LINK:
        nonce = tokens.new_nonce()
        link = {"token_nonce": nonce, "token_digest": tokens.digest(tokens.token(ADDRESS, nonce))}
        link["expires_at"] = _end_of_link(way.days, cover.basis)
    return ReferralShare.create(
        referral=referral.id, consent=cover.consent, exception=cover.exception, contact=referral.contact_id,
        texts=texts, means=way.means, address=way.address if way.means == MAIL else "", shared_by=by.id,
        shared_at=clock.now(), form_key=form_key, **link,
    )  # fmt: skip


def _end_of_link(days: int, basis: Any) -> datetime:
    """The end of the last day of the link, and never after that of its ground."""
    last = min(clock.today() + timedelta(days=days), basis.until)
    return to_utc(last + timedelta(days=1), datetime.min.time())


def token_of(share: ReferralShare) -> str:
    """The secret part of the partner's address, made again."""
    return tokens.token(ADDRESS, share.token_nonce)


def revoke(share: ReferralShare, *, by: User, parts: Collection[Part]) -> None:
    """Close a partner's link. Twice changes nothing."""
    with atomic():
        referral = check("revoke", share.referral, None, parts)
        live = (ReferralShare.id == share.id) & ReferralShare.revoked_at.is_null()
        if ReferralShare.update(revoked_at=clock.now(), revoked_by=by.id).where(live).execute():
            apply("revoke", referral, by=by)


def note_fetched(share: ReferralShare) -> None:
    """Something opened the address, perhaps a program that looks mails over: it was shown nothing of the family."""
    _tell("referral.link_fetched", share)


def note_read(share: ReferralShare) -> None:
    """Somebody at the partner's asked to read. Twice changes nothing."""
    with atomic():
        unread = (ReferralShare.id == share.id) & ReferralShare.opened_at.is_null()
        if ReferralShare.update(opened_at=clock.now()).where(unread).execute():
            _tell("referral.link_read", share)


def note_opened(share: ReferralShare) -> None:
    """What was shared is shown by its link, once more."""
    _tell("referral.link_opened", share)


def _tell(event: str, share: ReferralShare) -> None:
    with atomic():
        record(event, by=None, subject=share.referral, family=share.referral.family_id)


PARTNER = frozenset({Part.PARTNER})


def answer(share: ReferralShare, name: str, words: str, signed: str, *, form_key: str) -> None:
    """A partner says where it stands, by its link. A form sent twice answers once.

    Raises:
        Stale: it is not in a state for it any more.
    """
    with atomic():
        sent = (ReferralEntry.share == share.id) & (ReferralEntry.form_key == form_key)
        if ReferralEntry.select().where(sent).exists():
            return
        referral = check(name, share.referral, None, PARTNER)
        columns = {"refusal": words[:1000]} if name == "decline" else {}
        note_read(share)  # whoever answers has read
        apply(name, referral, words, by=None, share=share, signed=signed, form_key=form_key, **columns)


def acts_of_partner(state: str) -> list[str]:
    """What a partner may answer now, in the order of the page."""
    return [name for name in rules.ANSWERS if rules.allows(name, state, PARTNER)]
