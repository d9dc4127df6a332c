"""The blocks of Ma journée: for each role, what waits for it, why, and the act that is one click away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.day import queries
from schoolapp.day.queries import Line
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.imports.queries import batches
from schoolapp.notes.queries import due_follow_ups
from schoolapp.notes.shown import FollowUpCard
from schoolapp.notes.vocabulary import EFFECTS, PRACTICES, REACHED

PLACE = "day"
AHEAD = timedelta(days=14)
FEW = 5  # a smaller number could name someone to whoever knows the school
STEPS_SHOWN = 20
LAST_IMPORTS = 3

Lines = dict[str, list[Line]]


@dataclass(frozen=True)
class Block:
    """One box: its rows and how they are drawn, how many there are in all, why they are there.

    Attributes:
        kind: the macro of ``day/macros.html`` that draws a row.
        more: the words and address of the rest, when the box shows only the first rows.
        empty: the words of an empty box; without them an empty box is not shown.
    """

    id: str
    title: str
    kind: str
    rows: list[Any]
    total: int | None = None
    why: str = ""
    empty: str = ""
    tone: str = ""
    more: tuple[str, str] | None = None

    @property
    def count(self) -> int:
        return len(self.rows) if self.total is None else self.total

    @property
    def shown(self) -> bool:
        return bool(self.rows or self.empty)


@dataclass(frozen=True)
class Day:
    """A person's page: what is to be done, and what is good to know beside it."""

    main: list[Block]
    side: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """A number in words, and where it leads."""

    number: str
    words: str
    url: str = ""


def of(user: User) -> Day:
    """The page of this person."""
    main, side = PAGES[Role(user.role)](user)
    return Day([block for block in main if block.shown], [block for block in side if block.shown])


def _agent(user: User) -> tuple[list[Block], list[Block]]:
    late, today = _steps(due_follow_ups(user, clock.today(), place=PLACE))
    lines = queries.for_agent(user)
    return [late, today, _cold(user, lines)], [_drafts(lines), _tiers(lines), _openings(lines)]


def _circle(user: User) -> tuple[list[Block], list[Block]]:
    steps = due_follow_ups(user, clock.today() + AHEAD, mine=True, place=PLACE)
    late, today = _steps([step for step in steps if step.due_on <= clock.today()])
    coming = [step for step in steps if step.due_on > clock.today()]
    lines = queries.for_circle(user)
    soon = Block("soon", _("Bientôt"), "step", coming, why=_("Vos suivis des deux prochaines semaines."))
    return [late, today, soon, _families(lines)], [_drafts(lines), _my_openings(lines)]


def _direction(user: User) -> tuple[list[Block], list[Block]]:
    steps = due_follow_ups(user, clock.today(), mine=True, place=PLACE)
    lines = queries.for_direction(user)
    mine = Block("mine", _("Mes suivis"), "step", steps, why=_("Ils vous sont confiés, et leur jour est venu."))
    side = [_accounts(lines), _drafts(lines)]
    return [_states(lines), mine, _late_by(lines), _tiers(lines), _openings(lines)], side


def _office(_user: User) -> tuple[list[Block], list[Block]]:
    lines = queries.for_office()
    return [_no_group(lines), _no_phone(lines)], [_imports()]


def _liaison(_user: User) -> tuple[list[Block], list[Block]]:
    lines = queries.for_liaison()
    return [
        _numbers(
            "states", _("Les familles, selon l’état du lien"), LINK_STATES, {one.state: one for one in lines["state"]}
        ),
        _numbers("contacts", _("Les contacts de ce mois-ci"), REACHED, _by_word(lines["contact"])),
        _numbers("ways", _("Les façons d’agir de ce mois-ci"), PRACTICES, _by_word(lines["way"])),
        _numbers("effects", _("Les effets observés, sur les notes de ce mois-ci"), EFFECTS, _by_word(lines["effect"])),
    ], []


PAGES: dict[Role, Callable[[User], tuple[list[Block], list[Block]]]] = {
    Role.AGENT: _agent,
    Role.TEACHER: _circle,
    Role.PROFESSIONAL: _circle,
    Role.DIRECTION: _direction,
    Role.SECRETARIAT: _office,
    Role.LIAISON: _liaison,
}


# ---- follow-ups


def _steps(steps: list[FollowUpCard]) -> tuple[Block, Block]:
    late = [step for step in steps if step.late]
    today = [step for step in steps if not step.late]
    board = (_("Voir au tableau"), url_for("families.board", en_retard=1))
    return (
        Block(
            "late", _("En retard"), "step", late[:STEPS_SHOWN], len(late), tone="mark-late",
            why=_("Leur jour est passé : faites-les, ou reportez-les en disant pourquoi."),
            more=board if len(late) > STEPS_SHOWN else None,
        ),
        Block(
            "today", _("Aujourd’hui"), "step", today, why=_("Prévus pour aujourd’hui."),
            empty=_("Rien de prévu pour aujourd’hui. De l’espace pour une bonne nouvelle à une famille?"),
        ),
    )  # fmt: skip


# ---- families


def _total(lines: list[Line]) -> int:
    return lines[0].total if lines else 0


