"""What waits for each person: one statement reads every kind of line that their role's page shows.

Each kind is a small SELECT of the same columns, limited to what a page shows, with the number of all its lines beside;
a role's page is their UNION ALL. Confidential kinds start from what the person may see.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.day import activity_lines, referral_blocks, sheet_lines
from schoolapp.day.reading import Line, moment, part, read
from schoolapp.families.board_filters import Limits
from schoolapp.families.circle import seen_ids
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import to_utc

TIER_AHEAD, OPENING_BACK, OPENING_BACK_DIRECTION = timedelta(days=14), timedelta(days=7), timedelta(days=30)
MAIL_BACK = timedelta(days=7)
MEETINGS_AHEAD = timedelta(days=14)

ON_BOARD = "f.link_state IN ({})".format(", ".join(f"'{state}'" for state in LINK_STATES))


_FAMILY = {"family_id": "f.id", "family": "f.name"}
_CARD = {"means": "f.means", "moments": "f.moments", "language": "f.language", "state": "f.link_state"}
_LEAD = 'family f LEFT JOIN "user" u ON u.id = f.lead_id'
_VISIBLE = "{visible}"
COLD = part(
    "cold",
    f"{_LEAD} WHERE {ON_BOARD} AND (f.last_contact_at < ? OR (f.last_contact_at IS NULL AND f.prioritised_on <= ?))",
    "CASE WHEN f.lead_id = ? THEN 0 ELSE 1 END, CASE WHEN f.last_contact_at IS NULL THEN 0 ELSE 1 END, "
    "f.last_contact_at, f.prioritised_on, f.id",
    **_FAMILY, **_CARD, who="u.name", at="f.last_contact_at", day="f.prioritised_on",
)  # fmt: skip
TIER = part(
    "tier",
    f"{_LEAD} WHERE f.tier_review_on <= ?",
    "CASE WHEN f.lead_id = ? THEN 0 ELSE 1 END, f.tier_review_on, f.id",
    **_FAMILY, words="CAST(f.tier AS text)", who="u.name", day="f.tier_review_on",
)  # fmt: skip
DRAFT = part(
    "draft",
    f"note_draft d JOIN family f ON f.id = d.family_id WHERE d.user_id = ? AND NOT d.closed {_VISIBLE}",
    "d.updated_at DESC, d.id DESC",
    **_FAMILY, id="d.note_id", at="d.updated_at",
)  # fmt: skip
OPENING = part(
    "opening",
    'opening o JOIN family f ON f.id = o.family_id JOIN "user" u ON u.id = o.user_id WHERE o.at >= ?',
    "o.at DESC, o.id DESC",
    **_FAMILY, id="o.id", who="u.name", words="o.reason", at="o.at",
)  # fmt: skip
MY_OPENING = part(
    "my_opening",
    "opening o JOIN family f ON f.id = o.family_id WHERE o.user_id = ? AND o.until > ?",
    "o.until, o.id",
    **_FAMILY, id="o.id", words="o.reason", at="o.until",
)  # fmt: skip
CIRCLE = part(
    "circle",
    f"{_LEAD} WHERE {ON_BOARD} {_VISIBLE}",
    "CASE WHEN f.next_step_on IS NULL THEN 1 ELSE 0 END, f.next_step_on, f.sort_key, f.id",
    **_FAMILY, **_CARD, who="u.name", words="f.next_step", at="f.last_contact_at", day="f.next_step_on",
)  # fmt: skip
STATE = part(
    "state", f"family f WHERE {ON_BOARD} GROUP BY f.link_state", state="f.link_state", total="CAST(COUNT(*) AS integer)"
)
LATE_BY = part(
    "late_by",
    'follow_up s JOIN "user" u ON u.id = s.assignee_id WHERE s.state = \'open\' AND s.due_on < ? '
    "GROUP BY u.id, u.name, u.sort_key",
    "MIN(s.due_on), u.sort_key",
    id="u.id", who="u.name", day="MIN(s.due_on)", total="CAST(COUNT(*) AS integer)",
)  # fmt: skip
ACCOUNT = part(
    "account",
    "\"user\" u WHERE u.active AND u.password_hash = ''",
    "u.sort_key, u.id",
    id="u.id", who="u.name", words="u.role", at="u.created_at",
)  # fmt: skip
NO_GROUP = part(
    "no_group",
    "pupil p WHERE p.group_id IS NULL AND p.left_on IS NULL",
    "p.sort_key, p.id",
    id="p.id", who="COALESCE(NULLIF(p.preferred_name, ''), p.first_name) || ' ' || p.last_name",
    family_id="(SELECT MIN(h.family_id) FROM household_pupil l JOIN household h ON h.id = l.household_id "
    "WHERE l.pupil_id = p.id)",
)  # fmt: skip
NO_PHONE = part(
    "no_phone",
    "family f WHERE f.pupil_count > 0 AND NOT EXISTS (SELECT 1 FROM household h "
    "JOIN guardian g ON g.household_id = h.id AND g.removed_at IS NULL JOIN phone p ON p.guardian_id = g.id "
    "WHERE h.family_id = f.id)",
    "f.sort_key, f.id",
    **_FAMILY, **_CARD,
)  # fmt: skip
AWAY = part(
    "away",
    'absence a JOIN "user" u ON u.id = a.user_id LEFT JOIN "user" s ON s.id = a.stand_in_id '
    "WHERE a.starts_on <= ? AND a.ends_on >= ? AND u.active",
    "u.sort_key, a.id",
    id="u.id", who="u.name", words="a.words", state="s.name", day="a.ends_on",
)  # fmt: skip
MAIL = part(
    "mail",
    "outgoing_mail m WHERE (m.state = 'waiting' AND m.problem <> '') "
    "OR (m.state IN ('refused', 'given_up') AND m.tried_at >= ?) GROUP BY m.problem",
    "MAX(m.tried_at) DESC",
    words="m.problem", at="MAX(m.tried_at)", total="CAST(COUNT(*) AS integer)",
)  # fmt: skip
# Meetings under way or to come; ``means`` is how many minutes they last. Parameters: two moments, whether one reaches
# all of them, the person.
MEETING = part(
    "meeting",
    "team_meeting m WHERE (m.state = 'en_cours' OR (m.state = 'prevue' AND m.starts_at >= ? AND m.starts_at < ?)) AND "
    "(1 = ? OR EXISTS (SELECT 1 FROM meeting_guest g WHERE g.meeting_id = m.id AND g.user_id = ?))",
    "CASE WHEN m.state = 'en_cours' THEN 0 ELSE 1 END, m.starts_at, m.id",
    id="m.id", words="m.place", state="m.state", means="CAST(m.minutes AS text)", at="m.starts_at",
)  # fmt: skip
# What meetings gave a person to do; ``state`` is the id of its follow-up, of which those to come after a day only.
DECIDED = part(
    "decided",
    "decided_action a JOIN meeting_point p ON p.id = a.point_id JOIN team_meeting m ON m.id = p.meeting_id "
    "LEFT JOIN follow_up s ON s.id = a.follow_up_id WHERE a.assignee_id = ? AND a.removed_at IS NULL "
    "AND m.state IN ('en_cours', 'close') "
    "AND ((a.follow_up_id IS NULL AND a.done_at IS NULL) OR (s.state = 'open' AND s.due_on > ?))",
    "a.due_on, a.id",
    id="a.id", words="a.what", state="CAST(a.follow_up_id AS text)", at="m.starts_at", day="a.due_on",
)  # fmt: skip
_STANDING = "n.happened_at >= ? AND n.withdrawn_at IS NULL AND n.visibility <> 'private'"
_COUNT = {"total": "CAST(COUNT(*) AS integer)"}
CONTACT = part("contact", f"note n WHERE {_STANDING} GROUP BY n.reached", words="n.reached", **_COUNT)
WAY = part(
    "way",
    f"note n JOIN note_practice w ON w.note_id = n.id WHERE {_STANDING} GROUP BY w.code",
    words="w.code",
    **_COUNT,
)
EFFECT = part("effect", f"note n WHERE {_STANDING} AND n.effect <> '' GROUP BY n.effect", words="n.effect", **_COUNT)


def _visible(user: User, text: str, *, openings: bool = True) -> tuple[str, list[Any]]:
    """A kind's text, held to the families this person may open."""
    if user.role in LEADS:
        return text.replace(_VISIBLE, ""), []
    ids, parameters = seen_ids(user, openings=openings)
    return text.replace(_VISIBLE, f"AND f.id IN ({ids})"), parameters


