"""The directory as it is shown and exported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.access import LEADS, OFFICE, Role
from schoolapp.accounts.models import User
from schoolapp.families.directory_queries import Contact, Page, Search
from schoolapp.families.models import Family
from schoolapp.families.reach import reach_words
from schoolapp.families.vocabulary import ALL_STATES, INTERPRETER, LANGUAGES, LINK_STATES, MEANS, MOMENTS
from schoolapp.formats import number, time_words
from schoolapp.records import NamedTuple


class Line(NamedTuple):
    """One family of the directory."""

    id: int
    name: str
    pupils: list[tuple[str, str]]
    reach: str
    contact: Contact | None
    state: str
    on_board: bool


def shown(user: User, search: Search, page: Page, groups: Mapping[str, str]) -> dict[str, Any]:
    """What the page takes. States are for those who open files, never for the secretariat."""
    sees_states = user.role != Role.SECRETARIAT
    return {
        "lines": [_line(family, page.contacts.get(family.id, []), sees_states) for family in page.families],
        "search": search,
        "groups": groups,
        "count": ngettext("%(count)s famille", "%(count)s familles", page.total, count=number(page.total)),
        "page": page,
        "urls": {step: _url(search, page, step) for step in (-1, 1)},
        "sees_states": sees_states,
        "leads": user.role in LEADS,
        "makes": user.role in LEADS or user.role == Role.SECRETARIAT,
        "exports": user.role in OFFICE,
    }


def _url(search: Search, page: Page, step: int) -> str | None:
    wanted = page.number + step
    return url_for("families.directory", **search.query(), page=wanted) if 1 <= wanted <= page.last else None


def _line(family: Family, contacts: Sequence[Contact], sees_states: bool) -> Line:
    return Line(
        id=family.id,
        name=family.name,
        pupils=[(name, code) for name, code in family.pupils_line],
        reach=reach_words(family.means, family.moments, family.language),
        contact=contacts[0] if contacts else None,
        state=str(ALL_STATES.get(family.link_state, "")) if sees_states else "",
        on_board=family.link_state in LINK_STATES,
    )


def headers() -> list[str]:
    """The columns of the export."""
    return [
        _("Famille"),
        _("Élèves"),
        _("Groupes"),
        _("Personne responsable"),
        _("Téléphones"),
        _("Courriel"),
        _("Adresse"),
        _("Langue"),
        _("Interprète"),
        _("Moyens souhaités"),
        _("Moments"),
        _("Pas avant"),
        _("Pas après"),
        _("À éviter"),
    ]


def lines(found: Sequence[tuple[Family, Sequence[Contact]]]) -> list[list[str]]:
    """The lines of the export: one for each responsible person, one for a family without any."""
    nobody = Contact(0, "", "", "", ())
    return [_exported(family, contact) for family, contacts in found for contact in contacts or [nobody]]


def _exported(family: Family, contact: Contact) -> list[str]:
    wish = getattr(family, "wish", None)
    hours = (wish.not_before, wish.not_after) if wish else (None, None)
    return [
        family.name,
        ", ".join(name for name, _code in family.pupils_line),
        ", ".join(dict.fromkeys(code for _name, code in family.pupils_line if code)),
        contact.name,
        ", ".join(contact.phones),
        contact.email,
        contact.address,
        str(LANGUAGES.get(family.language, "")),
        str(INTERPRETER[family.interpreter]) if family.interpreter in INTERPRETER and family.interpreter else "",
        _words(MEANS, family.means),
        _words(MOMENTS, family.moments),
        *(time_words(hour) if hour else "" for hour in hours),
        _words(MEANS, wish.no_go if wish else []),
    ]


def _words(vocabulary: Mapping[str, Any], codes: Sequence[str]) -> str:
    return ", ".join(str(vocabulary[code]) for code in codes if code in vocabulary)
