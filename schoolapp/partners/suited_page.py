"""What the page « partenaires pour cette famille » shows, and the way to it from the family's file."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import FILE_STAFF, roles_of
from schoolapp.accounts.models import User
from schoolapp.families import parts
from schoolapp.families.family import Family
from schoolapp.families.reach import SCHOOL_LANGUAGE, in_language
from schoolapp.families.vocabulary import INTERPRETER, MOMENTS, OBSTACLES
from schoolapp.formats import local
from schoolapp.i18n import LANGUAGES as SPOKEN
from schoolapp.languages import LANGUAGES
from schoolapp.partners import finding_shelf, suited_queries
from schoolapp.partners.finding_page import Shown, facts_of
from schoolapp.partners.suited import Proposal, Situation, sections
from schoolapp.partners.words import ages
from schoolapp.records import NamedTuple

REFERRING = "referrals.new"


class Offered(NamedTuple):
    """A proposal as the page shows it."""

    service: Shown
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]


class Part(NamedTuple):
    """A need and the services proposed for it; ``others`` more answer it."""

    need: str
    label: str
    why: str
    offered: list[Offered]
    others: int


def shown(user: User, family_id: int) -> dict[str, Any]:
    """The variables of the page."""
    sheet = suited_queries.sheet_for(user, family_id)
    situation = suited_queries.situation(sheet)
    index, held = finding_shelf.open_for(user)
    at = local(clock.now())

    def offered(proposal: Proposal) -> Offered:
        facts = facts_of(proposal.line, index, at)._replace(favourite=proposal.line.id in held.favourites)
        return Offered(facts, proposal.reasons, proposal.cautions)

    found = [
        Part(one.need, one.label, _(" · ").join(one.why), [offered(each) for each in one.proposals], one.others)
        for one in sections(situation, index)
    ]
    language = situation.language if situation.language in SPOKEN else "fr"
    return {
        "family": sheet.family,
        "known": _known(situation),
        "unknown": _unknown(situation),
        "parts": found,
        "language": language,
        "language_name": SPOKEN[language],
        "search_language": situation.language if not situation.speaks_french else "",
        "refers": family_id if _refers(user) else None,
    }


def _refers(user: User) -> bool:
    """Whether this person may refer a family."""
    view = current_app.view_functions.get(REFERRING)
    return view is not None and user.role in (roles_of(view) or ())


def _known(situation: Situation) -> list[tuple[str, str]]:
    """What the proposals rest on, in words."""
    obstacles = [str(OBSTACLES.get(code, code)) for code in situation.obstacles]
    spoken = [str(LANGUAGES[code]) for code in situation.spoken if code in LANGUAGES]
    if situation.interpreter:
        spoken.append(str(INTERPRETER.get(situation.interpreter, "")).lower())
    children = [
        child.name if child.age is None else _("%(name)s (%(age)s)", name=child.name, age=ages(child.age, child.age))
        for child in situation.children
    ]
    moments = [str(MOMENTS[code]) for code in situation.moments if code in MOMENTS]
    facts = (
        (_("Ce qui complique"), obstacles),
        (_("Langues"), spoken),
        (_("Enfants"), children),
        (_("Moments"), moments),
    )
    return [(label, ", ".join(words)) for label, words in facts if words]


def _unknown(situation: Situation) -> str:
    """What would make the proposals better."""
    missing = (
        (not situation.obstacles, _("ce qui complique la vie de la famille")),
        (not situation.spoken, _("sa langue")),
        (not situation.moments, _("les moments qui lui conviennent")),
        (any(child.age is None for child in situation.children), _("l’âge de chaque enfant")),
    )
    return ", ".join(words for lacks, words in missing if lacks)


def _panel(user: User, family: Family, _rows: parts.Rows) -> parts.Panel | None:
    """The way from the file: whoever may open it may look for partners."""
    if user.role not in FILE_STAFF:
        return None
    spoken = in_language(family.language) if family.language not in ("", SCHOOL_LANGUAGE) else ""
    return parts.Panel("partners/_family_panel.html", 45, {"family": family, "spoken": spoken})


def register() -> None:
    """Take part in the family's file."""
    parts.register_panel("partners", parts.Side(_panel))