def _drafts(user: User) -> tuple[str, list[Any]]:
    text, seen = _visible(user, DRAFT)
    return text, [user.id, *seen]


def _tiers(user: User) -> tuple[str, list[Any]]:
    return TIER, [user.id, (clock.today() + TIER_AHEAD).isoformat()]


def _away() -> tuple[str, list[Any]]:
    return AWAY, [clock.today().isoformat()] * 2


def _openings(back: timedelta) -> tuple[str, list[Any]]:
    return OPENING, [moment(clock.now() - back)]


def _team(user: User, ahead: timedelta = timedelta()) -> list[tuple[str, list[Any]]]:
    """Meetings, and what they decided; the page shows one's follow-ups until ``ahead`` already."""
    start = to_utc(clock.today(), time())
    everything = int(user.role in LEADS or user.role == Role.SECRETARIAT)
    meetings = [moment(start), moment(start + MEETINGS_AHEAD), everything, user.id]
    return [(MEETING, meetings), (DECIDED, [user.id, (clock.today() + ahead).isoformat()])]


def for_agent(user: User) -> dict[str, list[Line]]:
    """Families that nobody reached for long, tiers to look at again, unfinished notes, who is away, files opened."""
    limits = Limits.of(user.school.no_contact_weeks)
    cold = [user.id, limits.cold_moment, limits.cold_day.isoformat()]
    return read(
        (COLD, cold),
        _tiers(user),
        _drafts(user),
        _away(),
        _openings(OPENING_BACK),
        *_team(user),
        *activity_lines.parents(user),
        referral_blocks.own(user),
        *sheet_lines.sheets(user),
    )


