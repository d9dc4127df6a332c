"""The memory of a process of the server."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from typing import Any

M_MMAP_THRESHOLD = -3  # malloc.h of the GNU C library
M_ARENA_MAX = -8
LARGE = 1 << 20


def _of_the_library(name: str) -> Callable[..., Any] | None:
    """A function of the system's C library; none where it has no such one."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None


def give_back_large_blocks() -> None:
    """Let blocks of a megabyte and more go back to the system as soon as they are free.

    The GNU C library soon keeps what a password's hash took, 19 MiB, once for each thread: 86 MB a process instead of
    67. Other C libraries have no such setting, nor that habit.
    """
    mallopt = _of_the_library("mallopt")
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_ARENA_MAX, 1)  # Python's lock lets one thread at a time ask for memory: several reserves only add up


def give_back_free_memory() -> None:
    """Let go of what a large reading took and no longer needs, which the GNU C library would keep for another one."""
    trim = _of_the_library("malloc_trim")
    if trim is not None:
        trim(0)


def emptied(rows: list[Any]) -> Iterator[Any]:
    """The rows in their order, each given up as it is taken."""
    rows.reverse()
    while rows:
        yield rows.pop()
