"""What people do on the board: put a family on it, move it, hand it to a colleague, end the work with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic, db, is_sqlite
from schoolapp.errors import Refused, Stale
from schoolapp.families.family import BOARD
from schoolapp.families.models import Family, LinkChange, SavedFilter
from schoolapp.families.vocabulary import ENDED, LINK_STATES
from schoolapp.records import NamedTuple

STEP = 1024.0  # between neighbours: room for about fifty moves at the same place before the column is renumbered
LEAST_GAP = 1e-6
COLUMN_LOCKS = 0x7D0  # the class of our PostgreSQL advisory locks on columns
LAST = 0  # instead of the id of a card above: at the bottom of the column
MOST_SAVED_FILTERS = 20


class Place(NamedTuple):
    """A place on the board: the column, and the card just above (None at the top)."""

    state: str | None
    after: int | None


class Decision(NamedTuple):
    """Why a family is put on the board, who decided it, and how the work begins."""

    signals: Sequence[str]
    words: str
    decided_by: str
    priority: str
    lead: int | None
    state: str


def move(family: Family, *, to: str, expected: int, by: User, after: int | None = None, undone: bool = False) -> Place:
    """Put the card in column ``to``, under the card ``after``; at the top without one, at the bottom for ``LAST``.

    Returns:
        The place it left, for the undo.

    Raises:
        Stale: the family changed since version ``expected``.
        Refused: the family is not on the board.
    """
    if family.link_state is None:
        raise Refused(_("Cette famille n’est pas au tableau. Ajoutez-la d’abord."))
    _same_version(family, expected)
    left = place_of(family)
    with atomic():
        position = _position(family.id, to, after)
        moved = {"moved_at": clock.now()} if to != left.state else {}
        family.change(expected, link_state=to, position=position, **moved)
        if to != left.state:
            words = _("Déplacement annulé") if undone else ""
            LinkChange.create(family=family, at=clock.now(), by=by, before=left.state, after=to, words=words)
        detail = {"de": left.state, "vers": to} | ({"annulation": True} if undone else {})
        audit.record("family.moved", by=by, subject=family, family=family, detail=detail)
    return left


def prioritise(family: Family, why: Decision, *, expected: int, by: User) -> Family:
    """Put a family on the board, at the head of a column, saying why and by whom it was decided.

    Raises:
        Stale: the family changed since version ``expected``.
        Refused: the family is on the board already.
    """
    if family.link_state in LINK_STATES:
        raise Refused(_("Cette famille est déjà au tableau."))
    _same_version(family, expected)
    before, now = family.link_state, clock.now()
    with atomic():
        position = _position(family.id, why.state, None)
        own = {"priority": why.priority, "lead": why.lead, "prioritised_on": clock.today(), "moved_at": now}
        family.change(expected, link_state=why.state, position=position, **own)
        said = {"signals": list(why.signals), "words": why.words, "decided_by": why.decided_by}
        LinkChange.create(family=family, at=now, by=by, before=before, after=why.state, **said)
        detail = {"vers": why.state, "priorite": why.priority, "signaux": list(why.signals)}
        audit.record("family.prioritised", by=by, subject=family, family=family, detail=detail)
    return family


def end(family: Family, *, expected: int, reason: str, by: User) -> Place:
    """Take the family off the board: the work with it is over, its file stays.

    Raises:
        Stale: the family changed since version ``expected``.
        Refused: the family is not on the board.
    """
    if family.link_state not in LINK_STATES:
        raise Refused(_("Cette famille n’est pas au tableau."))
    _same_version(family, expected)
    left = place_of(family)
    with atomic():
        now = clock.now()
        family.change(expected, link_state=ENDED, moved_at=now)
        LinkChange.create(family=family, at=now, by=by, before=left.state, after=ENDED, words=reason)
        audit.record("family.ended", by=by, subject=family, family=family, detail={"de": left.state})
    return left


def assign(family: Family, *, expected: int, priority: str, lead: int | None, by: User) -> Family:
    """Change the priority and the lead agent.

    Raises:
        Stale: the family changed since version ``expected``.
    """
    _same_version(family, expected)
    with atomic():
        detail: dict[str, Any] = {}
        if family.priority != priority:
            detail["priorite"] = [family.priority, priority]
        if family.lead_id != lead:
            detail["agent"] = [family.lead_id, lead]
        family.change(expected, priority=priority, lead=lead)
        audit.record("family.changed", by=by, subject=family, family=family, detail=detail)
    return family


def place_of(family: Family) -> Place:
    """Where the card is now."""
    if family.link_state not in LINK_STATES:
        return Place(family.link_state, None)
    above = (
        Family.select(Family.id)
        .where(
            (Family.link_state == family.link_state)
            & ((Family.position < family.position) | ((Family.position == family.position) & (Family.id < family.id)))
        )
        .order_by(Family.position.desc(), Family.id.desc())
        .limit(1)
        .scalar()
    )
    return Place(family.link_state, above)


def _same_version(family: Family, expected: int) -> None:
    if family.version != expected:
        raise Stale(family)


def _position(family_id: int, state: str, after: int | None) -> float:
    """A position in the column under the card ``after``; at the top when that card is not there (any more)."""
    _lock(state)
    column = _column(family_id, state)
    index = next((rank for rank, (identity, _at) in enumerate(column, start=1) if identity == after), 0)
    index = len(column) if after == LAST else index
    found = _between(column, index)
    if found is None:
        column = [(identity, STEP * rank) for rank, (identity, _at) in enumerate(column, start=1)]
        for identity, at in column:
            Family.update(position=at).where(Family.id == identity).execute()
        found = _between(column, index)
    return found if found is not None else STEP


def _lock(state: str) -> None:
    """One move at a time in a column, so that two never take the same place. SQLite has one writer anyway."""
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (COLUMN_LOCKS, list(LINK_STATES).index(state)))


def _column(family_id: int, state: str) -> list[tuple[int, float]]:
    """The other cards of the column, in order."""
    rows = Family.select(Family.id, Family.position).where((Family.link_state == state) & (Family.id != family_id))
    return list(rows.order_by(Family.position, Family.id).tuples())


def _between(column: list[tuple[int, float]], index: int) -> float | None:
    """A position before the card of rank ``index``; None when there is no room left."""
    if not column:
        return STEP
    if index == 0:
        return column[0][1] - STEP
    if index == len(column):
        return column[-1][1] + STEP
    low, high = column[index - 1][1], column[index][1]
    return (low + high) / 2 if high - low > LEAST_GAP else None


def save_filter(user: User, name: str, query: str, *, page: str = BOARD) -> SavedFilter:
    """Keep a set of filters of a list under a name; the same name again replaces it.

    Raises:
        Refused: when the person keeps too many of them.
    """
    mine = (SavedFilter.user == user.id) & (SavedFilter.page == page)
    with atomic():
        known = SavedFilter.select().where(mine & (SavedFilter.name == name)).exists()
        if not known and SavedFilter.select().where(mine).count() >= MOST_SAVED_FILTERS:
            raise Refused(_("Vous gardez déjà %(num)d filtres : retirez-en un d’abord.", num=MOST_SAVED_FILTERS))
        SavedFilter.insert(user=user, page=page, name=name, query=query).on_conflict(
            conflict_target=[SavedFilter.user, SavedFilter.page, SavedFilter.name],
            update={SavedFilter.query: query},
        ).execute()
        kept = SavedFilter.get(mine & (SavedFilter.name == name))
        audit.record("filter.saved", by=user, subject=kept, detail={"page": page, "filtre": query})
    return kept


def remove_filter(kept: SavedFilter, *, by: User) -> None:
    """Forget a saved set of filters."""
    with atomic():
        kept.delete_instance()
        audit.record("filter.removed", by=by, subject=kept)