def for_circle(user: User, ahead: timedelta) -> dict[str, list[Line]]:
    """The families of one's circle that are on the board, unfinished notes, files one opened for a day."""
    own = [user.id, moment(clock.now())]
    referrals = [referral_blocks.own(user)] if user.role == Role.PROFESSIONAL else []
    return read(
        _visible(user, CIRCLE, openings=False),
        _drafts(user),
        (MY_OPENING, own),
        *_team(user, ahead),
        activity_lines.coming(user, ahead),
        *referrals,
        *sheet_lines.sheets(user),
    )


def for_direction(user: User) -> dict[str, list[Line]]:
    """The board in numbers, who is late or away, tiers, files opened outside the circles, accounts, mail."""
    late, mail = [clock.today().isoformat()], [moment(clock.now() - MAIL_BACK)]
    openings = _openings(OPENING_BACK_DIRECTION)
    house = (_away(), (ACCOUNT, ()), (MAIL, mail))
    return read(
        (STATE, ()),
        (LATE_BY, late),
        _tiers(user),
        openings,
        *house,
        _drafts(user),
        *_team(user),
        *activity_lines.parents(user),
        *referral_blocks.of_direction(user),
        *sheet_lines.sheets(user),
    )


def for_office(user: User) -> dict[str, list[Line]]:
    """Pupils without a group, families without a phone, meetings to prepare a room for."""
    parents, sheets = activity_lines.parents(user), sheet_lines.sheets(user)
    return read((NO_GROUP, ()), (NO_PHONE, ()), *_team(user), *parents, *sheets)


def for_liaison() -> dict[str, list[Line]]:
    """Numbers only: the state of the links, and what the notes of this month tell."""
    since = moment(to_utc(clock.today().replace(day=1), time()))
    return read((STATE, ()), (CONTACT, [since]), (WAY, [since]), (EFFECT, [since]))
