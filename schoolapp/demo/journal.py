"""Writes the journal of the past weeks, as the product would have kept it."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar, moment
from schoolapp.demo.families import Made
from schoolapp.demo.notes import Written
from schoolapp.demo.staff import Staff
from schoolapp.families.models import Family
from schoolapp.notes.models import Note

DAYS = 28
REGULARS = (
    "direction",
    "agent",
    "agent2",
    "prof",
    "prof2",
    "pro",
    "secretariat",
    "travail.social",
    "psychoed",
    "ortho",
)


class Journal:
    """Collects events, then writes them in their order."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, rng: Random, *, kept: bool) -> None:
        self.writer, self.calendar, self.staff, self.rng = writer, calendar, staff, rng
        self.events: list[dict[str, Any]] = []
        self.kept = kept
        self.since = moment(rng, calendar.day_ago(DAYS), 7, 7)

    def add(self, action: str, at: datetime, by: int | None, family: Made | None = None, **more: Any) -> None:
        """Keep an event, if it is recent enough."""
        if at < self.since or not self.kept:
            return
        on_family = {"family_id": family.id} if family else {}
        self.events.append(
            {
                "at": at,
                "actor_id": by,
                "actor_name": self.staff.names.get(by, ""),
                "actor_role": self.staff.roles.get(by, ""),
                "action": action,
                "address": f"10.20.{(by or 0) % 7}.{10 + (by or 0) % 200}",
            }
            | on_family
            | more
        )

    def on_family(self, action: str, at: datetime, by: int, family: Made, **more: Any) -> None:
        """Keep an event about the family itself."""
        more |= {"subject_type": Family._meta.table_name, "subject_id": family.id, "subject_label": family.name}
        self.add(action, at, by, family, **more)

    def note(self, family: Made, note: Written) -> None:
        """A note was written, after its file was opened; sometimes somebody read it the day after."""
        self.on_family("family.opened", note.written_at - timedelta(minutes=4), note.author, family)
        subject = {"subject_type": Note._meta.table_name, "subject_id": note.id}
        detail = {"means": note.means, "reached": note.reached, "visibility": note.visibility}
        self.add("note.created", note.written_at, note.author, family, detail=detail, **subject)
        if self.rng.random() < 0.3 and note.visibility != "private":
            reader = self.staff.people[self.rng.choice(("direction", "agent", "agent2"))]
            later = note.written_at + timedelta(hours=self.rng.randint(1, 30))
            if later.astimezone(ZONE).date() < self.calendar.today:
                self.on_family("family.opened", later, reader, family)

    def days(self) -> None:
        """What people do every school day: sign in, look at the board, look for somebody, leave."""
        rng = self.rng
        for day in (day for day in self.calendar.days if day >= self.since.date()):
            for code in REGULARS:
                if rng.random() < 0.25:
                    continue
                by = self.staff.people[code]
                at = moment(rng, day, 7, 8)
                self.add("session.opened", at, by)
                self.add("day.opened", at + timedelta(seconds=3), by)
                self._look_around(by, at)
                if rng.random() < 0.6:
                    self.add("session.closed", moment(rng, day, 16, 17), by)
            if rng.random() < 0.2:
                self.add("session.refused", moment(rng, day, 7, 9), None)

    def _look_around(self, by: int, at: datetime) -> None:
        rng = self.rng
        for minutes in sorted(rng.sample(range(5, 400), rng.randint(0, 3))):
            moment_of_it = at + timedelta(minutes=minutes)
            if rng.random() < 0.3:
                detail = {"length": rng.randint(3, 14), "families": rng.randint(0, 4), "pupils": rng.randint(0, 5)}
                self.add("search.done", moment_of_it, by, detail=detail)
            else:
                self.add("board.opened", moment_of_it, by)

    def last_seen(self) -> None:
        """Say of each person, before their rows are sent, when they were last seen."""
        seen = {event["actor_id"]: event["at"] for event in sorted(self.events, key=lambda event: event["at"])}
        for user in self.writer.rows[User]:
            user["last_seen_at"] = seen.get(user["id"])

    def write(self, until: datetime | None = None) -> None:
        """Write the events kept, the oldest first: all of them, or those before a moment."""
        self.events.sort(key=lambda event: (event["at"], event["action"]))
        ready = [event for event in self.events if until is None or event["at"] < until]
        self.events = self.events[len(ready) :]
        for event in ready:
            self.writer.add(AuditEvent, **event)


def write_lines(file: Path) -> None:
    """Write the journal's copy anew, a JSON line for each event, as the product keeps it beside the database."""
    names = [field.name for field in AuditEvent._meta.sorted_fields if field.name != "id"]
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as lines:
        for event in AuditEvent.select().order_by(AuditEvent.id).iterator():
            told = {name: getattr(event, name) for name in names}
            told["at"] = event.at.isoformat(timespec="microseconds")
            lines.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
