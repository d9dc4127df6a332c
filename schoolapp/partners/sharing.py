"""What is told of a family to a partner: the very words, made from the file; the ground they leave on; the links.

``prepared`` is what would leave now. It is shown word for word, and ``fingerprint`` makes sure that what leaves is what
was shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.database import JSONList, as_date, fetch_all
from schoolapp.families import file_sql
from schoolapp.families.file_sheet import Row
from schoolapp.families.reach import reach_words
from schoolapp.families.vocabulary import LANGUAGES, LEVELS
from schoolapp.formats import phone
from schoolapp.partners import consent_rules
from schoolapp.partners.consent_rules import Gap, Texts
from schoolapp.partners.referral import Consent, ConsentException, Referral, ReferralShare
from schoolapp.partners.referral_vocabulary import (
    CHILDREN,
    INFORMATION,
    LANGUAGE,
    MOMENTS,
    NAME,
    NEED,
    REACH,
)
from schoolapp.partners.service import Service
from schoolapp.records import NamedTuple

_decode = JSONList().python_value
# What the file says of a family, for the words to be made of. Parameters: the family, five times.
_HERE = "JOIN household h ON h.id = {}.household_id WHERE h.family_id = ?"
SOURCE_SQL = " UNION ALL ".join(
    (
        file_sql.part(
            "guardian", f"guardian g {_HERE.format('g')} AND g.removed_at IS NULL",
            id="g.id", a="g.name", b="g.email", c="g.language", d="g.sort_key",
        ),
        file_sql.part(
            "phone", f"phone p JOIN guardian g ON g.id = p.guardian_id {_HERE.format('g')} AND g.removed_at IS NULL",
            id="p.id", parent="g.id", other="p.position", b="p.number", c="p.raw",
        ),
        file_sql.part(
            "pupil",
            "household_pupil l JOIN pupil p ON p.id = l.pupil_id AND p.left_on IS NULL "
            f"LEFT JOIN school_group g ON g.id = p.group_id {_HERE.format('l')} "
            "GROUP BY p.id, p.preferred_name, p.first_name, p.last_name, p.sort_key, p.birth_date, g.level",
            id="p.id", a="COALESCE(NULLIF(p.preferred_name, ''), p.first_name)", b="p.last_name", c="p.sort_key",
            d="g.level", day="p.birth_date",
        ),
        file_sql.part(
            "wishes", "contact_preference w WHERE w.family_id = ?",
            id="w.id", a="w.language", b="w.interpreter", c="w.means", d="w.moments", e="w.interpreter_name",
        ),
        file_sql.part("family", "family f WHERE f.id = ?", id="f.id", a="f.name", b="f.language", c="f.interpreter"),
    )
)  # fmt: skip


class Person(NamedTuple):
    """A guardian whom a partner may join."""

    id: int
    name: str
    reach: str


class Child(NamedTuple):
    """A pupil of the family, as a partner would read them."""

    id: int
    name: str
    words: str


class Source(NamedTuple):
    """What the file says of a family, as far as partners may ever be told."""

    people: list[Person]
    children: list[Child]
    language: str
    moments: str

    def person(self, guardian_id: int | None) -> Person | None:
        return next((one for one in self.people if one.id == guardian_id), None)


def source_of(family_id: int) -> Source:
    """Read a family's file for its partners, in one statement."""
    rows: dict[str, list[Row]] = {kind: [] for kind in ("guardian", "phone", "pupil", "wishes", "family")}
    for values in fetch_all(SOURCE_SQL, [family_id] * 5):
        row = Row._make(values)
        rows[row.kind].append(row)
    numbers: dict[int, list[str]] = {}
    for row in sorted(rows["phone"], key=lambda row: (row.other, row.id)):
        numbers.setdefault(row.parent, []).append(phone(row.b) if row.b else row.c)
    people = [
        Person(row.id, row.a, " · ".join([*numbers.get(row.id, []), *([row.b] if row.b else [])]))
        for row in sorted(rows["guardian"], key=lambda row: (row.d, row.id))
    ]
    children = [
        Child(row.id, f"{row.a} {row.b}".strip(), _child(row.a, as_date(row.day), row.d))
        for row in sorted(rows["pupil"], key=lambda row: (row.c, row.id))
    ]
    wishes = rows["wishes"][0] if rows["wishes"] else None
    return Source(people, children, _language(wishes, rows["family"][0]), _moments(wishes))


