"""A file is judged by what it contains, whatever its name; a hostile one is refused before it costs anything."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from schoolapp.imports.readers.container import open_file
from schoolapp.imports.readers.detect import look
from schoolapp.imports.readers.records import FileRefused
from tests.imports.makers import LIMITS, keep, workbook, zipped

LIST = "nom,prénom\nRoy,Zoé\n"


def refusal(path, limits=LIMITS):
    with pytest.raises(FileRefused) as caught:
        look(path, path.name, limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"{\\rtf1", "Word"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"MZ\x90\x00", "programme"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "mot de passe"),
        (b"<html><table><tr><td>Roy</td></tr></table></html>", "page web"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "page web"),
    ],
)
def test_another_kind_of_file_named_csv_is_recognised_and_refused(tmp_path, start, word):
    assert word in refusal(keep(tmp_path, start + b"\x00" * 50))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b" ,,, \n", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    assert "vide" in refusal(keep(tmp_path, content))


def test_a_file_heavier_than_the_limit_is_refused_while_it_is_read(tmp_path):
    path = keep(tmp_path, "nom\n" + "a\n" * 5000)

    assert "dépasse" in refusal(path, LIMITS._replace(file=5000))


def test_a_zip_gives_its_csv_files_whatever_folder_they_are_in(tmp_path):
    path = keep(
        tmp_path, zipped({"export/users.csv": LIST, "export/orgs.csv": LIST, "lisez-moi.txt": "bonjour"}), "a.zip"
    )

    opened = open_file(path, path.name, LIMITS)

    assert opened.kind == "set"
    assert [name for name, _content in opened.files] == ["users.csv", "orgs.csv"]


def test_what_a_mac_adds_to_a_zip_is_ignored(tmp_path):
    content = zipped({"liste.csv": LIST, "__MACOSX/._liste.csv": b"\x00\x05", ".DS_Store": b"\x00"})

    assert look(keep(tmp_path, content, "a.zip"), "a.zip", LIMITS).table.rows[1].cells == ("Roy", "Zoé")


@pytest.mark.parametrize(
    "name",
    ["../../etc/liste.csv", "/etc/liste.csv", "a/../../liste.csv", "..\\liste.csv", "C:liste.csv", "\\\\h\\l.csv"],
)
def test_a_path_that_leaves_the_zip_refuses_all_of_it(tmp_path, name):
    content = zipped({"liste.csv": LIST, "x" * len(name): LIST}).replace(b"x" * len(name), name.encode())

    assert "chemin interdit" in refusal(keep(tmp_path, content, "a.zip"))


def test_a_link_in_a_zip_refuses_all_of_it(tmp_path):
    link = zipfile.ZipInfo("liste.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert "raccourci" in refusal(keep(tmp_path, buffer.getvalue(), "a.zip"))


def test_a_zip_in_a_zip_is_refused(tmp_path):
    assert "en contient une autre" in refusal(keep(tmp_path, zipped({"b.zip": zipped({"c.csv": LIST})}), "a.zip"))


def test_a_zip_with_a_password_is_refused(tmp_path):
    content = bytearray(zipped({"liste.csv": LIST}))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    content[6] |= 1

    assert "mot de passe" in refusal(keep(tmp_path, bytes(content), "a.zip"))


def test_a_zip_of_too_many_files_is_refused(tmp_path):
    content = zipped({f"{number}.csv": LIST for number in range(LIMITS.entries + 1)})

    assert "plus de" in refusal(keep(tmp_path, content, "a.zip"))


def test_a_zip_bomb_is_refused_by_its_table_of_contents(tmp_path):
    content = zipped({"users.csv": b"a" * 30_000_000})

    assert len(content) < 100_000
    assert "gonfle" in refusal(keep(tmp_path, content, "a.zip"))


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_while_it_is_read(tmp_path):
    content = bytearray(zipped({"users.csv": b"nom\n" * 2_000_000}))
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = (1000).to_bytes(4, "little")

    assert "abîmée" in refusal(keep(tmp_path, bytes(content), "a.zip"))


def test_several_files_that_are_too_much_together_are_refused(tmp_path):
    limits = LIMITS._replace(total=5000)
    content = zipped({"users.csv": "a,b\n" * 800, "orgs.csv": "a,b\n" * 800})

    assert "gonfle" in refusal(keep(tmp_path, content, "a.zip"), limits)


@pytest.mark.parametrize("keep_bytes", [20, 60, -30])
def test_a_cut_zip_is_said_to_be_damaged(tmp_path, keep_bytes):
    content = zipped({"users.csv": LIST * 50})[:keep_bytes]

    assert "abîmée" in refusal(keep(tmp_path, content, "a.zip"))


def test_a_zip_whose_content_was_altered_is_said_to_be_damaged(tmp_path):
    content = bytearray(zipped({"users.csv": LIST * 50}))
    content[45] ^= 0xFF

    assert "abîmée" in refusal(keep(tmp_path, bytes(content), "a.zip"))


def test_an_empty_zip_and_a_zip_without_csv_are_told_apart(tmp_path):
    assert "archive est vide" in refusal(keep(tmp_path, zipped({}), "a.zip"))
    assert "Aucun fichier CSV" in refusal(keep(tmp_path, zipped({"a.txt": "a"}), "b.zip"))


def test_a_word_document_is_not_a_workbook(tmp_path):
    content = zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"})

    assert "classeur" in refusal(keep(tmp_path, content, "liste.xlsx"))


def test_the_same_file_twice_in_a_zip_is_refused(tmp_path):
    assert "deux fois" in refusal(keep(tmp_path, zipped({"a/users.csv": LIST, "b/Users.csv": LIST}), "a.zip"))


def test_a_zip_of_unrelated_lists_is_refused_by_name(tmp_path):
    assert "a.csv, b.csv" in refusal(keep(tmp_path, zipped({"a.csv": LIST, "b.csv": LIST}), "a.zip"))


def test_a_workbook_is_recognised_whatever_its_name(tmp_path):
    path = keep(tmp_path, workbook([["nom", "prénom"], ["Roy", "Zoé"]]), "liste.csv")

    assert look(path, path.name, LIMITS).table.rows[1].cells == ("Roy", "Zoé")


def test_a_folder_gives_its_csv_files_and_refuses_links(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    keep(folder, LIST, "users.csv")
    keep(folder, "bonjour", "notes.txt")
    assert [name for name, _content in open_file(folder, "export", LIMITS).files] == ["users.csv"]

    (folder / "orgs.csv").symlink_to("/etc/passwd")
    assert "raccourci" in refusal(folder)
