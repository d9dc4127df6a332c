"""Talking with mail servers of every kind, without ever telling the password."""

from __future__ import annotations

import logging
import ssl
import subprocess

import pytest

from schoolapp.mail import outbox
from schoolapp.mail.delivery import deliver
from schoolapp.mail.models import OutgoingMail
from tests.mail.conftest import PASSWORD, USER, authenticate


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of « localhost », and the context of a server that shows it."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return folder / "cert.pem", context


@pytest.fixture
def trusted(certificate, monkeypatch):
    """This machine trusts the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    return certificate[1]


def only(cast):
    outbox.put("digest:1", "digest", cast.agent, "Objet", "Texte")
    return lambda: OutgoingMail.get()


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # aiosmtpd does not know that it is behind TLS
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_connection_and_a_password(cast, context, serve, office, configure, trusted, security):
    server = {"starttls": {"tls_context": trusted, "require_starttls": True}, "tls": {"ssl_context": trusted}}[security]
    port = serve(authenticator=authenticate, auth_required=True, auth_require_tls=security != "tls", **server)
    credentials = {"smtp_user": USER, "smtp_password": PASSWORD}
    configure(smtp_host="localhost", smtp_port=port, smtp_security=security, **credentials)
    mail = only(cast)
    assert deliver() == 1
    assert mail().state == "sent"


def test_a_wrong_password_waits_for_the_settings_and_is_never_told(
    cast, context, serve, configure, trusted, caplog, office
):
    port = serve(authenticator=authenticate, auth_required=True, tls_context=trusted, require_starttls=True)
    wrong = {"smtp_user": USER, "smtp_password": "pas le bon secret"}
    configure(smtp_host="localhost", smtp_port=port, smtp_security="starttls", **wrong)
    mail = only(cast)
    with caplog.at_level(logging.DEBUG):
        assert deliver() == 0
    kept = mail()
    assert (kept.state, kept.problem) == ("waiting", "login")
    assert kept.answer.startswith("535 ")
    assert "pas le bon secret" not in caplog.text + kept.answer + repr(kept.__data__)


def test_a_certificate_that_nobody_vouches_for_is_refused(cast, context, serve, configure, certificate):
    port = serve(tls_context=certificate[1], require_starttls=True)
    configure(smtp_host="localhost", smtp_port=port, smtp_security="starttls")
    mail = only(cast)
    assert deliver() == 0
    assert (mail().state, mail().problem) == ("waiting", "security")


def test_a_server_without_encryption_gets_no_mail_when_the_settings_ask_for_it(cast, context, serve, office, configure):
    configure(smtp_port=serve(), smtp_security="starttls")
    mail = only(cast)
    assert deliver() == 0
    assert (mail().state, mail().problem) == ("waiting", "security")
    assert office.mails == []


def test_an_answer_in_a_strange_charset_or_without_end_is_kept_short(cast, context, serve, office, configure):
    office.answers["agent@ecole.example"] = "550 " + "é" * 400
    configure(smtp_port=serve())
    mail = only(cast)
    deliver()
    assert mail().state == "refused"
    assert len(mail().answer) <= 300
