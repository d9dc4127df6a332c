"""Open what was handed in: a table, a spreadsheet, JSON, or a zip or folder of them. Nothing is written to disk."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from flask_babel import gettext as _

from schoolapp.imports.readers.records import FileRefused, Limits
from schoolapp.records import NamedTuple

CHUNK = 64 * 1024
# Real lists of pupils compress ten to thirty times; a bomb, a thousand times.
MAX_RATIO = 250
RATIO_MATTERS_FROM = 2_000_000
ARCHIVE_ENDINGS = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz")
READ_ENDINGS = (".csv", ".json")
# A JSON document handed in by itself is a set of one file.
JSON_NAME = "document.json"
IGNORED_PARTS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")

# What a file starts with says what it is, whatever its name.
SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "Word"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "programme"),
    (b"\x7fELF", "programme"),
)


class Opened(NamedTuple):
    """What was handed in: ``kind`` is ``csv``, ``xlsx``, or ``set``, CSV and JSON files by their bare names."""

    kind: str
    name: str
    content: bytes = b""
    files: tuple[tuple[str, bytes], ...] = ()


def open_file(path: Path, name: str, limits: Limits) -> Opened:
    """Say what ``path`` is by its content, and read it within the limits.

    Args:
        name: the name the person gave it, for the messages.

    Raises:
        FileRefused: the message says what the file is and what to do.
    """
    if path.is_dir():
        return Opened("set", name, files=tuple(_folder_files(path, limits)))
    with path.open("rb") as stream:
        start = stream.read(4096)
        stream.seek(0)
        if start.startswith(b"PK\x05\x06"):
            raise FileRefused(_("Cette archive est vide."))
        if start.startswith(b"PK\x03\x04"):
            return _open_zip(stream, name, limits)
        _refuse_other_kinds(start)
        if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
            return Opened("set", name, files=((JSON_NAME, _limited(stream, name, limits.file)),))
        return Opened("csv", name, content=_limited(stream, name, limits.file))


def _refuse_other_kinds(start: bytes) -> None:
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise FileRefused(
            _(
                "C’est un classeur protégé par un mot de passe ou un ancien fichier « .xls ». "
                "Ouvrez-le, retirez le mot de passe et enregistrez-le en « .xlsx » ou en « CSV UTF-8 »."
            )
        )
    for signature, kind in SIGNATURES:
        if start.startswith(signature):
            raise FileRefused(
                _(
                    "Ce fichier n’est pas une liste : son contenu est de type %(kind)s, quel que soit son nom. "
                    "Déposez un fichier CSV, XLSX ou ZIP.",
                    kind=kind,
                )
            )
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")):
        raise FileRefused(
            _(
                "Ce fichier est une page web ou du XML, quel que soit son nom. "
                "Ouvrez-le dans un tableur et enregistrez-le en « .xlsx » ou en « CSV UTF-8 »."
            )
        )


def _limited(stream: BinaryIO | zipfile.ZipExtFile, name: str, limit: int) -> bytes:
    """Everything in ``stream``, or a refusal as soon as it goes over the limit."""
    parts, size = [], 0
    while part := stream.read(CHUNK):
        size += len(part)
        if size > limit:
            raise FileRefused(
                _(
                    "%(file)s dépasse %(limit)s Mo une fois ouvert. Rien n’a été lu.",
                    file=name,
                    limit=limit // 1_000_000,
                )
            )
        parts.append(part)
    return b"".join(parts)


def _open_zip(stream: BinaryIO, name: str, limits: Limits) -> Opened:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            check_entries(entries, limits)
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" in names or "mimetype" in names:
                return _office_file(stream, name, names, limits)
            return Opened("set", name, files=tuple(_zip_files(archive, entries, limits)))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise FileRefused(_("Cette archive est abîmée ou incomplète. Refaites l’exportation.")) from error


def _office_file(stream: BinaryIO, name: str, names: set[str], limits: Limits) -> Opened:
    if "xl/workbook.xml" not in names:
        raise FileRefused(
            _("Ce document n’est pas un classeur « .xlsx ». Enregistrez-le en « .xlsx » ou en « CSV UTF-8 ».")
        )
    stream.seek(0)
    return Opened("xlsx", name, content=_limited(stream, name, limits.file))


def check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive by what its table of contents says, before anything is uncompressed.

    Raises:
        FileRefused: naming what is wrong with it.
    """
    if len(entries) > limits.entries:
        raise FileRefused(
            _("Cette archive contient plus de %(limit)s fichiers : ce n’est pas une exportation.", limit=limits.entries)
        )
    if sum(entry.file_size for entry in entries) > limits.total:
        raise FileRefused(_bomb())
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = entry.filename
    if path.startswith(("/", "\\")) or "\\" in path or ":" in path or ".." in PurePosixPath(path).parts:
        raise FileRefused(
            _("Cette archive contient un chemin interdit (« %(path)s »). Rien n’a été lu.", path=path[:80])
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise FileRefused(_("Cette archive contient un raccourci (« %(path)s »). Rien n’a été lu.", path=path[:80]))
    if entry.flag_bits & 0x1:
        raise FileRefused(
            _("Cette archive est protégée par un mot de passe. Refaites l’exportation sans mot de passe.")
        )
    if path.lower().endswith(ARCHIVE_ENDINGS):
        raise FileRefused(
            _("Cette archive en contient une autre (« %(path)s »). Déposez les fichiers CSV.", path=path[:80])
        )
    if entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise FileRefused(_bomb())


def _bomb() -> str:
    return _("Cette archive gonfle démesurément une fois ouverte. Par prudence, rien n’a été lu.")


def _zip_files(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> Iterator[tuple[str, bytes]]:
    left = limits.total
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if (
            entry.is_dir()
            or path.suffix.lower() not in READ_ENDINGS
            or any(part in IGNORED_PARTS for part in path.parts)
        ):
            continue
        with archive.open(entry) as stream:
            content = _limited(stream, path.name, min(limits.file, left))
        left -= len(content)
        yield path.name, content


def _folder_files(folder: Path, limits: Limits) -> Iterator[tuple[str, bytes]]:
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in READ_ENDINGS)
    if len(paths) > limits.entries:
        raise FileRefused(_("Ce dossier contient plus de %(limit)s fichiers CSV.", limit=limits.entries))
    left = limits.total
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise FileRefused(_("Ce dossier contient un raccourci (« %(path)s »). Rien n’a été lu.", path=path.name))
        with path.open("rb") as stream:
            content = _limited(stream, path.name, min(limits.file, left))
        left -= len(content)
        yield path.name, content
