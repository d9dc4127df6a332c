"""The codes of this room in words, for templates."""

from __future__ import annotations

from typing import Any

from flask import Flask

from schoolapp.activities.vocabulary import AUDIENCES, CAME_BY, KINDS, STATE_TAGS, STATES
from schoolapp.formats import phone
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


def number_of(digits: str, raw: str) -> str:
    """« 514 555-0142 » for a number of ten digits, else what was typed."""
    return phone(f"+1{digits}") if len(digits) == 10 else raw


def register(app: Flask) -> None:
    """Give templates these words."""
    shown = (kind_of_activity, audience_words, sign_up_state, sign_up_tag, came_by_words, language_words, number_of)
    app.jinja_env.filters.update({function.__name__: function for function in shown})