def _rest(lines: list[Line], url: str) -> tuple[str, str] | None:
    others = _total(lines) - len(lines)
    return (ngettext("et %(num)s autre", "et %(num)s autres", others), url) if others > 0 else None


def _cold(user: User, lines: Lines) -> Block:
    weeks = ngettext("%(num)s semaine", "%(num)s semaines", user.school.no_contact_weeks)
    return Block(
        "cold", _("Sans nouvelles depuis longtemps"), "family", lines["cold"], _total(lines["cold"]),
        why=_("Personne ne les a jointes depuis %(weeks)s.", weeks=weeks),
        empty=_("Toutes les familles du tableau ont eu des nouvelles récemment. Bravo à l’équipe."),
        more=_rest(lines["cold"], url_for("families.board", sans_contact=1)),
    )  # fmt: skip


def _families(lines: Lines) -> Block:
    everyone = (_("Toutes mes familles"), url_for("families.directory"))
    return Block(
        "circle", _("Les familles de mon cercle"), "circle", lines["circle"], _total(lines["circle"]),
        why=_("Elles sont accompagnées, et vous faites partie de leur cercle."),
        empty=_("Aucune famille de votre cercle n’est accompagnée en ce moment."),
        more=_rest(lines["circle"], url_for("families.board")) or everyone,
    )  # fmt: skip


def _tiers(lines: Lines) -> Block:
    return Block(
        "tiers", _("Paliers à revoir"), "tier", lines["tier"], _total(lines["tier"]),
        why=_("La date choisie pour en reparler arrive, ou elle est passée."),
        more=_rest(lines["tier"], url_for("families.board")),
    )  # fmt: skip


def _drafts(lines: Lines) -> Block:
    why = _("Des notes commencées, que vous seul·e voyez.")
    return Block("drafts", _("Brouillons à finir"), "draft", lines["draft"], _total(lines["draft"]), why=why)


def _openings(lines: Lines) -> Block:
    why = _("Une personne a ouvert une fiche hors de son cercle, pour 24 heures.")
    return Block(
        "openings", _("Fiches ouvertes hors du cercle"), "opening", lines["opening"], _total(lines["opening"]), why
    )


def _my_openings(lines: Lines) -> Block:
    found = lines["my_opening"]
    why = _("Vous y avez accès pour un temps; la direction et les agents le voient.")
    return Block("my-openings", _("Fiches ouvertes pour 24 heures"), "my_opening", found, _total(found), why)


# ---- direction and office


def _states(lines: Lines) -> Block:
    totals = {one.state: one.total for one in lines["state"]}
    figures = [
        Figure(str(totals.get(code, 0)), str(words), url_for("families.board", colonne=code))
        for code, words in LINK_STATES.items()
    ]
    return Block("states", _("L’état des liens"), "figures", figures, sum(totals.values()))


def _late_by(lines: Lines) -> Block:
    found = lines["late_by"]
    return Block(
        "late-by", _("Suivis en retard"), "late_by", found, sum(one.total for one in found),
        why=_("Par personne. Un retard dit souvent un manque de temps : à voir ensemble."),
        empty=_("Aucun suivi en retard dans l’équipe."),
        more=(_("Voir au tableau"), url_for("families.board", en_retard=1)) if found else None,
    )  # fmt: skip


def _accounts(lines: Lines) -> Block:
    found = lines["account"]
    why = _("Ces personnes n’ont pas encore choisi leur mot de passe.")
    more = _rest(found, url_for("accounts.index"))
    return Block("accounts", _("Comptes en attente"), "account", found, _total(found), why, more=more)


def _no_group(lines: Lines) -> Block:
    return Block(
        "no-group", _("Élèves sans groupe"), "no_group", lines["no_group"], _total(lines["no_group"]),
        why=_("Sans groupe, personne de l’enseignement n’a accès à leur fiche."),
        empty=_("Chaque élève a son groupe."),
    )  # fmt: skip


def _no_phone(lines: Lines) -> Block:
    found = lines["no_phone"]
    return Block(
        "no-phone", _("Familles sans téléphone"), "no_phone", found, _total(found),
        why=_("Aucun numéro n’est inscrit, pour personne de la maison."),
        empty=_("Chaque famille a au moins un numéro."),
        more=_rest(found, url_for("families.directory")),
    )  # fmt: skip


def _imports() -> Block:
    return Block(
        "imports", _("Dernières importations"), "import_batch", batches(LAST_IMPORTS), -1,
        empty=_("Aucune importation pour l’instant."),
        more=(_("Voir les importations"), url_for("imports.index")),
    )  # fmt: skip


# ---- numbers for the liaison


def _by_word(lines: list[Line]) -> dict[str, Line]:
    return {line.words: line for line in lines}


def _numbers(block_id: str, title: str, words: Any, found: dict[str, Line]) -> Block:
    """Numbers that name nobody: those under five are not told, and no total lets them be worked out."""
    counts = {code: found[code].total if code in found else 0 for code in words}
    figures = [Figure(_few(counts[code]), str(label)) for code, label in words.items()]
    return Block(block_id, title, "figures", figures, -1)


def _few(number: int) -> str:
    return str(number) if number >= FEW else _("moins de 5")
