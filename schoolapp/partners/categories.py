"""The needs that services answer: the base list, and what the school added under it."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from peewee import fn

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.formats import search_key, sort_key
from schoolapp.partners.models import Category, Service, ServiceCategory
from schoolapp.partners.vocabulary import ARCHIVED, CATEGORIES, INCLUSION
from schoolapp.records import NamedTuple

MOST_OWN = 200


class Need(NamedTuple):
    """A category as it is shown. ``parent`` is empty for those of the base list."""

    code: str
    label: str
    parent: str = ""
    archived: bool = False
    id: int = 0

    @property
    def inclusion(self) -> tuple[str, ...]:
        """Its place in data·inclusion: that of the base category it is under."""
        return INCLUSION[self.parent or self.code]


def every() -> dict[str, Need]:
    """All of them by code, those of the school after the one they are under; archived ones too. One statement."""
    own: dict[str, list[Need]] = {}
    rows = Category.select().limit(MOST_OWN)
    for row in sorted(rows, key=lambda row: sort_key(row.name)):
        own.setdefault(row.parent, []).append(Need(row.code, row.name, row.parent, row.archived_at is not None, row.id))
    found: dict[str, Need] = {}
    for code, label in CATEGORIES.items():
        found[code] = Need(code, str(label))
        found |= {need.code: need for need in own.get(code, ())}
    return found


def counted() -> list[tuple[Need, int]]:
    """All of them in order, with how many services each has. Two statements."""
    rows = ServiceCategory.select(ServiceCategory.code, fn.COUNT(ServiceCategory.id)).join(Service)
    rows = rows.where(Service.state != ARCHIVED).group_by(ServiceCategory.code)
    counts = dict(rows.tuples())
    return [(need, counts.get(code, 0)) for code, need in every().items()]


def current(chosen: tuple[str, ...] | list[str] = ()) -> dict[str, str]:
    """What one may choose: codes and words, without the archived ones but for those of ``chosen``."""
    return {
        code: f"{need.label}" if not need.parent else f"{CATEGORIES[need.parent]}{_(' : ')}{need.label}"
        for code, need in every().items()
        if not need.archived or code in chosen
    }


def under(code: str) -> list[str]:
    """A category and those of the school under it: what one looks for when one looks for it."""
    own = Category.select(Category.code).where(Category.parent == code).limit(MOST_OWN)
    return [code, *sorted(row.code for row in own)]


def add(name: str, parent: str, *, by: User) -> Category:
    """Add a category of the school's own.

    Raises:
        Refused: there is one of this name already, or too many.
    """
    with atomic():
        known = every()
        if search_key(name) in {search_key(need.label) for need in known.values()}:
            raise Refused(_("Cette catégorie existe déjà."))
        if len(known) >= MOST_OWN:
            raise Refused(_("La liste des catégories est pleine : archivez-en d’abord."))
        made = Category.create(
            code=_new_code(name, known), name=name, parent=parent, inclusion=INCLUSION[parent][0], position=len(known)
        )
        record("partner.category", by=by, subject=made, detail={"geste": "ajout"})
    return made


def _new_code(name: str, known: dict[str, Need]) -> str:
    base = "ecole_" + (re.sub(r"[^a-z0-9]+", "_", search_key(name)).strip("_")[:40] or "categorie")
    return next(code for code in (base, *(f"{base}_{n}" for n in range(2, MOST_OWN + 2))) if code not in known)


def rename(category: Category, name: str, *, by: User) -> None:
    """Give it another name; the services keep it, and are found by its new words.

    Raises:
        Refused: another one has this name.
    """
    with atomic():
        others = {search_key(need.label) for need in every().values() if need.code != category.code}
        if search_key(name) in others:
            raise Refused(_("Cette catégorie existe déjà."))
        Category.update(name=name).where(Category.id == category.id).execute()
        category.name = name
        _refresh(category)
        record("partner.category", by=by, subject=category, detail={"geste": "nom"})


def archive(category: Category, *, by: User) -> None:
    """Take it off the lists that one chooses from; the services that have it keep it."""
    _set_archived(category, clock.now(), "archive", by)


def restore(category: Category, *, by: User) -> None:
    """Put it back on the lists."""
    _set_archived(category, None, "retour", by)


def _set_archived(category: Category, at: object, word: str, by: User) -> None:
    if (category.archived_at is None) == (at is None):
        return
    with atomic():
        Category.update(archived_at=at).where(Category.id == category.id).execute()
        record("partner.category", by=by, subject=category, detail={"geste": word})


def _refresh(category: Category) -> None:
    from schoolapp.partners import cards

    cards.refresh_all([row.service_id for row in ServiceCategory.select().where(ServiceCategory.code == category.code)])
