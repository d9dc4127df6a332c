"""Passwords: argon2id, checked or made one at a time in each process.

A hash takes 19 MiB and a good part of a core; several at once would slow everybody down. Whoever finds the slot taken
for longer than ``SLOT_WAIT`` gets ``Busy``, and a short page that asks to try again.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 128
# A waiting thread serves nobody: the wait is about the time of one hash, no more.
SLOT_WAIT = 0.03
RETRY_SECONDS = 2

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# The hash of a random password that nobody knows: what is checked when there is no account, in the same time.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$mQy7Mj+r0Ue4f3+F1EHW9Q$IoubD1JsQKBOgxxLgCgvc6U2ReQ21EnkgLj2vuqOeIo"

_slot = threading.Lock()


class Busy(Exception):
    """Another password is being checked; try again in a moment."""


@contextmanager
def turn() -> Iterator[None]:
    """Hold the only slot of this process.

    Raises:
        Busy: when it stays taken for longer than ``SLOT_WAIT``.
    """
    if not _slot.acquire(timeout=SLOT_WAIT):
        raise Busy
    try:
        yield
    finally:
        _slot.release()


def encoded(password: str) -> bytes:
    """The same password whatever the keyboard: an accent typed as one character or as two."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


def hashed(password: str) -> str:
    """The text to keep for a password.

    Raises:
        Busy: see ``turn``.
    """
    with turn():
        return hasher.hash(encoded(password))


def matches(kept: str, password: str) -> bool:
    """Whether this is the password of ``kept``; as long to say when nothing is kept. To be called within ``turn``."""
    try:
        return hasher.verify(kept or NOBODY, encoded(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_dated(kept: str) -> bool:
    """Whether ``kept`` was made with other parameters than today's, and should be made again."""
    return hasher.check_needs_rehash(kept)
