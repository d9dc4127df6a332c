"""Safe spreadsheets: every CSV file the product hands out is made here.

A spreadsheet runs a cell that starts like a formula, even in a CSV file, and even when the text came from a parent or a
pupil list. Such a cell gets an apostrophe in front, which spreadsheets show as plain text; ``restored`` takes it off
again when a person sends the corrected file back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from flask import Response

# The wide forms are what East Asian keyboards type, and some spreadsheets take them for the narrow ones.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
BOM = "\ufeff"
# French Canadian spreadsheets split on semicolons: the file opens in columns with a double click.
DELIMITER = ";"


def neutral(value: object) -> str:
    """The text of a cell that no spreadsheet takes for a formula. Numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\x00", "")
    start = text.lstrip(" \u00a0\u200b\ufeff")[:1] or text[:1]
    return f"'{text}" if start in FORMULA_STARTS or (text[:1] == "'" and restored(text) != text) else text


def restored(text: str) -> str:
    """What ``neutral`` was given, when ``text`` comes from one of our own files."""
    inner = text[1:]
    if text[:1] != "'" or not inner:
        return text
    start = inner.lstrip(" \u00a0\u200b\ufeff'")[:1] or inner[:1]
    return inner if start in FORMULA_STARTS else text


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV file, one by one, starting with the mark that makes spreadsheets read it as UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([neutral(header) for header in headers])
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([neutral(cell) for cell in row])
        yield buffer.getvalue()


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole CSV file, in UTF-8."""
    return "".join(csv_lines(headers, rows)).encode("utf-8")


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file to download under ``name`` (without its ending), never kept by a browser or a proxy.

    The rows are read before the answer starts, so that nothing queries the database after the request is over.
    """
    answer = Response(csv_bytes(headers, rows), content_type="text/csv; charset=utf-8")
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-" for letter in name)
    disposition = f"attachment; filename=\"{plain}.csv\"; filename*=UTF-8''{quote(name + '.csv', safe='')}"
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
