"""Backups of a whole instance: the database as of one moment, the journal file and the settings, in one archive.

The archive holds confidential data and the instance's key: it is readable by its owner only, and so should be the place
where it is kept.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from schoolapp import audit, clock, database
from schoolapp.accounts.models import School
from schoolapp.settings import Settings

SQLITE_FILE, POSTGRES_FILE = "schoolapp.db", "schoolapp.dump"
KEPT = ("settings.toml", "secret.key", "journal.jsonl")


class BackupError(Exception):
    """The backup or the restoration could not be done; the message says why, and nothing was changed."""


def _settings() -> Settings:
    return current_app.config["SETTINGS"]


def _postgres(program: str, url: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, not by the command line."""
    parts = urlsplit(url)
    if shutil.which(program) is None:
        raise BackupError(_("Le programme %(name)s de PostgreSQL est introuvable.", name=program))
    environment = {
        **os.environ,
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()}")


def _dump(folder: Path) -> Path:
    url = _settings().database_url
    if not database.is_sqlite():
        file = folder / POSTGRES_FILE
        _postgres(
            "pg_dump", url, "--format=custom", "--schema=public", "--no-owner", "--no-privileges", f"--file={file}"
        )
        return file
    file = folder / SQLITE_FILE
    _copy_sqlite(Path(database.sqlite_file(url)), file)
    return file


def make(target: Path) -> Path:
    """Write the archive of the running instance to ``target`` (a file that does not exist yet) and return it.

    Raises:
        BackupError: the file exists, or the database could not be copied; no archive is left behind.
    """
    if target.exists():
        raise BackupError(_("%(file)s existe déjà.", file=target))
    audit.record("backup.made", by=None, detail={"file": target.name})
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        files = [_dump(folder), *(_settings().instance / kept for kept in KEPT)]
        draft = folder / "archive"
        with tarfile.open(draft, "x:gz", compresslevel=6) as archive:
            for file in files:
                if file.is_file():
                    archive.add(file, file.name)
        draft.chmod(0o600)
        draft.rename(target)
    return target


def restore(source: Path) -> None:
    """Put the archive ``source`` in place of this instance's database, which must not hold a school yet.

    Raises:
        BackupError: the instance is in use, or the archive is not one of ours; nothing was changed.
    """
    if not database.pending_migrations() and School.select().exists():
        raise BackupError(_("Cette instance contient déjà une école : restaurez dans un dossier neuf."))
    wanted = SQLITE_FILE if database.is_sqlite() else POSTGRES_FILE
    with tempfile.TemporaryDirectory(dir=_settings().instance) as name:
        folder = Path(name)
        _extract(source, folder)
        if not (folder / wanted).is_file():
            raise BackupError(_("L’archive ne contient pas de base de données pour ce moteur."))
        _load(folder / wanted)
        for kept in KEPT:
            if (folder / kept).is_file():
                (folder / kept).replace(_settings().instance / kept)
    database.migrate()
    audit.record("backup.restored", by=None, detail={"file": source.name})


def _extract(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if member.isfile() and member.name in {SQLITE_FILE, POSTGRES_FILE, *KEPT}:
                    archive.extract(member, folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(
            _("%(file)s n’est pas une sauvegarde lisible : %(error)s", file=source, error=error)
        ) from error


def _load(file: Path) -> None:
    url = _settings().database_url
    if not database.is_sqlite():
        clean = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
        _postgres("pg_restore", url, *clean, f"--dbname={unquote(urlsplit(url).path.lstrip('/'))}", file)
        return
    database.db.close()
    _copy_sqlite(file, Path(database.sqlite_file(url)))


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database as of one moment, by SQLite itself: writers may go on, and the copy is whole or absent."""
    read, write = sqlite3.connect(source), sqlite3.connect(target)
    try:
        read.backup(write)
    finally:
        write.close()
        read.close()


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup_command(file: Path | None) -> None:
    """Sauvegarde l’instance dans FILE (par défaut : sauvegardes/, à la date du jour, dans l’instance)."""
    moment = f"{clock.now():%Y-%m-%d-%H%M%S}"
    try:
        made = make(file or _settings().instance / "sauvegardes" / f"trait-dunion-{moment}.tar.gz")
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_("Sauvegarde faite : %(file)s", file=made))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore_command(file: Path) -> None:
    """Restaure la sauvegarde FILE dans une instance neuve (serveur arrêté)."""
    try:
        restore(file)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(_("Sauvegarde restaurée. Vous pouvez démarrer le serveur."))
