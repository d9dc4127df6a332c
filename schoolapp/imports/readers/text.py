"""CSV files: bytes to text, text to rows, with the row numbers a spreadsheet shows."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Callable

from flask_babel import gettext as _

from schoolapp.exports import restored
from schoolapp.imports.readers.records import FileRefused, Limits, Row, Table

DELIMITERS = (",", ";", "\t")
SAMPLE_ROWS = 30
# Marks that change how the text around them is shown without being visible: never part of a name.
INVISIBLE = dict.fromkeys(
    map(ord, "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069")
)
CONTROLS = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r\x85") | {
    0x85: "\n",
    0xA0: " ",
    0x202F: " ",
}


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding.

    Raises:
        FileRefused: for an empty file, NUL bytes, or bytes of no known encoding.
    """
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n,;\x00"):
        raise FileRefused(_("Ce fichier est vide. Vérifiez l’exportation, puis déposez-le de nouveau."))
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise FileRefused(
            _(
                "Ce fichier contient des caractères nuls : ce n’est pas du texte, ou il est abîmé. "
                "Enregistrez-le de nouveau en « CSV UTF-8 »."
            )
        )
    return text, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), "UTF-16"
        if content.startswith(codecs.BOM_UTF8):
            return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        raise FileRefused(
            _("Ce fichier est abîmé : il commence comme un texte Unicode, mais la suite ne se lit pas.")
        ) from error
    for encoding, label in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return content.decode(encoding), label
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("Les accents de ce fichier ne se lisent pas. Enregistrez-le de nouveau en « CSV UTF-8 »."))


def clean(cell: str) -> str:
    """A cell as people mean it: composed accents, no hidden mark, plain spaces, nothing around.

    School systems write ``="0012"`` so that spreadsheets keep the zeros: it is read as the text it holds.
    """
    cell = restored(cell)
    if cell[:2] == '="' and cell[-1] == '"':
        cell = cell[2:-1]
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell.translate(INVISIBLE))
    if not cell.isprintable():
        cell = cell.translate(CONTROLS)
    return cell.strip()


def read_csv(
    name: str, content: bytes, limits: Limits, max_rows: int | None = None, tidy: Callable[[str], str] = clean
) -> Table:
    """The rows of a CSV file.

    Args:
        name: its name, for the messages.
        max_rows: more than this many rows with content is refused; the limit for a list of pupils by default.
        tidy: what is made of each cell.

    Raises:
        FileRefused: the message says what to do.
    """
    text, encoding = decode(content)
    text, delimiter = _declared_delimiter(text)
    delimiter = delimiter or _likely_delimiter(text)
    rows = _rows(name, text, delimiter, limits, limits.rows if max_rows is None else max_rows, tidy)
    return Table(name=name, rows=rows, encoding=encoding, delimiter=delimiter)


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Spreadsheets write ``sep=;`` as a first line, and do not count it as a row."""
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        return text[5:].removeprefix("\r").removeprefix("\n"), text[4]
    return text, ""


def _likely_delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the most columns, about the same number on each row."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = []
        try:
            for cells in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
                if any(cells):
                    widths.append(len(cells))
                if len(widths) == SAMPLE_ROWS:
                    break
        except csv.Error:
            continue
        common = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 1
        score = (common - 1) * widths.count(common) / max(len(widths), 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(
    name: str, text: str, delimiter: str, limits: Limits, max_rows: int, tidy: Callable[[str], str]
) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            cleaned = tuple(tidy(cell) for cell in cells)
            if not any(cleaned):
                continue
            check_row(name, number, cleaned, limits)
            rows.append(Row(number, cleaned))
            if len(rows) == limits.head:
                break
            if len(rows) > max_rows + SAMPLE_ROWS:
                raise too_many_rows(name, max_rows)
    except csv.Error as error:
        raise FileRefused(
            _(
                "%(file)s, après la ligne %(row)s : un guillemet n’est pas refermé, la suite ne se lit pas. "
                "Rien n’a été changé.",
                file=name,
                row=number,
            )
        ) from error
    return tuple(rows)


def check_row(name: str, number: int, cells: tuple[str, ...], limits: Limits) -> None:
    """Refuse a row wider or a cell longer than any real list of pupils.

    Raises:
        FileRefused: naming the row.
    """
    if len(cells) > limits.columns and any(cells[limits.columns :]):
        raise FileRefused(
            _(
                "%(file)s, ligne %(row)s : %(count)s colonnes, alors que la limite est de %(limit)s.",
                file=name,
                row=number,
                count=len(cells),
                limit=limits.columns,
            )
        )
    if max(map(len, cells)) > limits.cell:
        raise FileRefused(
            _(
                "%(file)s, ligne %(row)s : une cellule dépasse %(limit)s caractères. "
                "Un guillemet n’est sans doute pas refermé.",
                file=name,
                row=number,
                limit=limits.cell,
            )
        )


def too_many_rows(name: str, max_rows: int) -> FileRefused:
    """The refusal of a file with too many rows, to raise."""
    return FileRefused(
        _(
            "%(file)s compte plus de %(limit)s lignes. Faites une exportation de cette école seulement, "
            "ou séparez le fichier en deux.",
            file=name,
            limit=max_rows,
        )
    )
