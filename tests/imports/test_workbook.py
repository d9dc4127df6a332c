"""Workbooks: values only, one sheet, and nothing that a hostile one can make us do."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from schoolapp.imports.readers.records import FileRefused, Limits
from schoolapp.imports.readers.workbook import read_xlsx
from tests.imports.makers import LIMITS, workbook


def cells(content, **options):
    return [list(row.cells) for row in read_xlsx("liste.xlsx", content, LIMITS, **options).rows]


def refusal(content, limits=LIMITS, **options):
    with pytest.raises(FileRefused) as caught:
        read_xlsx("liste.xlsx", content, limits, **options)
    return str(caught.value)


def altered(content, name, change):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return buffer.getvalue()


def test_values_are_read_as_a_csv_of_the_sheet_would_give_them():
    content = workbook(
        [
            ["texte", "entier", "date", "moment", "vrai", "vide"],
            [" Zoé ", 1002, date(2018, 3, 2), datetime.fromisoformat("2018-03-02T08:30"), True, None],
            ["0012", 3.5, datetime.fromisoformat("2018-03-02"), 1e300, False, ""],
        ]
    )

    assert cells(content)[1:] == [
        ["Zoé", "1002", "2018-03-02", "2018-03-02T08:30:00", "oui"],
        ["0012", "3.5", "2018-03-02", "1e+300", "non"],
    ]


def test_rows_keep_their_number_through_blank_rows():
    table = read_xlsx("liste.xlsx", workbook([["nom"], [None], ["Roy"], [], [], ["Ng"]]), LIMITS)

    assert [(row.number, row.cells[0]) for row in table.rows] == [(1, "nom"), (3, "Roy"), (6, "Ng")]


def test_a_formula_is_never_evaluated_and_gives_nothing_without_a_kept_value():
    assert cells(workbook([["nom", "total"], ["Roy", "=1+1"], ['=HYPERLINK("http://x")', 2]])) == [
        ["nom", "total"],
        ["Roy"],
        ["", "2"],
    ]


def test_the_first_sheet_with_content_is_read_and_another_can_be_named():
    content = workbook([], Élèves=[["nom"], ["Roy"]], Autre=[["mot"], ["x"]])

    table = read_xlsx("liste.xlsx", content, LIMITS)
    assert (table.name, table.sheets) == ("Élèves", ("Sheet", "Élèves", "Autre"))
    assert cells(content, sheet="Autre") == [["mot"], ["x"]]
    assert "pas dans ce classeur" in refusal(content, sheet="Absente")


def test_a_hidden_sheet_is_left_alone():
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["secret"])
    book.create_sheet("Liste").append(["nom"])
    book.worksheets[0].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)

    assert cells(buffer.getvalue()) == [["nom"]]


def test_a_workbook_without_rows_is_said_to_be_empty():
    assert "vide" in refusal(workbook([]))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_broken_workbook_is_said_to_be_damaged(part):
    assert "abîmé" in refusal(altered(workbook([["nom"]]), part, lambda xml: xml[: len(xml) // 2]))


def test_entities_that_grow_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    content = altered(workbook([["nom"]]), "xl/worksheets/sheet1.xml", lambda xml: bomb + xml.split(b"?>")[-1])

    assert "abîmé" in refusal(content)


def test_a_workbook_that_swells_is_refused_before_it_is_opened():
    content = altered(workbook([["nom"]]), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 50_000_000)

    assert len(content) < 200_000
    assert "gonfle" in refusal(content)


def test_a_million_formatted_blank_rows_cost_nothing_and_change_nothing():
    blank = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(3, 200_000))
    content = altered(
        workbook([["nom"], ["Roy"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", blank + b"</sheetData>").replace(b"A1:A2", b"A1:XFD1048576"),
    )

    assert cells(content) == [["nom"], ["Roy"]]


def test_a_row_number_beyond_any_sheet_does_not_hang():
    content = altered(
        workbook([["nom"], ["Roy"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"').replace(b'r="A2"', b'r="A99999999999"'),
    )

    assert cells(content) == [["nom"]]


def test_too_many_rows_or_columns_are_refused():
    assert "plus de 50 lignes" in refusal(workbook([["nom"]] * 200), Limits(rows=50))
    assert "colonnes" in refusal(workbook([["nom"] * 250]))
