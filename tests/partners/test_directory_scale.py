"""Two thousand services go out and come in, within what a person waits for, in a fixed number of statements."""

from __future__ import annotations

import time

import pytest

from schoolapp.imports import queries, steps
from schoolapp.partners import hsds_rows
from schoolapp.partners.models import Service
from tests.imports.helpers import checked, counts
from tests.partners.hsds_makers import packed

MOST_SECONDS = 60


def many(services: int) -> bytes:
    """A package of services, four to an organisation, each with a number, hours and a language."""
    owners = [{"id": f"o{n}", "name": f"Organisme {n}", "description": f"Entraide {n}"} for n in range(services // 4)]
    offered = [
        {
            "id": f"s{n}",
            "organization_id": f"o{n // 4}",
            "name": f"Service {n}",
            "description": "Aide " * 20,
            "status": "active",
        }
        for n in range(services)
    ]
    return packed(
        {
            "organizations.csv": owners,
            "services.csv": offered,
            "phones.csv": [
                {"id": f"p{n}", "service_id": f"s{n}", "number": f"514 555-{n % 10000:04}"} for n in range(services)
            ],
            "languages.csv": [{"id": f"l{n}", "service_id": f"s{n}", "code": "fr"} for n in range(services)],
            "schedules.csv": [
                {"id": f"h{n}", "service_id": f"s{n}", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00"}
                for n in range(services)
            ],
        }
    )


@pytest.mark.slow
def test_two_thousand_services_come_in_and_go_out_and_come_in_again(cast, context):
    began = time.monotonic()
    content = many(2000)
    batch = checked(content, cast.secretariat, name="hsds.zip")
    steps.apply(batch, by=cast.secretariat)

    assert counts(queries.batch_for(batch.id)) == {"created": 2500}
    again = checked(content, cast.secretariat, name="hsds.zip")
    assert (counts(again), again.summary["writes"]) == ({"unchanged": 2500}, 0)
    assert time.monotonic() - began < MOST_SECONDS


def test_the_statements_do_not_grow_with_the_services(cast, context, count_queries):
    steps.apply(checked(many(8), cast.secretariat, name="hsds.zip"), by=cast.secretariat)
    with count_queries() as few:
        hsds_rows.rows()
    steps.apply(checked(many(80), cast.secretariat, name="hsds.zip"), by=cast.secretariat)
    assert Service.select().count() == 80
    with count_queries() as many_more:
        hsds_rows.rows()

    assert len(few) == len(many_more) == 9
