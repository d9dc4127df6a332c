"""What an import can speak of: pupils and their families, or the directory of partners; one machinery serves both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _

from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.database import Model
from schoolapp.imports import undoing
from schoolapp.imports.models import PUPILS, ImportBatch
from schoolapp.imports.planning.plan import Plan
from schoolapp.imports.readers.columns import Fields
from schoolapp.imports.readers.records import FileRefused
from schoolapp.imports.undoing import Blocker
from schoolapp.records import NamedTuple

Say = Callable[..., None]
TABLE = "table"


class Subject(NamedTuple):
    """What an import of one subject does in its own way.

    Attributes:
        roles: who may import it, and see its imports.
        kinds: the sets of files that can only be of this subject.
        fields: what the columns of its tables can be.
        order: the models it writes, parents before children.
        goes_with: rows that go with their parent; when the parent is new too, it alone is kept track of.
        plan: reads the file and compares it; fills the figures of the batch.
        fingerprint: a short text that differs as soon as anything a plan depends on has changed.
        refresh: brings the copies up to date once a plan is written; takes the real ids of the new rows.
        blockers: what was done since with what an import wrote.
        undo: takes an import back, within the current transaction.
    """

    code: str
    words: Any
    roles: frozenset[Role]
    kinds: frozenset[str]
    fields: Fields
    order: Sequence[type[Model]]
    goes_with: Mapping[type[Model], tuple[str, ...]]
    plan: Callable[[ImportBatch, Mapping[str, str], Say], Plan]
    fingerprint: Callable[[], str]
    refresh: Callable[[Plan, Mapping[int, int]], None]
    blockers: Callable[[ImportBatch], list[Blocker]]
    undo: Callable[[ImportBatch], None]


@cache
def every() -> dict[str, Subject]:
    """All of them, by their code."""
    # Each of them uses the machinery, which uses this module.
    from schoolapp.imports import pupils
    from schoolapp.imports.directory import subject

    return {one.code: one for one in (pupils.SUBJECT, subject.SUBJECT)}


def of(batch: ImportBatch) -> Subject:
    """What an import speaks of."""
    return every()[batch.subject]


def open_to(role: str) -> list[Subject]:
    """Those that somebody of this role may import."""
    return [one for one in every().values() if role in one.roles]


def settle(kind: str, wanted: str, by: User | None) -> str:
    """The subject of a file: what it is by its content says it, unless it is a mere table.

    Args:
        wanted: what the person said it speaks of.
        by: nobody for the command, which may all.

    Raises:
        FileRefused: when this person imports nothing of the kind.
    """
    code = wanted if kind == TABLE else next(one.code for one in every().values() if kind in one.kinds)
    if by is not None and by.role not in every()[code].roles:
        raise FileRefused(
            _("Ce fichier contient des élèves : le secrétariat ou la direction l’importe.")
            if code == PUPILS
            else _("Ce fichier décrit des partenaires : votre rôle n’en importe pas.")
        )
    return code


def blockers(batch: ImportBatch) -> list[Blocker]:
    """What stands in the way of undoing an import: a later one of the same subject, or what was done since."""
    if undoing.later_batch(batch) is not None:
        return [Blocker(0, "", "")]
    return of(batch).blockers(batch)
