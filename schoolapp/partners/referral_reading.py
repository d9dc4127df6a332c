"""The single reading of all that goes with a referral: every kind of row has the same columns, in one UNION ALL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from schoolapp.database import JSONData, as_date, as_moment, fetch_all
from schoolapp.partners.models import Consent, ConsentException, Referral, ReferralShare
from schoolapp.records import NamedTuple

CELLS = dict.fromkeys(("id", "one", "two", "three"), "integer")
CELLS |= dict.fromkeys(("a", "b", "c", "d", "e", "f"), "text")
CELLS |= dict.fromkeys(("day", "last"), "date") | dict.fromkeys(("at", "later", "ended", "opened"), "timestamp")
_texts = JSONData().python_value


class Row(NamedTuple):
    """One row of the reading: each kind uses the columns it needs."""

    kind: str
    id: int
    one: int | None
    two: int | None
    three: int | None
    a: str | None
    b: str | None
    c: str | None
    d: str | None
    e: str | None
    f: str | None
    day: Any
    last: Any
    at: Any
    later: Any
    ended: Any
    opened: Any


def _part(kind: str, source: str, **cells: str) -> str:
    columns = ", ".join(f"{cells.get(name, f'CAST(NULL AS {type_})')} AS {name}" for name, type_ in CELLS.items())
    return f"SELECT '{kind}' AS kind, {columns} FROM {source}"  # noqa: S608 - texts of ours, no value


_MAIL = "(SELECT m.state FROM outgoing_mail m WHERE m.key = 'reference:' || s.id)"
# Parameters: the referral, four times.
RELATED = " UNION ALL ".join(
    (
        _part(
            "consent", 'consent c JOIN "user" u ON u.id = c.recorded_by_id WHERE c.referral_id = ?',
            id="c.id", one="c.guardian_id", a="c.person", b="c.means", c="c.texts", d="c.words", e="u.name",
            f="c.recipient", day="c.given_on", last="c.until", at="c.recorded_at", ended="c.withdrawn_at",
        ),
        _part(
            "exception",
            'consent_exception x JOIN "user" u ON u.id = x.made_by_id LEFT JOIN "user" v ON v.id = x.seen_by_id '
            "WHERE x.referral_id = ?",
            id="x.id", a="x.ground_code", b="x.reason", c="x.texts", d="u.name", e="v.name", f="x.recipient",
            day="x.since", last="x.until", at="x.made_at", later="x.seen_at",
        ),
        _part(
            "share", 'referral_share s JOIN "user" u ON u.id = s.shared_by_id WHERE s.referral_id = ?',
            id="s.id", one="s.consent_id", two="s.exception_id", three="s.contact_id", a="s.means", b="s.address",
            c="s.texts", d="s.token_nonce", e="u.name", f=_MAIL,
            at="s.shared_at", later="s.expires_at", ended="s.revoked_at", opened="s.opened_at",
        ),
        _part(
            "entry", 'referral_entry e LEFT JOIN "user" u ON u.id = e.by_id WHERE e.referral_id = ?',
            id="e.id", one="e.share_id", a="e.act", b="e.before", c="e.after", d="e.words", e="u.name", f="e.by_words",
            at="e.at",
        ),
    )
)  # fmt: skip

# The e-mail addresses that the sheets give for a service, its own first. Parameters: the service, three times.
ADDRESSES = " UNION ALL ".join(
    (
        _part("address", "service s WHERE s.id = ? AND s.email <> ''", id="0", a="s.email", b="s.name"),
        _part(
            "address",
            "partner_contact c JOIN service s ON s.organization_id = c.organization_id "
            "WHERE s.id = ? AND c.email <> '' AND (c.service_id IS NULL OR c.service_id = s.id)",
            id="1", a="c.email", b="c.name",
        ),
        _part(
            "address",
            "organization o JOIN service s ON s.organization_id = o.id WHERE s.id = ? AND o.email <> ''",
            id="2", a="o.email", b="o.name",
        ),
    )
)  # fmt: skip


def related(referral_id: int) -> dict[str, list[Row]]:
    """The rows that go with a referral, by kind, in the order they were written."""
    return _by_kind(fetch_all(RELATED, [referral_id] * 4))


def _by_kind(found: Iterable[tuple[Any, ...]]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for values in sorted(found, key=lambda values: values[1]):
        rows[values[0]].append(Row(*values))
    return rows


def grounds_and_addresses(referral: Referral) -> tuple[list[Consent | ConsentException], list[tuple[str, str]]]:
    """In one statement, what the form that sends by mail needs: the grounds, and the addresses with whose they are."""
    values = [referral.id] * 4 + [referral.service_id] * 3
    rows = _by_kind(fetch_all(f"{RELATED} UNION ALL {ADDRESSES}", values))
    addresses: dict[str, str] = {}
    for row in sorted(rows["address"], key=lambda row: (row.id, row.a)):
        addresses.setdefault(row.a, row.b)
    return _bases(rows, referral.id), list(addresses.items())


def bases(referral_id: int) -> list[Consent | ConsentException]:
    """The consents and the exceptions of a referral: its own only, whatever else the family agreed to."""
    return _bases(related(referral_id), referral_id)


def _bases(rows: dict[str, list[Row]], referral_id: int) -> list[Consent | ConsentException]:
    exceptions = [exception(row, referral_id) for row in rows["exception"]]
    return [*(consent(row, referral_id) for row in rows["consent"]), *exceptions]


def consent(row: Row, referral_id: int) -> Consent:
    return Consent(
        id=row.id, referral=referral_id, guardian=row.one, person=row.a, means=row.b, texts=_texts(row.c), words=row.d,
        given_on=as_date(row.day), until=as_date(row.last), recorded_at=as_moment(row.at),
        withdrawn_at=as_moment(row.ended), recipient=row.f,
    )  # fmt: skip


def exception(row: Row, referral_id: int) -> ConsentException:
    return ConsentException(
        id=row.id, referral=referral_id, ground_code=row.a, reason=row.b, texts=_texts(row.c), since=as_date(row.day),
        until=as_date(row.last), made_at=as_moment(row.at), seen_at=as_moment(row.later), recipient=row.f,
    )  # fmt: skip


def share(row: Row, referral_id: int) -> ReferralShare:
    return ReferralShare(
        id=row.id, referral=referral_id, consent=row.one, exception=row.two, contact=row.three, means=row.a,
        address=row.b, texts=_texts(row.c), token_nonce=row.d, token_digest=row.d or None,
        shared_at=as_moment(row.at), expires_at=as_moment(row.later), revoked_at=as_moment(row.ended),
        opened_at=as_moment(row.opened),
    )  # fmt: skip
