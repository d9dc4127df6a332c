"""The boxes of team meetings: those that come, and what they decided that is one's to do."""

from __future__ import annotations

from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.day.block import Block, Lines, rest, total
from schoolapp.day.reading import Line
from schoolapp.records import NamedTuple
from schoolapp.team.shown import hours
from schoolapp.team.vocabulary import UNDER_WAY


class Coming(NamedTuple):
    """A meeting that is under way, or comes."""

    id: int
    place: str
    starts_at: datetime
    hours: str
    under_way: bool


class Todo(NamedTuple):
    """Something to do, decided in a meeting; ``follow_up_id`` is 0 when it is about no family."""

    id: int
    what: str
    follow_up_id: int
    decided_at: datetime
    due_on: date
    late: bool


def todo(lines: Lines) -> Block:
    """What the team entrusted this person with, but for the follow-ups that the page shows already."""
    found = lines["decided"]
    return Block(
        "decided", _("Décidé en rencontre"), "decided", [_todo(line) for line in found], total(found),
        why=_("Ce que l’équipe vous a confié, et qui reste à faire."),
        more=rest(found, url_for("team.index")), mail=_("Décisions d’équipe à réaliser"),
    )  # fmt: skip


def _todo(line: Line) -> Todo:
    return Todo(line.id, line.words, int(line.state or 0), line.at, line.day, line.day < clock.today())


def meetings(lines: Lines) -> Block:
    """The meetings that this person reaches, these two weeks."""
    found = lines["meeting"]
    return Block(
        "meetings", _("Rencontres d’équipe"), "meeting", [_coming(line) for line in found], total(found),
        why=_("En cours, ou dans les deux prochaines semaines."),
        more=(_("Toutes les rencontres"), url_for("team.index")) if found else None,
    )  # fmt: skip


def _coming(line: Line) -> Coming:
    return Coming(line.id, line.words, line.at, hours(line.at, int(line.means)), line.state == UNDER_WAY)
