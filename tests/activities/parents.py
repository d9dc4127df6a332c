"""What the tests of the parents' pages share: a school with a phone, forms filled in as a page gives them."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from schoolapp import tokens
from schoolapp.accounts.models import School
from schoolapp.activities.models import SignUp
from schoolapp.activities.places import ADDRESS
from tests.visitor import Form

PHONE = "514 555-0100"


def with_a_phone() -> None:
    School.update(phone=PHONE).execute()


def fields(page: str, action: str) -> dict[str, str]:
    """The fields of the form of a page, as they come."""
    form = Form(action)
    form.feed(page)
    assert form.action is not None, f"no form to {action}"
    return form.fields


def fill(browser: FlaskClient, path: str, language: str = "fr", **answers: Any) -> Any:
    """Open the form of an activity, fill it in and send it."""
    page = browser.get(f"{path}?langue={language}").text
    sent = {"name": "Linh Nguyen", "phone": "514 555-0142"} | answers
    return browser.post(f"{path}?langue={language}", data=fields(page, path) | sent)


def within(app: Flask, function: Any, *arguments: Any, **options: Any) -> Any:
    """What a verb returns, called as if in a request."""
    with app.test_request_context():
        return function(*arguments, **options)


def card_of(app: Flask, row: SignUp) -> str:
    """The address of somebody's sign-up."""
    return f"/m/{within(app, tokens.token, ADDRESS, row.token_nonce)}"


def code_of(app: Flask, row: SignUp) -> str:
    return tokens.shown_code(within(app, tokens.code, ADDRESS, row.token_nonce))


def heading(page: str) -> str:
    """The words of the h1."""
    found = re.search(r"<h1>(.*?)</h1>", page, re.S)
    return re.sub(r"<[^>]+>|[ \n]+", " ", found.group(1)).strip()
