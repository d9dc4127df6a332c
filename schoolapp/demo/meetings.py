"""Writes the team's meetings of the made-up school: the autumn's with their decisions, one under way, one to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from schoolapp.agent_requests.models import AgentRequest
from schoolapp.demo import meeting_phrases as phrases
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.chance import pick
from schoolapp.demo.families import Made
from schoolapp.demo.journal import Journal
from schoolapp.demo.prose import lines
from schoolapp.demo.staff import Staff
from schoolapp.families.models import TierChange
from schoolapp.notes.models import FollowUp
from schoolapp.records import dataclass
from schoolapp.team.agenda import STEP
from schoolapp.team.models import (
    DecidedAction,
    DecidedChange,
    DecisionVersion,
    MeetingGuest,
    MeetingPoint,
    StandingPoint,
    TeamMeeting,
)
from schoolapp.team.vocabulary import CLOSED, COLD, FAMILY, FREE, LATE, PLANNED, REQUEST, STANDING, TIER, UNDER_WAY

TEAM = ("direction", "adjointe", "agent", "agent2", "pro", "psychoed", "travail.social", "prof", "prof2")
AFTERNOON = time(15, 30)
BACK = (70, 49, 28, 14)  # the days since the meetings of the autumn
FAMILIES = 5
TAUGHT = ("302", "101")  # the groups of the two teachers who are there: some families are theirs
SCHOOL_TASKS = (
    ("Réserver le local du café-parents", "secretariat"),
    ("Préparer l’affiche des ateliers du samedi", "agent2"),
    ("Demander un interprète pour la soirée des bulletins", "direction"),
    ("Écrire au comité de parents", "agent"),
)


@dataclass
class _Meeting:
    """A meeting being written: its row and its next place on the agenda."""

    id: int
    starts_at: datetime
    state: str
    place: int = 0

    @property
    def over(self) -> bool:
        return self.state == CLOSED


class MeetingMaker:
    """Writes the meetings, from draws of its own: the rest of the school stays what it is."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, seed: int, journal: Journal) -> None:
        self.writer, self.calendar, self.staff, self.journal = writer, calendar, staff, journal
        self.rng = Random(f"{seed}:meetings")  # noqa: S311 - a made-up school, not a secret
        self.steps: dict[int, list[dict[str, Any]]] = {}
        for row in writer.rows[FollowUp]:
            self.steps.setdefault(row["family"], []).append(row)

    def make(self, board: list[Made]) -> None:
        """The whole autumn, today, and the week to come."""
        known = lines(phrases.STANDING)
        standing = [
            (self.writer.add(StandingPoint, words=words, position=float(rank)), words)
            for rank, words in enumerate(known, start=1)
        ]
        order = self.rng.sample(board, len(board))
        for number, back in enumerate(BACK):
            families = order[number * FAMILIES : (number + 1) * FAMILIES]
            meeting = self._meeting(self.calendar.day_ago(back), AFTERNOON, CLOSED, standing)
            self._discuss(meeting, families)
            self._school(meeting, number)
        self._tier(board, standing)
        rest = order[len(BACK) * FAMILIES :] or order
        rest.sort(key=lambda made: not any(child.code in TAUGHT for child in made.present))
        now = self._meeting(self.calendar.today, time(8, 15), UNDER_WAY, standing)
        self._discuss(now, rest[:4], decided=2)
        self._requests(now)
        self._school(now, len(BACK) - 1)
        soon = self._meeting(
            self.calendar.next_day(self.calendar.today + timedelta(days=7)), AFTERNOON, PLANNED, standing
        )
        self._discuss(soon, rest[4:6], decided=0)
        self._propose(soon)

    def _meeting(self, day: date, at: time, state: str, standing: list[tuple[int, str]]) -> _Meeting:
        starts_at = datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)
        by, made = self.staff.people["agent"], starts_at - timedelta(days=6)
        begun = {"opened_at": starts_at, "opened_by": by} if state != PLANNED else {}
        over = {"closed_at": starts_at + timedelta(minutes=64), "closed_by": by} if state == CLOSED else {}
        number = self.writer.add(
            TeamMeeting,
            starts_at=starts_at,
            place="Salle de conférence",
            state=state,
            created_at=min(made, self._yesterday()),
            created_by=by,
            version=1 + len(begun) // 2 + len(over) // 2,
            **begun,
            **over,
        )
        self._invite(number, state)
        meeting = _Meeting(number, starts_at, state)
        for standing_id, words in standing:
            said = pick(self.rng, lines(phrases.SAID)) if state == CLOSED else ""
            self._point(meeting, STANDING, title=words, key=f"permanent:{standing_id}", **self._words(meeting, said))
        self._tell(meeting, by)
        return meeting

    def _invite(self, meeting: int, state: str) -> None:
        for code in TEAM:
            present = None if state == PLANNED else self.rng.random() < 0.88
            self.writer.add(MeetingGuest, meeting=meeting, user=self.staff.people[code], present=present)

    def _tell(self, meeting: _Meeting, by: int) -> None:
        """The lines that its beginning and its end left in the journal."""
        label = f"{meeting.starts_at.astimezone(ZONE):%Y-%m-%d %H:%M}"
        subject = {"subject_type": TeamMeeting._meta.table_name, "subject_id": meeting.id, "subject_label": label}
        if meeting.over:
            self.journal.add("meeting.started", meeting.starts_at, by, **subject)
            self.journal.add("meeting.closed", meeting.starts_at + timedelta(minutes=64), by, **subject)

    def _yesterday(self) -> datetime:
        return datetime.combine(self.calendar.days[-1], time(13), tzinfo=ZONE).astimezone(UTC)

    def _point(self, meeting: _Meeting, kind: str, **columns: Any) -> int:
        meeting.place += 1
        values = {
            "meeting": meeting.id,
            "kind": kind,
            "position": STEP * meeting.place,
            "created_at": min(meeting.starts_at - timedelta(days=1), self._yesterday()),
            "created_by": self.staff.people["agent"],
        }
        return self.writer.add(MeetingPoint, **(values | columns))

    def _words(self, meeting: _Meeting, said: str) -> dict[str, Any]:
        if not said:
            return {}
        at = meeting.starts_at + timedelta(minutes=4 * meeting.place + 3)
        return {"words": said, "words_version": 2, "words_at": at, "words_by": self.staff.people["agent"]}

    def _discuss(self, meeting: _Meeting, families: list[Made], decided: int = 99) -> None:
        """Families of the board, each with why it is there, and what was decided where there was time."""
        for rank, made in enumerate(families):
            reason = pick(self.rng, (LATE, TIER, COLD))
            said = pick(self.rng, lines(phrases.DECIDED)) if rank < decided else ""
            why = pick(self.rng, lines(phrases.WHY[reason]))
            about = {"family": made.id, "key": f"famille:{made.id}", "reasons": [reason], "why": why}
            look = self.calendar.next_day(self.calendar.today + timedelta(days=self.rng.randint(5, 40)))
            later = {"look_on": look, "look_version": 2} if said and rank == 1 else {}
            point = self._point(meeting, FAMILY, **about, **later, **self._words(meeting, said))
            if said:
                self._actions(meeting, point, made)
            if meeting.over and rank == 0:
                self._rewritten(meeting, point)

    def _actions(self, meeting: _Meeting, point: int, made: Made) -> None:
        """The family's own follow-ups of these days stand for what the meeting decided."""
        since = [row for row in self.steps.get(made.id, []) if row["due_on"] >= meeting.starts_at.date()]
        for row in since[:2]:
            self._action(meeting, point, row["what"], row["assignee"], row["due_on"], follow_up=row["id"])

    def _action(self, meeting: _Meeting, point: int, what: str, who: int, due_on: date, **more: Any) -> None:
        self.writer.add(
            DecidedAction,
            point=point,
            what=what,
            assignee=who,
            due_on=due_on,
            created_at=meeting.starts_at + timedelta(minutes=5),
            created_by=self.staff.people["agent"],
            form_key=f"demonstration-{self.writer.last_id[DecidedAction] + 1}",
            **more,
        )

    def _rewritten(self, meeting: _Meeting, point: int) -> None:
        """Somebody wrote it otherwise first."""
        at = meeting.starts_at + timedelta(minutes=5)
        said = {"version": 1, "words": lines(phrases.DECIDED)[0][:40], "written_at": at}
        people = {"written_by": self.staff.people["direction"], "replaced_by": self.staff.people["agent"]}
        self.writer.add(DecisionVersion, point=point, **said, **people, replaced_at=at + timedelta(minutes=2))

    def _school(self, meeting: _Meeting, number: int) -> None:
        """A point about the school, and what somebody does of it."""
        what, code = SCHOOL_TASKS[number]
        title = lines(phrases.FREE_POINTS)[number]
        said = pick(self.rng, lines(phrases.SAID))
        point = self._point(meeting, FREE, title=title, **self._words(meeting, said))
        due_on = self.calendar.next_day(meeting.starts_at.date() + timedelta(days=9))
        done = {"done_at": self._yesterday(), "done_by": self.staff.people[code], "version": 2}
        late = due_on < self.calendar.today
        self._action(meeting, point, what, self.staff.people[code], due_on, **(done if late else {}))

    def _tier(self, board: list[Made], standing: list[tuple[int, str]]) -> None:
        """A tier that the team set together: the meeting took place at that moment."""
        ids = {made.id for made in board}
        rows = [row for row in self.writer.rows[TierChange] if row["family"] in ids and row["review_on"]]
        if not rows:
            return
        row = max(rows, key=lambda row: (row["at"], row["id"]))
        at = row["at"].astimezone(ZONE)
        meeting = self._meeting(at.date(), time(max(7, at.hour - 1), at.minute), CLOSED, standing)
        said = lines(phrases.DECIDED)[-1]
        about = {"family": row["family"], "key": f"famille:{row['family']}", "reasons": [TIER]}
        why = pick(self.rng, lines(phrases.WHY[TIER]))
        point = self._point(meeting, FAMILY, why=why, **about, **self._words(meeting, said))
        after = {"after": str(row["tier"]), "review_on": row["review_on"]}
        self.writer.add(DecidedChange, point=point, kind="palier", before="1", at=row["at"], by=row["by"], **after)

    def _requests(self, meeting: _Meeting) -> None:
        """The requests that nobody received yet."""
        new = [row for row in self.writer.rows[AgentRequest] if row.get("state", "nouvelle") == "nouvelle"]
        for row in [row for row in new if not row.get("main")][:2]:
            about = {"request": row["id"], "key": f"demande:{row['id']}", "reasons": ["demande"]}
            self._point(meeting, REQUEST, **about)

    def _propose(self, meeting: _Meeting) -> None:
        """A teacher proposes a point, which nobody took in yet."""
        proposed = {"accepted": False, "created_by": self.staff.people["prof"]}
        self._point(meeting, FREE, title=lines(phrases.FREE_POINTS)[-1], **proposed)
