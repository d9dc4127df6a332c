"""Known devices: a signed cookie says which accounts have signed in on this browser.

It opens nothing by itself; it only keeps other people's mistakes from slowing down the right password (see
``throttle``). A shared computer knows several accounts.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from schoolapp import clock
from schoolapp.accounts.models import User

PREFIX = "device:"
KNOWN_DAYS = 180
MOST_ACCOUNTS = 12


def _name() -> str:
    return str(current_app.config["AUTH_COOKIE_NAME"]).replace("td_session", "td_device")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-device")


def _read() -> dict[str, Any]:
    """``{"d": id of the device, "u": {id of the account: day of its last sign-in}}``"""
    try:
        content = _signer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return {"d": secrets.token_hex(12), "u": {}}
    oldest = clock.now().toordinal() - KNOWN_DAYS
    return {"d": content["d"], "u": {user: day for user, day in content["u"].items() if day > oldest}}


def known_for(user: User | None) -> str:
    """The place to count this account's mistakes under when this device knows it; empty otherwise."""
    if "device" not in g:
        g.device = _read()
    return f"{PREFIX}{g.device['d']}" if user is not None and str(user.id) in g.device["u"] else ""


def remember(response: Response, user: User) -> Response:
    """After a success, let this device know the account."""
    content = _read()
    content["u"].pop(str(user.id), None)
    latest = sorted(content["u"].items(), key=lambda item: item[1])[-(MOST_ACCOUNTS - 1) :]
    content["u"] = dict(latest) | {str(user.id): clock.now().toordinal()}
    response.set_cookie(
        _name(),
        _signer().dumps(content),
        max_age=KNOWN_DAYS * 86_400,
        httponly=True,
        secure=current_app.config["SETTINGS"].https,
        samesite="Lax",
        path="/",
    )
    return response
