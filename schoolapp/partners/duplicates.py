"""Two sheets that are one: what points to the one that goes follows to the one that stays, and its history with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import peewee
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import Model, atomic, fetch_all
from schoolapp.errors import Refused, Stale
from schoolapp.formats import search_key, sort_key
from schoolapp.partners import cards, history
from schoolapp.partners.duplicate_models import SheetMerge, TwoSheets
from schoolapp.partners.duplicate_queries import ORGANIZATION, SERVICE, pair_key
from schoolapp.partners.fields import as_text
from schoolapp.partners.history import Hand
from schoolapp.partners.merge_steps import Steps, frozen
from schoolapp.partners.models import Contact, Organization, Phone, Place, Schedule, Service
from schoolapp.partners.twins import TWINS
from schoolapp.partners.vocabulary import ARCHIVED, BY_MERGE

UNDONE_WITHIN = timedelta(hours=24)
PARTS: dict[type[Model], tuple[Any, ...]] = {
    Organization: (Place.organization, Contact.organization, Phone.organization),
    Service: (Schedule.service, Contact.service, Phone.service),
}
NOTHING_SAID = (("", ""), ((), None, None, ""))


def set_apart(one: Any, other: Any, kind: str, *, by: User) -> None:
    """Say that two sheets that look alike are two; once is enough."""
    with atomic():
        values = {"kind": kind, "pair": pair_key(one, other), "said_at": clock.now(), "said_by": by.id}
        TwoSheets.insert(**values).on_conflict_ignore().execute()
        record(
            "partner.apart" if kind == ORGANIZATION else "service.apart", by=by, subject=one, detail={"autre": other.id}
        )


def merge(kept: Any, gone: Any, versions: tuple[int, int], values: Mapping[str, Any], *, by: User) -> SheetMerge:
    """Make one sheet of two: ``kept`` takes ``values`` and all that pointed to ``gone``, which is archived.

    What is returned takes it back (``merge_undo``).

    Args:
        versions: those of the two sheets as they were compared.

    Raises:
        Stale: one of them changed since.
        Refused: one of them was archived or merged meanwhile.
    """
    model = type(kept)
    with atomic():
        now = clock.now()
        kept, gone = model.get_by_id(kept.id), model.get_by_id(gone.id)
        if kept.archived or gone.archived:
            raise Refused(_elsewhere())
        if gone.version != versions[1]:
            raise Stale(gone)
        changed = {name: value for name, value in values.items() if getattr(kept, name) != value}
        texts = {name: (as_text(name, getattr(kept, name)), as_text(name, value)) for name, value in changed.items()}
        before, steps = _before(kept, gone, changed), Steps()
        kept.change(versions[0], updated_at=now, **changed, **keys(kept, changed))
        _follow(model, kept.id, gone.id, steps)
        _drop_twins(model, kept.id, steps)
        hidden = {"state": ARCHIVED} if model is Service else {}
        gone.change(versions[1], merged_into=kept.id, archived_at=now, archived_by=by.id, **hidden)
        owner, service = (kept.organization_id, kept.id) if model is Service else (kept.id, None)
        history.write(owner, service, {**texts, "merged": ("", gone.name)}, Hand(by, BY_MERGE), now)
        own = Service.id == kept.id if model is Service else Service.organization == kept.id
        cards.refresh_all(row.id for row in Service.select(Service.id).where(own))
        code = "service.merged" if model is Service else "partner.merged"
        record(code, by=by, subject=kept, detail={"de": gone.id, "champs": sorted(changed)})
        return _remember(kept, gone, before, steps, by)


def _before(kept: Any, gone: Any, changed: Mapping[str, Any]) -> dict[str, Any]:
    """What the two sheets said of what changes."""
    said = {"kept": {name: frozen(getattr(kept, name)) for name in changed}}
    return said | ({"state": gone.state} if isinstance(gone, Service) else {})


def _remember(kept: Any, gone: Any, before: dict[str, Any], steps: Steps, by: User) -> SheetMerge:
    """Keep what takes the merge back, and forget the merges of which it is too late."""
    SheetMerge.delete().where(SheetMerge.at <= clock.now() - UNDONE_WITHIN).execute()
    return SheetMerge.create(
        kind=SERVICE if isinstance(kept, Service) else ORGANIZATION, kept=kept.id, gone=gone.id,
        kept_version=kept.version, gone_version=gone.version, before=before, steps=steps.kept(tables()),
        at=clock.now(), by=by.id,
    )  # fmt: skip


def _elsewhere() -> str:
    return _("Une de ces fiches a été archivée entre-temps. Revenez à la liste.")


def keys(kept: Any, changed: Mapping[str, Any]) -> dict[str, str]:
    """The keys of the names, when they change."""
    name, other = changed.get("name", kept.name), changed.get("other_name", kept.other_name)
    keys = {"sort_key": sort_key(name)[:420]}
    return keys if isinstance(kept, Service) else keys | {"search_key": search_key(name, other)[:900]}


def followers(model: type[Model]) -> list[tuple[peewee.ForeignKeyField, type[Model]]]:
    """Every column of the house that points to a sheet of this kind."""
    return sorted(model._meta.backrefs.items(), key=lambda line: (line[1]._meta.table_name, line[0].name))


def tables() -> dict[str, type[Model]]:
    """The tables that a merge writes, by name."""
    parts = {column.model for columns in PARTS.values() for column in columns}
    models = {other for model in (Organization, Service, *parts) for _column, other in followers(model)}
    return {model._meta.table_name: model for model in models | parts}


def _follow(model: type[Model], kept: int, gone: int, steps: Steps) -> None:
    for column, other in followers(model):
        _drop_doubles(column, other, (kept, gone), steps)
        steps.move(column, kept, gone)


def _drop_doubles(column: peewee.ForeignKeyField, other: type[Model], pair: tuple[int, int], steps: Steps) -> None:
    """What both sheets have and one may have once only, such as a need or a colleague's favourite."""
    for names, unique in other._meta.indexes:
        if not unique or column.name not in names or len(names) != 2:
            continue
        beside = other._meta.fields[next(name for name in names if name != column.name)]
        theirs = other.alias()
        had = theirs.select(getattr(theirs, beside.name)).where(getattr(theirs, column.name) == pair[0])
        for row in other.select().where((column == pair[1]) & beside.in_(had)).order_by(other.id):
            steps.drop(row)


def _drop_twins(model: type[Model], kept: int, steps: Steps) -> None:
    """What both sheets had, said the same way, stays once: a place, a number, an hour, somebody to speak with."""
    for column in PARTS[model]:
        part = column.model
        first: dict[Any, int] = {}
        for row in part.select().where(column == kept).order_by(part.id):
            said = TWINS[part](row)
            if said in NOTHING_SAID:
                continue
            key = (said, getattr(row, "service_id", None), getattr(row, "place_id", None))
            if key in first:
                _follow(part, first[key], row.id, steps)
                steps.drop(row)
            first.setdefault(key, row.id)


def counts(row: Any) -> dict[str, int]:
    """How many rows of each table point to a sheet. One statement."""
    columns = [(other._meta.table_name, column.column_name) for column, other in followers(type(row))]
    each = " UNION ALL ".join(
        f'SELECT \'{table}\', COUNT(*) FROM "{table}" WHERE "{column}" = ?'  # noqa: S608 - names of our models
        for table, column in columns
    )
    found: dict[str, int] = {}
    for table, number in fetch_all(each, [row.id] * len(columns)):
        if number:
            found[table] = found.get(table, 0) + number
    return found
