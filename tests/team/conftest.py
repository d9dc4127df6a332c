"""What the tests of meetings begin with: the agent's browser, and a meeting in two states."""

from __future__ import annotations

import pytest

from tests.team.helpers import plan


@pytest.fixture(autouse=True)
def at_school(cast):
    """Everybody knows their school, as when they are signed in."""
    for person in cast.everyone.values():
        person.school = cast.school


@pytest.fixture
def agent(cast, sign_in):
    """The agent's browser."""
    return sign_in(cast.agent)


@pytest.fixture
def guests(cast):
    """The agent, the direction, both teachers and a professional: the Haddad family is seen by the first three."""
    return [cast.agent, cast.direction, cast.prof, cast.prof2, cast.pro]


@pytest.fixture
def planned(cast, app, guests):
    return plan(cast.agent, guests)


@pytest.fixture
def under_way(cast, app, guests):
    return plan(cast.agent, guests, state="en_cours")
