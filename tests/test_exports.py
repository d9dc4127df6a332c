"""Every CSV file handed out opens as plain text, accents included, whatever people typed."""

import csv
import io

import pytest

from schoolapp import exports


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+1 514 555-0142", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "=cmd|'/c'!A1"],
)
def test_a_cell_that_starts_like_a_formula_is_made_plain_and_comes_back_as_typed(typed):
    cell = exports.neutral(typed)

    assert cell == f"'{typed}"
    assert exports.restored(cell) == typed


@pytest.mark.parametrize("typed", ["Léa", "", "O'Brien", "'Aïda", "a=b", "3e année", "'"])
def test_an_ordinary_cell_is_left_as_typed_both_ways(typed):
    assert exports.neutral(typed) == typed
    assert exports.restored(typed) == typed


def test_a_cell_already_neutralised_survives_a_second_round():
    once = exports.neutral("=1")

    assert exports.restored(exports.restored(exports.neutral(once))) == "=1"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (-5, "-5"), (True, "oui"), (False, "non"), ("a\x00b", "ab")])
def test_values_that_are_not_text_have_a_plain_form(value, cell):
    assert exports.neutral(value) == cell


def test_the_file_opens_in_columns_with_its_accents_and_its_quoted_newlines():
    content = exports.csv_bytes(["Élève", "Note"], [["Zoé; dite « Zo »", "deux\nlignes"], ["=1", '"']])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["Élève", "Note"], ["Zoé; dite « Zo »", "deux\nlignes"], ["'=1", '"']]


def test_a_download_is_named_and_kept_nowhere():
    answer = exports.csv_response("Lignes refusées", ["a"], [["b"]])

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Lignes-refus-es.csv\"; filename*=UTF-8''Lignes%20refus%C3%A9es.csv"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/csv"
