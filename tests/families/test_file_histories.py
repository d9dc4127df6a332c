"""What other rooms put on the timeline: read with the file's own rows, in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from schoolapp.database import as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import LinkChange
from tests.cast import MOMENT

TEXT = file_sql.latest("planted", "link_change planted", id="planted.id", a="planted.words", at="planted.at")


def entries(_user: Any, _family: Any, rows: dict[str, list[Any]]) -> list[parts.Entry]:
    return [
        parts.Entry(as_moment(row.at), "families/file/_home_after.html", "row", row, html=f"<li>vu : {row.a}</li>")
        for row in rows["planted"]
    ]


@pytest.fixture
def planted(cast) -> Iterator[None]:
    """A history of a room above, which tells the moves of the link its own way."""
    for number in range(3):
        LinkChange.create(family=cast.haddad, at=MOMENT.replace(day=number + 1), after="veille", words=f"mot {number}")
    LinkChange.create(family=cast.oconnor, at=MOMENT, after="veille", words="ailleurs")
    parts.register_history(
        "planted",
        parts.History({"planted": TEXT}, lambda _user, family, window: parts.bounds(family, window), entries),
    )
    yield
    parts._histories.pop("planted")


def test_its_entries_come_among_the_others_and_cost_no_statement(cast, sign_in, planted, count_queries):
    browser = sign_in(cast.agent)
    with count_queries() as statements:
        page = browser.get(f"/familles/{cast.haddad.id}").text
    assert [page.count(f"<li>vu : mot {number}</li>") for number in range(3)] == [1, 1, 1]
    assert page.index("vu : mot 2") < page.index("vu : mot 1")
    assert "ailleurs" not in page
    assert len(statements) <= 6


def test_the_older_stretch_has_its_own(cast, sign_in, planted):
    before = MOMENT.replace(day=3, tzinfo=None).isoformat()
    page = sign_in(cast.agent).get(f"/familles/{cast.haddad.id}/fil?avant={before}").text
    assert "vu : mot 1" in page
    assert "vu : mot 2" not in page
