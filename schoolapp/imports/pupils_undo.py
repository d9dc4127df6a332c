"""What stands in the way of undoing an import of pupils: whatever people built on it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.activities.models import Invitation, SignUp
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.families.models import (
    CircleMember,
    ContactPreference,
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
    Pupil,
    TierChange,
)
from schoolapp.imports.models import ImportBatch
from schoolapp.imports.undoing import Blocker, Written, written
from schoolapp.notes.models import FollowUp, Note, NoteDraft

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


def families_of(rows: Written) -> set[int]:
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


def blockers(batch: ImportBatch) -> list[Blocker]:
    """What people have done since with the families of this import, by family."""
    rows = written(batch)
    families = families_of(rows)
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
    listed = [
        Blocker(family, names[family], ", ".join(sorted(words)), url_for("families.show", family_id=family))
        for family, words in found.items()
    ]
    listed += [
        Blocker(0, _("Groupe %(code)s", code=code), str(_l("un changement du groupe"))) for code in _regrouped(rows)
    ]
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
    family_of = {}
    for home, family in Household.select(Household.id, Household.family).tuples():
        family_of[home] = family
        if family in families and home not in homes:
            yield family, str(_l("un foyer ajouté"))
    for (family,) in Family.select(Family.id).where(Family.version > 1).tuples():
        if family in families:
            yield family, str(_l("une modification de la fiche"))
    for guardian, home in Guardian.select(Guardian.id, Guardian.household).tuples():
        if home in homes and guardian not in moved:
            yield family_of[home], str(_l("une personne responsable ajoutée"))
    yield from _tied_by_hand(rows, family_of)


def _tied_by_hand(rows: Written, family_of: dict[int, int]) -> Iterable[tuple[int, str]]:
    pupils, homes, guardians = rows.made(Pupil), rows.made(Household), rows.made(Guardian)
    links = HouseholdPupil.select(HouseholdPupil.id, HouseholdPupil.household, HouseholdPupil.pupil)
    for link, home, pupil in links.tuples():
        if link not in rows.made(HouseholdPupil) and (home in homes or pupil in pupils):
            yield family_of[home], str(_l("un élève rattaché"))
    ties = Guardianship.select(Guardianship.id, Guardianship.guardian, Guardianship.pupil, Guardian.household)
    for tie, guardian, pupil, home in ties.join(Guardian).tuples():
        if tie not in rows.made(Guardianship) and (guardian in guardians or pupil in pupils):
            yield family_of[home], str(_l("un lien ajouté"))


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
