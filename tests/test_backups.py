"""A backup brings the whole instance back, on both engines, and never over another."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from schoolapp import audit

# Each runs the command as an administrator would, in processes of their own.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

COMMAND = [sys.executable, "-c", "from schoolapp.cli import main; main()"]


@pytest.fixture
def archive(app, cast, tmp_path) -> Path:
    with app.app_context():
        audit.record("family.opened", by=cast.agent, subject=cast.haddad, family=cast.haddad)
    file = tmp_path / "sauvegarde.tar.gz"
    done = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert done.exit_code == 0, done.output
    return file


def schoolapp(instance: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SCHOOLAPP_DATABASE_URL": url, "SCHOOLAPP_TESTING": "1"}
    command = [*COMMAND, "--instance", str(instance), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


COUNT = """
from schoolapp import audit, models, settings, create_app
import sys
app = create_app(settings.load(sys.argv[1]))
print([(m.__name__, m.select().count()) for m in models.ALL if m.select().count()])
"""


def counts(instance: Path, url: str) -> dict[str, int]:
    environment = {**os.environ, "SCHOOLAPP_DATABASE_URL": url, "SCHOOLAPP_TESTING": "1"}
    command = [sys.executable, "-c", COUNT, str(instance)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return dict(eval(done.stdout))  # noqa: S307 - our own print


def test_a_backup_restored_in_a_new_instance_holds_everything(archive, app, engine, tmp_path):
    url, instance = engine.new_database("restored"), tmp_path / "neuve"
    before = counts(app.config["SETTINGS"].instance, engine.url)
    done = schoolapp(instance, url, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert counts(instance, url) == {**before, "AuditEvent": before["AuditEvent"] + 1}
    assert (instance / "secret.key").read_text() == (app.config["SETTINGS"].instance / "secret.key").read_text()
    assert "backup.restored" in (instance / "journal.jsonl").read_text()


def test_a_backup_is_never_restored_over_a_school(archive, engine, tmp_path):
    url, instance = engine.new_database("taken"), tmp_path / "prise"
    schoolapp(instance, url, "restore", str(archive))
    before = counts(instance, url)
    done = schoolapp(instance, url, "restore", str(archive))
    assert done.returncode == 1
    assert "contient déjà une école" in done.stderr
    assert counts(instance, url) == before


@pytest.mark.parametrize("content", [b"", b"not an archive", "vide"])
def test_what_is_no_backup_changes_nothing(engine, tmp_path, content):
    file = tmp_path / "faux.tar.gz"
    if content == "vide":
        tarfile.open(file, "w:gz").close()
    else:
        file.write_bytes(content)
    url, instance = engine.new_database("untouched"), tmp_path / "intacte"
    assert schoolapp(instance, url, "migrate").returncode == 0
    before = counts(instance, url)
    done = schoolapp(instance, url, "restore", str(file))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert counts(instance, url) == before


def test_only_its_owner_reads_a_backup_and_none_is_overwritten(archive, app):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    content = archive.read_bytes()
    again = app.test_cli_runner().invoke(args=["backup", str(archive)])
    assert again.exit_code == 1
    assert "existe déjà" in again.output
    assert archive.read_bytes() == content
