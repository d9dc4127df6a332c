"""The links of the made-up partners open, and what they propose is about what their sheets say."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp import clock
from schoolapp.database import atomic
from schoolapp.demo.partner_links import LINKS, PROPOSED, links
from schoolapp.demo.partners import PartnerMaker
from schoolapp.partners import links as verbs
from schoolapp.partners import proposals
from schoolapp.partners.models import Proposal, SheetLink

TODAY = date(2026, 11, 17)


@pytest.fixture
def made(app, cast, context) -> None:
    from schoolapp.demo.bulk import Writer

    with atomic():
        writer = Writer()
        people = {name: user.id for name, user in cast.everyone.items()}
        maker = PartnerMaker(writer, TODAY, people, 2026)
        maker.make()
        links(writer, maker, 2026)
        writer.finish()


def test_each_link_opens_unless_it_was_closed_or_is_over(made):
    rows = list(SheetLink.select())
    assert len(rows) == len(LINKS)
    for row in rows:
        open_still = row.revoked_at is None and row.expires_at > clock.now()
        assert (verbs.by_token(verbs.token_of(row)) == row) is open_still
    assert {verbs.state_of(row) for row in rows} == {verbs.OPEN, verbs.EXPIRED, verbs.REVOKED}


def test_what_waits_is_about_what_the_sheets_say_and_what_was_accepted_is_there(made):
    rows = list(Proposal.select())
    assert len(rows) == len(PROPOSED)
    for row in rows:
        said = row.after if row.state == proposals.ACCEPTED else row.before
        assert proposals.current_text(row) == said, row.field
        assert row.before != row.after, row.field
