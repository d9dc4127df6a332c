"""The words of Ma journée's lines, as its templates ask for them."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from schoolapp.access import Role
from schoolapp.day.reading import Line
from schoolapp.families.reach import reach_words
from schoolapp.families.vocabulary import ALL_STATES
from schoolapp.imports.models import STATE_WORDS
from schoolapp.mail.words import PROBLEMS


def line_reach(line: Line) -> str:
    """How the family wishes to be reached, from what its card keeps."""
    return reach_words(json.loads(line.means or "[]"), json.loads(line.moments or "[]"), line.language or "")


def import_state(code: str) -> Any:
    """Where an import is, in words."""
    return STATE_WORDS.get(code, code)


def state_of_link(code: str) -> Any:
    """The state of a link, in words."""
    return ALL_STATES.get(code, code)


def role_label(code: str) -> Any:
    """A role, in words."""
    return Role(code).label


def mail_problem(code: str) -> Any:
    """What keeps mails from leaving, in words."""
    return PROBLEMS.get(code, code)


def register(app: Flask) -> None:
    """Give the templates these words, as filters of the same names."""
    app.jinja_env.filters.update(
        {words.__name__: words for words in (line_reach, import_state, state_of_link, role_label, mail_problem)}
    )
