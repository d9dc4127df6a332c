"""Fixtures of the tests of accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schoolapp.accounts import second_step
from tests.accounts.telephone import code_of, fresh


@pytest.fixture
def enrolled(app, cast, frozen):
    """The agent with the second step on; ``enrolled.codes`` are the recovery codes."""
    with app.test_request_context():
        second_step.start(cast.agent)
        user = fresh(cast.agent)
        codes = second_step.confirm(user, code_of(user, frozen))
    frozen.move(minutes=5)
    user = fresh(user)
    user.codes = codes
    return user


@pytest.fixture
def required(app, monkeypatch):
    """An instance that wants the second step of agents and direction."""
    settings = replace(app.config["SETTINGS"], second_step_required=True)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
