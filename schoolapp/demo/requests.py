"""Writes the requests of the made-up school: in every state, with what was said, and the journal of it."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from schoolapp.agent_requests import rules
from schoolapp.agent_requests.models import AgentRequest, RequestContributor, RequestDraft, RequestEntry
from schoolapp.agent_requests.vocabulary import NEW
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.families import Made
from schoolapp.demo.homes import Child
from schoolapp.demo.journal import Journal
from schoolapp.demo.request_scenes import SCENES, Scene, Step
from schoolapp.demo.staff import Staff
from schoolapp.formats import search_key
from schoolapp.records import dataclass


@dataclass
class Told:
    """A request as it is being told.

    Attributes:
        row: its columns so far.
        child: whom it is about, none when nobody knows.
    """

    row: dict[str, Any]
    made: Made | None
    child: Child | None
    asker: int
    helpers: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.child.called if self.child else ""


class RequestMaker:
    """Tells each scene, step by step, by the rules of the product."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, journal: Journal) -> None:
        self.writer, self.calendar, self.staff, self.journal = writer, calendar, staff, journal
        self.taken: set[int] = set()

    def make(self, families: list[Made]) -> None:
        """All the scenes, each about a child of its group whose family no other scene speaks of."""
        before: Told | None = None
        for scene in SCENES:
            main = before if scene.adds else None
            before = self._tell(scene, *self._subject(scene, families, main), main)
        self._draft(families)

    def _subject(self, scene: Scene, families: list[Made], main: Told | None) -> tuple[Made | None, Child | None]:
        if main is not None and main.made is not None:
            others = [child for child in main.made.present if child.id != main.child.id]  # type: ignore[union-attr]
            return main.made, (others or main.made.present)[0]
        for made in families:
            child = next((one for one in made.present if one.code == scene.group), None)
            if child is None or made.id in self.taken:
                continue
            if self._next_adds(scene) and len(made.present) < 2:
                continue
            self.taken.add(made.id)
            return made, child
        return None, None

    def _next_adds(self, scene: Scene) -> bool:
        place = SCENES.index(scene) + 1
        return place < len(SCENES) and SCENES[place].adds

    def _tell(self, scene: Scene, made: Made | None, child: Child | None, main: Told | None) -> Told:
        asker = self.staff.teachers[child.group][0] if scene.asker == "titulaire" and child else 0
        asker = asker or self.staff.people[scene.asker]
        told = Told({"id": self.writer.next_id(AgentRequest), "state": NEW, "agent": None}, made, child, asker)
        told.row |= self._asked(scene, told)
        for step in scene.steps:
            self._step(told, scene, step, main)
        self.writer.add(AgentRequest, **told.row)
        for user, asked in told.helpers.items():
            self.writer.add(RequestContributor, request=told.row["id"], user=user, **asked)
        return told

    def _asked(self, scene: Scene, told: Told) -> dict[str, Any]:
        return {
            "family": told.made.id if told.made else None,
            "pupil": told.child.id if told.child else None,
            "about": scene.about,
            "about_key": search_key(scene.about)[:600],
            "requester": told.asker,
            "observed": scene.observed.replace("{e}", told.name),
            "tried": list(scene.tried),
            "tried_words": scene.tried_words,
            "parent_knows": scene.knows[0],
            "parent_words": scene.knows[1],
            "help": list(scene.help),
            "urgency": scene.urgency,
            "talk_when": scene.talk_when,
        }

    def _step(self, told: Told, scene: Scene, step: Step, main: Told | None) -> None:
        days, act, who, words = step
        order = scene.steps.index(step)
        day = self.calendar.days[-min(days, len(self.calendar.days))]
        at = datetime.combine(day, time(9 + order, 15), tzinfo=ZONE).astimezone(UTC)
        by = told.asker if who == "titulaire" else self.staff.people[who]
        before = told.row["state"]
        after = NEW if act == "ask" else rules.RULES[act].leads_to(before)
        person = self.staff.people[scene.person] if act in ("hand_over", "invite") else None
        words = words.replace("{e}", told.name)
        if act == "ask" and main is not None:
            after = self._join(told, main, at, by)
        if after != before or act == "ask":
            told.row |= {"state": after, "state_at": told.row.get("state_at", at) if act == "ask" else at}
        told.row |= self._columns(told, act, at, by, words, person, scene)
        entry = {"at": at, "by": by, "before": "" if act == "ask" else before, "after": after, "words": words}
        self.writer.add(RequestEntry, request=told.row["id"], act=act, person=person, **entry)
        first = "request.added" if main else "request.created"
        self._event(told, first if act == "ask" else rules.RULES[act].event, at, by)

    def _join(self, told: Told, main: Told, at: datetime, by: int) -> str:
        """Added to another: it takes where that one stands."""
        shared = ("state_at", "agent", "received_at", "news_at")
        told.row |= {name: main.row.get(name) for name in shared} | {"main": main.row["id"]}
        main.row["told_at"] = at
        state = str(main.row["state"])
        entry = {"at": at, "by": by, "person": by, "before": state, "after": state}
        self.writer.add(RequestEntry, request=main.row["id"], act="add", **entry)
        return state

    def _columns(
        self, told: Told, act: str, at: datetime, by: int, words: str, person: int | None, scene: Scene
    ) -> dict[str, Any]:
        """What an act changes beside the state."""
        changed: dict[str, Any] = {"news_at": at} if act in rules.NEWS else {}
        if act in ("tell", "contribute", "ask_again"):
            changed["told_at"] = at
        if act == "invite" and person:
            told.helpers[person] = {"question": words, "asked_at": at, "asked_by": by}
        if act == "contribute":
            told.helpers[by]["answered_at"] = at
        columns: dict[str, dict[str, Any]] = {
            "ask": {"asked_at": at},
            "receive": {"agent": by, "received_at": at},
            "hand_over": {"agent": person},
            "refuse": {"answer": words, "closed_at": at},
            "close": {"answer": words, "closed_at": at, "effect": scene.effect},
            "ask_again": {"answer": "", "closed_at": None, "effect": ""},
        }
        if act in ("refuse", "close"):
            for asked in told.helpers.values():
                asked["released_at"] = at
        return changed | columns.get(act, {})

    def _event(self, told: Told, action: str, at: datetime, by: int) -> None:
        subject = {"subject_type": AgentRequest._meta.table_name, "subject_id": told.row["id"]}
        self.journal.add(action, at, by, told.made, **subject)

    def _draft(self, families: list[Made]) -> None:
        """A request that somebody began yesterday."""
        made = next(one for one in families if one.id not in self.taken and any(c.code == "302" for c in one.present))
        child = next(one for one in made.present if one.code == "302")
        at = datetime.combine(self.calendar.days[-1], time(15, 50), tzinfo=ZONE).astimezone(UTC)
        content = {"observed": [f"{child.called} m’a dit ce matin que"], "help": ["famille"]}
        self.writer.add(
            RequestDraft, user=self.staff.people["prof"], pupil_id=child.id, family_id=0, content=content,
            updated_at=at + timedelta(minutes=4), form_key="demonstration-prof-demande",
        )  # fmt: skip
