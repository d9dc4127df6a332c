"""``python -m schoolapp_bench``: measures every goal in one run, prints a line for each.

Each line holds the goal, the value, the floor, the ambition, and ``ok`` or ``short``, separated by tabs. The exit code
is 1 when a floor is missed. A goal whose page does not exist yet says so, and is no missed floor. What is being done
goes to the standard error, with the details.
"""

from __future__ import annotations

import sys

from schoolapp_bench import growth, house, ratios, visit, writers
from schoolapp_bench.goals import GOALS

MEASURES = (
    ratios.measure,
    growth.measure,
    house.statements,
    writers.measure,
    house.kill,
    house.start_and_memory,
    visit.measure,
)


def main() -> int:
    """Measure everything; 1 when a floor is missed."""
    values: dict[str, float] = {}
    for measure in MEASURES:
        values |= measure()
    for goal in GOALS:
        sys.stdout.write(goal.line(values.get(goal.code)) + "\n")
    return int(any(goal.code in values and not goal.holds(values[goal.code]) for goal in GOALS))


if __name__ == "__main__":
    sys.exit(main())
