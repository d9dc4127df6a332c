"""The command ``schoolapp``: the administration of an instance, from a terminal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from schoolapp import create_app
from schoolapp.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from flask import Flask

DEFAULT_INSTANCE = "instance/real"


def _settings() -> Settings:
    try:
        return load(os.environ["SCHOOLAPP_INSTANCE"])
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


class InstanceGroup(click.Group):
    """Its own commands start at once; those of the rooms (``commands``) load the application of the instance."""

    def _app(self, context: click.Context) -> Flask:
        instance = Path(context.params.get("instance") or DEFAULT_INSTANCE).absolute()
        os.environ["SCHOOLAPP_INSTANCE"] = str(instance)
        from flask.cli import ScriptInfo

        info = context.ensure_object(ScriptInfo)
        info.create_app = lambda: create_app(_settings())
        return info.load_app()

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*self.commands, *self._app(context).cli.list_commands(context)} - {"run", "shell", "routes"})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return self.commands.get(name) or self._app(context).cli.get_command(context, name)


@click.group(cls=InstanceGroup)
@click.option(
    "--instance",
    envvar="SCHOOLAPP_INSTANCE",
    default=DEFAULT_INSTANCE,
    show_default=True,
    type=click.Path(file_okay=False),
    is_eager=True,
    help="Dossier de l’instance : base de données, réglages, sauvegardes.",
)
def main(instance: str) -> None:
    """Administration de Trait d’union."""
    os.environ["SCHOOLAPP_INSTANCE"] = str(Path(instance).absolute())


@main.command("migrate")
def migrate() -> None:
    """Met la base de données à jour."""
    from schoolapp import database

    database.connect(_settings())
    applied = database.migrate()
    click.echo("\n".join(f"Migration appliquée : {name}" for name in applied) or "La base de données est à jour.")


@main.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), help="Port d’écoute (8000 par défaut).")
@click.option("--host", help="Adresse d’écoute (127.0.0.1 par défaut).")
def serve(port: int | None, host: str | None) -> None:
    """Sert l’instance; Ctrl-C l’arrête en finissant ce qui est commencé."""
    from schoolapp.server import run

    try:
        run(_settings(), host=host, port=port)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
