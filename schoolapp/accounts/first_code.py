"""The one-time code of a new instance, printed in the terminal: whoever starts the program opens the house.

A new code is made at each start for as long as there is no school. Only its digest is kept, in the instance folder,
where every process of the server finds it; it goes when it is used. Flask is not needed here: the server asks for the
code before it starts its processes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from schoolapp import database
from schoolapp.settings import Settings

FILE = "first-run.digest"
# Nothing that looks like something else when read aloud or copied by hand: no 0/O, 1/I/L, U/V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LENGTH, GROUP = 12, 4


def _file(settings: Settings) -> Path:
    return settings.instance / FILE


def digest(typed: str) -> str:
    """What is kept of a code, whatever the case, spaces and hyphens typed."""
    tidy = "".join(character for character in typed.upper() if character.isalnum())
    return hashlib.sha256(tidy.encode("utf-8", "replace")).hexdigest()


def prepare(settings: Settings) -> str | None:
    """A new code when there is no school yet, to be printed; None afterwards."""
    if database.fetch_one("SELECT id FROM school WHERE id = 1") is not None:
        forget(settings)
        return None
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    descriptor = os.open(_file(settings), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(digest(code))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def kept(settings: Settings) -> str:
    """The digest of the code that holds now; empty when there is none."""
    file = _file(settings)
    return file.read_text(encoding="ascii") if file.is_file() else ""


def forget(settings: Settings) -> None:
    """The code is used."""
    _file(settings).unlink(missing_ok=True)
