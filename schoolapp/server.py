"""The production server: granian with a few processes, each with a few blocking threads."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import click

from schoolapp.settings import Settings

if TYPE_CHECKING:
    from granian import Granian

LOCAL_ZONE = "/etc/localtime"


def run(settings: Settings, *, host: str | None = None, port: int | None = None) -> None:
    """Bring the database up to date, then serve until SIGTERM or Ctrl-C.

    Raises:
        SettingsError: when the instance may not listen there (see ``Settings.check_can_listen``).
    """
    chosen = replace(settings, host=host or settings.host, port=port or settings.port)
    chosen.check_can_listen()
    os.environ["SCHOOLAPP_INSTANCE"] = str(chosen.instance)
    _name_the_zone()
    import_module("schoolapp.wsgi")  # once, for the processes that are forked from this one
    _bring_up_to_date(chosen)
    prepare("schoolapp.wsgi:begin", chosen, factory=True).serve()


def prepare(target: str, settings: Settings, *, factory: bool = False) -> Granian:
    """The server of ``target`` (« module:application », or what makes it), not started yet."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces

    return Granian(
        target,
        factory=factory,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=settings.workers,
        blocking_threads=settings.threads,
        blocking_threads_idle_timeout=600,  # the longest: a thread keeps its database connection
        backlog=512,
        log_access=False,
        websockets=False,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )


def _name_the_zone() -> None:
    """Say where the system keeps its time zone, if nobody does: Babel would look for it in six hundred files, and the
    C library at each time it tells."""
    if os.path.exists(LOCAL_ZONE):
        os.environ.setdefault("TZ", f":{LOCAL_ZONE}")


def _bring_up_to_date(settings: Settings) -> None:
    from schoolapp import database
    from schoolapp.accounts import first_code

    database.migrate()
    if code := first_code.prepare(settings):
        click.echo(f"Première visite : ouvrez {settings.address}/premiere-visite et donnez ce code : {code}")
    database.disconnect()
