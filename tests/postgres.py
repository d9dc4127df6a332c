"""A throwaway PostgreSQL server on a free port of 127.0.0.1, gone with whoever started it.

``start()`` runs this file as a supervisor in its own session. The supervisor stops the server and removes its folder
when its standard input closes: at ``stop()``, but also when the starting process is killed, however brutally.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

OWNER = "schoolapp"
START_SECONDS = 60
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresMissing(Exception):
    """PostgreSQL is not installed, or did not start; the message says what to do."""


class Server:
    """A running server: ``url(database)`` for the superuser, ``url(database, OWNER)`` as the product would connect."""

    def __init__(self, process: subprocess.Popen[str], port: int, password: str) -> None:
        self.process, self.port, self.password = process, port, password

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop the server and wait until its folder is gone."""
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def start(*, durable: bool = False) -> Server:
    """Start a server; ``durable`` keeps every safety of production, otherwise speed wins.

    Raises:
        PostgresMissing: with the reason.
    """
    process = subprocess.Popen(
        [sys.executable, __file__, "durable" if durable else "fast"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    answer = process.stdout.readline().split() if process.stdout else []
    if len(answer) != 2:
        process.wait(30)
        raise PostgresMissing("PostgreSQL did not start: see the lines above.")
    return Server(process, int(answer[0]), answer[1])


def programs() -> Path:
    """The folder of PostgreSQL's own programs, the newest version first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    for folder in [*debian, *([Path(found).resolve().parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissing("PostgreSQL is not installed (Debian and Ubuntu: apt-get install postgresql).")


def _server_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: root becomes ``postgres``, the user that its package makes."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _locale(folder: Path) -> tuple[str, ...]:
    """Sorting by a French collation, as a school's server would: what needs byte order must say so."""
    version = subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, text=True).stdout
    has_provider = int(version.split()[2].split(".")[0]) >= 15
    provider = ("--locale-provider=icu", "--icu-locale=fr-CA") if has_provider else ()
    return ("--encoding=UTF8", "--locale=C.UTF-8", *provider)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_cluster(folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    command = [programs() / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=scram-sha-256", "--no-sync"]
    subprocess.run(
        [*command, f"--pwfile={secret}", *_locale(programs())],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **_server_user(),
    )


def _run_server(folder: Path, port: int, options: tuple[str, ...]) -> subprocess.Popen[bytes]:
    always = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100", "log_min_messages=fatal")
    settings = [argument for option in (*always, *options) for argument in ("-c", option)]
    command = [programs() / "postgres", "-D", folder / "data", "-p", str(port), *settings]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder, **_server_user())


def _make_owner(port: int, password: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, then make the ordinary role that owns the tests' databases."""
    import psycopg
    from psycopg import sql

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with psycopg.connect(
                host="127.0.0.1", port=port, user="postgres", password=password, dbname="postgres", autocommit=True
            ) as connection:
                role = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                connection.execute(role.format(sql.Identifier(OWNER), sql.Literal(password)))
                return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresMissing("PostgreSQL stopped, or did not answer in time.") from error
            time.sleep(0.05)


def _stop_server(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(5)


def supervise(*, durable: bool) -> None:
    """Run a server until standard input closes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="schoolapp-postgres-"))
    password, port = secrets.token_hex(16), _free_port()
    server = None
    try:
        _make_cluster(folder, password)
        server = _run_server(folder, port, () if durable else FAST)
        _make_owner(port, password, server)
        sys.stdout.write(f"{port} {password}\n")
        sys.stdout.flush()
        sys.stdin.read()
    except (PostgresMissing, subprocess.CalledProcessError) as error:
        sys.exit(f"PostgreSQL: {error}")
    finally:
        if server is not None:
            _stop_server(server)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    supervise(durable=sys.argv[1:] == ["durable"])
