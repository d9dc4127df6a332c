"""Accounts from a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from schoolapp.accounts import queries
from schoolapp.accounts.models import User


@pytest.fixture
def run(app, cast):
    """``run("user", "list")`` gives the exit code and what was printed."""

    def invoke(*words):
        done = app.test_cli_runner().invoke(args=words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return invoke


def link_in(output):
    return urlsplit(re.search(r"https?://\S+", output).group())


def test_an_account_is_created_and_its_link_printed(run, client, events):
    code, output = run(
        "user", "create", "--email", "Nouveau@Ecole.example", "--name", "Nao Tremblay", "--role", "agent"
    )
    assert code == 0
    user = queries.user_by_email("nouveau@ecole.example")
    assert (user.name, user.role) == ("Nao Tremblay", "agent")
    assert "Nao Tremblay" in client.get(link_in(output).path).text
    assert [(event.actor_id, event.subject_id) for event in events("account.created")] == [(None, user.id)]


def test_the_link_carries_the_public_address(app, run, monkeypatch):
    settings = replace(app.config["SETTINGS"], public_url="https://ecole.example")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    _code, output = run("user", "link", "prof@ecole.example")
    assert (link_in(output).scheme, link_in(output).netloc) == ("https", "ecole.example")


def test_without_a_public_address_the_link_is_of_this_machine(run):
    _code, output = run("user", "link", "prof@ecole.example")
    assert link_in(output).netloc == "127.0.0.1:8000"


@pytest.mark.parametrize(
    "changes",
    [
        {"--email": "prof@ecole.example"},
        {"--email": "pas un courriel"},
        {"--email": "\u0130" * 200 + "@e.ca"},
        {"--name": "  "},
        {"--name": "x" * 121},
        {"--role": "roi"},
        {"--function": "x" * 121},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(run, changes):
    options = {"--email": "n@e.example", "--name": "Nao", "--role": "agent", "--function": "", **changes}
    code, output = run("user", "create", *(word for pair in options.items() for word in pair))
    assert code != 0
    assert "Error" in output
    assert User.select().count() == 8


def test_the_list_names_everybody(run, cast):
    run("user", "disable", "pro@ecole.example")
    _code, output = run("user", "list")
    assert len(output.strip().splitlines()) == 8
    assert "prof@ecole.example\tenseignant\tCamille Roy" in output
    assert "Zoé Pelletier (désactivé)" in output


def test_an_account_is_disabled_and_enabled(run, cast, sign_in, events):
    browser = sign_in(cast.prof)
    assert run("user", "disable", "prof@ecole.example")[0] == 0
    assert browser.get("/mon-compte").status_code == 303
    assert run("user", "link", "prof@ecole.example")[0] == 1
    assert run("user", "enable", "prof@ecole.example")[0] == 0
    assert User.get_by_id(cast.prof.id).active
    assert [event.action for event in events()] == ["account.disabled", "account.enabled"]


def test_a_role_is_changed(run, cast):
    assert run("user", "role", "prof@ecole.example", "professionnel")[0] == 0
    assert User.get_by_id(cast.prof.id).role == "professionnel"


@pytest.mark.parametrize(
    "words", [("disable", "direction@ecole.example"), ("role", "direction@ecole.example", "agent")]
)
def test_the_last_direction_stays(run, cast, words):
    code, output = run("user", *words)
    assert code == 1
    assert "dernier compte actif de la direction" in output
    assert User.get_by_id(cast.direction.id).active


@pytest.mark.parametrize(
    "words", [("user", "link"), ("user", "disable"), ("user", "enable"), ("user", "role"), ("reset-second-step",)]
)
def test_an_unknown_account_is_said(run, words):
    code, output = run(*words, "personne@ecole.example", *(["agent"] if words[-1] == "role" else []))
    assert code == 1
    assert "Aucun compte" in output


def test_a_second_step_is_taken_away(run, cast, frozen, sign_in, events):
    User.update(totp_since=frozen.moment, totp_secret="JBSWY3DPEHPK3PXP").where(User.id == cast.agent.id).execute()
    browser = sign_in(cast.agent)
    assert browser.get("/mon-compte").status_code == 200
    assert run("reset-second-step", "agent@ecole.example")[0] == 0
    assert not User.get_by_id(cast.agent.id).has_second_step
    assert browser.get("/mon-compte").status_code == 303
    assert [event.subject_id for event in events("account.second_step_off")] == [cast.agent.id]
