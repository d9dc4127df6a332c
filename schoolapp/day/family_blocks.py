"""The boxes of the work with families: follow-ups, families without news, tiers, drafts, files opened for a day."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.accounts.models import User
from schoolapp.day.block import Block, Lines, rest, total
from schoolapp.notes.shown import FollowUpCard

STEPS_SHOWN = 20


def steps(steps: list[FollowUpCard]) -> tuple[Block, Block]:
    late = [step for step in steps if step.late]
    today = [step for step in steps if not step.late]
    board = (_("Voir au tableau"), url_for("families.board", en_retard=1))
    return (
        Block(
            "late", _("En retard"), "step", late[:STEPS_SHOWN], len(late), tone="mark-late",
            why=_("Leur jour est passé : faites-les, ou reportez-les en disant pourquoi."),
            more=board if len(late) > STEPS_SHOWN else None, mail=_("Suivis en retard"),
        ),
        Block(
            "today", _("Aujourd’hui"), "step", today, why=_("Prévus pour aujourd’hui."),
            empty=_("Rien de prévu pour aujourd’hui. De l’espace pour une bonne nouvelle à une famille?"),
            mail=_("Suivis d’aujourd’hui"),
        ),
    )  # fmt: skip


def soon(steps: list[FollowUpCard]) -> Block:
    return Block("soon", _("Bientôt"), "step", steps, why=_("Vos suivis des deux prochaines semaines."))


def mine(steps: list[FollowUpCard]) -> Block:
    why = _("Ils vous sont confiés, et leur jour est venu.")
    return Block("mine", _("Mes suivis"), "step", steps, why=why, mail=_("Suivis à faire"))


def cold(user: User, lines: Lines) -> Block:
    weeks = ngettext("%(num)s semaine", "%(num)s semaines", user.school.no_contact_weeks)
    return Block(
        "cold", _("Sans nouvelles depuis longtemps"), "family", lines["cold"], total(lines["cold"]),
        why=_("Personne ne les a jointes depuis %(weeks)s.", weeks=weeks),
        empty=_("Toutes les familles du tableau ont eu des nouvelles récemment. Bravo à l’équipe."),
        more=rest(lines["cold"], url_for("families.board", sans_contact=1)),
        mail=_("Familles sans nouvelles depuis longtemps"),
    )  # fmt: skip


def circle(lines: Lines) -> Block:
    everyone = (_("Toutes mes familles"), url_for("families.directory"))
    return Block(
        "circle", _("Les familles de mon cercle"), "circle", lines["circle"], total(lines["circle"]),
        why=_("Elles sont accompagnées, et vous faites partie de leur cercle."),
        empty=_("Aucune famille de votre cercle n’est accompagnée en ce moment."),
        more=rest(lines["circle"], url_for("families.board")) or everyone,
    )  # fmt: skip


def tiers(lines: Lines) -> Block:
    return Block(
        "tiers", _("Paliers à revoir"), "tier", lines["tier"], total(lines["tier"]),
        why=_("La date choisie pour en reparler arrive, ou elle est passée."),
        more=rest(lines["tier"], url_for("families.board")), mail=_("Paliers à revoir"),
    )  # fmt: skip


def drafts(lines: Lines) -> Block:
    why = _("Des notes commencées, que vous seul·e voyez.")
    title, found = _("Brouillons à finir"), lines["draft"]
    return Block("drafts", title, "draft", found, total(found), why=why, mail=title)


def openings(lines: Lines) -> Block:
    why = _("Une personne a ouvert une fiche hors de son cercle, pour 24 heures.")
    return Block(
        "openings", _("Fiches ouvertes hors du cercle"), "opening", lines["opening"], total(lines["opening"]), why
    )


def my_openings(lines: Lines) -> Block:
    found = lines["my_opening"]
    why = _("Vous y avez accès pour un temps; la direction et les agents le voient.")
    return Block("my-openings", _("Fiches ouvertes pour 24 heures"), "my_opening", found, total(found), why)
