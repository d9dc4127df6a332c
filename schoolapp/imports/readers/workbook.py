"""XLSX workbooks: the values of one sheet as rows of text. Formulas are never evaluated, links never followed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from schoolapp.imports.readers.container import check_entries
from schoolapp.imports.readers.records import FileRefused, Limits, Row, Table
from schoolapp.imports.readers.text import check_row, clean, too_many_rows

# Shared strings are held whole in memory by the library, unlike the sheets.
MAX_SHARED_STRINGS = 30_000_000
MAX_BLANK_ROWS = 2_000
XLSX_ENTRIES = 2_000


def read_xlsx(name: str, content: bytes, limits: Limits, sheet: str = "") -> Table:
    """The rows of the sheet named ``sheet``, or of the first visible sheet that is not empty.

    Raises:
        FileRefused: the message says what to do.
    """
    _check_parts(content, limits)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _table(name, book, limits, sheet)
        finally:
            book.close()
    except FileRefused:
        raise
    except Exception as error:  # the library raises anything from KeyError to ParseError on a broken part
        raise FileRefused(
            _(
                "Ce classeur est abîmé ou d’une forme inattendue. "
                "Ouvrez-le, enregistrez-le de nouveau, ou passez par un CSV."
            )
        ) from error


def _check_parts(content: bytes, limits: Limits) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        check_entries(entries, Limits(entries=XLSX_ENTRIES, total=limits.total))
        for entry in entries:
            if entry.filename == "xl/sharedStrings.xml" and entry.file_size > MAX_SHARED_STRINGS:
                raise FileRefused(_("Ce classeur contient trop de texte pour une liste d’élèves. Rien n’a été lu."))


def _table(name: str, book: Any, limits: Limits, wanted: str) -> Table:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and hasattr(sheet, "iter_rows")]
    names = tuple(sheet.title for sheet in visible)
    if wanted and wanted not in names:
        raise FileRefused(_("La feuille « %(sheet)s » n’est pas dans ce classeur.", sheet=wanted[:80]))
    for sheet in visible:
        if wanted in ("", sheet.title):
            # The declared size may be a million blank rows, or a lie.
            sheet.reset_dimensions()
            rows = _rows(name, sheet.iter_rows(max_col=limits.columns + 1, values_only=True), limits)
            if rows or wanted:
                return Table(name=sheet.title, rows=rows, sheets=names)
    raise FileRefused(_("Ce classeur est vide : aucune feuille visible ne contient de ligne."))


def _rows(name: str, source: Iterable[tuple[Any, ...]], limits: Limits) -> tuple[Row, ...]:
    rows: list[Row] = []
    blank = 0
    for number, values in enumerate(source, 1):
        width = next((at for at in range(len(values), 0, -1) if values[at - 1] is not None), 0)
        cells = tuple(map(_text, values[:width]))
        if not any(cells):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                break
            continue
        blank = 0
        check_row(name, number, cells, limits)
        rows.append(Row(number, cells))
        if len(rows) == limits.head:
            break
        if len(rows) > limits.rows + 30:
            raise too_many_rows(name, limits.rows)
    return tuple(rows)


def _text(value: Any) -> str:
    """A cell's value as a CSV file of the same sheet would hold it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value.replace("\x00", ""))
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
