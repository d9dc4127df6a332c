"""Forms of people without an account: no cookie, so a key that we signed stands for the anti-forgery token."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from schoolapp import forms


def _signature(key: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"parent form {key}".encode(), "sha256").hexdigest()[:16]


def new_key() -> str:
    """A name for a form that opens, which only this server can have given."""
    key = secrets.token_urlsafe(16)
    return f"{key}.{_signature(key)}"


def is_own_key(text: str) -> bool:
    """Whether we gave this key, however long ago."""
    key, _dot, signature = text.rpartition(".")
    return bool(key) and hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(key).encode())


class PublicForm(forms.Form):
    """A form of a stranger: its key replaces the anti-forgery cookie, beside what browsers say of themselves."""

    class Meta(forms.Form.Meta):
        csrf = False

    form_key = HiddenField()
    website = StringField(_l("Laissez cette case vide"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.was_own = is_own_key(self.form_key.data or "")
        if not self.was_own:
            self.form_key.data = new_key()

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what no person fills in; a person who sends it again is heard, since the page comes back clean."""
        valid = super().validate(extra_validators)
        if self.website.data:
            self.website.data = ""
            self.form_key.data, self.was_own = new_key(), False
        if not self.was_own:
            self.form_errors.append(_("Vérifiez, puis envoyez de nouveau."))
        return valid and self.was_own
