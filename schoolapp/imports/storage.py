"""The files handed in: kept in the instance's folder for as long as they are needed, served to nobody."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_babel import gettext as _

from schoolapp.imports.readers.records import FileRefused, Limits

CHUNK = 256 * 1024


def _folder() -> Path:
    folder = current_app.config["SETTINGS"].instance / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def path_of(batch_id: int) -> Path:
    """Where the file of an import is, whether it is still there or not."""
    return _folder() / str(batch_id)


def present(batch_id: int) -> Path:
    """Where the file of an import is.

    Raises:
        FileRefused: when it is there no longer.
    """
    path = path_of(batch_id)
    if not path.is_file():
        raise FileRefused(_("Le fichier n’est plus là : déposez-le de nouveau."))
    return path


def keep(batch_id: int, stream: BinaryIO) -> tuple[int, str]:
    """Write the file of an import, readable by the server only. Returns its size and its digest."""
    size, seen = 0, hashlib.sha256()
    descriptor = os.open(path_of(batch_id), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while part := stream.read(CHUNK):
            file.write(part)
            seen.update(part)
            size += len(part)
        file.flush()
        os.fsync(file.fileno())
    return size, seen.hexdigest()


def forget(batch_id: int) -> None:
    """Delete the file of an import."""
    path_of(batch_id).unlink(missing_ok=True)


def kept() -> list[int]:
    """The imports whose file is still there."""
    return sorted(int(path.name) for path in _folder().iterdir() if path.name.isdigit())


def limits() -> Limits:
    """How much of a file is read, by the settings of the instance."""
    return Limits(rows=current_app.config["SETTINGS"].import_max_rows)
