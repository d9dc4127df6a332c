"""Writes the activities of the made-up school: last year’s, this autumn’s with who came, those to come, the queues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from schoolapp import tokens
from schoolapp.activities.models import Activity, Notice, SignUp, Slot, Verification
from schoolapp.activities.persons import Person
from schoolapp.activities.vocabulary import (
    ABSENT,
    BY_SCHOOL,
    CALLED_OFF,
    CANCELLED,
    EXCUSED,
    OPEN,
    PRESENT,
    SIGNED,
    VERIFIED,
    WAITING,
)
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.chance import pick
from schoolapp.demo.families import Made
from schoolapp.demo.homes import Person as Parent
from schoolapp.demo.staff import Staff
from schoolapp.records import NamedTuple

WEEK = timedelta(days=7)
MESSAGES = (
    "",
    "",
    "",
    "Je viendrai avec mon bébé.",
    "J’aurai peut-être dix minutes de retard.",
    "Merci pour l’invitation!",
)
STRANGERS = (("Amina Belkacem", "514 555-0188", "ar"), ("João Pereira", "438 555-0119", "pt"), ("Wei Zhang", "", "zh"))


class Kind(NamedTuple):
    """An activity of the year: its words, where, when in the week, how many places, who hosts it.

    Attributes:
        days: its days from the Monday of this week; ``weeks`` makes it weekly from the first one.
    """

    kind: str
    title: str
    words: str
    place: str
    host: str
    starts: time
    minutes: int
    capacity: int
    days: tuple[int, ...]
    weeks: int = 1
    more: dict[str, Any] = {}


CAFE_WORDS = "Un café, des fruits, et le temps de parler. Les petits frères et sœurs sont bienvenus."
YEAR = (
    Kind("cafe", "Café du mardi", CAFE_WORDS, "Bibliothèque", "agent", time(8, 30), 60, 8, (-27,), 9,
         {"childcare": True, "languages": ["fr", "ar", "es"], "bring": "Rien du tout"}),
    Kind("classe", "Lire avec les enfants du 302", "Une demi-heure de lecture à deux, avec un enfant à la fois.",
         "Classe 302", "prof", time(13, 15), 45, 3, (3,), 4, {"regular_contact": True, "group": "302"}),
    Kind("bibliotheque", "Ranger et prêter les livres", "Les enfants empruntent; vous tamponnez et rangez avec eux.",
         "Bibliothèque", "prof2", time(9, 0), 90, 2, (2, 16), 1, {"regular_contact": True}),
    Kind("individuelle", "Rencontres du premier bulletin", "Quinze minutes avec l’enseignante de votre enfant.",
         "Classe 101", "prof2", time(16, 0), 15, 1, (3,), 1, {"group": "101", "interpreter": True, "cancel_hours": 24}),
    Kind("soiree", "Soirée sur le passage au secondaire", "Comment se passe le passage, et à qui poser ses questions.",
         "Gymnase", "direction", time(18, 30), 90, 60, (10,), 1, {"interpreter": True, "childcare": True}),
    Kind("partage", "Mon plat, mon histoire", "Venez raconter un plat de chez vous à une classe.", "Cuisine de l’école",
         "agent2", time(10, 0), 75, 4, (15,), 1, {"transport": True}),
    Kind("visite", "Visite de l’école", "Un tour de l’école pour qui vient d’arriver.", "Entrée principale",
         "secretariat", time(9, 0), 45, 10, (8, 22), 1, {"languages": ["fr", "en", "ar"], "interpreter": True}),
    Kind("atelier", "Aider aux devoirs sans se fâcher", "Trois idées simples, et celles des autres parents.",
         "Salle polyvalente", "pro", time(18, 0), 90, 12, (-13, 17), 1, {"childcare": True}),
    Kind("portes_ouvertes", "Portes ouvertes", "Toute l’école se montre; les enfants sont les guides.", "Toute l’école",
         "direction", time(16, 30), 120, 200, (31,), 1),
)  # fmt: skip
FORMER = (
    Kind("cafe", "Café de la rentrée", CAFE_WORDS, "Cour d’école", "agent", time(8, 15), 60, 20, (14,), 1),
    Kind("atelier", "Cuisiner ensemble avant les fêtes", "On cuisine, on goûte, on repart avec un plat.",
         "Cuisine de l’école", "agent2", time(17, 30), 120, 10, (24,), 2),
)  # fmt: skip


class ActivityMaker:
    """Writes them from draws of its own: the rest of the school stays what it is."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, seed: int) -> None:
        self.writer, self.calendar, self.staff = writer, calendar, staff
        self.rng = Random(f"{seed}:activities")  # noqa: S311 - a made-up school, not a secret
        self.monday = calendar.today - timedelta(days=calendar.today.weekday())
        self.now = datetime.combine(calendar.days[-1], time(12), tzinfo=ZONE).astimezone(UTC)

    def make(self, families: list[Made]) -> None:
        """The whole year, with who comes."""
        parents = [(made, person) for made in families if made.present for person in made.people[:1]]
        for kind in YEAR:
            activity = self._activity(kind)
            self._sign_ups(self._slots(activity, kind, self.monday), kind, parents)
        for kind in FORMER:
            self._slots(self._activity(kind, back=364), kind, self.monday - 52 * WEEK)
        self._called_off(parents)
        self._strangers()

    def _activity(self, kind: Kind, back: int = 30) -> int:
        more = dict(kind.more)
        group = more.pop("group", None)
        at = self.now - timedelta(days=back)
        return self.writer.add(
            Activity, kind=kind.kind, title=kind.title, words=kind.words, place=kind.place,
            host=self.staff.people[kind.host], group=self.staff.groups[1][group] if group else None,
            created_by=self.staff.people["agent"], created_at=at, **more,
        )  # fmt: skip

    def _slots(self, activity: int, kind: Kind, monday: date) -> list[dict[str, Any]]:
        """Its times, but on the days without school; appointments of an evening one after the other."""
        days = [monday + timedelta(days=day) + WEEK * week for day in kind.days for week in range(kind.weeks)]
        steps = range(6) if kind.kind == "individuelle" else range(1)
        length = timedelta(minutes=kind.minutes)
        starts = [
            datetime.combine(day, kind.starts, tzinfo=ZONE).astimezone(UTC) + length * step
            for day in days if self._held(day) for step in steps
        ]  # fmt: skip
        series = f"demonstration-{activity}" if len(starts) > 1 else None
        return [self._slot(activity, start, length, kind.capacity, series) for start in starts]

    def _held(self, day: date) -> bool:
        return self.calendar.next_day(day) == day and not (day.month == 12 and day.day > 21)

    def _slot(
        self, activity: int, start: datetime, length: timedelta, capacity: int, series: str | None
    ) -> dict[str, Any]:
        row = {"activity": activity, "starts_at": start, "ends_at": start + length, "capacity": capacity, "taken": 0}
        number = self.writer.add(
            Slot, **row, series=series, uid=f"demonstration-{activity}-{start:%Y%m%d%H%M}",
            changed_at=self.now - timedelta(days=20),
        )  # fmt: skip
        return self.writer.rows[Slot][-1] | {"id": number}

    def _sign_ups(self, slots: list[dict[str, Any]], kind: Kind, parents: list[tuple[Made, Parent]]) -> None:
        """Some of each: full times with a waiting list, quiet ones, and presence for what is past."""
        for rank, slot in enumerate(slots):
            most = min(slot["capacity"], 14)
            wanted = most + 3 if rank == 4 or kind.kind == "classe" else self.rng.randint(most // 3, most)
            for place, (made, person) in enumerate(self.rng.sample(parents, wanted)):
                waits = place >= slot["capacity"]
                state = WAITING if waits else self._state(slot)
                number = self._sign_up(slot, person.name, made, state)
                if kind.more.get("regular_contact") and (place == 0 or slot["ends_at"] < self.now) and not waits:
                    self._check(number, person.name)

    def _state(self, slot: dict[str, Any]) -> str:
        if slot["ends_at"] >= self.now:
            return SIGNED
        return pick(self.rng, (PRESENT,) * 7 + (EXCUSED, ABSENT))

    def _sign_up(self, slot: dict[str, Any], name: str, made: Made | None, state: str, **who: Any) -> int:
        came_by = pick(self.rng, ("en_ligne", "en_ligne", "papier", "telephone", "en_personne"))
        language = made.known.language if made and made.known and made.known.language else "fr"
        phone = f"514 555-{self.rng.randint(100, 199):04d}"
        person = Person(**({"name": name, "phone": phone, "language": language,
                            "message": pick(self.rng, MESSAGES)} | who))  # fmt: skip
        at = min(slot["starts_at"], self.now) - timedelta(days=self.rng.randint(1, 9), minutes=self.rng.randint(0, 400))
        if state not in (WAITING, BY_SCHOOL):
            self._take(slot)
        return self.writer.add(
            SignUp, slot=slot["id"], family=made.id if made else None, state=state, came_by=came_by, created_at=at,
            state_at=max(at, slot["starts_at"]) if state in (PRESENT, EXCUSED, ABSENT) else at,
            created_by=None if came_by == "en_ligne" else self.staff.people["secretariat"],
            **person.columns, **self._secrets(),
        )  # fmt: skip

    def _take(self, slot: dict[str, Any]) -> None:
        row = next(row for row in reversed(self.writer.rows[Slot]) if row["id"] == slot["id"])
        row["taken"] += 1

    def _secrets(self) -> dict[str, str]:
        nonce = f"{self.rng.getrandbits(128):032x}"
        token, code = tokens.token("m", nonce), tokens.code("m", nonce)
        return {"token_nonce": nonce, "token_digest": tokens.digest(token), "code_digest": tokens.digest(code)}

    def _check(self, sign_up: int, name: str) -> None:
        """A volunteer whom the centre de services cleared."""
        row = next(row for row in reversed(self.writer.rows[SignUp]) if row["id"] == sign_up)
        known = {one["person_key"] for one in self.writer.rows[Verification]}
        if row["person_key"] in known:
            return
        self.writer.add(
            Verification, person_key=row["person_key"], name=name, status=VERIFIED,
            on=self.calendar.day_ago(40), set_by=self.staff.people["direction"], set_at=self.now,
        )  # fmt: skip

    def _called_off(self, parents: list[tuple[Made, Parent]]) -> None:
        """A time that was cancelled yesterday: some people are still to be told."""
        kind = Kind("speciale", "Sortie au parc-nature", "Une marche, une collation, des jumelles prêtées.",
                    "Devant l’école", "agent", time(9, 30), 150, 12, (11,))  # fmt: skip
        slot = self._slots(self._activity(kind), kind, self.monday)[0]
        row = next(row for row in reversed(self.writer.rows[Slot]) if row["id"] == slot["id"])
        row |= {"state": CANCELLED, "cancelled_at": self.now, "sequence": 1}
        activity = next(row for row in reversed(self.writer.rows[Activity]) if row["id"] == slot["activity"])
        activity["state"] = OPEN
        for place, (made, person) in enumerate(self.rng.sample(parents, 5)):
            who = {"phone": "", "by_child": False} if place == 4 else {}
            number = self._sign_up(slot, person.name, made, BY_SCHOOL, **who)
            told = {"told_at": self.now, "told_by": self.staff.people["agent"], "told_means": "telephone"}
            self.writer.add(
                Notice, reason=CALLED_OFF, sign_up=number, means="" if place == 4 else "telephone",
                created_at=self.now, **(told if place == 0 else {}),
            )  # fmt: skip

    def _strangers(self) -> None:
        """Parents who signed up online, and whose family nobody knows yet."""
        for (name, phone, language), slot in zip(STRANGERS, self._coming(), strict=False):
            self._sign_up(slot, name, None, SIGNED, phone=phone, language=language, by_child=not phone)

    def _coming(self) -> Iterable[dict[str, Any]]:
        """Times to come that have room."""
        return [
            row for row in self.writer.rows[Slot]
            if row["starts_at"] > self.now + timedelta(days=3) and row["taken"] < row["capacity"]
            and row.get("state", OPEN) == OPEN
        ]  # fmt: skip
