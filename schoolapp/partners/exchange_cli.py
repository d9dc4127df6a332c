"""``schoolapp export-partners FILE``: the same files as the page's, from a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import click
from flask.cli import with_appcontext

ENDINGS = {".zip": "hsds", ".json": "json", ".csv": "csv"}


@click.command("export-partners")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_partners(file: Path) -> None:
    """Exporte le répertoire des partenaires : HSDS 3.0 (.zip ou .json), ou une table (.csv)."""
    from schoolapp.partners import exchange

    code = ENDINGS.get(file.suffix.lower())
    if code is None:
        raise click.ClickException("Donnez un nom de fichier en .zip, .json ou .csv.")
    handed = exchange.hand_out(code, by=None)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{file} ne peut pas être écrit : {error.strerror}.") from error
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(handed.content)
    click.echo(f"{file} : {len(handed.content)} octets.")
