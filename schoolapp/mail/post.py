"""The talk with the mail server: one connection."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Self

from flask_babel import gettext as _

from schoolapp.formats import local
from schoolapp.mail.failures import Deferred, Failure, Rejected, ServerDown
from schoolapp.mail.letters import Letter
from schoolapp.mail.models import OutgoingMail
from schoolapp.settings import Settings


def _said(error: Exception, settings: Settings) -> str:
    """The words of an error, in one line, without what may not be told."""
    code, text = getattr(error, "smtp_code", None), getattr(error, "smtp_error", None)
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    words = f"{code} {text}" if code and text else str(error) or type(error).__name__
    for secret in (settings.smtp_password, settings.smtp_user):
        words = words.replace(secret, "***") if secret else words
    return re.sub(r"\s+", " ", words).strip()


class Post:
    """A connection to the mail server of the settings; opened by ``with``, closed whatever happens."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        settings = self.settings
        try:
            self._server = self._connect()
            if settings.smtp_security == "starttls":
                self._server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                self._server.login(settings.smtp_user, settings.smtp_password)
            self._server.ehlo_or_helo_if_needed()
        except smtplib.SMTPAuthenticationError as error:
            self.close()
            raise ServerDown("login", _said(error, settings)) from None
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            self.close()
            raise ServerDown("security", _said(error, settings)) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise ServerDown("unreachable", _said(error, settings)) from None
        return self

    def _connect(self) -> smtplib.SMTP:
        settings = self.settings
        where, wait = (settings.smtp_host, settings.smtp_port), settings.smtp_timeout_seconds
        if settings.smtp_security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=wait, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=wait)

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()

    def send(self, mail: OutgoingMail, letter: Letter) -> None:
        """Hand one mail over. It has left once this returns.

        Raises:
            Failure: in one of its three forms.
        """
        try:
            self._server.send_message(message(mail, letter, self.settings))
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise self._refusal("address", code, smtplib.SMTPResponseException(code, text)) from None
        except smtplib.SMTPSenderRefused as error:
            raise ServerDown("sender", _said(error, self.settings)) from None
        except smtplib.SMTPNotSupportedError as error:
            raise Rejected("address", _said(error, self.settings)) from None
        except smtplib.SMTPDataError as error:
            raise self._refusal("content", error.smtp_code, error) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise ServerDown("unreachable", _said(error, self.settings)) from None

    def _refusal(self, problem: str, code: int, error: Exception) -> Failure:
        """4xx: later; 5xx: never; 421: the server is going away."""
        words = _said(error, self.settings)
        if code == 421:
            return ServerDown("unreachable", words)
        return (Rejected if code >= 500 else Deferred)(problem, words)


def message(mail: OutgoingMail, letter: Letter, settings: Settings) -> EmailMessage:
    """The mail as it travels. Its Message-ID is the same at each try, so that a mail server may know a second copy."""
    domain = settings.smtp_from.rpartition("@")[2]
    made = EmailMessage()
    made["Subject"] = " ".join(letter.subject.splitlines())  # a header is one line
    made["From"] = Address(letter.sender or _("Trait d’union"), addr_spec=settings.smtp_from)
    made["To"] = mail.address
    made["Date"] = format_datetime(local(mail.created_at))
    made["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '-', mail.key)}.{mail.id}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body)
    made["Content-Language"] = letter.language
    return made
