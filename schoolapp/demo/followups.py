"""Writes what is to be done next in the made-up school: late, due, done, postponed, dropped."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from schoolapp.demo import phrases
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import Calendar, moment
from schoolapp.demo.chance import pick
from schoolapp.demo.families import Made
from schoolapp.demo.journal import Journal
from schoolapp.demo.notes import Written
from schoolapp.demo.prose import fitting, lines
from schoolapp.demo.staff import Staff
from schoolapp.notes.models import FollowUp, Postponement


class FollowUpMaker:
    """Writes the follow-ups of one family after another."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, rng: Random, journal: Journal) -> None:
        self.writer, self.calendar, self.staff, self.rng, self.journal = writer, calendar, staff, rng, journal

    def make(self, made: Made, notes: list[Written]) -> None:
        """Some follow-ups that are over, and for a family of the board one or two to come."""
        rng, state = self.rng, made.row.get("link_state")
        active = state and state != "termine"
        opened = rng.choices((0, 1, 2, 3), (14, 58, 22, 6))[0] if active else int(rng.random() < 0.03)
        over = rng.randint(0, 5) if state else int(rng.random() < 0.1)
        rows = [self._over(made, notes) for _ in range(over)] + [self._open(made, notes) for _ in range(opened)]
        for row in rows:
            row["id"] = self.writer.add(FollowUp, **{name: value for name, value in row.items() if name != "moved"})
            for postponed in row.get("moved", []):
                self.writer.add(Postponement, follow_up=row["id"], **postponed)
            self._journal(made, row)
        made.row |= next_step(rows)

    def _journal(self, made: Made, row: dict[str, Any]) -> None:
        """The lines that planning, pushing back, doing or giving up left in the journal."""
        subject = {"subject_type": FollowUp._meta.table_name, "subject_id": row["id"], "subject_label": row["what"]}
        first = row["moved"][0]["before"] if "moved" in row else row["due_on"]
        planned = {"due_on": str(first), "assignee": row["assignee"]}
        self.journal.add("follow_up.created", row["created_at"], row["created_by"], made, detail=planned, **subject)
        for moved in row.get("moved", []):
            days = {name: str(moved[name]) for name in ("before", "after")}
            self.journal.add("follow_up.postponed", moved["at"], moved["by"], made, detail=days, **subject)
        if "closed_at" in row:
            self.journal.add(f"follow_up.{row['state']}", row["closed_at"], row["closed_by"], made, **subject)

    def _base(self, made: Made, notes: list[Written], since: int) -> dict[str, Any]:
        rng = self.rng
        said = made.said(rng)
        note = pick(rng, notes[-6:]) if notes and rng.random() < 0.6 else None
        by = note.author if note else made.lead or self.staff.agents[0]
        created = note.written_at if note else moment(rng, self.calendar.day_ago(since))
        assignee = by if rng.random() < 0.75 else made.lead or pick(rng, self.staff.agents)
        if rng.random() < 0.05:
            assignee = self.staff.people["secretariat"] if rng.random() < 0.2 else pick(rng, self.staff.professionals)
        return {
            "family": made.id,
            "note": note.id if note else None,
            "what": said.fill(pick(rng, fitting(lines(phrases.FOLLOW_UPS), said.facts)))[:200],
            "assignee": assignee,
            "created_at": created,
            "created_by": by,
        }

    def _open(self, made: Made, notes: list[Written]) -> dict[str, Any]:
        """Late for a quarter of them, today for some, in the coming weeks for most."""
        rng = self.rng
        row = self._base(made, notes, rng.randint(6, 20))
        days = rng.choices((-rng.randint(1, 12), 0, 1, rng.randint(2, 8), rng.randint(9, 30)), (15, 11, 8, 38, 28))[0]
        day = self.calendar.today + timedelta(days=days)
        row["due_on"] = day if days <= 0 else self.calendar.next_day(day)
        if rng.random() < 0.16:
            self._postpone(row)
        return row

    def _over(self, made: Made, notes: list[Written]) -> dict[str, Any]:
        rng = self.rng
        row = self._base(made, notes, rng.randint(20, 120))
        created: date = row["created_at"].date()
        row["due_on"] = self.calendar.next_day(created + timedelta(days=rng.randint(1, 14)))
        row["closed_at"] = max(row["created_at"], moment(rng, self.calendar.day_ago(rng.randint(1, 15))))
        row["closed_by"], row["version"] = row["assignee"], 2
        row["state"] = "cancelled" if rng.random() < 0.1 else "done"
        if row["state"] == "cancelled":
            row["closing_words"] = pick(rng, lines(phrases.CANCELLED))
        return row

    def _postpone(self, row: dict[str, Any]) -> None:
        """Pushed back once or twice before its present day."""
        rng = self.rng
        days = [row["due_on"] - timedelta(days=7 * back) for back in range(pick(rng, (1, 1, 2)), -1, -1)]
        row["postponed_count"], row["version"] = len(days) - 1, len(days)
        row["moved"] = [
            {
                "at": max(row["created_at"], moment(rng, self.calendar.day_ago(1 + len(days) - place))),
                "by": row["assignee"],
                "before": before,
                "after": after,
                "reason": pick(rng, lines(phrases.POSTPONED)).format_map({"P": "La famille"}),
            }
            for place, (before, after) in enumerate(zip(days, days[1:], strict=False))
        ]


def next_step(rows: list[dict[str, Any]]) -> dict[str, object]:
    """What the card shows of the follow-ups still to do: the first one due."""
    still = [row for row in rows if row.get("state", "open") == "open"]
    if not still:
        return {}
    first = min(still, key=lambda row: (row["due_on"], row["id"]))
    return {"next_step": first["what"], "next_step_on": first["due_on"]}
