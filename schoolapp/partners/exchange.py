"""What goes out of the directory in one file: HSDS 3.0, as a package or a document, or a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.exports import csv_bytes
from schoolapp.partners import exchange_table, hsds_files, hsds_rows
from schoolapp.records import NamedTuple


class Form(NamedTuple):
    """A form that the directory goes out in."""

    ending: str
    content_type: str
    make: Callable[[], bytes]


FORMS = {
    "hsds": Form("zip", "application/zip", lambda: hsds_files.package(hsds_rows.rows())),
    "json": Form("json", "application/json", lambda: hsds_files.document(hsds_rows.rows())),
    "csv": Form("csv", "text/csv; charset=utf-8", lambda: csv_bytes(exchange_table.headers(), exchange_table.rows())),
}


class Handed(NamedTuple):
    """A file on its way out."""

    name: str
    content_type: str
    content: bytes


def hand_out(code: str, *, by: User | None) -> Handed:
    """The whole directory in one file; that it left is written in the journal."""
    form = FORMS[code]
    content = form.make()
    with atomic():
        detail: dict[str, Any] = {"forme": code, "octets": len(content)}
        record("partner.exported", by=by, detail=detail)
    return Handed(f"partenaires-{clock.today().isoformat()}.{form.ending}", form.content_type, content)
