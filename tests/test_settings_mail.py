"""Settings of mail that cannot work stop the start, with words that say which and why, and without the password."""

from __future__ import annotations

import pytest

from schoolapp.settings import SettingsError, load

GOOD = {
    "SCHOOLAPP_SMTP_HOST": "courriel.ecole.example",
    "SCHOOLAPP_SMTP_USER": "traitdunion",
    "SCHOOLAPP_SMTP_PASSWORD": "ouvre-toi",
    "SCHOOLAPP_SMTP_FROM": "traitdunion@ecole.example",
}


def test_without_a_server_no_mail_is_sent(tmp_path):
    assert not load(tmp_path, {}).sends_mail


def test_what_a_school_writes_is_read(tmp_path):
    settings = load(tmp_path, GOOD)
    assert settings.sends_mail
    assert (settings.smtp_port, settings.smtp_security, settings.smtp_timeout_seconds) == (587, "starttls", 15)


def test_the_password_is_not_in_what_a_log_may_show_of_the_settings(tmp_path):
    settings = load(tmp_path, GOOD)
    assert "ouvre-toi" not in repr(settings)
    assert settings.secret_key not in repr(settings)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SMTP_HOST": ""}, "smtp_host"),
        ({"SMTP_HOST": "smtp://courriel"}, "le nom du serveur seulement"),
        ({"SMTP_PORT": "mille"}, "smtp_port"),
        ({"SMTP_PORT": "70000"}, "entre 1 et 65535"),
        ({"SMTP_SECURITY": "ssl"}, "starttls, tls, aucune"),
        ({"SMTP_SECURITY": "aucune"}, "sans chiffrement"),
        ({"SMTP_FROM": ""}, "smtp_from"),
        ({"SMTP_FROM": "traitdunion"}, "une adresse de courriel"),
        ({"SMTP_FROM": "a@b.ca\nBcc: tous@b.ca"}, "une adresse de courriel"),
        ({"SMTP_USER": ""}, "l’un ne va pas sans l’autre"),
        ({"SMTP_PASSWORD": ""}, "l’un ne va pas sans l’autre"),
        ({"SMTP_TIMEOUT_SECONDS": "0"}, "entre 1 et 60"),
        ({"SMTP_TLS": "oui"}, "Réglage inconnu"),
    ],
)
def test_a_bad_value_stops_the_start(tmp_path, changed, words):
    environ = {**GOOD, **{f"SCHOOLAPP_{name}": value for name, value in changed.items()}}
    with pytest.raises(SettingsError, match=words) as refusal:
        load(tmp_path, environ)
    assert "ouvre-toi" not in str(refusal.value)
