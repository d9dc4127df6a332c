"""Phone numbers: understood as Canadian ones when they can be, kept as typed when not."""

from __future__ import annotations

import re

from schoolapp.formats import digits
from schoolapp.records import NamedTuple

EXTENSION = re.compile(r"[\s,;]*(?:\bposte|\bp\.|\bext\.?|\bx|#)\s*(\d{1,7})\s*$", re.IGNORECASE)


class Understood(NamedTuple):
    """A number: ``number`` as E.164 with its extension (empty when not understood), ``digits`` for search."""

    number: str
    digits: str


def understand(raw: str) -> Understood:
    """What a typed number means; nothing is refused, a number nobody understands can still be read and dialled."""
    import phonenumbers

    extension = EXTENSION.search(raw)
    # Letters beside a number are remarks (« cell. »), which the library would dial as on a keypad.
    plain = re.sub(r"[^\W\d_]+", " ", raw[: extension.start()] if extension else raw)
    try:
        parsed = phonenumbers.parse(plain, "CA")
    except phonenumbers.NumberParseException:
        return Understood("", digits(raw)[:30])
    if not phonenumbers.is_valid_number(parsed):
        return Understood("", digits(raw)[:30])
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    found = number[2:] if number.startswith("+1") else number[1:]
    return Understood(f"{number};ext={extension[1]}" if extension else number, found)
