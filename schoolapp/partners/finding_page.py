"""What the page of the partners shows of a search: each service in a few facts, the filters, what to try instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp.access import roles_of
from schoolapp.formats import ago, date_words
from schoolapp.languages import LANGUAGES
from schoolapp.partners import words
from schoolapp.partners.finding import Found
from schoolapp.partners.finding_asked import BOXES, SHELVES, WHENS
from schoolapp.partners.finding_hours import open_until, state_words
from schoolapp.partners.finding_index import Index
from schoolapp.partners.finding_line import FRESH, NEVER, Line
from schoolapp.partners.finding_shelf import shortened
from schoolapp.partners.vocabulary import FAX, TEXT
from schoolapp.records import NamedTuple

ENDPOINT = "partners.index"
MOST_LANGUAGES = 6
LONGEST_TERRITORY = 60


# What leads on from the list, for whoever may open it.
ADDING = (("organizations.new", _l("Ajouter un organisme"), "plus"),)
ACTS = (
    ("sheets.index", _l("Fiches à confirmer"), "list-checks"),
    ("sheets.corrections", _l("Corrections proposées"), "inbox"),
    ("organizations.index", _l("Organismes"), "layers"),
    ("referrals.index", _l("Références"), "handshake"),
    ("needs.index", _l("Besoins sans réponse"), "circle-help"),
    ("partner_categories.index", _l("Catégories"), "tag"),
    ("partner_exchange.index", _l("Importer, exporter"), "file-up"),
    ("duplicates.index", _l("Fiches en double"), "copy"),
)


class Act(NamedTuple):
    """A page that the list leads to."""

    label: str
    url: str
    icon: str


class Star(NamedTuple):
    """The button that keeps a service at hand."""

    id: int
    name: str
    on: bool


class Call(NamedTuple):
    """A number to call or to write to."""

    words: str
    url: str
    text: bool


class Shown(NamedTuple):
    """A service of a list."""

    line: Line
    needs: list[str]
    hours: str
    open: bool
    facts: list[tuple[str, str]]
    fresh: str
    stale: bool
    call: Call | None
    favourite: bool = False
    chosen: bool = False

    @property
    def id(self) -> int:
        return self.line.id


class Picker(NamedTuple):
    """A list of filters: its parameter, its words, what it offers and what is chosen."""

    name: str
    label: str
    every: str
    options: list[tuple[str, str]]
    chosen: str


def shown(found: Found) -> dict[str, Any]:
    """The variables of the page and of its fragment."""
    asked, index = found.asked, found.index
    urls = {step: url_for(ENDPOINT, **asked.query(), page=found.number + step) for step in (-1, 1)}
    return {
        "found": found,
        "asked": asked,
        "services": [drawn(line, found) for line in found.lines],
        "count": ngettext("%(num)s service", "%(num)s services", found.total),
        "previous": urls[-1] if found.number > 1 else None,
        "following": urls[1] if found.number < found.last else None,
        "chosen": [line for one in asked.choix if (line := index.line(one)) is not None],
        "wider": [_wider(found, name, count) for name, count in found.wider],
        "meant": url_for(ENDPOINT, **asked.query(q=found.meant)) if found.meant else None,
        "missing": _missing(found),
        "shelves": _shelves(found),
    }


def acts(role: str, lines: Sequence[tuple[str, Any, str]]) -> list[Act]:
    """What this person may do from the list, beyond looking."""
    views = current_app.view_functions
    known = [line for line in lines if role in (roles_of(views[line[0]]) or ())]
    return [Act(str(label), url_for(endpoint), name) for endpoint, label, name in known]


def bar(found: Found, role: str) -> dict[str, Any]:
    """What the page has around the fragment: the filters, and where it leads."""
    return {
        "pickers": pickers(found.index, found.asked),
        "boxes": BOXES,
        "everything": len(found.index.lines),
        "acts": acts(role, ACTS),
        "adding": next(iter(acts(role, ADDING)), None),
    }


def _shelves(found: Found) -> list[tuple[str, str, bool]]:
    """All of it, one's favourites and what one used last, as far as there are any."""
    asked = found.asked
    counts = {"favoris": len(found.held.favourites), "recents": len(found.held.recent)}
    shelves = [(_("Tout"), url_for(ENDPOINT, **asked.query(parmi="")), not asked.parmi)]
    for code, label in SHELVES.items():
        if counts[code] or asked.parmi == code:
            shelves.append((str(label), url_for(ENDPOINT, **asked.query(parmi=code)), asked.parmi == code))
    return shelves if len(shelves) > 1 else []


def pickers(index: Index, asked: Any) -> list[Picker]:
    """The lists of filters, which offer what the directory holds."""
    needs = [(code, _under(code, index)) for code in index.labels if index.of_need.get(code) or code == asked.besoin]
    spoken = [code for code in LANGUAGES if index.of_language.get(code) or code == asked.langue]
    languages = [(code, str(LANGUAGES[code])) for code in spoken]
    whens = [(code, str(label)) for code, label in WHENS.items()]
    return [
        Picker("besoin", _("Besoin"), _("tous"), needs, asked.besoin),
        Picker("langue", _("Langue"), _("toutes"), languages, asked.langue),
        Picker("quand", _("Quand"), _("peu importe"), whens, asked.quand),
    ]


