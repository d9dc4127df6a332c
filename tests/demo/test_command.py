"""« schoolapp demo fill », as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT, environment


def run(instance: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    instance.mkdir(exist_ok=True)
    typed = [sys.executable, "-m", "schoolapp", "--instance", str(instance), "demo", "fill", *arguments]
    variables = environment(instance, **settings)
    return subprocess.run(typed, env=variables, cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)


@pytest.mark.slow
def test_a_demonstration_is_filled_once(tmp_path, app, engine):
    url = engine.new_database("demonstration")
    first = run(tmp_path / "demo", "--day", "2026-11-17", demo="yes", database_url=url)
    assert first.returncode == 0, first.stderr
    assert "note\t5000" in first.stdout
    assert "trait-dunion-demo" in first.stdout
    events = int(dict(line.split("\t") for line in first.stdout.splitlines() if "\t" in line)["audit_event"])
    lines = [json.loads(line) for line in (tmp_path / "demo" / "journal.jsonl").read_text().splitlines()]
    assert len(lines) == events + 4  # those that the import wrote
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    again = run(tmp_path / "demo", demo="yes", database_url=url)
    assert again.returncode == 1
    assert "contient déjà des données" in again.stderr


@pytest.mark.slow
def test_an_instance_that_is_not_a_demonstration_is_left_alone(tmp_path, app, engine):
    url = engine.new_database("real")
    refused = run(tmp_path / "real", database_url=url)
    assert refused.returncode == 1
    assert "n’est pas une démonstration" in refused.stderr
    measured = run(tmp_path / "real", "--bench", "--notes", "30", "--board", "300", database_url=url)
    assert measured.returncode == 0, measured.stderr
    assert "note\t30" in measured.stdout


def test_its_help_says_what_the_options_do(tmp_path):
    told = run(tmp_path / "help", "--help", demo="yes")
    assert "--seed" in told.stdout
    assert "--scale" in told.stdout
