"""Who may do what in a meeting, and when: one table, read by the routes, the verbs, the templates and the tests.

The row comes first: leads reach every meeting, teachers and professionals those they are invited to, the office the
date, the place and the people of all. Beyond this table, a point about a family or a request is only for those who may
open that file (see ``queries.point_for``), and the board and the tier keep the rules of the families room.
"""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _

from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.errors import Refused
from schoolapp.families.circle import EDITORS
from schoolapp.records import NamedTuple
from schoolapp.team.vocabulary import CANCELLED, CLOSED, PLANNED, UNDER_WAY


class Rule(NamedTuple):
    """In which states of the meeting an act makes sense, and whose it is."""

    states: frozenset[str]
    roles: frozenset[Role]


OPEN = frozenset({PLANNED, UNDER_WAY})
RULES = {
    "edit": Rule(OPEN, LEADS),  # date, hour, place, people
    "cancel": Rule(frozenset({PLANNED}), LEADS),
    "restore": Rule(frozenset({CANCELLED}), LEADS),
    "start": Rule(frozenset({PLANNED}), LEADS),
    "close": Rule(frozenset({UNDER_WAY}), LEADS),
    "attend": Rule(frozenset({UNDER_WAY, CLOSED}), LEADS),  # who was there
    "arrange": Rule(OPEN, LEADS),  # what is on the agenda, and in which order
    "propose": Rule(OPEN, FILE_STAFF),
    "decide": Rule(frozenset({UNDER_WAY}), FILE_STAFF),  # words, who does what, next look
    "change": Rule(frozenset({UNDER_WAY}), EDITORS),  # the board and the tier
    "correct": Rule(frozenset({CLOSED}), LEADS),  # the minutes, with their history
}


def can(user: User, act: str, state: str) -> bool:
    """Whether this person may do ``act`` in a meeting in this state that they reach."""
    rule = RULES[act]
    return user.role in rule.roles and state in rule.states


def check(user: User, act: str, state: str) -> None:
    """Refuse an act: 403 when it is not this role's, in words when the meeting is not there, or no longer."""
    if user.role not in RULES[act].roles:
        abort(403)
    in_time(act, state)


def in_time(act: str, state: str) -> None:
    """Refuse what the state of the meeting does not allow; the verbs ask again once they hold the row.

    Raises:
        Refused: in words for the person.
    """
    if state in RULES[act].states:
        return
    words = {
        PLANNED: _("La rencontre n’est pas commencée."),
        UNDER_WAY: _("La rencontre est en cours."),
        CLOSED: _("La rencontre est close : son compte rendu ne change plus que par correction."),
        CANCELLED: _("La rencontre est annulée."),
    }
    raise Refused(words[state])
