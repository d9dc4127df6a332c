"""From a file to its records, whatever it is: the one way in for the page and the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from flask_babel import gettext as _

from schoolapp.imports.readers import generic, hsds_set, oneroster, sds
from schoolapp.imports.readers.columns import Columns
from schoolapp.imports.readers.container import Opened, open_file
from schoolapp.imports.readers.records import FileRefused, Limits, Roster, Table
from schoolapp.imports.readers.text import read_csv
from schoolapp.imports.readers.workbook import read_xlsx
from schoolapp.records import dataclass


@dataclass(frozen=True)
class Looked:
    """A file seen before its columns are settled: ``kind`` is ``oneroster``, ``sds``, ``hsds`` or ``table``."""

    kind: str
    table: Table | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


def look(path: Path, name: str, limits: Limits, sheet: str = "") -> Looked:
    """Open a file and say what it is.

    Args:
        sheet: of a workbook; its first sheet that is not empty by default.

    Raises:
        FileRefused: when it cannot be used.
    """
    opened = open_file(path, name, limits)
    if opened.kind == "csv":
        return Looked("table", read_csv(name, opened.content, limits))
    if opened.kind == "xlsx":
        return Looked("table", read_xlsx(name, opened.content, limits, sheet))
    return _look_at_set(opened, limits)


def _look_at_set(opened: Opened, limits: Limits) -> Looked:
    files = _once(opened)
    if not files:
        raise FileRefused(_("Aucun fichier CSV là-dedans. Déposez une exportation OneRoster, SDS, ou une liste."))
    if hsds_set.recognises(files):
        return Looked("hsds", files=files)
    files = {name: content for name, content in files.items() if name.endswith(".csv")}
    if not files:
        raise FileRefused(
            _("Ce document JSON n’est pas un répertoire HSDS : il ne contient ni organismes ni services.")
        )
    if oneroster.recognises(files):
        return Looked("oneroster", files=files)
    if sds.recognises(files):
        return Looked("sds", files=files)
    if len(files) == 1:
        name, content = next(iter(files.items()))
        return Looked("table", read_csv(name, content, limits))
    raise FileRefused(
        _(
            "Ces fichiers ne forment pas une exportation OneRoster ou School Data Sync : "
            "%(names)s. Pour une simple liste, déposez un seul fichier.",
            names=", ".join(sorted(files))[:200],
        )
    )


def _once(opened: Opened) -> dict[str, bytes]:
    """The files of a set by their names in small letters, each there once."""
    files: dict[str, bytes] = {}
    for file_name, content in opened.files:
        if file_name.lower() in files:
            raise FileRefused(_("Le fichier « %(name)s » est présent deux fois.", name=file_name[:80]))
        files[file_name.lower()] = content
    return files


def read(looked: Looked, limits: Limits, columns: Columns | None = None, school: str = "") -> Roster:
    """The records of a file.

    Args:
        columns: how to read a table.
        school: the one to import out of a set of several.

    Raises:
        FileRefused: when the file cannot be used; ``SeveralSchools`` when ``school`` is needed.
    """
    if looked.table is not None and columns is not None:
        return generic.read(looked.table, columns, limits)
    reader = oneroster if looked.kind == "oneroster" else sds
    return reader.read(looked.files, limits, school)
