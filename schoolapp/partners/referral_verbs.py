"""What people do to a referral, one verb for each act of ``referral_rules``: the row, its history, its event together.

A verb that leads elsewhere is guarded by the version that the person saw. What leaves the school is in ``sending``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import School, User
from schoolapp.audit import record
from schoolapp.database import atomic, is_sqlite
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from schoolapp.partners import referral_rules as rules
from schoolapp.partners import uses
from schoolapp.partners.models import Consent, Referral, ReferralEntry, ReferralShare, Service
from schoolapp.partners.referral_rules import Part
from schoolapp.partners.referral_vocabulary import OVER, PROPOSED, WAITS


def locked(referral_id: int) -> Referral:
    """The referral as it is now, held until the end of the transaction."""
    rows = Referral.select().where(Referral.id == referral_id)
    return (rows if is_sqlite() else rows.for_update()).get()


def refer(family: Family, service: Service, values: dict[str, Any], *, by: User, form_key: str) -> Referral:
    """Refer a family to a service, for it to be proposed to them. A form sent twice makes one referral."""
    with atomic():
        before = Referral.get_or_none((Referral.created_by == by.id) & (Referral.form_key == form_key))
        if before is not None:
            return before
        now = clock.now()
        made = Referral.create(
            family=family.id, service=service.id, holder=by.id, created_by=by.id, created_at=now, state_at=now,
            news_at=now, remind_on=_next_look(PROPOSED), form_key=form_key, **values,
        )  # fmt: skip
        enter("create", made, by, before="", after=PROPOSED)
        uses.used([service.id], by=by)
        detail = {"service": service.name}
        record("referral.created", by=by, subject=made, family=family.id, detail=detail)
    return made


def act(
    name: str,
    referral: Referral,
    expected: int,
    words: str = "",
    *,
    by: User,
    parts: Collection[Part],
    **columns: Any,
) -> None:
    """Do an act that needs nothing more than words and columns.

    Raises:
        Stale: the referral changed since this person read it.
    """
    with atomic():
        referral = check(name, referral, expected, parts)
        apply(name, referral, words, by=by, **columns)


def check(name: str, referral: Referral, expected: int | None, parts: Collection[Part]) -> Referral:
    """The referral, held, if the act may still be done to it as it was seen. Within a transaction."""
    if not rules.may(name, parts):
        raise PermissionError(f"{name} is not for {sorted(parts)}")
    now = locked(referral.id)
    if (expected is not None and now.version != expected) or not rules.allows(name, now.state, parts):
        raise Stale(now)
    return now


def apply(name: str, referral: Referral, words: str = "", *, by: User | None, **columns: Any) -> None:
    """Write what an act changes, its line of history and its event. Within a transaction, after ``check``."""
    rule, before = rules.RULES[name], referral.state
    after, now = rule.leads_to(before), clock.now()
    share, signed, detail = columns.pop("share", None), columns.pop("signed", ""), columns.pop("detail", {})
    key = columns.pop("form_key", None)
    if after != before:
        columns |= {"state": after, "state_at": now, "closed_at": now if after in OVER else None}
    if rule.news:
        columns["news_at"] = now
    if rule.news or after != before:
        columns.setdefault("remind_on", _next_look(after))
    columns["told_at"] = clock.now() if by is None else None
    referral.change(referral.version, **columns)
    if rule.ends:
        close_links(referral, by)
    enter(name, referral, by, words, before=before, after=after, share=share, signed=signed, form_key=key)
    moved = {"before": before, "after": after} if after != before else {}
    record(rule.event, by=by, subject=referral, family=referral.family_id, detail=moved | detail)


def _next_look(state: str) -> date | None:
    if state not in WAITS:
        return None
    wait = School.select(getattr(School, WAITS[state])).where(School.id == 1).scalar()
    return clock.today() + timedelta(days=wait)


def enter(
    name: str, referral: Referral, by: User | None, words: str = "", *, before: str, after: str,
    share: ReferralShare | None = None, signed: str = "", form_key: str | None = None,
) -> None:  # fmt: skip
    """Write a line of the history."""
    ReferralEntry.create(
        referral=referral.id, at=clock.now(), by=by.id if by else None, by_words=signed, act=name, words=words,
        share=share.id if share else None, before=before, after=after, form_key=form_key,
    )  # fmt: skip


def close_links(referral: Referral, by: User | None, consent: Consent | None = None) -> None:
    """Close the partner's links: all of them, or those that left on a consent."""
    live = (ReferralShare.referral == referral.id) & ReferralShare.revoked_at.is_null()
    live &= ReferralShare.token_digest.is_null(False)
    if consent is not None:
        live &= ReferralShare.consent == consent.id
    ReferralShare.update(revoked_at=clock.now(), revoked_by=by.id if by else None).where(live).execute()


def refuse(referral: Referral, expected: int, words: str, *, by: User, parts: Collection[Part]) -> None:
    """The family says no: what it had agreed to is withdrawn with it, and nothing comes up any more."""
    with atomic():
        referral = check("refuse", referral, expected, parts)
        held = (Consent.referral == referral.id) & Consent.withdrawn_at.is_null()
        Consent.update(withdrawn_at=clock.now(), withdrawn_by=by.id).where(held).execute()
        apply("refuse", referral, words, by=by)


def withdraw(consent: Consent, *, by: User, parts: Collection[Part]) -> None:
    """The family takes its yes back: the links that it opened close. Twice changes nothing."""
    with atomic():
        now = Consent.get_by_id(consent.id)
        if now.withdrawn_at is not None:
            return
        referral = check("withdraw", consent.referral, None, parts)
        Consent.update(withdrawn_at=clock.now(), withdrawn_by=by.id).where(Consent.id == now.id).execute()
        close_links(referral, by, now)
        apply("withdraw", referral, now.person, by=by)


def say(name: str, referral: Referral, words: str, *, by: User, parts: Collection[Part], form_key: str) -> None:
    """Add words to the thread, once for each form; what they say can be overtaken by nothing."""
    with atomic():
        sent = (ReferralEntry.by == by.id) & (ReferralEntry.form_key == form_key)
        if ReferralEntry.select().where(sent).exists():
            return
        referral = check(name, referral, None, parts)
        apply(name, referral, words, by=by, form_key=form_key)
