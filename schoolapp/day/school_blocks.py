"""The boxes of the whole school: the state of the links, who is late, accounts, what the records lack, imports."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from schoolapp.accounts.calendar_page import Spell
from schoolapp.day.block import Block, Figure, Lines, rest, total
from schoolapp.day.reading import Line
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.imports.models import PARTNERS, PUPILS
from schoolapp.imports.queries import batches

LAST_IMPORTS = 3
FEW = 5  # a smaller number could name someone to whoever knows the school


def states(lines: Lines) -> Block:
    totals = {one.state: one.total for one in lines["state"]}
    figures = [
        Figure(str(totals.get(code, 0)), str(words), url_for("families.board", colonne=code))
        for code, words in LINK_STATES.items()
    ]
    why = _("Les familles accompagnées, selon leur colonne au tableau.")
    return Block("states", _("L’état des liens"), "figures", figures, sum(totals.values()), why)


def late_by(lines: Lines) -> Block:
    found = lines["late_by"]
    return Block(
        "late-by", _("Suivis en retard"), "late_by", found, sum(one.total for one in found),
        why=_("Par personne. Un retard dit souvent un manque de temps : à voir ensemble."),
        empty=_("Aucun suivi en retard dans l’équipe."), mail=_("Suivis en retard dans l’équipe"),
        more=(_("Voir au tableau"), url_for("families.board", en_retard=1)) if found else None,
    )  # fmt: skip


def accounts(lines: Lines) -> Block:
    found = lines["account"]
    why = _("Ces personnes n’ont pas encore choisi leur mot de passe.")
    title, more = _("Comptes en attente"), rest(found, url_for("accounts.index"))
    return Block("accounts", title, "account", found, total(found), why, more=more, mail=title)


def away(lines: Lines) -> Block:
    found = lines["away"]
    return Block(
        "away",
        _("Absences d’aujourd’hui"),
        "away",
        found,
        total(found),
        why=_("Selon ce que chaque personne, ou la direction, a annoncé."),
    )


def calendar(spells: list[Spell]) -> Block:
    return Block(
        "days-off", _("Prochains jours sans classe"), "spell", spells, sum(len(spell.days) for spell in spells),
        why=_("D’ici six semaines : ils ne comptent dans aucun délai."),
        empty=_("Aucun d’ici six semaines. Le calendrier de l’école est-il à jour?"),
        more=(_("Ouvrir le calendrier"), url_for("accounts.calendar")),
    )  # fmt: skip


def mail(lines: Lines) -> Block:
    """Shown only when something went wrong: mail that leaves needs nobody."""
    found = lines["mail"]
    return Block(
        "mail", _("Courriels en difficulté"), "mail", found, sum(one.total for one in found), tone="mark-late",
        why=_("Ils ne sont pas partis. Rien n’est perdu : ils restent dans la liste, avec la raison."),
        more=(_("Voir les courriels"), url_for("mail.index")),
    )  # fmt: skip


def no_group(lines: Lines) -> Block:
    return Block(
        "no-group", _("Élèves sans groupe"), "no_group", lines["no_group"], total(lines["no_group"]),
        why=_("Sans groupe, personne de l’enseignement n’a accès à leur fiche."),
        empty=_("Chaque élève a son groupe."), mail=_("Élèves sans groupe"),
    )  # fmt: skip


def no_phone(lines: Lines) -> Block:
    found = lines["no_phone"]
    return Block(
        "no-phone", _("Familles sans téléphone"), "no_phone", found, total(found),
        why=_("Aucun numéro n’est inscrit, pour personne de la maison."),
        empty=_("Chaque famille a au moins un numéro."),
        more=rest(found, url_for("families.directory")), mail=_("Familles sans téléphone"),
    )  # fmt: skip


def imports() -> Block:
    return Block(
        "imports", _("Dernières importations"), "import_batch", batches((PUPILS, PARTNERS), LAST_IMPORTS),
        why=_("Pour reprendre un fichier déposé, ou vérifier ce qui a changé."),
        empty=_("Aucune importation pour l’instant."),
        more=(_("Voir les importations"), url_for("imports.index")),
    )  # fmt: skip


# ---- numbers for the liaison


def by_word(lines: list[Line]) -> dict[str, Line]:
    return {line.words: line for line in lines}


def numbers(block_id: str, title: str, words: Any, found: dict[str, Line]) -> Block:
    """Numbers that name nobody: those under five are not told, and no total lets them be worked out."""
    counts = {code: found[code].total if code in found else 0 for code in words}
    figures = [Figure(few(counts[code]), str(label)) for code, label in words.items()]
    return Block(block_id, title, "figures", figures, -1)


def few(number: int) -> str:
    return str(number) if number >= FEW else _("moins de 5")
