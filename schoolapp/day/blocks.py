"""Ma journée of each role: which boxes, in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.calendar_page import upcoming
from schoolapp.accounts.models import User
from schoolapp.day import activity_blocks as activities
from schoolapp.day import family_blocks as family
from schoolapp.day import queries
from schoolapp.day import referral_blocks as referrals
from schoolapp.day import request_blocks as requests
from schoolapp.day import school_blocks as school
from schoolapp.day import sheet_blocks as sheets
from schoolapp.day import team_blocks as team
from schoolapp.day.block import Block, Day
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.notes.queries import due_follow_ups
from schoolapp.notes.vocabulary import EFFECTS, PRACTICES, REACHED

PLACE = "day"
AHEAD = timedelta(days=14)
DAYS_OFF_AHEAD = 42


def of(user: User) -> Day:
    """The page of this person."""
    main, side = PAGES[Role(user.role)](user)
    calls = user.role in (Role.TEACHER, Role.PROFESSIONAL)
    return Day([block for block in main if block.shown], [block for block in side if block.shown], calls)


Boxes = tuple[list[Block], list[Block]]


def _agent(user: User) -> Boxes:
    late, today = family.steps(due_follow_ups(user, clock.today(), place=PLACE))
    lines = queries.for_agent(user)
    side = [team.meetings(lines), family.drafts(lines), family.tiers(lines), school.away(lines), family.openings(lines)]
    new, quiet, told = requests.for_agent(user)
    parents = [activities.today(lines), activities.left(lines)]
    partners = [referrals.waiting(lines), sheets.corrections(lines), sheets.to_confirm(lines)]
    return [new, late, today, *parents, team.todo(lines), quiet, told, *partners, family.cold(user, lines)], side


def _circle(user: User) -> Boxes:
    steps = due_follow_ups(user, clock.today() + AHEAD, mine=True, place=PLACE)
    late, today = family.steps([step for step in steps if step.due_on <= clock.today()])
    coming = [step for step in steps if step.due_on > clock.today()]
    lines = queries.for_circle(user, AHEAD)
    helps, asked = requests.own(user, empty=_("Une inquiétude, une question? Deux minutes suffisent pour le dire."))
    waiting = referrals.waiting(lines)
    main = [helps, late, today, team.todo(lines), waiting, family.soon(coming), asked, family.circle(lines)]
    side = [activities.own(lines), team.meetings(lines), family.drafts(lines), family.my_openings(lines)]
    return main, [*side, sheets.figures(lines)]


def _direction(user: User) -> Boxes:
    mine = family.mine(due_follow_ups(user, clock.today(), mine=True, place=PLACE))
    lines = queries.for_direction(user)
    first = [requests.for_direction(user), school.states(lines), mine, team.todo(lines)]
    partners = [referrals.exceptions(lines), referrals.waiting(lines, after=user.school.referral_direction_days)]
    main = [*partners[:1], *first, *partners[1:], school.late_by(lines), family.tiers(lines), family.openings(lines)]
    team_side = [activities.today(lines), activities.left(lines), team.meetings(lines), school.away(lines)]
    side = [school.mail(lines), *team_side, sheets.figures(lines), school.accounts(lines), family.drafts(lines)]
    return main, side


def _office(user: User) -> Boxes:
    lines = queries.for_office(user)
    side = [team.meetings(lines), school.calendar(upcoming(DAYS_OFF_AHEAD)), school.imports()]
    parents = [activities.today(lines), activities.left(lines)]
    partners = [sheets.corrections(lines), sheets.to_confirm(lines)]
    lacking = [school.no_group(lines), school.no_phone(lines)]
    return [*parents, team.todo(lines), *partners, *lacking, *requests.own(user)], side


def _liaison(_user: User) -> Boxes:
    lines = queries.for_liaison()
    by_state = {one.state: one for one in lines["state"]}
    contacts, ways, effects = (school.by_word(lines[kind]) for kind in ("contact", "way", "effect"))
    return [
        school.numbers("states", _("Les familles, selon l’état du lien"), LINK_STATES, by_state),
        school.numbers("contacts", _("Les contacts de ce mois-ci"), REACHED, contacts),
        school.numbers("ways", _("Les façons d’agir de ce mois-ci"), PRACTICES, ways),
        school.numbers("effects", _("Les effets observés, sur les notes de ce mois-ci"), EFFECTS, effects),
    ], []


PAGES: dict[Role, Callable[[User], Boxes]] = {
    Role.AGENT: _agent,
    Role.TEACHER: _circle,
    Role.PROFESSIONAL: _circle,
    Role.DIRECTION: _direction,
    Role.SECRETARIAT: _office,
    Role.LIAISON: _liaison,
}
