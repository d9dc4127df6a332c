"""A real mail server on this machine, in the moods that real ones have."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.servers import free_port

USER, PASSWORD = "traitdunion", "un secret de la poste"


class PostOffice:
    """What the server received, and what it answers.

    Attributes:
        answers: what it says to an address instead of taking the mail (« 550 No such user »).
        on_mail: called with each mail before it is taken; what it returns, if anything, is the answer.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answers: dict[str, str] = {}
        self.on_mail: Callable[[EmailMessage], str | None] = lambda _mail: None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        if answer := self.on_mail(mail):
            return answer
        self.mails.append(mail)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"

    def text(self, place: int = -1) -> str:
        """The words of a mail as a person reads them."""
        return self.mails[place].get_content()


def authenticate(_server: Any, _session: Any, _envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def serve(office: PostOffice) -> Iterator[Callable[..., int]]:
    """``serve()`` opens the mail server and gives its port; options are those of aiosmtpd."""
    open_now: list[Controller] = []

    def start(**options: Any) -> int:
        controller = Controller(office, hostname="127.0.0.1", port=options.pop("port", None) or free_port(), **options)
        controller.start()
        open_now.append(controller)
        return controller.port

    start.stop = lambda: open_now.pop().stop()
    yield start
    for controller in open_now:
        controller.stop()


@pytest.fixture
def configure(app: Any) -> Iterator[Callable[..., None]]:
    """``configure(smtp_port=…)`` names a mail server in the settings of the application, for this test."""
    kept = app.config["SETTINGS"]
    local = {"smtp_host": "127.0.0.1", "smtp_security": "aucune", "smtp_from": "traitdunion@ecole.example"}

    def change(**settings: Any) -> None:
        changed = {**local, "smtp_timeout_seconds": 2, "public_url": "https://lien.ecole.example", **settings}
        app.config["SETTINGS"] = dataclasses.replace(kept, **changed)

    yield change
    app.config["SETTINGS"] = kept
