"""How the views of sheets answer: the pages of an organisation and of a service, their forms, their history."""

from __future__ import annotations

from itertools import groupby
from types import SimpleNamespace
from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.formats import local
from schoolapp.languages import LANGUAGES
from schoolapp.partners import fields, freshness, history, panels, rules, sheet_queries, words
from schoolapp.partners.categories import Need
from schoolapp.partners.finding_hours import Hours as OpenHours
from schoolapp.partners.finding_hours import state_words
from schoolapp.partners.forms import ContactForm, TipForm
from schoolapp.partners.history import Changes
from schoolapp.partners.models import Contact, Organization, Service
from schoolapp.partners.service_forms import ServiceForm
from schoolapp.partners.sheet_rows import Number
from schoolapp.partners.vocabulary import APPROACHED_BY, CATEGORIES, EVERYONE, FAX, MEANS, MEANS_ICONS, ORIGINS
from schoolapp.records import NamedTuple


def me() -> User:
    """The person who looks."""
    return current_user._get_current_object()


def url_of(service: Service | None, organization: int) -> str:
    """The page of a service, or of an organisation."""
    if service is not None:
        return url_for("services.show", service_id=service.id)
    return url_for("organizations.show", organization_id=organization)


# ---- a service


def service(service: Service, tip: TipForm | None = None, status: int = 200) -> Response:
    """The page of a service; one that was merged leads to the one that stayed."""
    if service.merged_into_id:
        return redirect(url_for("services.show", service_id=service.merged_into_id))
    around = sheet_queries.around_service(service)
    acts, boxes = panels.of_service(me(), service)
    person = service.confirmed_by.name if service.confirmed_by_id else ""
    context = {
        "service": service, "organization": service.organization, "around": around, "acts": acts, "boxes": boxes,
        "facts": facts(service), "needs": needs_of(around), "fresh": freshness.of(service, person),
        "opening": state_words([_open_hours(row) for row in around.hours], local(clock.now())),
        "first": first_number(around.phones), "means": means_of(service), "tip": tip or TipForm(me(), formdata=None),
        "writes": rules.can_write(me().role), "other_lines": lines(around.services),
        "elsewhere": {place.id: place.label for place in around.places} if len(around.places) > 1 else {},
    }  # fmt: skip
    return make_response(render_template("partners/service.html", **context), status)


def _open_hours(row: Any) -> OpenHours:
    return OpenHours(tuple(row.byday), row.opens_at, row.closes_at, row.valid_from, row.valid_to, row.words)


def needs_of(around: sheet_queries.Rows) -> list[Need]:
    """What it answers, in the order of the list; those of the school with their own words."""
    order = list(CATEGORIES)
    found = [Need(code, name or str(CATEGORIES.get(code, code)), parent or "") for code, name, parent in around.needs]
    return sorted(found, key=lambda need: (order + [need.parent or need.code]).index(need.parent or need.code))


def means_of(service: Service) -> list[tuple[str, Any]]:
    """How one gets in touch: icons and words."""
    return [(MEANS_ICONS[code], MEANS[code]) for code in service.means if code in MEANS]


def first_number(phones: list[Number]) -> Number | None:
    """The number one calls: the service's own first."""
    numbers = sorted((one for one in phones if one.kind != FAX), key=lambda one: (one.owner != "service", one.is_text))
    return numbers[0] if numbers else None


class Fact(NamedTuple):
    """A line of a sheet; ``long`` ones are typed texts, shown as paragraphs."""

    label: str
    words: str
    long: bool = False


