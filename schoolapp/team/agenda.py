"""What an agenda is made of before it has points: topics, and places between points."""

from __future__ import annotations

from collections.abc import Sequence

from schoolapp.records import NamedTuple

STEP = 1024.0
LEAST_GAP = 1e-6


class Topic(NamedTuple):
    """A family or a request to discuss: why, in codes and in words."""

    family_id: int | None
    reasons: Sequence[str] = ()
    why: str = ""
    request_id: int | None = None


def between(others: list[tuple[int, float]], rank: int) -> float | None:
    """A position before the point of rank ``rank`` among the others; None when there is no room left."""
    if not others:
        return STEP
    if rank == 0:
        return others[0][1] - STEP
    if rank == len(others):
        return others[-1][1] + STEP
    low, high = others[rank - 1][1], others[rank][1]
    return (low + high) / 2 if high - low > LEAST_GAP else None
