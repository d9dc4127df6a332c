"""Taking a whole import back, for as long as nobody has built on what it wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from schoolapp import bulk
from schoolapp.accounts.models import School
from schoolapp.activities.models import Invitation, SignUp
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.database import Model
from schoolapp.families import cards
from schoolapp.families.models import (
    CircleMember,
    ContactPreference,
    Enrolment,
    Factor,
    Family,
    Group,
    GroupTeacher,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    LinkChange,
    Opening,
    Phone,
    Pupil,
    SchoolYear,
    TierChange,
)
from schoolapp.imports.models import ImportBatch, ImportChange, State
from schoolapp.notes.models import FollowUp, Note, NoteDraft

# Children before parents.
ORDER: tuple[type[Model], ...] = (
    Phone,
    Guardianship,
    Guardian,
    HouseholdPupil,
    Enrolment,
    Pupil,
    Household,
    ContactPreference,
    Family,
    GroupTeacher,
    Group,
    SchoolYear,
    School,
)
MODELS = {model._meta.table_name: model for model in ORDER}
WRITTEN = ("created", "changed", "deleted")
# What people do with a family, and when they did it.
TRACES: tuple[tuple[Any, Any, Any], ...] = (
    (Note, Note.written_at, _l("une note")),
    (NoteDraft, NoteDraft.updated_at, _l("un brouillon de note")),
    (FollowUp, FollowUp.created_at, _l("un suivi")),
    (AgentRequest, AgentRequest.asked_at, _l("une demande à l’agent")),
    (AgentRequest, AgentRequest.news_at, _l("une demande à l’agent")),
    (SignUp, SignUp.created_at, _l("une inscription à une activité")),
    (Invitation, Invitation.created_at, _l("une invitation à une activité")),
    (CircleMember, CircleMember.added_at, _l("une personne ajoutée au cercle")),
    (Opening, Opening.at, _l("un accès de 24 heures")),
    (TierChange, TierChange.at, _l("un changement de palier")),
    (LinkChange, LinkChange.at, _l("un déplacement au tableau")),
    (Factor, Factor.added_at, _l("une force ou un obstacle")),
    (Family, Family.edited_at, _l("une modification de la fiche")),
    (ContactPreference, ContactPreference.edited_at, _l("des préférences de contact")),
    (Household, Household.edited_at, _l("une modification du foyer")),
)


@dataclass(frozen=True)
class Blocker:
    """Why an import cannot be undone: a family, and what was done with it since."""

    family: int
    name: str
    what: str


@dataclass
class Written:
    """The rows that an import wrote, by table."""

    created: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def touched(self, model: type[Model]) -> set[int]:
        """The ids of the rows of ``model`` created or changed."""
        table = model._meta.table_name
        return self.created[table] | self.changed[table]

    def made(self, model: type[Model]) -> set[int]:
        return self.created[model._meta.table_name]


def _written(batch: ImportBatch) -> Written:
    rows = Written()
    query = ImportChange.select(ImportChange.table, ImportChange.row_id, ImportChange.kind)
    for table, row_id, kind in query.where(ImportChange.batch == batch.id).tuples():
        if kind == "created":
            rows.created[table].add(row_id)
        elif kind == "changed":
            rows.changed[table].add(row_id)
    return rows


def _families(rows: Written) -> set[int]:
    """Every family that an import touched, through any of its rows."""
    families = set(rows.touched(Family))
    homes = dict(Household.select(Household.id, Household.family).tuples())
    families |= {homes[home] for home in rows.touched(Household) if home in homes}
    for guardian, home in Guardian.select(Guardian.id, Guardian.household).tuples():
        if guardian in rows.touched(Guardian):
            families.add(homes[home])
    pupils = rows.touched(Pupil)
    for home, pupil in HouseholdPupil.select(HouseholdPupil.household, HouseholdPupil.pupil).tuples():
        if pupil in pupils:
            families.add(homes[home])
    wishes = rows.touched(ContactPreference)
    for wish, family in ContactPreference.select(ContactPreference.id, ContactPreference.family).tuples():
        if wish in wishes:
            families.add(family)
    return families


def later_batch(batch: ImportBatch) -> ImportBatch | None:
    """An import applied after this one that wrote something: it has to be undone first."""
    later = (ImportBatch.applied_at > batch.applied_at) & (ImportBatch.state == State.APPLIED)
    wrote = ImportChange.select(ImportChange.batch).where(ImportChange.kind.in_(WRITTEN))
    query = ImportBatch.select().where(later & ImportBatch.id.in_(wrote))
    return query.order_by(ImportBatch.applied_at.desc()).first()


def blockers(batch: ImportBatch) -> list[Blocker]:
    """What people have done since with the families of this import, by family."""
    if later_batch(batch) is not None:
        return [Blocker(0, "", "")]
    rows = _written(batch)
    families = _families(rows)
    found: dict[int, set[str]] = defaultdict(set)
    for model, moment, words in TRACES:
        column = model.id if model is Family else model.family
        for (family,) in model.select(column).where(moment > batch.applied_at).distinct().tuples():
            if family in families:
                found[family].add(str(words))
    for family, words in _edited_people(batch):
        if family in families:
            found[family].add(words)
    for family, words in _grown(rows):
        found[family].add(words)
    names = dict(Family.select(Family.id, Family.name).tuples())
    listed = [Blocker(family, names[family], ", ".join(sorted(words))) for family, words in found.items()]
    listed += [Blocker(0, code, str(_l("un changement du groupe"))) for code in _regrouped(rows)]
    return sorted(listed, key=lambda one: (one.name, one.family))


def _edited_people(batch: ImportBatch) -> Iterable[tuple[int, str]]:
    since = batch.applied_at
    people = Guardian.select(Household.family).join(Household).where(Guardian.edited_at > since)
    for (family,) in people.distinct().tuples():
        yield family, str(_l("une personne responsable modifiée"))
    pupils = (
        HouseholdPupil.select(Household.family)
        .join(Household)
        .switch(HouseholdPupil)
        .join(Pupil)
        .where(Pupil.edited_at > since)
    )
    for (family,) in pupils.distinct().tuples():
        yield family, str(_l("un élève modifié"))


def _grown(rows: Written) -> Iterable[tuple[int, str]]:
    """What people added by hand to the families, homes and people that this import made: it would go with them."""
    families, homes, moved = rows.made(Family), rows.made(Household), rows.touched(Guardian)
    families_of = {}
    for home, family in Household.select(Household.id, Household.family).tuples():
        families_of[home] = family
        if family in families and home not in homes:
            yield family, str(_l("un foyer ajouté"))
    for (family,) in Family.select(Family.id).where(Family.version > 1).tuples():
        if family in families:
            yield family, str(_l("une modification de la fiche"))
    for guardian, home in Guardian.select(Guardian.id, Guardian.household).tuples():
        if home in homes and guardian not in moved:
            yield families_of[home], str(_l("une personne responsable ajoutée"))
    yield from _tied_by_hand(rows, families_of)


def _tied_by_hand(rows: Written, families_of: dict[int, int]) -> Iterable[tuple[int, str]]:
    pupils, homes, guardians = rows.made(Pupil), rows.made(Household), rows.made(Guardian)
    links = HouseholdPupil.select(HouseholdPupil.id, HouseholdPupil.household, HouseholdPupil.pupil)
    for link, home, pupil in links.tuples():
        if link not in rows.made(HouseholdPupil) and (home in homes or pupil in pupils):
            yield families_of[home], str(_l("un élève rattaché"))
    ties = Guardianship.select(Guardianship.id, Guardianship.guardian, Guardianship.pupil, Guardian.household)
    for tie, guardian, pupil, home in ties.join(Guardian).tuples():
        if tie not in rows.made(Guardianship) and (guardian in guardians or pupil in pupils):
            yield families_of[home], str(_l("un lien ajouté"))


def _regrouped(rows: Written) -> list[str]:
    """The groups made by this import that people changed since, or whose teachers they chose."""
    groups, teachers = rows.made(Group), rows.made(GroupTeacher)
    found = {
        code
        for group, code, version in Group.select(Group.id, Group.code, Group.version).tuples()
        if group in groups and version > 1
    }
    links = GroupTeacher.select(GroupTeacher.id, Group.id, Group.code).join(Group).tuples()
    return sorted(found | {code for link, group, code in links if group in groups and link not in teachers})


def undo(batch: ImportBatch) -> None:
    """Take back every row, within the current transaction: changed ones first, then deleted, then created ones."""
    families = _families(_written(batch))
    rows = ImportChange.select(ImportChange.table, ImportChange.row_id, ImportChange.kind, ImportChange.before)
    by_kind: dict[str, list[tuple[str, int, dict[str, Any]]]] = defaultdict(list)
    for table, row_id, kind, before in rows.where(ImportChange.batch == batch.id).order_by(ImportChange.id).tuples():
        by_kind[kind].append((table, row_id, before))
    _restore(by_kind["changed"])
    for table, _row_id, before in by_kind["deleted"]:
        bulk.insert(MODELS[table], [before])
    for model in ORDER:
        ids = [row_id for table, row_id, _before in by_kind["created"] if table == model._meta.table_name]
        bulk.delete(model, ids)
    present = {family for (family,) in Family.select(Family.id).tuples()}
    cards.refresh_many(sorted(families & present))


def _restore(changes: list[tuple[str, int, dict[str, Any]]]) -> None:
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    for table, row_id, before in changes:
        names = tuple(sorted(before))
        alike[(table, names)].append((*(before[name] for name in names), row_id))
    for (table, names), values in alike.items():
        bulk.update(MODELS[table], names, values)