def facts(service: Service) -> dict[str, list[Fact]]:
    """What the sheet says, under its headings, what nobody knows left out."""
    spoken = ", ".join(str(LANGUAGES.get(code, code)) for code in service.languages)
    cost = service.cost or {True: _("gratuit"), False: _("il y a des frais")}.get(service.free, "")
    first_step = "" if service.approached_by == EVERYONE else str(APPROACHED_BY.get(service.approached_by, ""))
    found = {
        "who": [
            Fact(fields.label("eligibility"), service.eligibility, True),
            Fact(fields.label("ages"), words.ages(service.age_min, service.age_max)),
            Fact(fields.label("territory"), service.territory),
            Fact(fields.label("languages"), spoken),
            Fact(fields.label("interpretation"), service.interpretation),
            Fact(fields.label("cost"), cost),
        ],
        "steps": [
            Fact(fields.label("approached_by"), first_step),
            Fact(fields.label("how"), service.how, True),
            Fact(fields.label("documents"), service.documents),
            Fact(fields.label("wait"), service.wait),
        ],
    }
    return {heading: [fact for fact in listed if fact.words] for heading, listed in found.items()}


def lines(services: list[Any]) -> list[Any]:
    """The services of an organisation with how fresh each is."""
    return [SimpleNamespace(row=row, fresh=freshness.of(row)) for row in services]


# ---- an organisation


def organization(organization: Organization, tip: TipForm | None = None, status: int = 200) -> Response:
    """The page of an organisation; one that was merged leads to the one that stayed."""
    if organization.merged_into_id:
        return redirect(url_for("organizations.show", organization_id=organization.merged_into_id))
    around = sheet_queries.around_organization(organization)
    acts, boxes = panels.of_organization(me(), organization)
    context = {
        "organization": organization, "around": around, "acts": acts, "boxes": boxes,
        "writes": rules.can_write(me().role), "first": first_number(around.phones),
        "tip": tip or TipForm(me(), formdata=None),
        "offered": lines([row for row in around.services if not row.archived]),
        "gone": [row for row in around.services if row.archived],
    }  # fmt: skip
    return make_response(render_template("partners/organization.html", **context), status)


# ---- forms, conflicts, history


def service_form(organization: Organization, service: Service | None = None) -> ServiceForm:
    """The form of a service of an organisation, as it is or as it was sent."""
    around = sheet_queries.around_service(service) if service else sheet_queries.NOTHING
    form = ServiceForm.of(me(), around, service)
    form.organization_calls = bool(sheet_queries.own_phones(organization=organization.id))
    form.give_places([(place.id, words.place_name(place)) for place in sheet_queries.places_of(organization)])
    return form


def contact_form(organization: Organization, contact: Contact | None = None) -> ContactForm:
    """The form of somebody to speak with; the service they are for stays a choice."""
    form, kept = ContactForm(me()), contact.service_id if contact else None
    form.offer(sheet_queries.services_of(organization, kept))
    return form


def form(template: str, form: Any, status: int = 200, **context: Any) -> Response:
    """A form, with an empty line where lines repeat."""
    if hasattr(form, "spread"):
        form.spread()
    return make_response(render_template(f"partners/{template}", form=form, **context), status)


def versions(changes: Changes) -> list[tuple[str, str, str]]:
    """What differs between what one wrote and what somebody else wrote meanwhile: field, mine, theirs."""
    return [(fields.label(name), mine, theirs) for name, (theirs, mine) in changes.items()]


class Told(NamedTuple):
    """Changes made in one go: who, when, by which way, and each field before and after."""

    at: Any
    who: str
    way: str
    service: str
    changes: list[tuple[str, str, str]]


def told(organization: Organization, service: Service | None = None) -> list[Told]:
    """The history of a sheet, the changes of one go together."""
    rows = history.of(organization, service)
    found = []
    for _when, group in groupby(rows, key=lambda row: (row.at, row.by_id, row.service_id, row.origin)):
        several = list(group)
        first = several[0]
        who = ", ".join(part for part in (first.by_words, first.by.name if first.by_id else "") if part)
        way = "" if first.origin == "main" else str(ORIGINS.get(first.origin, ""))
        about = first.service.name if first.service_id and service is None else ""
        changes = [(fields.label(row.field), row.before, row.after) for row in reversed(several)]
        found.append(Told(first.at, who, way, about, changes))
    return found
