"""Writes the few things that belong to one person: unfinished notes, saved filters, files opened for a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

from schoolapp.demo import phrases
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar, moment
from schoolapp.demo.families import Made
from schoolapp.demo.staff import Staff
from schoolapp.families.models import Opening, SavedFilter
from schoolapp.notes.models import NoteDraft

UNFINISHED = (
    ("agent", "telephone", "yes", "Appel ce matin, entre deux autobus. La famille demande si"),
    ("agent", "quartier", "yes", "Rencontre au parc. À compléter : la date de la prochaine"),
    ("agent2", "texto", "no", "Texto envoyé à 8 h, je"),
    ("prof", "ecole", "yes", "Petite conversation à la cloche, très bonne humeur. On a parlé du projet de"),
    ("pro", "autre", "na", "Observation en classe : beaucoup d’entraide pendant l’atelier, et"),
)
FILTERS = {
    "agent": (
        ("Mes familles en retard", "miennes=1&en_retard=1"),
        ("Sans contact, groupe 302", "groupe=302&sans_contact=1"),
    ),
    "agent2": (("Arabe avec interprète", "langue=ar&interprete=1"),),
    "direction": (("Palier 3", "palier=3"),),
}
REQUEST_FILTERS = {"agent": (("Pour cette semaine", "vue=miennes&urgence=semaine"),)}


def drafts(writer: Writer, calendar: Calendar, staff: Staff, board: list[Made]) -> None:
    """Unfinished notes, each by somebody who may write in that family's file."""
    rng = Random(len(board))  # noqa: S311
    free = list(board)
    for code, means, reached, text in UNFINISHED:
        user = staff.people[code]
        own = [made for made in free if code.startswith("agent") or _reaches(staff, made, user)]
        if not own:
            continue
        made = own[0]
        free.remove(made)
        day = calendar.days[-1]
        content = {"day": day.isoformat(), "hour": "08:20", "means": means, "reached": reached, "text": text}
        writer.add(
            NoteDraft,
            user=user,
            family=made.id,
            content=content | {"people": "", "minutes": "", "practices": [], "visibility": "circle"},
            updated_at=moment(rng, day, 17, 18),
            form_key=f"demonstration-{code}-{made.id}",
        )


def _reaches(staff: Staff, made: Made, user: int) -> bool:
    return user in made.beside or any(user in staff.teachers[child.group] for child in made.present)


def filters(writer: Writer, staff: Staff) -> None:
    """Filters kept under a name: of the board, then of the requests."""
    for page, everybody in (("board", FILTERS), ("requests", REQUEST_FILTERS)):
        for code, kept in everybody.items():
            for name, query in kept:
                writer.add(SavedFilter, user=staff.people[code], page=page, name=name, query=query)


def openings(
    writer: Writer, calendar: Calendar, staff: Staff, families: list[Made]
) -> list[tuple[datetime, int, Made]]:
    """Professionals opened files outside their circle: three are over, one lasts until this evening."""
    rng = Random(len(families))  # noqa: S311
    yesterday = datetime.combine(calendar.today - timedelta(days=1), time(19, 30), tzinfo=ZONE).astimezone(UTC)
    pro = staff.people["pro"]
    outside = [made for made in families if not _reaches(staff, made, pro)][:4]
    done = []
    for place, made in enumerate(outside):
        user = pro if place in {0, 3} else rng.choice(staff.professionals)
        at = moment(rng, calendar.day_ago(20 - 6 * place)) if place < 3 else yesterday
        reason = phrases.OPENINGS[place % len(phrases.OPENINGS)]
        writer.add(Opening, family=made.id, user=user, reason=reason, at=at, until=at + timedelta(hours=24))
        done.append((at, user, made))
    return done
