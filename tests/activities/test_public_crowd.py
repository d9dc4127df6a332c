"""Fifty parents at once, on the real server with its several processes, for the one place that is left."""

from __future__ import annotations

import threading
from contextlib import closing
from urllib.parse import urlencode, urlsplit

import pytest

from schoolapp.activities.models import SignUp, Slot
from tests.activities import helpers
from tests.activities.parents import heading, with_a_phone
from tests.servers import Server
from tests.visitor import Visitor

PARENTS = 50


@pytest.mark.slow
def test_one_has_the_place_forty_nine_wait_in_order_and_nobody_sees_an_error(app, cast, engine, tmp_path):
    with_a_phone()
    slot = helpers.slot(helpers.activity(cast.agent), capacity=1, starts=helpers.STARTS.replace(year=2099))
    path, said = f"/b/{slot.activity_id}", {}
    start = threading.Barrier(PARENTS)
    server = Server(tmp_path / "instance", database_url=engine.url, second_step_required="no").start()

    def play(number: int) -> None:
        visitor = Visitor(server.url)
        with closing(visitor.connection):
            fields = visitor.form(path, path).fields
            start.wait(60)
            fields |= {"name": f"Parent {number}", "phone": "514 555-0142"}
            answer = visitor.ask("POST", path, urlencode(fields))
            answer.read()
            card = urlsplit(answer.headers.get("Location", "")).path
            said[number] = (answer.status, visitor.get(card) if card else "")

    try:
        threads = [threading.Thread(target=play, args=(number,)) for number in range(PARENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(90)
    finally:
        server.stop()

    assert [status for status, _page in said.values()] == [303] * PARENTS
    headings = [heading(page) for _status, page in said.values()]
    assert headings.count("C’est noté. À bientôt!") == 1
    assert headings.count("Vous êtes sur la liste d’attente.") == PARENTS - 1
    states = [row.state for row in SignUp.select().order_by(SignUp.state_at, SignUp.id)]
    assert states == ["inscrit", *["attente"] * (PARENTS - 1)]
    assert Slot.get_by_id(slot.id).taken == 1
