"""What the tests of referrals share: a service, a referral brought to any state, what is typed in its forms."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from flask import Flask

from schoolapp import clock, signed_forms
from schoolapp.accounts.models import User
from schoolapp.families.models import Family, Guardian
from schoolapp.formats import search_key, sort_key
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_verbs as verbs
from schoolapp.partners import sending, sharing
from schoolapp.partners.models import Organization, Referral, ReferralShare, Service
from schoolapp.partners.referral_vocabulary import (
    ACCEPTED,
    COMPLETED,
    FAMILY_REFUSED,
    LINK,
    NAME,
    NEED,
    NO_NEWS,
    PARTNER_REFUSED,
    PROPOSED,
    REACH,
    SENT,
    TAKEN_UP,
    UNDER_WAY,
)

SECRET = "Le père a perdu son emploi en août"
NEED_WORDS = "Des bottes d’hiver pour deux enfants."
house = Flask(__name__)  # the fixtures put the application of the tests here
_keys = (f"referral-form-{number:06}" for number in count(1))


def new_key() -> str:
    return next(_keys)


def service(
    name: str = "Vestiaire du quartier", organization: str = "La Maison du quartier", **columns: Any
) -> Service:
    """A service of an organisation, as a sheet would have it."""
    code, now = new_key(), clock.now()
    held = Organization.create(
        uuid=f"o-{code}", name=organization, sort_key=sort_key(organization), search_key=search_key(organization),
        created_at=now, updated_at=now,
    )  # fmt: skip
    columns.setdefault("email", "vestiaire@maison.example")
    return Service.create(
        uuid=f"s-{code}", organization=held, name=name, sort_key=sort_key(name),
        search_text=search_key(name, organization), created_at=now, updated_at=now, **columns,
    )  # fmt: skip


def guardian(name: str) -> Guardian:
    return Guardian.get(Guardian.name == name)


def reread(referral: Referral) -> Referral:
    return Referral.get_by_id(referral.id)


def refer(by: User, family: Family, to: Service | None = None, **values: Any) -> Referral:
    """A referral, just prepared."""
    values = {"reason": SECRET, "steps_by": "agent", **values}
    return verbs.refer(family, to or service(), values, by=by, form_key=new_key())


def prepare(referral: Referral, by: User, contact: Guardian | None, **values: Any) -> Referral:
    """Say what would be told: by default the name, the number and the need."""
    told = {"information": [NAME, REACH, NEED], "need": NEED_WORDS, "contact": contact, "pupils": [], **values}
    row = reread(referral)
    verbs.act("prepare", row, row.version, by=by, parts=queries.parts_of(by), **told)
    return reread(row)


def shown(referral: Referral) -> str:
    """The mark of the words that would leave now."""
    texts = sharing.prepared(referral, sharing.source_of(referral.family_id))
    return sharing.fingerprint(texts, referral.contact_id)


def agree(referral: Referral, by: User, who: Guardian | None, **changes: Any) -> Referral:
    """A family's yes, for all that is prepared, for half a year."""
    row = reread(referral)
    today = clock.today()
    told = {
        "guardian_id": who.id if who else None, "person": who.name if who else "Une tante", "means": "paroles",
        "given_on": today, "until": today + timedelta(days=180), "codes": row.information, **changes,
    }  # fmt: skip
    said = sending.Agreed(**told)
    sending.agree(row, row.version, said, shown(row), by=by, parts=queries.parts_of(by), form_key=new_key())
    return reread(row)


def send(referral: Referral, by: User, means: str = LINK, address: str = "", days: int = 60) -> ReferralShare:
    """What is prepared leaves."""
    row = reread(referral)
    way, parts = sending.Way(means, address, days), queries.parts_of(by)
    with house.test_request_context():
        return sending.send(row, row.version, way, shown(row), by=by, parts=parts, form_key=new_key())


def do(name: str, referral: Referral, by: User, words: str = "", **columns: Any) -> Referral:
    """Any act that takes words and columns."""
    row = reread(referral)
    verbs.act(name, row, row.version, words, by=by, parts=queries.parts_of(by), **columns)
    return reread(row)


def sent(by: User, family: Family, who: Guardian, to: Service | None = None) -> tuple[Referral, ReferralShare]:
    """A referral with a consent, sent by a link."""
    row = agree(prepare(refer(by, family, to), by, who), by, who)
    share = send(row, by)
    return reread(row), ReferralShare.get_by_id(share.id)


def bring_to(state: str, by: User, family: Family, who: Guardian) -> Referral:
    """A referral in a state, by the acts that lead there."""
    if state in (PROPOSED, FAMILY_REFUSED, ACCEPTED):
        row = refer(by, family)
        if state == FAMILY_REFUSED:
            verbs.refuse(row, row.version, "", by=by, parts=queries.parts_of(by))
        if state == ACCEPTED:
            do("accept", row, by)
        return reread(row)
    row, _share = sent(by, family, who)
    steps = {
        SENT: [], TAKEN_UP: ["take_up"], UNDER_WAY: ["start"], NO_NEWS: ["no_news"], COMPLETED: ["start", "close"],
        PARTNER_REFUSED: ["decline"],
    }[state]  # fmt: skip
    for name in steps:
        do(name, row, by, **({"effect": "better"} if name == "close" else {}))
    return reread(row)


def token(share: ReferralShare) -> str:
    """The secret part of a partner's address."""
    with house.test_request_context():
        return sending.token_of(ReferralShare.get_by_id(share.id))


def read(client: Any, share: ReferralShare) -> str:
    """The partner presses « Lire la demande »: returns the address of its page, which is open from then on."""
    address = f"/r/{token(share)}"
    assert client.post(f"{address}/lecture", data={"form_key": signed_key()}).status_code == 303
    return address


def signed_key() -> str:
    """A key that this server signed, as the partner's page carries one."""
    with house.test_request_context():
        return signed_forms.new_key()


def sending_form(row: Referral, user: User) -> dict[str, Any]:
    """The form that sends by a link, as it is posted."""
    return {"version": row.version, "opened_by": user.id, "means": "lien", "days": 20, "shown": shown(row)}
