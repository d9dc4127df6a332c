"""Writes what is the school's own: its days off, who is away, who reads the digest, and the mails of the last days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from schoolapp.accounts import holidays
from schoolapp.accounts.absences import Absence
from schoolapp.accounts.school_days import DayOff
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.staff import Staff
from schoolapp.mail.models import OutgoingMail, PeriodicRun

WINTER, SPRING, TRAINING = "Vacances d’hiver", "Semaine de relâche", ""
# month, which Friday of it
PEDAGOGICAL = ((9, 3), (10, 4), (11, 3), (2, 1), (4, 3), (5, 1), (6, 2))
HISTORY = 10  # school days
HOUR = time(7)
REFUSED, ANSWER = "ortho2", "550 5.1.1 Recipient address rejected: mailbox full"
# code, first day and last one from today, who stands in, words
AWAY = (
    ("agent2", -1, 1, "agent", "Formation"),
    ("travail.social", -2, 0, "pro", ""),
    ("prof", 9, 10, None, "Congé"),
)


def days_off(writer: Writer, calendar: Calendar) -> None:
    """The two years: statutory holidays, winter, spring, and Fridays for the staff alone."""
    for start, end in zip(calendar.starts, calendar.ends, strict=True):
        found = dict.fromkeys(_pedagogical(start), ("pedagogique", TRAINING))
        eve, march = date(start.year, 12, 24), date(end.year, 3, 1)
        found |= _week(eve, WINTER) | _week(eve + timedelta(days=7), WINTER)
        found |= _week(march + timedelta(days=-march.weekday() % 7), SPRING)
        found |= {day: ("conge", words) for day, words in holidays.statutory(start, end) if day not in found}
        for day, (kind, label) in sorted(found.items()):
            writer.add(DayOff, day=day, kind=kind, label=label)


def _week(day: date, label: str) -> dict[date, tuple[str, str]]:
    monday = day - timedelta(days=day.weekday())
    return {monday + timedelta(days=number): ("conge", label) for number in range(5)}


def _pedagogical(start: date) -> list[date]:
    found = []
    for month, which in PEDAGOGICAL:
        first = date(start.year + (month < start.month), month, 1)
        found.append(first + timedelta(days=(4 - first.weekday()) % 7 + 7 * (which - 1)))
    return found


def absences(writer: Writer, calendar: Calendar, staff: Staff) -> None:
    """Two people are away today, one will be."""
    for code, first, last, stand_in, words in AWAY:
        start, end = calendar.today + timedelta(days=first), calendar.today + timedelta(days=last)
        writer.add(
            Absence,
            user=staff.people[code],
            starts_on=start,
            ends_on=end,
            stand_in=staff.people[stand_in] if stand_in else None,
            words=words,
            created_at=_morning(calendar.day_ago(8)),
            created_by=staff.people[code],
        )


def _morning(day: date) -> datetime:
    return datetime.combine(day, HOUR, tzinfo=ZONE).astimezone(UTC)


def mails(writer: Writer, calendar: Calendar, staff: Staff, readers: dict[str, str]) -> None:
    """The digests of the last days: sent, but those of a mailbox that is full, and once after the server came back."""
    days = calendar.days[-HISTORY:]
    for place, day in enumerate(days):
        rhythms = ["quotidien"]
        if place == 0 or day.isocalendar()[1] != days[place - 1].isocalendar()[1]:
            rhythms.append("hebdomadaire")
        for rhythm in rhythms:
            year, week, _weekday = day.isocalendar()
            period = f"{day}" if rhythm == "quotidien" else f"{year}-S{week:02d}"
            writer.add(PeriodicRun, name=f"digest.{rhythm}", period=period, at=_morning(day))
            for code in (code for code, chosen in readers.items() if chosen == rhythm):
                _mail(writer, staff, code, period, day, late=place == HISTORY // 2)


def _mail(writer: Writer, staff: Staff, code: str, period: str, day: date, *, late: bool) -> None:
    at, user = _morning(day), staff.people[code]
    left = at + timedelta(minutes=21 if late else 0, seconds=4)
    end = {"state": "sent", "sent_at": left, "attempts": 4 if late else 1}
    if code == REFUSED:
        end = {"state": "refused", "attempts": 1, "problem": "address", "answer": ANSWER}
    writer.add(
        OutgoingMail,
        key=f"digest:{period}:{user}",
        kind="digest",
        user=user,
        address=f"{code}@ecole.test",
        subject="Ce qui vous attend",
        body="Un courriel de démonstration : rien n’a quitté cette machine.",
        created_at=at,
        next_at=at,
        tried_at=left,
        **end,
    )
