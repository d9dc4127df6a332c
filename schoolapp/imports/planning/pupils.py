"""The fields, the group and the history of each pupil; who arrives, who comes back, who has left."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import clock
from schoolapp.families import cards
from schoolapp.families.models import Enrolment, Pupil
from schoolapp.imports.planning.families import Child
from schoolapp.imports.planning.groups import Places
from schoolapp.imports.planning.plan import Line, Plan, shown
from schoolapp.imports.planning.world import KnownPupil
from schoolapp.imports.readers.records import PupilRecord
from schoolapp.records import dataclass

FIELDS = {
    "last_name": _l("nom"),
    "first_name": _l("prénom"),
    "preferred_name": _l("prénom usuel"),
    "birth_date": _l("date de naissance"),
    "number": _l("numéro"),
    "source_id": _l("identifiant"),
}
NAMES = frozenset({"last_name", "first_name", "preferred_name"})


@dataclass
class Pupils:
    """Plans the pupils themselves."""

    plan: Plan
    places: Places
    today: date = field(default_factory=clock.today)

    def receive(self, record: PupilRecord, known: KnownPupil | None) -> Child:
        """Plan what the file says of one pupil, the people around them set aside."""
        rows = ", ".join(map(str, record.rows[:12]))[:200]
        if known is None:
            line = Line("created", record.name[:250], rows)
            return Child(record, None, line, self._create(record, line))
        line = Line("unchanged", (record.name or known.name)[:250], rows, known.id)
        self._update(record, known, line)
        return Child(record, known, line, known.id)

    def _create(self, record: PupilRecord, line: Line) -> int:
        place = self.places.of(record.group)
        pupil = self.plan.create(
            Pupil,
            number=record.number,
            source_id=record.source_id,
            first_name=record.first_name,
            last_name=record.last_name,
            preferred_name=record.preferred_name,
            birth_date=record.birth_date,
            group=place.id if place else None,
            **cards.pupil_keys(record.first_name, record.last_name, record.preferred_name),
        )
        if place:
            self.plan.create(Enrolment, pupil=pupil, group=place.id, since=self.places.since_for_new())
            self.plan.kept[(Pupil, pupil)]["group_code"] = place.code
        line.detail |= {"number": record.number, "group": place.code if place else ""}
        line.detail["birth_date"] = shown(record.birth_date)
        line.detail["people"] = [
            f"{one.name} ({one.relation})" if one.relation else one.name for one in record.guardians
        ]
        return pupil

    def _update(self, record: PupilRecord, known: KnownPupil, line: Line) -> None:
        names = {name: getattr(known, name) for name in NAMES}
        for name, label in FIELDS.items():
            new = getattr(record, name)
            if self._is_said(record, known, name) and self.plan.settle(Pupil, known, name, new, line, label):
                names |= {name: new} if name in NAMES else {}
        before = cards.pupil_keys(known.first_name, known.last_name, known.preferred_name)
        for name, key in cards.pupil_keys(names["first_name"], names["last_name"], names["preferred_name"]).items():
            if key != before[name]:
                self.plan.change(Pupil, known.id, name, before[name], key)
        if known.left_on is not None:
            self.plan.change(Pupil, known.id, "left_on", known.left_on, None)
            line.change(_("revient à l’école"), known.left_on, "")
        self._place(record, known, line)
        if line.kind == "changed":
            self.plan.families |= set(self.plan.world.families_of(known))

    def _is_said(self, record: PupilRecord, known: KnownPupil, name: str) -> bool:
        """Whether the file says anything of a field that a comparison of texts would not misread."""
        if name in ("last_name", "first_name"):
            # A name in one piece says nothing of where it is cut.
            shapes = [(bool(one.first_name), bool(one.last_name)) for one in (record, known)]
            return shapes[0] in ((True, True), shapes[1])
        # Spreadsheets lose leading zeros.
        return name != "number" or record.number.lstrip("0") != known.number.lstrip("0")

    def _place(self, record: PupilRecord, known: KnownPupil, line: Line) -> None:
        """Move a known pupil to the group of the file, closing what came before in their history."""
        place = self.places.of(record.group)
        if place is None:
            return
        if known.group != place.id:
            old = self.plan.world.group_names.get(known.group or 0, "")
            about = {"who": line.label, "what": _("groupe")}
            # Only a move within the year can be somebody's correction; a new year is a new place for all.
            asks = known.group is not None and self.places.is_this_year(known.group)
            if asks and not self.plan.may_write(Pupil, known, "group_code", old, place.code, about):
                return
            self.plan.change(Pupil, known.id, "group", known.group, place.id)
            self.plan.kept[(Pupil, known.id)]["group_code"] = place.code
            line.change(_("groupe"), old, place.code)
        self._enrol(known, place.id)

    def _enrol(self, known: KnownPupil, group: int) -> None:
        here = [one for one in known.enrolments if one.group == group]
        for one in known.enrolments:
            if one.until is None and one.group != group:
                self.plan.change(Enrolment, one.id, "until", None, max(self._end(one.year), one.since))
        if any(one.until is None for one in here):
            return
        since = self.places.since_for_known(known)
        again = next((one for one in here if one.since == since), None)
        if again is not None:
            self.plan.change(Enrolment, again.id, "until", again.until, None)
        else:
            self.plan.create(Enrolment, pupil=known.id, group=group, since=since)

    def _end(self, year: int) -> date:
        """The day a place ends: today within its year, the end of its year afterwards."""
        return min(self.today, self.plan.world.year_ends.get(year, self.today))

    def leave(self, known: KnownPupil, how: str) -> None:
        """Plan that a pupil has left: marked, never deleted."""
        self.plan.change(Pupil, known.id, "left_on", None, self.today)
        for one in known.enrolments:
            if one.until is None:
                self.plan.change(Enrolment, one.id, "until", None, max(self._end(one.year), one.since))
        group = self.plan.world.group_names.get(known.group or 0, "")
        detail = {"group": group, "number": known.number, "how": how}
        self.plan.lines.append(Line("gone", known.name[:250], "", known.id, detail))
        self.plan.families |= set(self.plan.world.families_of(known))
