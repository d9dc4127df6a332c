"""The command ``schoolapp demo fill``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

demo = AppGroup("demo", help="École fictive, pour essayer et mesurer.")


@demo.command("fill")
@click.option("--seed", default=2026, show_default=True, help="Graine : la même donne la même école.")
@click.option("--scale", default=1, show_default=True, type=click.IntRange(1, 1000), help="Multiples de 300 familles.")
@click.option("--notes", type=click.IntRange(0), help="Nombre de notes en tout (5 000 par tranche de 300 familles).")
@click.option("--board", default=52, show_default=True, type=click.IntRange(0), help="Familles au tableau.")
@click.option("--services", type=click.IntRange(0), help="Services au répertoire des partenaires, au moins.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Jour de référence (aujourd’hui par défaut).")
@click.option("--bench", is_flag=True, help="Permet une instance qui n’est pas une démonstration, si elle est vide.")
def fill(seed: int, scale: int, notes: int | None, board: int, services: int | None, day: object, bench: bool) -> None:
    """Remplit une instance vide d’une école fictive."""
    from schoolapp import clock, database
    from schoolapp.demo import fill as school
    from schoolapp.demo.journal import write_lines
    from schoolapp.demo.staff import PASSWORD

    if not (current_app.config["SETTINGS"].demo or bench):
        raise click.ClickException("Cette instance n’est pas une démonstration (réglage demo). Rien n’a été écrit.")
    notes = school.NOTES * scale if notes is None else notes
    size = school.Size(scale, notes, board, imported=not bench and scale == 1, services=services or 0)
    today = day.date() if day else clock.today()  # type: ignore[attr-defined]
    database.migrate()
    try:
        counts = school.fill(today, seed, size, lambda line: click.echo(line, err=True))
    except school.NotEmpty:
        raise click.ClickException("Cette instance contient déjà des données. Rien n’a été écrit.") from None
    write_lines(current_app.config["SETTINGS"].journal_file)
    for table, count in sorted(counts.items()):
        click.echo(f"{table}\t{count}")
    click.echo(f"Comptes de démonstration : agent@ecole.test et les autres, mot de passe « {PASSWORD} ».")
