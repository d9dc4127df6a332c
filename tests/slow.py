"""The tests that ``scripts/test --fast`` leaves out: those of ``slow.txt``, measured.

``pytest --durations=0 … | python -m tests.slow`` writes the list again.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LIST = Path(__file__).with_name("slow.txt")
LONG_SECONDS = 0.045
DURATION = re.compile(r"([\d.]+)s call\s+(\S+)")


def names() -> frozenset[str]:
    """The slow test functions, as pytest names them, without their parameters."""
    return frozenset(LIST.read_text(encoding="utf-8").split())


def main() -> None:
    """Read pytest's durations and keep the names of what takes long."""
    measured = (DURATION.match(line) for line in sys.stdin)
    slow = {found[2].partition("[")[0] for found in measured if found and float(found[1]) > LONG_SECONDS}
    LIST.write_text("".join(f"{name}\n" for name in sorted(slow)), encoding="utf-8")


if __name__ == "__main__":
    main()
