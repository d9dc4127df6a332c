"""A partner's link opens for a while, until it is revoked; its mail is written as it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.errors import Refused
from schoolapp.partners import links
from tests.partners import rows
from tests.partners.rows import WHO


@pytest.fixture
def house(cast):
    return rows.organization()


@pytest.fixture
def pantry(house):
    return rows.service(house, how="Appeler le matin", wait="Deux jours")


@pytest.fixture
def link(context, cast, house):
    return links.make(house, WHO, "info@maison.example", 60, by=cast.agent)


def test_a_link_opens_until_its_day_and_not_once_revoked(context, cast, link, frozen):
    token = links.token_of(link)
    assert links.by_token(token) == link
    frozen.move(days=60, seconds=-1)
    assert links.by_token(token) == link
    frozen.move(seconds=1)
    assert links.by_token(token) is None
    frozen.move(days=-1)
    links.revoke(link, by=cast.agent)
    assert links.by_token(token) is None


def test_a_link_opens_nothing_once_its_organisation_is_archived(context, cast, link, house):
    house.change(house.version, archived_at=clock.now() - timedelta(minutes=1))
    assert links.by_token(links.token_of(link)) is None
    with pytest.raises(Refused):
        links.make(rows.fresh(house), WHO, "", 60, by=cast.agent)
