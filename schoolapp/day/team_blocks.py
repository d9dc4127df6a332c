"""The boxes of team meetings: those that come, and what they decided that is one's to do."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.day.block import Block
from schoolapp.team.day import for_day

SHOWN = 12


def of(user: User, ahead: timedelta = timedelta()) -> tuple[Block, Block]:
    """What is to be done, and the meetings that come. ``ahead`` is how far the day shows one's follow-ups already."""
    found = for_day(user, clock.today() + ahead)
    todo = Block(
        "decided", _("Décidé en rencontre"), "decided", found.todo[:SHOWN], len(found.todo),
        why=_("Ce que l’équipe vous a confié, et qui reste à faire."),
        mail=_("Décisions d’équipe à réaliser"),
    )  # fmt: skip
    meetings = Block(
        "meetings", _("Rencontres d’équipe"), "meeting", found.meetings,
        more=(_("Toutes les rencontres"), url_for("team.index")) if found.meetings else None,
    )  # fmt: skip
    return todo, meetings
