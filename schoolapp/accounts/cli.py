"""Accounts from a terminal: ``schoolapp user …`` and ``schoolapp reset-second-step``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from schoolapp.access import Role
from schoolapp.accounts import links, queries, second_step
from schoolapp.accounts.forms import looks_like_email
from schoolapp.accounts.models import User
from schoolapp.errors import Refused

user = AppGroup("user", help="Comptes de l’école.")
ROLES = click.Choice([str(role) for role in Role])


@contextmanager
def _plainly() -> Iterator[None]:
    """A refusal of the house is a message, not a traceback."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _account(email: str) -> User:
    found = queries.user_by_email(email)
    if found is None:
        raise click.ClickException(f"Aucun compte pour {email}.")
    return found


def _tell_link(person: User) -> None:
    settings = current_app.config["SETTINGS"]
    with current_app.test_request_context(base_url=settings.address):
        address = links.give(person, by=None)
    click.echo(
        f"Lien pour {person.name}, à remettre en main propre (il sert une fois, {settings.link_valid_days} jours) :"
    )
    click.echo(address)


@user.command("create", help="Crée un compte et donne le lien pour choisir le mot de passe.")
@click.option("--email", required=True, help="Courriel de la personne.")
@click.option("--name", required=True, help="Nom de la personne.")
@click.option("--role", type=ROLES, required=True, help="Rôle.")
@click.option("--function", default="", help="Titre ou fonction.")
def create(email: str, name: str, role: str, function: str) -> None:
    if not looks_like_email(email):
        raise click.ClickException(f"« {email} » n’est pas un courriel complet.")
    if not 0 < len(name.strip()) <= 120 or len(function) > 120:
        raise click.ClickException("Le nom et le titre ont de 1 à 120 caractères.")
    if queries.user_by_email(email) is not None:
        raise click.ClickException(f"Il y a déjà un compte pour {email}.")
    _tell_link(User.open_account(email=email, name=name.strip(), role=role, function=function.strip(), by=None))


@user.command("list", help="Liste les comptes.")
def list_accounts() -> None:
    for person in queries.accounts():
        marks = "" if person.active else " (désactivé)"
        marks += " (deuxième étape)" if person.has_second_step else ""
        click.echo(f"{person.email}\t{person.role}\t{person.name}{marks}")


@user.command("link", help="Donne un nouveau lien pour choisir un mot de passe.")
@click.argument("email")
def link(email: str) -> None:
    person = _account(email)
    if not person.active:
        raise click.ClickException("Ce compte est désactivé.")
    _tell_link(person)


@user.command("disable", help="Désactive un compte et ferme ses sessions.")
@click.argument("email")
def disable(email: str) -> None:
    with _plainly():
        _account(email).disable(by=None)
    click.echo("Compte désactivé.")


@user.command("enable", help="Réactive un compte.")
@click.argument("email")
def enable(email: str) -> None:
    _account(email).enable(by=None)
    click.echo("Compte réactivé.")


@user.command("role", help="Change le rôle d’un compte et ferme ses sessions.")
@click.argument("email")
@click.argument("role", type=ROLES)
def change_role(email: str, role: str) -> None:
    person = _account(email)
    with _plainly():
        person.rewrite(
            person.version, name=person.name, email=person.email, role=role, function=person.function, by=None
        )
    click.echo("Rôle changé.")


@click.command("reset-second-step", help="Retire la deuxième étape d’un compte, par exemple pour un téléphone perdu.")
@click.argument("email")
@with_appcontext
def reset_second_step(email: str) -> None:
    second_step.remove(_account(email), by=None)
    click.echo("Deuxième étape retirée.")
