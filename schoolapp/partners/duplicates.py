"""Two sheets that are one: what points to the one that goes follows to the one that stays, and its history with it."""

from __future__ import annotations

from collections.abc import Mapping
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
from schoolapp.partners.duplicate_models import TwoSheets
from schoolapp.partners.duplicate_queries import ORGANIZATION, pair_key
from schoolapp.partners.fields import as_text
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Contact, Organization, Phone, Place, Schedule, Service
from schoolapp.partners.twins import TWINS
from schoolapp.partners.vocabulary import ARCHIVED, BY_MERGE

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


def merge(kept: Any, gone: Any, versions: tuple[int, int], values: Mapping[str, Any], *, by: User) -> None:
    """Make one sheet of two: ``kept`` takes ``values`` and all that pointed to ``gone``, which is archived.

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
        kept.change(versions[0], updated_at=now, **changed, **_keys(kept, changed))
        _follow(model, kept.id, gone.id)
        _drop_twins(model, kept.id)
        hidden = {"state": ARCHIVED} if model is Service else {}
        gone.change(versions[1], merged_into=kept.id, archived_at=now, archived_by=by.id, **hidden)
        owner, service = (kept.organization_id, kept.id) if model is Service else (kept.id, None)
        history.write(owner, service, {**texts, "merged": ("", gone.name)}, Hand(by, BY_MERGE), now)
        own = Service.id == kept.id if model is Service else Service.organization == kept.id
        cards.refresh_all(row.id for row in Service.select(Service.id).where(own))
        code = "service.merged" if model is Service else "partner.merged"
        record(code, by=by, subject=kept, detail={"de": gone.id, "champs": sorted(changed)})


def _elsewhere() -> str:
    return _("Une de ces fiches a été archivée entre-temps. Revenez à la liste.")


def _keys(kept: Any, changed: Mapping[str, Any]) -> dict[str, str]:
    """The keys of the names, when they change."""
    name, other = changed.get("name", kept.name), changed.get("other_name", kept.other_name)
    keys = {"sort_key": sort_key(name)[:420]}
    return keys if isinstance(kept, Service) else keys | {"search_key": search_key(name, other)[:900]}


def followers(model: type[Model]) -> list[tuple[peewee.ForeignKeyField, type[Model]]]:
    """Every column of the house that points to a sheet of this kind."""
    return sorted(model._meta.backrefs.items(), key=lambda line: (line[1]._meta.table_name, line[0].name))


def _follow(model: type[Model], kept: int, gone: int) -> None:
    for column, other in followers(model):
        _drop_doubles(column, other, kept, gone)
        other.update({column: kept}).where(column == gone).execute()


def _drop_doubles(column: peewee.ForeignKeyField, other: type[Model], kept: int, gone: int) -> None:
    """What both sheets have and one may have once only, such as a need or a colleague's favourite."""
    for names, unique in other._meta.indexes:
        if not unique or column.name not in names or len(names) != 2:
            continue
        beside = other._meta.fields[next(name for name in names if name != column.name)]
        theirs = other.alias()
        had = theirs.select(getattr(theirs, beside.name)).where(getattr(theirs, column.name) == kept)
        other.delete().where((column == gone) & beside.in_(had)).execute()


def _drop_twins(model: type[Model], kept: int) -> None:
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
                _follow(part, first[key], row.id)
                row.delete_instance()
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
