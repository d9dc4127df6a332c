"""Taking back a merge of two sheets, whole, for a day and for as long as nobody has built on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import UTCDateTime, as_moment, atomic, fetch_all, is_sqlite
from schoolapp.errors import Refused
from schoolapp.partners import cards, duplicates, history, merge_steps
from schoolapp.partners.duplicate_models import SheetMerge
from schoolapp.partners.duplicate_queries import MODELS, SERVICE
from schoolapp.partners.fields import as_text
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Consent, ConsentException, Favourite, Referral, Service, ServiceUse
from schoolapp.partners.vocabulary import BY_SEPARATION
from schoolapp.records import NamedTuple

# What each person keeps for themselves stops nothing: what they changed since stays as they want it.
OWN = {model._meta.table_name for model in (Favourite, ServiceUse)}
RECENT = """
    SELECT m.id, m.at, COALESCE(so.name, oo.name), COALESCE(sg.name, og.name), u.name FROM sheet_merge m
        LEFT JOIN service so ON m.kind = 'service' AND so.id = m.kept
        LEFT JOIN service sg ON m.kind = 'service' AND sg.id = m.gone
        LEFT JOIN organization oo ON m.kind = 'organisme' AND oo.id = m.kept
        LEFT JOIN organization og ON m.kind = 'organisme' AND og.id = m.gone
        LEFT JOIN "user" u ON u.id = m.by_id
    WHERE m.undone_at IS NULL AND m.at > ? ORDER BY m.at DESC, m.id DESC LIMIT 20
"""


class Recent(NamedTuple):
    """A merge that may still be taken back."""

    id: int
    at: datetime
    kept: str
    gone: str
    by: str


def recent() -> list[Recent]:
    """The merges of the last day, the latest first. One statement."""
    since = UTCDateTime().db_value(clock.now() - duplicates.UNDONE_WITHIN)
    return [Recent(row[0], as_moment(row[1]), row[2], row[3], row[4] or "") for row in fetch_all(RECENT, [since])]


def undo(merge_id: int, *, by: User) -> SheetMerge:
    """Make two sheets again of the one, with all that pointed to each.

    Raises:
        Refused: it is too late, or something was built on the merge.
    """
    with atomic():
        merge = _held(merge_id)
        model = MODELS[merge.kind]
        kept, gone = model.get_by_id(merge.kept), model.get_by_id(merge.gone)
        tables, lines = duplicates.tables(), merge.steps["lines"]
        merge_steps.take_back(tables, lines, _as_left(merge, kept, gone, tables))
        _rewrite(merge, kept, gone, by)
        own = Service.id if model is Service else Service.organization
        cards.refresh_all(row.id for row in Service.select(Service.id).where(own.in_([kept.id, gone.id])))
        code = "service.separated" if model is Service else "partner.separated"
        record(code, by=by, subject=kept, detail={"de": gone.id})
        SheetMerge.update(undone_at=clock.now(), undone_by=by.id, steps={}, before={}).where(
            SheetMerge.id == merge.id
        ).execute()
    return merge


def _held(merge_id: int) -> SheetMerge:
    rows = SheetMerge.select().where(SheetMerge.id == merge_id)
    merge = (rows if is_sqlite() else rows.for_update()).first() or abort(404)
    if merge.undone_at is not None:
        raise Refused(_("C’est déjà défait."))
    if merge.at <= clock.now() - duplicates.UNDONE_WITHIN:
        raise Refused(_("Plus d’une journée a passé : ces fiches restent réunies."))
    return merge


def _as_left(merge: SheetMerge, kept: Any, gone: Any, tables: dict[str, Any]) -> set[tuple[str, int]]:
    """The rows that people changed for themselves since, and that stay.

    Raises:
        Refused: a sheet, or something that followed, is not as the merge left it.
    """
    built = Refused(_("Ces fiches, ou ce qui les suivait, ont changé depuis : elles restent réunies."))
    if (kept.version, gone.version) != (merge.kept_version, merge.gone_version) or _agreed_since(merge):
        raise built
    left = set()
    now = merge_steps.marks(tables, merge_steps.moved(merge.steps["lines"]))
    for table, rows in merge.steps["marks"].items():
        for row, mark in rows.items():
            if now.get(table, {}).get(row) == mark:
                continue
            if table not in OWN:
                raise built
            left.add((table, int(row)))
    return left


def _agreed_since(merge: SheetMerge) -> bool:
    """Whether a family agreed since to be referred to the sheet that the two became: its yes was for that one."""
    of_it = Service.id == merge.kept if merge.kind == SERVICE else Service.organization == merge.kept
    here = Referral.select(Referral.id).join(Service).where(of_it)
    agreed = Consent.select().where(Consent.referral.in_(here) & (Consent.recorded_at > merge.at))
    excepted = ConsentException.select().where(
        ConsentException.referral.in_(here) & (ConsentException.made_at > merge.at)
    )
    return agreed.exists() or excepted.exists()


def _rewrite(merge: SheetMerge, kept: Any, gone: Any, by: User) -> None:
    """The two rows as they were, and their history."""
    now, fields = clock.now(), type(kept)._meta.fields
    said = {name: merge_steps.thawed(fields[name], value) for name, value in merge.before["kept"].items()}
    texts = {name: (as_text(name, getattr(kept, name)), as_text(name, value)) for name, value in said.items()}
    kept.change(merge.kept_version, updated_at=now, **said, **duplicates.keys(kept, said))
    shown = {"state": merge.before["state"]} if isinstance(gone, Service) else {}
    gone.change(merge.gone_version, merged_into=None, archived_at=None, archived_by=None, updated_at=now, **shown)
    hand = Hand(by, BY_SEPARATION)
    for row, changes in ((kept, {**texts, "merged": (gone.name, "")}), (gone, {"merged": (kept.name, "")})):
        owner, service = (row.organization_id, row.id) if isinstance(row, Service) else (row.id, None)
        history.write(owner, service, changes, hand, now)
