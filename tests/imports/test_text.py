"""CSV files as they come: any of the usual encodings and delimiters, and the row numbers that a spreadsheet shows."""

from __future__ import annotations

import codecs

import pytest

from schoolapp import exports
from schoolapp.imports.readers.records import FileRefused
from schoolapp.imports.readers.text import read_csv
from tests.imports.makers import LIMITS, csv_text

ROWS = [["Nom", "Prénom", "Adresse"], ["Noël", "Zoé", "1, rue À-l’Œil"], ["Ng", "Mỹ Linh", ""]]


def cells(content, **options):
    return [list(row.cells) for row in read_csv("liste.csv", content, LIMITS, **options).rows]


def refusal(content, limits=LIMITS):
    with pytest.raises(FileRefused) as caught:
        read_csv("liste.csv", content, limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "bom", "label"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_rows(encoding, bom, label, delimiter):
    table = read_csv("liste.csv", bom + csv_text(ROWS, delimiter).encode(encoding), LIMITS)

    assert [list(row.cells) for row in table.rows] == ROWS
    assert (table.encoding, table.delimiter) == (label, delimiter)


def test_windows_1252_is_read_with_its_accents_ligatures_and_apostrophes():
    rows = [["Nom", "Prénom"], ["Lebœuf", "Maël"], ["L’Écuyer", "Zoë"]]

    table = read_csv("liste.csv", csv_text(rows, ";").encode("cp1252"), LIMITS)

    assert [list(row.cells) for row in table.rows] == rows
    assert table.encoding == "Windows-1252"


@pytest.mark.parametrize(
    "content", [b"nom\n\x81\x8d\x9d\n", codecs.BOM_UTF8 + b"nom\n\xff\n", codecs.BOM_UTF16_LE + b"n"]
)
def test_bytes_of_no_known_encoding_are_refused(content):
    assert "lisent pas" in refusal(content) or "abîmé" in refusal(content)


@pytest.mark.parametrize("content", [b"nom,age\nRoy\x00,8\n", "nom\nRoy\n".encode("utf-16-le")])
def test_nul_bytes_are_refused_with_words(content):
    assert "caractères nuls" in refusal(content)


def test_rows_are_numbered_as_a_spreadsheet_does_through_quoted_newlines_and_blank_lines():
    content = 'nom,adresse\n"Roy","1, rue A\nMontréal\r\nQuébec"\n\n,\nCôté,2 rue B\n'

    table = read_csv("liste.csv", content.encode(), LIMITS)

    assert [(row.number, row.cells[0]) for row in table.rows] == [(1, "nom"), (2, "Roy"), (5, "Côté")]
    assert table.rows[1].cells[1] == "1, rue A\nMontréal\r\nQuébec"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(end):
    assert cells(end.join(["nom;âge", "Roy;8", "Côté;9"]).encode()) == [["nom", "âge"], ["Roy", "8"], ["Côté", "9"]]


def test_the_line_that_announces_the_delimiter_is_no_row():
    table = read_csv("liste.csv", b"sep=;\r\nnom;prenom\r\nRoy, fils;Zo\r\n", LIMITS)

    assert [(row.number, *row.cells) for row in table.rows] == [(1, "nom", "prenom"), (2, "Roy, fils", "Zo")]


def test_commas_inside_the_cells_of_a_semicolon_file_do_not_cut_it():
    content = "élève;groupe;adresse\nRoy, Zoé;302;1, rue A\nCôté, Max;302;2, rue B\nNg, My;101;3, rue C\n"

    assert cells(content.encode())[1] == ["Roy, Zoé", "302", "1, rue A"]


def test_a_file_of_one_column_is_read():
    assert cells(b"nom\nRoy\nNg\n") == [["nom"], ["Roy"], ["Ng"]]


@pytest.mark.parametrize("content", ['nom,ville\n"Roy,Montréal\nCôté,Laval\n', 'nom,ville\n"Roy"x,Laval\n'])
def test_a_quote_left_open_is_refused_instead_of_swallowing_rows(content):
    assert "guillemet" in refusal(content.encode())


def test_a_cell_too_long_names_its_row():
    assert "ligne 2" in refusal(b"nom\n" + b"a" * (LIMITS.cell + 1))
    assert "guillemet" in refusal(b'nom\n"' + b"a" * 200_000)


def test_too_many_columns_name_their_row():
    assert "ligne 1" in refusal(",".join(["nom"] * (LIMITS.columns + 1)).encode())


def test_too_many_rows_say_the_limit():
    assert "plus de 50 lignes" in refusal(b"nom\n" + b"Roy\n" * 200, LIMITS._replace(rows=50))


def test_cells_lose_hidden_marks_and_outer_spaces_and_keep_their_letters():
    content = "nom,prénom\n\u202e Rôy\u200b ,E\u0301mile\u00a0Zo\n\u202bمريم\u202c,李\n"

    assert cells(content.encode())[1:] == [["Rôy", "Émile Zo"], ["مريم", "李"]]


def test_text_that_school_systems_write_as_a_formula_is_read_as_the_text_it_holds():
    assert cells(b'fiche,nom\n="0012",Roy\n"=""0013""",Ng\n') == [["fiche", "nom"], ["0012", "Roy"], ["0013", "Ng"]]


def test_a_file_made_by_our_own_exports_comes_back_as_it_was():
    typed = [["Nom", "Téléphone"], ["=Roy", "+1 514 555-0142"], ["Côté", "@poste"]]

    assert cells(exports.csv_bytes(typed[0], typed[1:])) == typed
