"""What referrals add elsewhere: a family's timeline and who is around it, the way to refer, the page of a request.

Whoever may open the file reads the service and where it stands; the reason, and the page, are for those who work on it.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from schoolapp.accounts.models import User
from schoolapp.agent_requests import asides
from schoolapp.database import as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import Family
from schoolapp.partners import panels
from schoolapp.partners import referral_queries as queries
from schoolapp.partners.referral_rules import WORKERS
from schoolapp.partners.referral_vocabulary import EFFECT_TAGS, EFFECTS, SENT, STATE_TAGS, STATES, TAKEN_UP, UNDER_WAY
from schoolapp.partners.vocabulary import ACTIVE

_SERVICE = "JOIN service s ON s.id = r.service_id JOIN organization o ON o.id = s.organization_id"
# Parameters: whether the person works on referrals, then those of ``bounds``.
TIMELINE = file_sql.latest(
    "referral",
    "(SELECT r.id, r.family_id, r.created_at AS at, s.name AS service, o.name AS organization, r.state, r.effect, "  # noqa: S608
    "CASE WHEN ? = 1 THEN r.reason ELSE '' END AS reason, u.name AS holder "
    f'FROM referral r {_SERVICE} JOIN "user" u ON u.id = r.holder_id) referral',
    id="referral.id",
    a="referral.service",
    b="referral.organization",
    c="referral.state",
    d="referral.reason",
    e="referral.holder",
    f="referral.effect",
    at="referral.at",
)
_AT_WORK = ", ".join(f"'{state}'" for state in (SENT, TAKEN_UP, UNDER_WAY))
HELPING = file_sql.part(
    "partner",
    f"referral r {_SERVICE}",
    f"WHERE r.family_id = ? AND r.state IN ({_AT_WORK})",
    id="r.id",
    a="o.name",
    b="s.name",
    c="r.state",
    at="r.state_at",
)


class _Shown:
    """A referral on the timeline."""

    def __init__(self, row: Any, *, works: bool) -> None:
        self.id, self.service, self.organization, self.works = row.id, row.a, row.b, works
        self.at, self.reason, self.holder = as_moment(row.at), row.d, row.e
        self.state, self.kind = STATES[row.c], STATE_TAGS[row.c]
        self.effect, self.effect_kind = EFFECTS.get(row.f, ""), EFFECT_TAGS.get(row.f, "")


def _values(user: User, family_id: int, window: parts.Window) -> list[Any]:
    return [int(user.role in WORKERS), *parts.bounds(family_id, window)]


def _entries(user: User, _family: Family, rows: dict[str, list[Any]]) -> list[parts.Entry]:
    found = [_Shown(row, works=user.role in WORKERS) for row in rows["referral"]]
    return [parts.Entry(one.at, "partners/_referral_entry.html", "entry", one) for one in found]


def _around(rows: dict[str, list[Any]]) -> list[parts.AtWork]:
    words = {SENT: _("référence envoyée"), TAKEN_UP: _("référence prise en charge"), UNDER_WAY: _("référence en cours")}
    found = sorted(rows["partner"], key=lambda row: row.id)
    return [parts.AtWork(None, row.a, f"{words[row.c]}, {row.b}", calls=False) for row in found]


def _refer(user: User, family: Family) -> parts.Panel | None:
    """Those who work on the file refer from it."""
    if user.role not in WORKERS:
        return None
    return parts.Panel("partners/_refer.html", 30, {"family": family})


def _of_service(user: User, service: Any) -> parts.Panel | None:
    """From a sheet, those who refer choose the family."""
    if user.role not in WORKERS or service.state != ACTIVE:
        return None
    return parts.Panel("partners/_refer_family.html", 10, {"refers_to": service.id})


def _of_request(user: User, card: Any) -> parts.Panel | None:
    """The referrals that came of a request, and the way to make one once its family is known."""
    if user.role not in WORKERS or not card.lead or not card.family_id:
        return None
    found = queries.of_request(card.id, user)
    return parts.Panel("partners/_request_referrals.html", 10, {"card": card, "referrals": found})


def register() -> None:
    """Take part in the families' files and in the pages of requests."""
    parts.register_history("referrals", parts.History({"referral": TIMELINE}, _values, _entries))
    around = parts.Around({"partner": HELPING}, lambda _user, family_id: [family_id], _around)
    parts.register_around("referrals", around)
    parts.register_head("referrals", _refer)
    asides.register("referrals", _of_request)
    panels.register_service_act("referrals", _of_service)
