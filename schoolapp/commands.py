"""The commands of the rooms (``schoolapp user``, ``schoolapp backup``…): each is loaded when a terminal asks for it."""

from __future__ import annotations

from importlib import import_module

from click import Command, Context
from flask.cli import AppGroup

COMMANDS = {
    "backup": "schoolapp.backups:backup_command",
    "demo": "schoolapp.demo.cli:demo",
    "export-partners": "schoolapp.partners.exchange_cli:export_partners",
    "import": "schoolapp.imports.cli:import_file",
    "reset-second-step": "schoolapp.accounts.cli:reset_second_step",
    "restore": "schoolapp.backups:restore_command",
    "user": "schoolapp.accounts.cli:user",
}


class Commands(AppGroup):
    """The commands of an application, among those of Flask's own."""

    def list_commands(self, context: Context) -> list[str]:
        return sorted({*super().list_commands(context), *COMMANDS})

    def get_command(self, context: Context, name: str) -> Command | None:
        if name not in COMMANDS:
            return super().get_command(context, name)
        module, _, command = COMMANDS[name].partition(":")
        return getattr(import_module(module), command)
