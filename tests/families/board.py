"""What the tests of the board share: families made in numbers, and the cards of a page read back."""

from __future__ import annotations

import re
from typing import Any

from schoolapp import clock
from schoolapp.database import atomic
from schoolapp.families.models import Family, Household, HouseholdPupil, Pupil
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import search_key, sort_key


def family(name: str, state: str | None = "a_joindre", **columns: Any) -> Family:
    """One family, on the board unless ``state`` says otherwise."""
    keys = {"sort_key": sort_key(name), "search_key": search_key(name)}
    return Family.create(name=name, link_state=state, created_at=clock.now(), **keys, **columns)


def families(count: int) -> None:
    """Many families, spread over the columns."""
    states = list(LINK_STATES)
    rows = [
        {
            "name": f"Famille {rank:04}",
            "sort_key": f"famille {rank:04}",
            "link_state": states[rank % len(states)],
            "position": 1024.0 * rank,
            "created_at": clock.now(),
        }
        for rank in range(1, count + 1)
    ]
    with atomic():
        for start in range(0, count, 500):
            Family.insert_many(rows[start : start + 500]).execute()


def child(of: Family, first: str, group: Any) -> Pupil:
    """A child of that family, in a household of its own, in a group."""
    keys = {"sort_key": sort_key(of.name, first), "search_key": search_key(first, of.name)}
    pupil = Pupil.create(first_name=first, last_name=of.name, group=group, **keys)
    household = Household.create(family=of)
    HouseholdPupil.create(household=household, pupil=pupil)
    return pupil


def columns(html: str) -> dict[str, list[str]]:
    """The names of the cards of each column, in order."""
    found = {}
    for section in re.findall(r'<section class="col.*?</section>', html, re.S):
        state = re.search(r'data-state="(\w+)"', section)[1]
        found[state] = re.findall(r"<h3>.*?<bdi>(.*?)</bdi>", section)
    return found


def names(html: str) -> set[str]:
    """The names of all the cards of a page."""
    return {name for cards in columns(html).values() for name in cards}


def version(html: str) -> str:
    """The board's version, as the page sends it back."""
    return re.search(r'id="board-version" value="(\w+)"', html)[1]


def card(html: str, of: Family) -> str:
    """The HTML of one card."""
    return re.search(rf'<li class="card[^"]*" id="card-{of.id}".*?</div>\n</li>', html, re.S)[0]
