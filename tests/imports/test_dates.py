"""Dates as lists of pupils hold them, read one way only."""

from datetime import date

import pytest

from schoolapp.imports.readers.dates import column_order, read_date

BORN = date(2015, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        "2015-03-12",
        "2015/03/12",
        "2015.3.12",
        "12/03/2015",
        "12-03-2015",
        "12.3.2015",
        "12 03 2015",
        "2015-03-12 00:00:00",
        "2015-03-12T00:00:00Z",
        "20150312",
        "42075",
        "42075.0",
        "12 mars 2015",
        "12-mars-2015",
        "March 12, 2015",
        "  12/03/2015 ",
    ],
)
def test_every_usual_form_is_read(written):
    assert read_date(written) == BORN


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1er août 2014", date(2014, 8, 1)),
        ("5 févr. 2016", date(2016, 2, 5)),
        ("31 déc 2013", date(2013, 12, 31)),
        ("2 juillet 2017", date(2017, 7, 2)),
        ("2 juin 2017", date(2017, 6, 2)),
    ],
)
def test_french_months_are_read_short_or_long(written, day):
    assert read_date(written) == day


@pytest.mark.parametrize(
    "written",
    ["", "31/02/2015", "12/13/2015", "2015-13-01", "hier", "12/03/15", "2015", "99999", "1e400", "-5", "１２"],
)
def test_what_is_no_date_is_not_read(written):
    assert read_date(written) is None


def test_month_first_is_read_when_asked():
    assert read_date("3/12/2015", "mdy") == BORN


@pytest.mark.parametrize(
    ("column", "code", "ambiguous"),
    [
        (["01/02/2015", "25/12/2014"], "dmy", False),
        (["01/02/2015", "12/25/2014"], "mdy", False),
        (["01/02/2015", "03/04/2014"], "dmy", True),
        (["2015-01-02", "02/02/2015"], "dmy", False),
        (["25/12/2014", "12/25/2014", "01/02/2015"], "dmy", True),
        ([], "dmy", False),
    ],
)
def test_the_order_is_settled_over_the_whole_column(column, code, ambiguous):
    order = column_order(column)

    assert (order.code, order.ambiguous) == (code, ambiguous)


def test_a_column_that_reads_both_ways_follows_the_habit_of_its_source():
    assert column_order(["01/02/2015"], default="mdy").code == "mdy"
