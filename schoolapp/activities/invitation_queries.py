"""The invitations of an activity: the list with its filters, and one of them, for whoever may reach their families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from flask import abort

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities.invitation import Invitation, InvitationPrint
from schoolapp.activities.invitation_means import Home, homes, listed
from schoolapp.activities.invitation_rules import scope
from schoolapp.activities.invitation_vocabulary import EMAIL, MEANS, STATES, TO_HAND_OUT, UNKNOWN
from schoolapp.activities.models import Activity, ActivityGroup, Slot
from schoolapp.activities.vocabulary import OPEN
from schoolapp.database import as_moment, fetch_all
from schoolapp.families.models import Group
from schoolapp.forms import tidy
from schoolapp.records import NamedTuple, dataclass

PAGE_SIZE = 60
FIELDS = ("etat", "moyen", "groupe", "lot")
# Parameters: the activity, then those of the scope.
LINES = """
    SELECT i.id, i.version, i.state, i.means, i.language, i.batch, i.token_nonce, i.handed_at, i.answered_at,
        i.family_id, f.name, f.sort_key, f.pupils_line, f.language, f.interpreter,
        COALESCE(w.moments, f.moments), u.name, b.name, i.sign_up_id, w.not_before, w.not_after,
        w.interpreter_name
    FROM invitation i JOIN family f ON f.id = i.family_id LEFT JOIN "user" u ON u.id = i.handed_by_id
        LEFT JOIN "user" b ON b.id = i.answered_by_id LEFT JOIN contact_preference w ON w.family_id = f.id
    WHERE i.activity_id = ? AND {condition}
