"""The memory of a process of the server."""

from __future__ import annotations

import ctypes
import sys

M_MMAP_THRESHOLD = -3  # malloc.h of the GNU C library
M_ARENA_MAX = -8
LARGE = 1 << 20


def give_back_large_blocks() -> None:
    """Let blocks of a megabyte and more go back to the system as soon as they are free.

    The GNU C library soon keeps what a password's hash took, 19 MiB, once for each thread: 86 MB a process instead of
    67. Other C libraries have no such setting, nor that habit.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_ARENA_MAX, 1)  # Python's lock lets one thread at a time ask for memory: several reserves only add up


def give_back_free_memory() -> None:
    """Let go of what a large reading took and no longer needs, which the GNU C library would keep for another one."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
