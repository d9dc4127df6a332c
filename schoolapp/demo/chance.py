"""Drawing lots, fast: a big school draws millions of them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def pick(rng: Random, things: Sequence[Thing]) -> Thing:
    """One of the things, as ``rng.choice`` in a third of the time."""
    return things[int(rng.random() * len(things))]
