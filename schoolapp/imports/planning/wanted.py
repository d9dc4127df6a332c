"""What is asked of a plan: small, and apart from what makes plans, which few pages need."""

from __future__ import annotations

from datetime import date

from schoolapp.records import NamedTuple


class YearWanted(NamedTuple):
    """The school year a file is for."""

    label: str
    starts_on: date
    ends_on: date


class Options(NamedTuple):
    """What the person said of the file.

    Attributes:
        full: whether it lists the whole school, so that who is not in it has left.
    """

    year: YearWanted
    full: bool