"""


class Filters(NamedTuple):
    """What the address asks for; ``lot`` is one choice of families, just made."""

    etat: str = ""
    moyen: str = ""
    groupe: str = ""
    lot: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Filters:
        """The filters of an address; what means nothing is left aside."""
        asked = cls(**{name: tidy(args.get(name, ""))[:40] for name in FIELDS})
        return asked._replace(
            etat=asked.etat if asked.etat in STATES else "",
            moyen=asked.moyen if asked.moyen in (*MEANS, UNKNOWN) else "",
        )

    @classmethod
    def of_address(cls, text: str) -> Filters:
        """The filters of what follows the « ? » of an address."""
        try:
            return cls.of(dict(parse_qsl((text or "")[:500].rpartition("?")[2], max_num_fields=20)))
        except ValueError:
            return cls()

    def query(self, **changes: str) -> dict[str, str]:
        """The parameters of the address, with some changed."""
        values = {name: getattr(self, name) for name in FIELDS} | changes
        return {name: value for name, value in values.items() if value}

    def keeps(self, line: Line, *, but: str = "") -> bool:
        """Whether a line is asked for, when one of the filters is left aside."""
        means = line.means or UNKNOWN
        found = {"etat": line.state, "moyen": means, "groupe": line.group, "lot": line.batch}
        return all(name == but or not (asked := getattr(self, name)) or found[name] == asked for name in FIELDS)


@dataclass
class Line:
    """An invitation with what is shown of its family. ``group`` is where its paper is handed out."""

    id: int
    version: int
    state: str
    means: str
    language: str
    batch: str
    nonce: str
    handed_at: Any
    answered_at: Any
    family_id: int
    name: str
    sort_key: str
    children: list[list[str]]
    spoken: str
    interpreter: str
    moments: list[str]
    handed_by: str
    answered_by: str
    sign_up_id: int | None
    not_before: Any
    not_after: Any
    interpreter_name: str
    child: str = ""
    group: str = ""
    home: Home | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """By group, those without one at the end, then by name."""
        return (not self.group, self.group, self.sort_key, self.id)


class Listing(NamedTuple):
    """The invitations asked for, a page of them, and how many each filter would show."""

    lines: list[Line]
    shown: list[Line]
    total: int
    states: Counter[str]
    means: Counter[str]
    groups: Counter[str]
    number: int
    last: int


def lines(user: User, activity: Activity) -> list[Line]:
    """Every invitation of the activity to a family that this person may reach, by group then name."""
    condition, values = scope(user, "i.family_id")
    wanted = groups_of(activity)
    found = [_line(row, wanted) for row in fetch_all(LINES.format(condition=condition), [activity.id, *values])]
    return sorted(found, key=lambda line: line.order)


def _line(row: tuple[Any, ...], wanted: list[str]) -> Line:
    line = Line(*row)
    line.handed_at, line.answered_at = as_moment(line.handed_at), as_moment(line.answered_at)
    line.children, line.moments = listed(row[12]), listed(row[15])
    line.handed_by, line.answered_by = line.handed_by or "", line.answered_by or ""
    line.interpreter_name = line.interpreter_name or ""
    in_groups = [child for child in line.children if child[1] in wanted] or [c for c in line.children if c[1]]
    line.child, line.group = (in_groups or line.children or [["", ""]])[0]
    return line


def groups_of(activity: Activity) -> list[str]:
    """The codes of the groups that an activity is for: its own, else those of its audience."""
    if activity.group_id:
        return [activity.group.code]
    rows = ActivityGroup.select(Group.code).join(Group).where(ActivityGroup.activity == activity.id)
    return sorted(code for (code,) in rows.tuples())


def listing(user: User, activity: Activity, filters: Filters, page: str = "1") -> Listing:
    """The list as the filters ask for it, with the people of the page shown."""
    every = lines(user, activity)
    kept = [line for line in every if filters.keeps(line)]
    last = max(1, -(-len(kept) // PAGE_SIZE))
    asked = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    asked = min(max(1, asked), last)
    shown = with_homes(kept[PAGE_SIZE * (asked - 1) : PAGE_SIZE * asked])
    return Listing(
        kept,
        shown,
        len(every),
        Counter(line.state for line in every if filters.keeps(line, but="etat")),
        Counter(line.means or UNKNOWN for line in every if filters.keeps(line, but="moyen")),
        Counter(line.group for line in every if line.group and filters.keeps(line, but="groupe")),
        asked,
        last,
    )


def with_homes(some: list[Line]) -> list[Line]:
    """These lines with the people of their families, in one statement."""
    people = homes(line.family_id for line in some)
    for line in some:
        line.home = people.get(line.family_id, Home())
    return some


def line_for(user: User, activity: Activity, invitation_id: int) -> Line:
    """One invitation with its family; 404 for whoever may not reach it."""
    condition, values = scope(user, "i.family_id")
    rows = fetch_all(LINES.format(condition=f"{condition} AND i.id = ?"), [activity.id, *values, invitation_id])
    return with_homes([_line(rows[0], groups_of(activity))])[0] if rows else abort(404)


def invitation_for(user: User, activity: Activity, invitation_id: int) -> Invitation:
    """The row of one invitation; 404 for whoever may not reach its family."""
    line = line_for(user, activity, invitation_id)
    return Invitation.select(Invitation).where(Invitation.id == line.id).first() or abort(404)


def coming(activity: Activity) -> list[Slot]:
    """The open times of the activity that are still to come, the soonest first."""
    later = (Slot.activity == activity.id) & (Slot.state == OPEN) & (Slot.starts_at > clock.now())
    return list(Slot.select().where(later).order_by(Slot.starts_at, Slot.id))


def print_for(user: User, activity: Activity, print_id: int) -> InvitationPrint:
    """Sheets that this person asked for; 404 for those of others."""
    mine = (InvitationPrint.created_by == user.id) & (InvitationPrint.activity == activity.id)
    return InvitationPrint.get_or_none((InvitationPrint.id == print_id) & mine) or abort(404)


def prints(user: User, activity: Activity) -> list[InvitationPrint]:
    """The sheets that this person asked for and that are still there, the latest first."""
    mine = (InvitationPrint.created_by == user.id) & (InvitationPrint.activity == activity.id)
    return list(InvitationPrint.select().where(mine).order_by(InvitationPrint.id.desc()).limit(3))


def reachable(user: User, activity: Activity, invitation_ids: Sequence[int]) -> list[int]:
    """Those of these invitations whose families this person may reach."""
    wanted = set(invitation_ids)
    return [line.id for line in lines(user, activity) if line.id in wanted]


def split(text: str) -> list[int]:
    """Ids that a page sent back in one field."""
    found = [part for part in text[:20_000].split(",") if part.isascii() and part.isdecimal() and len(part) < 11]
    return [int(part) for part in found]


def to_mail(user: User, activity: Activity) -> list[Line]:
    """The invitations by e-mail that have not left, with the people of their families."""
    waiting = [line for line in lines(user, activity) if line.means == EMAIL and line.state == TO_HAND_OUT]
    return with_homes(waiting)