def _child(first_name: str, born: date | None, level: str | None) -> str:
    words = [first_name]
    if born is not None:
        today = clock.today()
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        words.append(_("%(years)s ans", years=years))
    if level and level in LEVELS:
        words.append(str(LEVELS[level]))
    return ", ".join(words)


def _language(wishes: Row | None, family: Row) -> str:
    code = (wishes.a if wishes else "") or family.b
    words = [str(LANGUAGES[code])] if code in LANGUAGES else []
    interpreter = (wishes.b if wishes else "") or family.c
    if interpreter == "oui":
        words.append(_("interprète nécessaire"))
    elif interpreter == "personne":
        words.append(_("une personne de leur choix interprète"))
    return ", ".join(words)


def _moments(wishes: Row | None) -> str:
    return reach_words(_decode(wishes.c), _decode(wishes.d), "") if wishes else ""


def prepared(referral: Referral, source: Source) -> dict[str, str]:
    """What would leave now, in the order of the page: a text for each kind of information chosen that has words."""
    person = source.person(referral.contact_id)
    chosen = [child.words for child in source.children if child.id in referral.pupils]
    texts = {
        NAME: person.name if person else "",
        REACH: person.reach if person else "",
        LANGUAGE: source.language,
        MOMENTS: source.moments,
        CHILDREN: "\n".join(chosen),
        NEED: referral.need,
    }
    return {code: texts[code] for code in INFORMATION if code in referral.information and texts[code]}


def in_order(texts: Texts) -> list[tuple[Any, str]]:
    """The label and the words of each piece, as whoever reads them sees them."""
    return [(INFORMATION[code], texts[code]) for code in INFORMATION if code in texts]


def fingerprint(texts: Texts, contact_id: int | None) -> str:
    """A short name for these very words about this person."""
    told = json.dumps([dict(texts), contact_id], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


Basis = Consent | ConsentException


class Cover(NamedTuple):
    """On what these words may leave, and what it does not cover."""

    basis: Basis | None
    missing: dict[str, Gap]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def consent_covers(self) -> bool:
        """Whether a consent, and no mere exception, covers it all."""
        return self.complete and self.consent is not None

    def label(self, code: str) -> Any:
        """What a kind of information is called."""
        return INFORMATION[code]

    @property
    def consent(self) -> Consent | None:
        return self.basis if isinstance(self.basis, Consent) else None

    @property
    def exception(self) -> ConsentException | None:
        return self.basis if isinstance(self.basis, ConsentException) else None


def recipient(service_id: int, organization_id: int) -> str:
    """Who receives words: the numbers of a service and of its organisation, which no merging of sheets changes."""
    return f"{service_id}/{organization_id}"


def recipient_of(referral: Referral) -> str:
    """Who would receive the words of a referral now."""
    held = Service.select(Service.organization).where(Service.id == referral.service_id).get()
    return recipient(referral.service_id, held.organization_id)


def cover(texts: Texts, contact_id: int | None, bases: Iterable[Basis], to: str) -> Cover:
    """The ground that covers these words today, or the nearest to it. A consent goes before an exception."""
    found = sorted(bases, key=lambda basis: (isinstance(basis, Consent), basis.id))
    grounds = [(basis, basis.ground) for basis in found]
    ground, missing = consent_rules.best(texts, contact_id, [one for _basis, one in grounds], clock.today(), to)
    basis = next((basis for basis, one in grounds if one is ground), None)
    return Cover(basis, missing)


def opens(share: ReferralShare) -> bool:
    """Whether a partner may still read what was shared: the link holds, and so does the ground it left on."""
    ground = share.ground
    return (
        share.answers()
        and ground is not None
        and (consent_rules.covers(share.texts, share.contact_id, ground, clock.today()))
    )
