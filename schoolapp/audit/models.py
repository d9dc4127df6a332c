"""The journal's rows, and the one way to write them."""

from __future__ import annotations

import json
import os
from contextlib import nullcontext
from datetime import UTC
from pathlib import Path
from typing import Any

import peewee
from flask import current_app, has_app_context, has_request_context, request

from schoolapp import clock
from schoolapp.audit.actions import ACTIONS, READINGS
from schoolapp.database import JSONData, Model, Text, UTCDateTime, atomic, db, engine_text, on_commit


class AuditEvent(Model):
    """One line of the journal. Names are copied, so that the line stays true when an account goes.

    Triggers refuse UPDATE and DELETE on both engines.
    """

    at = UTCDateTime(index=True)
    actor_id = peewee.IntegerField(null=True)
    actor_name = Text(max_length=200)
    actor_role = Text(max_length=20)
    action = Text(max_length=60, index=True)
    subject_type = Text(max_length=40)
    subject_id = peewee.IntegerField(null=True)
    subject_label = Text(max_length=200)
    family_id = peewee.IntegerField(null=True)
    address = Text(max_length=64)
    detail = JSONData()

    class Meta:
        table_name = "audit_event"
        indexes = (
            (("family_id", "at"), False),
            # Asked at each opening of a file, at each letter of a search: answered by the index alone.
            (("family_id", "action", "at"), False),
            (("actor_id", "action", "at"), False),
        )


# Every page writes a line: the text of the statement is built once.
COLUMNS = [field for field in AuditEvent._meta.sorted_fields if not field.primary_key]
INSERT = (
    f"INSERT INTO audit_event ({', '.join(field.column_name for field in COLUMNS)}) "  # noqa: S608 - our own columns
    f"VALUES ({', '.join('?' for _field in COLUMNS)})"
)


def record(
    action: str, *, by: Any, subject: Any = None, family: Any = None, detail: dict[str, Any] | None = None
) -> None:
    """Write one event in the current transaction, and its JSON line once that transaction is written.

    Args:
        action: a code of ``schoolapp.audit.actions``.
        by: the person (``User``), or None for the system or someone not signed in.
        subject: the row acted on; its table name, id and ``label`` or ``name`` are kept.
        family: the family concerned, a row or an id.
        detail: small and free of secrets; never the text of a note.

    Raises:
        KeyError: for an action that is not declared.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    label = getattr(subject, "audit_label", None) or getattr(subject, "name", "") or ""
    event = {
        "at": clock.now(),
        "actor_id": getattr(by, "id", None),
        "actor_name": getattr(by, "name", "") or "",
        "actor_role": str(getattr(by, "role", "") or ""),
        "action": action,
        "subject_type": subject._meta.table_name if subject is not None else "",
        "subject_id": subject.get_id() if subject is not None else None,
        "subject_label": str(label)[:200],
        "family_id": family if isinstance(family, int) or family is None else family.id,
        "address": (request.remote_addr or "")[:64] if has_request_context() else "",
        "detail": detail or {},
    }
    # One statement more of the transaction under way needs no savepoint.
    with nullcontext() if db.in_transaction() else atomic(on_disk=action not in READINGS):
        db.execute_sql(engine_text(INSERT), [field.db_value(event[field.name]) for field in COLUMNS])
        if has_app_context():
            file = current_app.config["SETTINGS"].journal_file
            on_commit(lambda: _append(file, event))


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _append(file: Path, event: dict[str, Any]) -> None:
    """One line by one system call, so that lines of several processes never mix."""
    at = event["at"].astimezone(UTC).isoformat(timespec="microseconds")
    line = _encode({**event, "at": at}) + "\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line.encode("utf-8", "replace"))
    finally:
        os.close(descriptor)
