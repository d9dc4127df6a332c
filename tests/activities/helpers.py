"""What the tests of activities share: an activity with its times, people who sign up, threads at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from schoolapp import clock, database
from schoolapp.accounts.models import User
from schoolapp.activities import places
from schoolapp.activities.models import Activity, SignUp, Slot
from schoolapp.activities.persons import Person

# Tuesday 8 December 2026, 9:00 in Montréal.
STARTS = datetime(2026, 12, 8, 14, 0, tzinfo=UTC)
_count = iter(range(1, 1_000_000))


def activity(by: User, **columns: Any) -> Activity:
    """An activity without times, written as it is."""
    values = {"kind": "cafe", "title": "Café du mardi", "place": "Bibliothèque"} | columns
    return Activity.create(created_by=by.id, created_at=clock.now(), **values)


def slot(activity: Activity, *, capacity: int = 1, starts: datetime = STARTS, hours: float = 1, **more: Any) -> Slot:
    """One time of an activity."""
    return Slot.create(
        activity=activity.id, starts_at=starts, ends_at=starts + timedelta(hours=hours), capacity=capacity,
        uid=f"uid-{next(_count)}", changed_at=clock.now(), **more,
    )  # fmt: skip


def person(name: str = "Linh Nguyen", **more: Any) -> Person:
    return Person(name=name, **({"phone": "514 555-0142"} | more))


def sign_up(slot: Slot, name: str = "Linh Nguyen", *, by: User | None = None, **more: Any) -> SignUp:
    """Somebody signs up online, or by a member of the staff."""
    who = person(name, **{key: more.pop(key) for key in list(more) if key in Person._fields})
    return places.sign_up(slot.id, who, by=by, **more)


def fresh(row: Any) -> Any:
    return type(row).get_by_id(row.id)


def at_once(app: Flask, actions: list[Callable[[], Any]]) -> list[Any]:
    """What functions return (or raise), called at the same moment, each on its own connection."""
    start, results = threading.Barrier(len(actions)), {}

    def play(place: int, action: Callable[[], Any]) -> None:
        with app.test_request_context():
            try:
                database.db.connect(reuse_if_open=True)
                start.wait(20)
                results[place] = action()
            except Exception as error:
                results[place] = error
            finally:
                database.db.close()

    threads = [threading.Thread(target=play, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [results[place] for place in range(len(actions))]


def enrol(app: Flask, slot: Slot, *names: str, **more: Any) -> list[SignUp]:
    """People with a number of their own each."""
    with app.test_request_context():
        return [sign_up(slot, name, phone=f"514 555-01{n:02}", **more) for n, name in enumerate(names)]
