"""What a new referral starts with: the family, the service one looks for, what was said of it before."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, request

from schoolapp import audit
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.agent_requests import queries as requests
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.answers import page_or_fragment
from schoolapp.families import directory_queries
from schoolapp.families.board_events import opened
from schoolapp.families.models import Family
from schoolapp.forms import MAX_ID
from schoolapp.partners import finding, finding_shelf, sharing
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_reading as reading
from schoolapp.partners.models import Organization, Referral, Service
from schoolapp.partners.referral_forms import ConsentForm, PrepareForm, ReferralForm, SendForm
from schoolapp.partners.referral_vocabulary import LANGUAGE, NAME, NEED, REACH
from schoolapp.partners.sending import Agreed
from schoolapp.partners.vocabulary import ACTIVE, ARCHIVED

MOST = 20


def number(text: str) -> int | None:
    """An id of the address; 404 for what cannot be one."""
    if not text:
        return None
    fits = text.isascii() and text.isdecimal() and len(text) < 11 and 0 < int(text) <= MAX_ID
    return int(text) if fits else abort(404)


def service_for(service_id: int | None) -> Service | None:
    """The service to refer to, with its organisation; 404 for one that is archived or does not exist."""
    if service_id is None:
        return None
    rows = Service.select(Service, Organization).join(Organization).where(Service.id == service_id)
    return rows.where(Service.state != ARCHIVED).first() or abort(404)


def referable_for(service_id: int) -> Service:
    """A service that takes families now, with its organisation; 404 for one that is archived or suspended."""
    row = service_for(service_id)
    return row if row is not None and row.state == ACTIVE else abort(404)


def request_for(user: User, family: Family, request_id: int | None) -> AgentRequest | None:
    """The request that a referral comes from, when this person sees it and it is about this family."""
    if request_id is None or user.role not in LEADS:
        return None
    row = requests.request_for(user, request_id)
    return row if row.family_id == family.id else abort(404)


def found(user: User, words: str) -> list[tuple[int, str, str]]:
    """The services that these words find among the partners; without words, this person's favourites."""
    index, held = finding_shelf.open_for(user)
    lines = (
        finding.glance(index, words, MOST)[0] if words.strip() else index.at(index.several(held.favourites), 0, MOST)
    )
    return [(line.id, line.name, line.organization) for line in lines if not line.suspended]


def show(
    user: User, family: Family, service: Service | None, asked: AgentRequest | None, form: ReferralForm
) -> Response:
    """The form of a new referral, or the services to choose from."""
    if request.method == "GET":
        audit.record("referral.listed", by=user, family=family)
    words = request.args.get("q", "")[:100]
    context: dict[str, Any] = {"family": family, "asked": asked, "words": words, "service": service, "form": form}
    context["found"] = found(user, words) if service is None else []
    context["others"] = queries.others_for(family.id, service.id) if service else []
    status = 422 if form.is_submitted() else 200
    if service is None:
        return page_or_fragment(
            "partners/_services_to_refer.html", "partners/referral_pick.html", status=200, **context
        )
    return page_or_fragment("partners/_referral_new.html", "partners/referral_new.html", status=status, **context)


def choose_family(user: User, service: Service) -> Response:
    """Whom to refer to a service, as one types: of the families whose file this person may open."""
    opened("referral.picked", by=user)
    words = request.args.get("q", "")[:100]
    context: dict[str, Any] = {"service": service, "words": words}
    context["found"] = directory_queries.families_named(user, words, MOST)
    return page_or_fragment("partners/_families_to_refer.html", "partners/referral_family.html", **context)


def fill_prepared(form: PrepareForm, referral: Referral) -> None:
    """Start with what was prepared; the first time, with what a partner nearly always needs, and no more."""
    if referral.information:
        form.contact.data = referral.contact_id or 0
        form.information.data, form.pupils.data = referral.information, referral.pupils
        form.need.data = referral.need
        return
    form.contact.data = form.source.people[0].id if form.source.people else 0
    form.information.data = [NAME, REACH, LANGUAGE, NEED] if form.source.people else [NEED]


def consent_form(user: User, referral: Referral) -> ConsentForm:
    """The form of a consent, about what is prepared."""
    source = sharing.source_of(referral.family_id)
    form = ConsentForm(user, source, sharing.prepared(referral, source))
    if not form.is_submitted():
        form.begin(referral.contact_id)
    return form


def agreed(form: ConsentForm) -> Agreed:
    """What the form says, once valid."""
    return Agreed(
        form.who.data or None, form.named, form.means.data, form.given_on.data, form.until.data, form.codes.data,
        form.words.data or "",
    )  # fmt: skip


def send_form(user: User, referral: Referral) -> SendForm:
    """The form that sends, with the addresses of the sheet."""
    mails = current_app.config["SETTINGS"].sends_mail
    bases, addresses = reading.grounds_and_addresses(referral) if mails else (None, [])
    form = SendForm(user, addresses, mails=mails)
    if not form.is_submitted():
        form.means.data = form.ways[0]
        form.bases = bases
    return form
