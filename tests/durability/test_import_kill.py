"""``kill -9`` of the whole server while an import is being written: all of it is there, or nothing, and it goes on."""

from __future__ import annotations

import re
import time

import pytest
from playhouse.db_url import connect

from tests.cast import PASSWORD
from tests.imports.makers import csv_text
from tests.servers import Server
from tests.visitor import Visitor

PUPILS, KNOWN = 2000, 4
PATIENCE_SECONDS = 150

pytestmark = [pytest.mark.durability, pytest.mark.timeout(500)]


def school() -> str:
    rows = [["Fiche", "Nom", "Prénom", "Groupe", "Mère", "Cell. mère"]]
    rows += [
        [50_000 + n, f"Nom{n // 2}", f"Prénom{n}", 100 + n % 40, f"Ann Nom{n // 2}", f"514 555-{n % 10_000:04d}"]
        for n in range(PUPILS)
    ]
    return csv_text(rows)


def hand_in(visitor: Visitor) -> str:
    """Send the file; the address of its import."""
    token = visitor.form("/importations", "/importations").fields["csrf_token"]
    parts = [
        f'--mark\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n',
        '--mark\r\nContent-Disposition: form-data; name="file"; filename="liste.csv"\r\n\r\n',
        f"{school()}\r\n--mark--\r\n",
    ]
    headers = {"Content-Type": "multipart/form-data; boundary=mark"}
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    visitor.connection.request("POST", "/importations", "".join(parts).encode(), {"Cookie": cookies, **headers})
    answer = visitor.connection.getresponse()
    page = answer.read().decode()
    assert answer.status == 303, page
    return answer.getheader("Location")


def send(visitor: Visitor, address: str, step: str, **fields: str) -> None:
    form = visitor.form(address, f"{address}/{step}")
    status, page = visitor.post(f"{address}/{step}", {**form.fields, **fields})
    assert status == 303, page


def wait_for(visitor: Visitor, address: str, words: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not re.search(words, visitor.get(address)):
        assert time.monotonic() < deadline, f"{address} never said {words}"
        time.sleep(0.2)


def count(url: str, query: str) -> int:
    db = connect(url)
    [(number,)] = db.execute_sql(query).fetchall()
    db.close()
    return number


def signed_in(running: Server) -> Visitor:
    visitor = Visitor(running.url)
    visitor.sign_in("secretariat@ecole.example", PASSWORD)
    return visitor


def test_an_import_killed_while_it_is_applied_is_whole_or_absent_and_is_taken_up_again(
    server: Server,
    database_url: str,
):
    visitor = signed_in(server)
    address = hand_in(visitor)
    send(visitor, address, "colonnes", full="non")
    wait_for(visitor, address, "Ligne par ligne")
    send(visitor, address, "application")
    time.sleep(1)
    visitor.connection.close()
    server.kill()

    assert count(database_url, "SELECT COUNT(*) FROM pupil") in {KNOWN, KNOWN + PUPILS}
    server.start()
    visitor = signed_in(server)
    wait_for(visitor, address, "Travail interrompu|Importation appliquée")
    if "Travail interrompu" in visitor.get(address):
        send(visitor, address, "reprise")
        wait_for(visitor, address, "Importation appliquée")
    visitor.connection.close()

    assert count(database_url, "SELECT COUNT(*) FROM pupil") == KNOWN + PUPILS
    assert count(database_url, "SELECT COUNT(*) FROM audit_event WHERE action = 'import.applied'") == 1
