"""Why a mail did not leave, in a word that the outbox keeps."""

from __future__ import annotations

LONGEST_ANSWER = 300


class Failure(Exception):
    """A mail did not leave.

    Attributes:
        problem: a code of ``words.PROBLEMS``.
        answer: what the server, or the network, says of it.
    """

    def __init__(self, problem: str, answer: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.answer = answer[:LONGEST_ANSWER]


class ServerDown(Failure):
    """Nobody's mail can leave now: the server does not answer, or does not want us."""


class Rejected(Failure):
    """The server refuses this mail for good; another may leave."""


class Deferred(Failure):
    """The server asks to try this mail again later."""
