"""The page of two sheets side by side: where they differ, and what would follow from one to the other."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.formats import date_words, local
from schoolapp.partners import duplicates, words
from schoolapp.partners.duplicate_forms import GONE, KEPT, MergeForm
from schoolapp.partners.duplicate_queries import SERVICE
from schoolapp.partners.models import Phone, Place, Schedule, Service
from schoolapp.partners.vocabulary import ARCHIVED
from schoolapp.records import NamedTuple

# What people care to know that follows; the rest follows all the same.
FOLLOWING = {
    "service": _l("services"),
    "place": _l("lieux"),
    "service_place": _l("lieux"),
    "schedule": _l("horaires"),
    "partner_phone": _l("numéros"),
    "partner_contact": _l("personnes à joindre"),
    "agreement": _l("ententes"),
    "tip": _l("conseils"),
    "referral": _l("références"),
    "activity": _l("activités"),
    "favourite": _l("favoris"),
    "sheet_link": _l("liens remis au partenaire"),
    "sheet_change": _l("lignes d’historique"),
}


def address_of(kind: str, row: Any) -> str:
    """The page of a sheet."""
    if kind == SERVICE:
        return url_for("services.show", service_id=row.id)
    return url_for("organizations.show", organization_id=row.id)


class Side(NamedTuple):
    """One of the two sheets: its row, its page, and what tells it from the other."""

    row: Any
    url: str
    facts: list[tuple[str, str]]


def _sides(kind: str, kept: Any, gone: Any) -> tuple[Side, Side]:
    """What a person looks at to know whether two sheets are one."""
    both = [kept.id, gone.id]
    column = Phone.service if kind == SERVICE else Phone.organization
    parts = [(_("Téléphones"), column, Phone.select().where(column.in_(both)), words.phone_line)]
    if kind == SERVICE:
        hours = Schedule.select().where(Schedule.service.in_(both))
        parts.append((_("Horaire"), Schedule.service, hours, words.schedule_line))
    else:
        services = Service.select().where(Service.organization.in_(both) & (Service.state != ARCHIVED))
        parts.append(
            (_("Lieux"), Place.organization, Place.select().where(Place.organization.in_(both)), words.place_name)
        )
        parts.append((_("Services"), Service.organization, services, lambda one: one.name))
    lines: dict[int, list[tuple[str, str]]] = {kept.id: [], gone.id: []}
    for label, owner, rows, line in parts:
        found = sorted(rows, key=lambda one: one.id)
        for number, facts in lines.items():
            mine = [one for one in found if getattr(one, owner.column_name) == number]
            facts.append((label, words.lines(mine, line)))
    return _side(kind, kept, lines[kept.id]), _side(kind, gone, lines[gone.id])


def _side(kind: str, row: Any, facts: list[tuple[str, str]]) -> Side:
    written = (_("Fiche écrite"), date_words(local(row.created_at).date(), weekday=False))
    return Side(row, address_of(kind, row), [fact for fact in (*facts, written) if fact[1]])


def draw(kind: str, kept: Any, gone: Any, form: MergeForm) -> str:
    """The page."""
    counts = duplicates.counts(gone)
    following = [(str(label), counts[table]) for table, label in FOLLOWING.items() if table in counts]
    swapped = url_for("duplicates.compare", kind=kind, kept_id=gone.id, gone_id=kept.id)
    sides = _sides(kind, kept, gone)
    shown = {
        "kind": kind,
        "sides": sides,
        "kept": kept,
        "gone": gone,
        "form": form,
        "following": following,
        "swapped": swapped,
    }
    return render_template("partners/duplicate.html", **shown, mine=KEPT, theirs=GONE)