def _under(code: str, index: Index) -> str:
    parent = index.labels.get(index.parents.get(code, ""))
    return _("%(need)s : %(part)s", need=parent, part=index.labels[code]) if parent else index.labels[code]


def drawn(line: Line, found: Found) -> Markup:
    """A service of the list. Drawings are kept with the directory, under what changes without it: the hour, one's own
    favourites, and what one chose."""
    favourite, chosen = line.id in found.held.favourites, line.id in found.asked.choix
    hours = hours_of(line, found.index, found.at)
    kept, key = found.index.kept, ("drawn", line.id, hours, favourite, chosen)
    known = kept.get(key)
    if known is not None:
        return known
    service = facts_of(line, found.index, found.at)._replace(favourite=favourite, chosen=chosen)
    text = render_template("partners/_service_line.html", service=service, directory=url_for(ENDPOINT))
    return kept.put(key, Markup(text))  # noqa: S704 - drawn by our own template


def hours_of(line: Line, index: Index, at: datetime) -> tuple[str, bool]:
    """What its hours say at this minute, and whether it is open."""
    key = ("hours", line.id, at.hour, at.minute)
    known = index.kept.get(key)
    return known or index.kept.put(key, (state_words(line.hours, at), open_until(line.hours, at) is not None))


def facts_of(line: Line, index: Index, at: datetime) -> Shown:
    """The facts of a service at a moment, for any list."""
    fresh = line.freshness(index.today)
    return Shown(
        line,
        [index.labels[code] for code in line.needs if code in index.labels],
        *hours_of(line, index, at),
        _facts(line),
        fresh_words(line, fresh),
        fresh != FRESH,
        _call(line),
    )


def _facts(line: Line) -> list[tuple[str, str]]:
    """Icons and words, for what is known."""
    spoken = [str(LANGUAGES[code]) for code in line.languages if code in LANGUAGES]
    more = _("et d’autres") if len(spoken) > MOST_LANGUAGES else ""
    languages = ", ".join([*spoken[:MOST_LANGUAGES], *filter(None, [more])])
    cost = _("gratuit") if line.free else shortened(line.cost, LONGEST_TERRITORY)
    where = _("partout au Québec") if line.national else shortened(line.territory, LONGEST_TERRITORY)
    facts = (
        ("languages", languages),
        ("users", words.ages(line.age_min, line.age_max)),
        ("tag", cost),
        ("map-pin", where),
        ("circle-check", _("accessible") if line.accessible else ""),
    )
    return [(icon, text) for icon, text in facts if text]


def fresh_words(line: Line, fresh: int) -> str:
    """Since when the sheet is known to be right, or overdue."""
    if fresh == NEVER:
        return _("jamais confirmé")
    if fresh == FRESH:
        return _("confirmé %(when)s", when=ago(line.confirmed_at)) if line.confirmed_at else ""
    return _("à confirmer depuis le %(day)s", day=date_words(line.confirm_by, weekday=False))


def _call(line: Line) -> Call | None:
    """The first number that somebody answers."""
    number = next((one for one in line.phones if one.kind != FAX), None)
    if number is None:
        return None
    said = words.phone_number(number.digits, number.typed)
    if number.extension:
        said = _("%(number)s, poste %(extension)s", number=said, extension=number.extension)
    scheme = "sms" if number.kind == TEXT else "tel"
    extension = f";ext={number.extension}" if number.extension.isdecimal() else ""
    return Call(said, f"{scheme}:{words.dial(number.digits)}{extension}", number.kind == TEXT)


def _wider(found: Found, name: str, count: int) -> tuple[str, str]:
    without = {"q": _("sans ces mots")} | {box: _("sans « %(what)s »", what=label) for box, label in BOXES.items()}
    without |= {
        "besoin": _("pour n’importe quel besoin"),
        "langue": _("dans n’importe quelle langue"),
        "age": _("à tout âge"),
        "lieu": _("dans n’importe quel secteur"),
        "quand": _("à n’importe quelle heure"),
        "parmi": _("dans tout le répertoire"),
    }
    label = ngettext("%(num)s service %(without)s", "%(num)s services %(without)s", count, without=str(without[name]))
    return label, url_for(ENDPOINT, **found.asked.query(**{name: ""}))


def _missing(found: Found) -> Sequence[str]:
    """The needs that nobody answers to, so that « cherché, pas trouvé » starts from them."""
    if found.total or not found.asked.narrowed:
        return ()
    if found.asked.besoin:
        return (found.index.parents.get(found.asked.besoin, found.asked.besoin),)
    named = [code for word in found.asked.words for code in found.index.needs_named(word)]
    return tuple(dict.fromkeys(found.index.parents.get(code, code) for code in named))
