"""What does not need a load: statements per page, start, memory, and what a killed server had acknowledged."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask
from playhouse.db_url import connect

from schoolapp import database
from schoolapp.demo.staff import PASSWORD
from schoolapp_bench.instances import AGENT, application, copied
from schoolapp_bench.pages import prepare
from tests import crawl
from tests.durability import rounds
from tests.servers import Server
from tests.visitor import Visitor

STARTS = 5
KILLS = 3
PEOPLE = ["agent@ecole.test", "direction@ecole.test", "prof@ecole.test", "secretariat@ecole.test", "pro@ecole.test"]
BOARD = "/familles"


class Counter:
    """Counts the statements of the database bound at present."""

    def __init__(self) -> None:
        self.count = 0
        self.bound: Any = database.db.obj
        self.plain = self.bound.execute_sql
        self.bound.execute_sql = self._execute

    def _execute(self, *arguments: Any, **options: Any) -> Any:
        self.count += 1
        return self.plain(*arguments, **options)


def _browser(app: Flask, email: str) -> Any:
    from schoolapp.accounts import sessions
    from schoolapp.accounts.models import User

    with app.test_request_context():
        token = sessions.open_session(User.get(User.email == email), second_step_done=True)
    browser = app.test_client()
    browser.set_cookie(app.config["AUTH_COOKIE_NAME"], token)
    return browser


def _board_statements(name: str) -> int:
    with tempfile.TemporaryDirectory() as temporary, application(copied(name, Path(temporary) / name)) as app:
        browser = _browser(app, AGENT)
        browser.get(BOARD)
        counter = Counter()
        assert browser.get(BOARD).status_code == 200
        return counter.count


def _statements_by_page() -> dict[str, int]:
    """The statements of one page of each kind, for whoever has the most; a second reading, when nothing is new."""
    found: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as temporary, application(copied("1x", Path(temporary) / "1x")) as app:
        browsers = [_browser(app, email) for email in PEOPLE]
        counter = Counter()
        for browser in browsers:
            for address, _page in crawl.walk(["/"], _reader(browser)):
                counter.count = 0
                browser.get(address)
                kind = crawl.kind_of(address)
                found[kind] = max(found.get(kind, 0), counter.count)
    return found


def _reader(browser: Any) -> Any:
    def read(address: str) -> str | None:
        answer = browser.get(address)
        return answer.text if answer.status_code == 200 and answer.mimetype == "text/html" else None

    return read


def statements() -> dict[str, float]:
    """Statements by goal; the greediest pages are named beside."""
    sys.stderr.write("counting statements\n")
    pages = _statements_by_page()
    board = pages.pop(BOARD, 0)
    for kind, count in sorted(pages.items(), key=lambda page: -page[1])[:5]:
        sys.stderr.write(f"    {count} statements: {kind}\n")
    growth = _board_statements("3000") - _board_statements("30")
    return {"statements_board": board, "statements_growth": growth, "statements_other": max(pages.values())}


def start_and_memory() -> dict[str, float]:
    """Time to the first answer, and memory of the workers once they have served every page measured."""
    sys.stderr.write("measuring starts\n")
    with tempfile.TemporaryDirectory() as temporary:
        instance = copied("1x", Path(temporary) / "instance")
        pages, taken, memory = prepare(instance), [], 0.0
        for _start in range(STARTS):
            server = Server(instance).start()
            taken.append(time.perf_counter() - server.begun)
            memory = max(memory, _worked(server, pages))
            server.stop()
    return {"start": statistics.median(taken), "memory": memory}


def _worked(server: Server, pages: Any) -> float:
    """The memory of the greediest worker, in megabytes, after some work and some passwords checked."""
    from schoolapp_bench.load import fetch

    for _time in range(8):
        Visitor(server.url).sign_in(AGENT, PASSWORD)
    for _time in range(20):
        for name in pages.measured:
            fetch(pages.target(server.port, name))
    return max(_resident(process) for process in _children(server.group))


def _children(group: int) -> list[int]:
    """The workers: the processes of the server's group, but its first."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and int(entry.name) != group:
            found.append(int(entry.name))
    return found


def _resident(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def kill() -> dict[str, float]:
    """Notes that a killed server had acknowledged and that are not there afterwards."""
    sys.stderr.write("killing the server\n")
    with tempfile.TemporaryDirectory() as temporary:
        instance = copied("1x", Path(temporary) / "instance")
        family = prepare(instance).family
        server = Server(instance).start()
        try:
            visitors, acknowledged = rounds.signed_in(server, [AGENT], PASSWORD), set()
            for _round in range(KILLS):
                acknowledged.update(rounds.run(server, visitors, [family]).acknowledged)
        finally:
            server.stop()
        db = connect(f"sqlite:///{instance / 'schoolapp.db'}")
        kept = {text for (text,) in db.execute_sql("SELECT text FROM note")}
        db.close()
    return {"kill": len(acknowledged - kept)}
