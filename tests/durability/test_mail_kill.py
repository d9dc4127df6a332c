"""Mail of a real server: each process may send, each mail leaves once; a kill in the middle of them loses none."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import peewee
import pytest
from playhouse.db_url import connect

from tests.mail.conftest import office, serve
from tests.servers import Server

__all__ = ["office", "serve"]

pytestmark = [pytest.mark.durability, pytest.mark.slow]

MAILS = 40
INSERT = (
    "INSERT INTO outgoing_mail (key, kind, user_id, address, subject, body, state, attempts, created_at, next_at, "
    "claim, problem, answer) VALUES ({marks})"
)


@pytest.fixture
def database(database_url: str) -> Iterator[Callable[..., list[tuple]]]:
    """``database(sql)`` runs a statement on the instance's database, from outside."""
    db = connect(database_url)
    mark = "?" if isinstance(db, peewee.SqliteDatabase) else "%s"

    def run(sql: str, *values: object) -> list[tuple]:
        cursor = db.execute_sql(sql.replace("{marks}", ", ".join([mark] * len(values))), values)
        rows = cursor.fetchall() if cursor.description else []
        db.commit() if db.in_transaction() else None
        return rows

    yield run
    db.close()


@pytest.fixture
def instance(server: Server, database: Callable[..., list[tuple]]) -> Server:
    """An instance whose outbox holds mails, not served yet."""
    server.stop()
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    for number in range(MAILS):
        mail = (f"digest:{number}", "digest", 1, f"p{number}@ecole.example", "Objet", "Texte", "waiting", 0, now, now)
        database(INSERT, *mail, "", "", "")
    return server


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def settings(port: int) -> dict[str, str]:
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": str(port),
        "smtp_security": "aucune",
        "smtp_from": "traitdunion@ecole.example",
    }


def copies(office) -> Counter[str]:
    return Counter(address for recipients in office.recipients for address in recipients)


def sent(database: Callable[..., list[tuple]]) -> int:
    return database("SELECT COUNT(*) FROM outgoing_mail WHERE state = 'sent'")[0][0]


def test_several_processes_send_each_mail_once(instance, database, serve, office):
    busy = threading.Lock()

    def slowly(_mail):
        with busy:
            time.sleep(0.02)

    office.on_mail = slowly
    instance.settings |= settings(serve()) | {"workers": "3"}
    instance.start()
    wait_until(lambda: sent(database) == MAILS)
    instance.stop()
    assert copies(office) == {f"p{number}@ecole.example": 1 for number in range(MAILS)}


def test_a_kill_in_the_middle_of_sending_loses_no_mail(instance, database, serve, office):
    office.on_mail = lambda _mail: time.sleep(0.03)
    instance.settings |= settings(serve()) | {"workers": "2"}
    instance.start()
    wait_until(lambda: len(office.mails) > MAILS // 4)
    instance.kill()
    before = sent(database)
    assert 0 < before < MAILS
    wait_until(lambda: len(office.mails) >= before)
    database("UPDATE outgoing_mail SET claimed_until = NULL")  # as two minutes later
    instance.start()
    wait_until(lambda: sent(database) == MAILS)
    instance.stop()
    received = copies(office)
    assert set(received) == {f"p{number}@ecole.example" for number in range(MAILS)}
    twice = [address for address, count in received.items() if count > 1]
    assert len(twice) <= 2, "at most the one that each process was handing over"
    ids = Counter(mail["Message-ID"] for mail in office.mails)
    assert len(ids) == MAILS, "a second copy is known by its Message-ID"


def test_a_dead_mail_server_keeps_no_page_waiting(instance, database):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        instance.settings |= settings(silent.getsockname()[1]) | {"smtp_timeout_seconds": "5"}
        instance.start()
        silent.settimeout(10)
        connection, _address = silent.accept()  # the thread of the mails now waits for an answer
        with connection:
            started = time.monotonic()
            for _number in range(10):
                assert instance._answers()
            assert time.monotonic() - started < 2
        instance.stop()
    assert sent(database) == 0
    assert database("SELECT COUNT(*) FROM outgoing_mail WHERE state = 'waiting'")[0][0] == MAILS
