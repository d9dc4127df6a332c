"""Writes the notes of the made-up school, and what the family's card copies from them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from schoolapp.demo import phrases
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import Calendar, moment
from schoolapp.demo.chance import pick
from schoolapp.demo.families import Made
from schoolapp.demo.prose import Said, Scene, compose, lines, long_text, scenes
from schoolapp.demo.staff import Staff
from schoolapp.families.vocabulary import ENDED
from schoolapp.notes.models import Note, NotePractice, NoteVersion
from schoolapp.notes.vocabulary import PRACTICES
from schoolapp.records import dataclass

LONGEST = 20_000
MANY, HALF_HUNDRED = 60, 50
COLLEAGUES = ("TES", "orthopédagogue", "interprète", "titulaire", "direction", "travail social")
REACHED = {"a_joindre": (10, 70, 20), "premier_contact": (45, 35, 20), None: (66, 12, 22)}


@dataclass
class Written:
    """A note as the journal and the follow-ups need it."""

    id: int
    author: int
    happened_at: datetime
    written_at: datetime
    means: str
    reached: str
    visibility: str
    withdrawn: bool

    @property
    def counts(self) -> bool:
        """Whether the card knows of it."""
        return not self.withdrawn and self.visibility != "private"


def shares(rng: Random, families: list[Made], total: int, today: date) -> list[int]:
    """How many notes each family has: exactly ``total`` together, and the two first of the board have 60 and 50."""
    board = [made.place for made in families if made.row.get("link_state") not in {None, ENDED}]
    rank = {place: number for number, place in enumerate(board)}
    fixed = {0: min(MANY, total // 4), 1: min(HALF_HUNDRED, total // 4)}
    weights = [_weight(rng, made, rank.get(made.place), today) for made in families]
    left = total - sum(fixed[number] for number in fixed if number < len(board))
    exact = [weight * left / (sum(weights) or 1) for weight in weights]
    counts = [int(value) for value in exact]
    order = sorted(range(len(families)), key=lambda place: exact[place] - counts[place], reverse=True)
    for place in order[: left - sum(counts)]:
        counts[place] += 1
    for number in (0, 1):
        if number < len(board):
            counts[board[number]] = fixed[number]
    return counts


def _weight(rng: Random, made: Made, rank: int | None, today: date) -> float:
    """Families that the team has walked with for long have more notes."""
    if made.since is None:
        return pick(rng, (0, 2, 9, 16, 20))
    return 0.0 if rank in {0, 1} else rng.uniform(5, 10) + min(30.0, (today - made.since.date()).days / 8)


class NoteMaker:
    """Writes the notes of one family after another."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, rng: Random) -> None:
        self.writer, self.calendar, self.staff, self.rng = writer, calendar, staff, rng
        self.long_texts = 1

    def make(self, made: Made, count: int) -> list[Written]:
        """``count`` notes, the oldest first; sets what the family's row copies from them."""
        rng = self.rng
        quiet = made.row.get("link_state") and rng.random() < 0.14
        latest = (self.calendar.today - made.until.date()).days if made.until else rng.randint(24, 55) if quiet else 1
        days = self._days(made, count, latest)
        written = [self._note(made, day, place == 0 and count > 20) for place, day in enumerate(sorted(days))]
        made.row |= copies(written)
        return written

    def _days(self, made: Made, count: int, latest: int) -> list[date]:
        """School days, closer together for a family of the board."""
        all_days = self.calendar.days
        last = max(1, all_days.index(self.calendar.day_ago(latest)) + 1)
        begun = 0
        if made.since:
            begun = min(last - 1, all_days.index(self.calendar.day_ago((self.calendar.today - made.since.date()).days)))
        firsts = (begun if self.rng.random() < 0.7 else 0 for _ in range(count))
        return [all_days[first + int((last - first) * self.rng.random())] for first in firsts]

    def _note(self, made: Made, day: date, long: bool) -> Written:
        rng = self.rng
        odds = REACHED.get(made.row.get("link_state"), REACHED[None])
        reached = rng.choices(("yes", "no", "na"), odds)[0]
        said = made.said(rng)
        scene = pick(rng, scenes(reached, said.facts))
        note = self._columns(made, day, reached, scene) | {"text": self._text(scene, said)}
        if long and self.long_texts:
            self.long_texts -= 1
            note["text"] = long_text(rng, said, LONGEST)
        self._events_of_life(note)
        note["id"] = number = self.writer.add(Note, **note)
        for code in note["practices"]:
            self.writer.add(NotePractice, note=number, code=code)
        told = (note[name] for name in ("author", "happened_at", "written_at", "means", "reached", "visibility"))
        return Written(number, *told, withdrawn="withdrawn_at" in note)

    def _text(self, scene: Scene, said: Said) -> str:
        if scene.endings or self.rng.random() > 0.05:
            return compose(self.rng, scene, said)
        return pick(self.rng, lines(phrases.BLUNT))

    def _columns(self, made: Made, day: date, reached: str, scene: Scene) -> dict[str, Any]:
        rng = self.rng
        happened = moment(rng, day, 8, 19 if scene.means in {"telephone", "visio", "domicile"} else 16)
        late = rng.random() < 0.07
        after = timedelta(days=rng.randint(1, 6)) if late else timedelta(minutes=rng.randint(2, 150))
        extra = [pick(rng, tuple(PRACTICES))] if rng.random() < 0.15 else []
        chosen = {*scene.practices[: rng.randint(1, len(scene.practices))], *extra}
        return {
            "family": made.id,
            "author": self._author(made),
            "happened_at": happened,
            "written_at": min(happened + after, max(happened, self._evening)),
            "means": scene.means,
            "reached": reached,
            "people": self._people(made, reached, scene),
            "minutes": rng.randint(*scene.minutes) if rng.random() < 0.7 else None,
            "practices": [code for code in PRACTICES if code in chosen],
            "visibility": "circle",
        }

    @cached_property
    def _evening(self) -> datetime:
        return moment(Random(0), self.calendar.days[-1], 20, 20)  # noqa: S311

    def _author(self, made: Made) -> int:
        rng, staff = self.rng, self.staff
        groups = [child.group for child in made.present]
        teacher = pick(rng, staff.teachers[pick(rng, groups)]) if groups else staff.agents[0]
        helper = pick(rng, made.beside or staff.professionals)
        if made.row.get("link_state"):
            return rng.choices((made.lead or staff.agents[0], staff.agents[1], teacher, helper), (62, 12, 14, 12))[0]
        return rng.choices((teacher, helper, pick(rng, staff.agents)), (62, 20, 18))[0]

    def _people(self, made: Made, reached: str, scene: Scene) -> str:
        """Who was there, in words; often left out."""
        if reached == "no" or self.rng.random() < 0.45:
            return ""
        there = [pick(self.rng, made.people).name] if reached == "yes" else []
        if scene.means in {"ecole", "visio", "domicile"} and self.rng.random() < 0.4:
            there.append(pick(self.rng, COLLEAGUES))
        return ", ".join(there)

    def _events_of_life(self, note: dict[str, Any]) -> None:
        """Reserved or kept for oneself; corrected; withdrawn; the effect seen later."""
        rng, at = self.rng, note["written_at"]
        if note["author"] in self.staff.agents and rng.random() < 0.09:
            note["visibility"] = "restricted"
        elif self.calendar.today - at.date() < timedelta(days=30) and rng.random() < 0.05:
            note["visibility"] = "private"
            return
        if rng.random() < 0.04:
            self._correct(note)
        if rng.random() < 0.011:
            note["withdrawn_at"], note["withdrawn_by"] = self._later(at, 3), note["author"]
            note["withdrawn_reason"] = pick(rng, lines(phrases.WITHDRAWN))
        elif note["reached"] == "yes" and rng.random() < 0.2:
            self._effect(note)

    def _later(self, at: datetime, days: int) -> datetime:
        return max(at, min(at + timedelta(days=self.rng.randint(1, days)), self._evening))

    def _correct(self, note: dict[str, Any]) -> None:
        """The note as it was first written is kept apart."""
        note["id"] = self.writer.next_id(Note)
        before = {name: note[name] for name in ("means", "reached", "people", "minutes", "practices", "visibility")}
        before |= {"text": note["text"].split(". ")[0], "happened_at": note["happened_at"].isoformat()}
        note["corrected_at"], note["version"] = self._later(note["written_at"], 2), 2
        self.writer.add(
            NoteVersion,
            note=note["id"],
            version=1,
            replaced_at=note["corrected_at"],
            replaced_by=note["author"],
            content=before,
        )

    def _effect(self, note: dict[str, Any]) -> None:
        rng = self.rng
        effect = rng.choices(tuple(phrases.EFFECTS), (52, 22, 20, 6))[0]
        said = {"P": "La famille", "p": "la famille", "e": "L’enfant", "de_e": "de l’enfant"}
        note |= {
            "effect": effect,
            "effect_words": pick(rng, lines(phrases.EFFECTS[effect])).format_map(said) if rng.random() < 0.8 else "",
            "effect_at": self._later(note["written_at"], 40),
            "effect_by": note["author"],
        }


def copies(notes: list[Written]) -> dict[str, object]:
    """What the card keeps of the notes, as the verbs of the notes room would compute it."""
    counted = [note for note in notes if note.counts]
    return {
        "note_count": len(counted),
        "last_contact_at": max((note.happened_at for note in counted if note.reached == "yes"), default=None),
        "last_attempt_at": max((note.happened_at for note in counted if note.reached != "na"), default=None),
    }
