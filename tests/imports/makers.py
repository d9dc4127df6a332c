"""Files for the tests of imports, made in memory: CSV, workbooks, zips."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from schoolapp.imports.readers.columns import find_header, guess
from schoolapp.imports.readers.detect import look, read
from schoolapp.imports.readers.records import Limits, Roster

LIMITS = Limits()


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def table(text: str) -> str:
    """A CSV from lines easy to read in a test: cells cut on « | », spaces around them dropped."""
    lines = [line for line in text.strip("\n").splitlines() if line.strip()]
    return csv_text([[cell.strip() for cell in line.split("|")] for line in lines])


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook(rows: Iterable[Sequence[object]], **more_sheets: Iterable[Sequence[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for title, content in more_sheets.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def keep(folder: Path, content: str | bytes, name: str = "liste.csv") -> Path:
    """Write a file as somebody would hand it in."""
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def roster_of(path: Path, limits: Limits = LIMITS, school: str = "") -> Roster:
    """What a file says when the columns are as guessed."""
    looked = look(path, path.name, limits)
    columns = guess(find_header(looked.table.rows)) if looked.table else None
    return read(looked, limits, columns, school)
