"""``schoolapp import FILE``: the same import as the page's, from a terminal; nothing is written without a yes."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from schoolapp import clock
from schoolapp.database import atomic
from schoolapp.imports import queries, steps, subjects, tasks
from schoolapp.imports.models import PARTNERS, PUPILS, ImportBatch, ImportLine
from schoolapp.imports.options import Choices, apply_saved
from schoolapp.imports.readers.records import FileRefused, SeveralSchools

KINDS = {
    "created": "Nouvelles fiches",
    "changed": "Fiches modifiées",
    "unchanged": "Inchangés",
    "gone": "Partis",
    "refused": "Lignes refusées",
    "partial": "Cellules laissées de côté",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--mapping", "mapping", help="Nom des colonnes enregistrées à employer.")
@click.option("--full/--partial", default=None, help="Le fichier contient toute l’école, ou une partie seulement.")
@click.option("--year", help="Année scolaire du fichier (l’année en cours par défaut).")
@click.option("--school", default="", help="Identifiant de l’école, quand le fichier en couvre plusieurs.")
@click.option("--partners", is_flag=True, help="La table décrit des partenaires et leurs services, non des élèves.")
@click.option("--dry-run", is_flag=True, help="Montre ce qui changerait, sans rien écrire.")
@click.option("--yes", is_flag=True, help="Applique sans demander.")
@with_appcontext
def import_file(
    file: Path,
    mapping: str | None,
    full: bool | None,
    year: str | None,
    school: str,
    partners: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Importe des élèves et leurs familles (OneRoster, School Data Sync, CSV, XLSX) ou des partenaires (HSDS, CSV)."""
    clock.use_zone(queries.time_zone())
    batch = None
    try:
        batch = steps.take_in(file, PARTNERS if partners else PUPILS)
        _choose(batch, mapping, full, year, school)
        tasks.check(batch)
        _tell(batch)
        if dry_run or not (yes or click.confirm("Appliquer?")):
            return
        _apply(batch)
    except SeveralSchools as several:
        schools = "\n".join(f"  --school {code}  {name} ({count} élèves)" for code, name, count in several.schools)
        raise click.ClickException(f"{several}\n{schools}") from several
    except FileRefused as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        if batch is not None:
            steps.let_go(batch)


def _choose(batch: ImportBatch, mapping: str | None, full: bool | None, year: str | None, school: str) -> None:
    choices = Choices.of(batch.options)
    if mapping is not None:
        saved = queries.mapping_named(mapping)
        if saved is None:
            names = ", ".join(one.name for one in queries.mappings([batch.subject])) or "aucune"
            raise FileRefused(f"Aucune colonne enregistrée sous « {mapping} » (enregistrées : {names}).")
        apply_saved(choices, saved.columns, subjects.of(batch).fields)
    choices.full = choices.full if full is None else full
    if choices.full is None and batch.subject == PUPILS:
        raise FileRefused("Dites si le fichier contient toute l’école (--full) ou une partie (--partial).")
    if year and year not in {one.label for one in queries.years()}:
        offered = ", ".join(one.label for one in queries.years())
        raise FileRefused(f"L’année {year} ne convient pas (possibles : {offered}).")
    if batch.kind == subjects.TABLE and subjects.of(batch).fields.problems(choices.columns()):
        raise FileRefused("Les colonnes ne se reconnaissent pas : faites la première importation par la page.")
    choices.year, choices.school = year or "", school
    batch.options = choices.kept()
    with atomic():
        batch.save()


def _tell(batch: ImportBatch) -> None:
    counts = batch.summary["counts"]
    for kind, words in KINDS.items():
        if counts[kind] or kind in ("created", "changed", "unchanged", "refused"):
            click.echo(f"{words:<28}{counts[kind]:>7}")
    for remark in batch.summary["remarks"]:
        click.echo(f"Remarque : {remark}")
    bad = ImportLine.select().where((ImportLine.batch == batch.id) & ImportLine.kind.in_(["refused", "partial"]))
    for line in bad.order_by(ImportLine.position):
        where = f"{line.detail['file']}, ligne {line.rows}"
        click.echo(f"{where} : {line.detail['reason']}")


def _apply(batch: ImportBatch) -> None:
    alike = queries.unanswered(batch)
    if alike:
        raise FileRefused(
            f"{alike} personnes du fichier ressemblent à des personnes de l’école : "
            "dites qui est qui par la page Importations, puis appliquez."
        )
    fresh = queries.batch_for(batch.id)
    if not tasks.apply(fresh, None):
        raise FileRefused("L’école a changé pendant l’importation. Rien n’a été écrit; recommencez.")
    click.echo("Importation appliquée.")
