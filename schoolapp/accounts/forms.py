"""The forms of signing in and of accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, Length

from schoolapp import forms
from schoolapp.accounts import passwords


def password(label: Any, autocomplete: str, **options: Any) -> PasswordField:
    """A password, taken exactly as typed, spaces included, and never sent back to the page."""
    too_long = _l("Au plus %(max)d caractères.")
    rules = [DataRequired(_l("Ce champ est nécessaire.")), Length(max=passwords.LONGEST, message=too_long)]
    attributes = {"autocomplete": autocomplete, "maxlength": passwords.LONGEST}
    return PasswordField(label, rules, render_kw=attributes, **options)


class OpenForm(forms.Form):
    """A form for someone not signed in. Its route is exempt from the general anti-forgery refusal, a bare error page:

    here the page comes back, with a new token and what was typed.
    """

    def validate(self, *arguments: Any, **options: Any) -> bool:
        valid = super().validate(*arguments, **options)
        token = getattr(self, "csrf_token", None)
        if token is not None and token.errors:
            token.errors = [_("La page est restée ouverte longtemps. Envoyez de nouveau.")]
        return valid


class SignInForm(OpenForm):
    email = forms.text(_l("Courriel"), 254, required=True, render_kw={"type": "email", "autocomplete": "username"})
    password = password(_l("Mot de passe"), "current-password")
    suite = HiddenField(filters=[forms.tidy], validators=[Length(max=1000)])


class CodeForm(OpenForm):
    code = forms.text(
        _l("Code"), 30, required=True, render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"}
    )
    suite = HiddenField(filters=[forms.tidy], validators=[Length(max=1000)])
