"""Reads the made-up directory out of ``partners.txt``: organisations and services, not written anywhere yet."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from schoolapp.partners.national import HELPS, organization_values, service_values
from schoolapp.records import dataclass

FILE = Path(__file__).with_name("partners.txt")
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MEANS = {"a": "appeler", "p": "se_presenter", "e": "ecrire", "l": "lien"}
BY = {"tous": "tous", "pro": "professionnels", "familles": "familles"}
MORE = {"pour": "eligibility", "attente": "wait", "apporter": "documents", "territoire": "territory",
        "inter": "interpretation"}  # fmt: skip
ACCESS = {"o": True, "n": False}
SEASON = re.compile(r"saison:(\d\d)-(\d\d)/(\d\d)-(\d\d)")
TOWN, CODE = "Val-des-Tilleuls", "H0H"


@dataclass
class ServiceSheet:
    """A service: columns of its row, and the rows around it."""

    values: dict[str, Any]
    categories: list[str]
    schedules: list[dict[str, Any]]
    phones: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Sheet:
    """An organisation: columns of its row, its place when it has one, and its services."""

    values: dict[str, Any]
    place: dict[str, Any] | None = None
    services: list[ServiceSheet] = field(default_factory=list)


@cache
def neighbourhood() -> tuple[Sheet, ...]:
    """The organisations of the neighbourhood."""
    found: list[Sheet] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            found.append(_organization(_cells(line)))
        elif line.startswith("- "):
            found[-1].services.append(_service(_cells(line)))
        elif line.strip() and not line.startswith(";"):
            found[-1].values["words"] = line.strip()
    return tuple(found)


@cache
def national() -> tuple[Sheet, ...]:
    """The national helps, as a new instance has them."""
    return tuple(
        Sheet(
            organization_values(one),
            services=[ServiceSheet(service_values(one), one["categories"], one["schedules"], one["phones"])],
        )
        for one in HELPS
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[1:].split("|")]


def _organization(cells: list[str]) -> Sheet:
    name, other, street, place, access, transport = [*cells, "", "", ""][:6]
    sheet = Sheet({"name": name, "other_name": other})
    if street:
        sheet.place = {"name": place or name, "address": street, "city": TOWN, "province": "QC", "country": "CA",
                       "accessible": ACCESS.get(access), "transport": transport}  # fmt: skip
    return sheet


def _service(cells: list[str]) -> ServiceSheet:
    name, needs, ages, cost, languages, contact, schedule, words, how, more = [*cells, "", ""][:10]
    letters, who = contact.split()
    values: dict[str, Any] = {
        "name": name, "words": words, "how": how, "languages": languages.split(),
        "means": [MEANS[letter] for letter in letters], "approached_by": BY[who], **_cost(cost), **_ages(ages),
        **{MORE[key]: value for key, _sign, value in (part.strip().partition("=") for part in more.split(";")) if key},
    }  # fmt: skip
    return ServiceSheet(values, needs.split(), _schedules(schedule))


def _cost(text: str) -> dict[str, Any]:
    if text == "gratuit":
        return {"free": True}
    nothing_to_pay = text.startswith(("Payé", "Cinq heures", "Instrument"))
    return {"free": None if "libre" in text or "possible" in text else nothing_to_pay, "cost": text}


def _ages(text: str) -> dict[str, int]:
    low, _dash, high = text.partition("-")
    return {name: int(age) for name, age in (("age_min", low), ("age_max", high)) if age}


def _schedules(text: str) -> list[dict[str, Any]]:
    """« TU TH 13-16 ; SA 9:30-11:30 », « AL » for day and night, « mots:… » for what has no hours."""
    season = SEASON.search(text)
    text = SEASON.sub("", text).strip()
    rows = [{"byday": [], "words": text[5:]}] if text.startswith("mots:") else [_hours(one) for one in text.split(";")]
    dates = _season(season) if season else {}
    return [row | dates for row in rows]


def _hours(text: str) -> dict[str, Any]:
    if text.strip() == "AL":
        return {"byday": list(WEEK), "opens_at": "00:00", "closes_at": "24:00"}
    *days, hours = text.split()
    opens, _dash, closes = hours.partition("-")
    return {"byday": _days(days), "opens_at": _hour(opens), "closes_at": _hour(closes)}


def _days(codes: list[str]) -> list[str]:
    found: list[str] = []
    for code in codes:
        first, _dash, last = code.partition("-")
        found += WEEK[WEEK.index(first) : WEEK.index(last or first) + 1]
    return found


def _hour(text: str) -> str:
    hour, _sign, minute = text.partition(":")
    return f"{int(hour):02d}:{int(minute or 0):02d}"


def _season(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    """Month and day, which the maker puts in a year: the next one to end."""
    first, last, until, end = (int(part) for part in match.groups())
    return {"valid_from": (first, last), "valid_to": (until, end)}


def dated(row: dict[str, Any], today: date) -> dict[str, Any]:
    """A schedule with its season in the year that is not over yet."""
    if "valid_to" not in row:
        return row
    year = today.year + (date(today.year, *row["valid_to"]) < today)
    return row | {name: date(year, *row[name]) for name in ("valid_from", "valid_to")}
