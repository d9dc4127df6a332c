"""A telephone that gives codes, for tests of the second step."""

from __future__ import annotations

import pyotp

from schoolapp.accounts.models import User
from tests.cast import PASSWORD


def fresh(user):
    return User.get_by_id(user.id)


def code_of(user, frozen, steps=0):
    return pyotp.TOTP(fresh(user).totp_secret).at(int(frozen.moment.timestamp()) + 30 * steps)


def give_password(client, user, **fields):
    return client.post("/connexion", data={"email": user.email, "password": PASSWORD, **fields})


def give_code(client, code):
    return client.post("/connexion/code", data={"code": code})
