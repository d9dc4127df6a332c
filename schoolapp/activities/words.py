"""The codes of this room in words, for templates."""

from __future__ import annotations

from typing import Any

from flask import Flask

from schoolapp.activities.vocabulary import AUDIENCES, CAME_BY, KINDS, STATE_TAGS, STATES
from schoolapp.languages import LANGUAGES


def kind_of_activity(code: str) -> Any:
    return KINDS.get(code, code)


def audience_words(code: str) -> Any:
    return AUDIENCES.get(code, code)


def sign_up_state(code: str) -> Any:
    return STATES.get(code, code)


def sign_up_tag(code: str) -> str:
    return STATE_TAGS.get(code, "")


def came_by_words(code: str) -> Any:
    return CAME_BY.get(code, code)


def language_words(code: str) -> Any:
    return LANGUAGES.get(code, code)


def register(app: Flask) -> None:
    """Give templates these words."""
    shown = (kind_of_activity, audience_words, sign_up_state, sign_up_tag, came_by_words, language_words)
    app.jinja_env.filters.update({function.__name__: function for function in shown})
