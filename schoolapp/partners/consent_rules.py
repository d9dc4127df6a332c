"""When something about a family may leave: one pure rule, read before each sending and each time a partner looks.

What leaves is words, one text for each kind of information. A ground (a consent, or a named exception) holds the words
that were read to the family or weighed by whoever excepted. It covers those and no others: another number, one more
child, a word changed in the need, and the text has to be agreed to again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from schoolapp.partners.referral_vocabulary import OF_THE_PERSON
from schoolapp.records import NamedTuple

Texts = Mapping[str, str]


class Gap(StrEnum):
    """Why a piece of information is not covered."""

    NOTHING = "nothing"
    TOO_EARLY = "too_early"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    NOT_AGREED = "not_agreed"
    CHANGED = "changed"
    SOMEBODY_ELSE = "somebody_else"
    SOMEWHERE_ELSE = "somewhere_else"


class Ground(NamedTuple):
    """What allows words to leave: a consent, or an exception.

    Attributes:
        first, last: the days between which it holds, both included.
        person: the guardian who agreed; None for somebody else, and for an exception.
        exception: whether it stands without anybody's consent.
        recipient: to whom the words may go; two sheets made one do not make one recipient of two.
    """

    texts: Texts
    first: date
    last: date
    withdrawn: bool = False
    person: int | None = None
    exception: bool = False
    recipient: str = ""

    def in_force(self, today: date) -> bool:
        return not self.withdrawn and self.first <= today <= self.last


def gaps(wanted: Texts, about: int | None, ground: Ground | None, today: date, to: str | None = None) -> dict[str, Gap]:
    """Why this ground does not let these words leave today, by kind of information; empty when it does.

    Args:
        about: the guardian whose name and number these are.
        to: who would receive them; None for words that they received already.
    """
    if ground is None:
        return dict.fromkeys(wanted, Gap.NOTHING)
    whole = _whole_gap(ground, today, to)
    if whole is not None:
        return dict.fromkeys(wanted, whole)
    found = {code: _gap(code, text, about, ground) for code, text in wanted.items()}
    return {code: gap for code, gap in found.items() if gap is not None}


def _whole_gap(ground: Ground, today: date, to: str | None) -> Gap | None:
    if ground.withdrawn:
        return Gap.WITHDRAWN
    if to is not None and ground.recipient != to:
        return Gap.SOMEWHERE_ELSE
    if today < ground.first:
        return Gap.TOO_EARLY
    return Gap.OVER if today > ground.last else None


def _gap(code: str, text: str, about: int | None, ground: Ground) -> Gap | None:
    if code not in ground.texts:
        return Gap.NOT_AGREED
    if ground.texts[code] != text:
        return Gap.CHANGED
    if code in OF_THE_PERSON and not ground.exception and (about is None or ground.person != about):
        return Gap.SOMEBODY_ELSE
    return None


def covers(wanted: Texts, about: int | None, ground: Ground | None, today: date) -> bool:
    """Whether these words may leave today on this ground. Nothing at all needs no ground, and is nothing to send."""
    return bool(wanted) and not gaps(wanted, about, ground, today)


def best(
    wanted: Texts, about: int | None, grounds: Iterable[Ground], today: date, to: str | None = None
) -> tuple[Ground | None, dict[str, Gap]]:
    """The ground that covers these words, or the nearest to it, with what it does not cover. The latest given wins."""
    nearest: Ground | None = None
    missing = gaps(wanted, about, None, today)
    for ground in grounds:
        left = gaps(wanted, about, ground, today, to)
        if nearest is None or len(left) <= len(missing):
            nearest, missing = ground, left
    return nearest, missing
