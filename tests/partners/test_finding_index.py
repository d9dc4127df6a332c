"""What is found among the partners, and in which order: words, filters, fit, freshness. No database."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from werkzeug.datastructures import MultiDict

from schoolapp.formats import search_key, sort_key
from schoolapp.partners.finding_asked import Asked, words_of
from schoolapp.partners.finding_hours import Hours
from schoolapp.partners.finding_index import Index
from schoolapp.partners.finding_line import Line, Number
from schoolapp.partners.finding_words import folded

TODAY = date(2026, 11, 17)
NOON = datetime(2026, 11, 17, 12)  # noqa: DTZ001 - a Tuesday on the school's clock
FRESH, OLD = date(2027, 6, 1), date(2026, 6, 1)
WEEK = ("MO", "TU", "WE", "TH", "FR")
LABELS = {"alimentation": "Alimentation", "devoirs": "Aide aux devoirs et tutorat", "vetements": "Vêtements et meubles"}


def line(number: int, name: str, organization: str = "Maison", **facts) -> Line:
    given = {"confirm_by": FRESH} | facts
    return Line(number, name, sort_key(name), 1, organization, **given)


PANTRY = line(1, "Dépannage alimentaire", "Le Garde-Manger", needs=("alimentation",), languages=("fr", "ar"), free=True)
HOMEWORK = line(2, "Aide aux devoirs", "Maison des enfants", needs=("devoirs",), age_min=6, age_max=12)
CLOTHES = line(3, "Friperie", "Le Garde-Manger", needs=("vetements",), evening=True, interpretation="sur demande")
LINE = line(
    4, "Info-devoirs", "Ligne Québec", needs=("devoirs",), national=True, approached_by="familles",
    hours=(Hours(WEEK, "09:00", "17:00"),), phones=(Number("5145550142", "514 555-0142"),),
)  # fmt: skip
KITCHEN = line(5, "Cuisine collective", "Maison", needs=("ecole_cuisine",), territory="Parc-Extension", accessible=True)
TEXTS = {3: search_key("Friperie Le Garde-Manger vêtements manteaux d’hiver, aide aux familles")}


@pytest.fixture
def index() -> Index:
    parents = {"ecole_cuisine": "alimentation"}
    needs = folded(LABELS | {"ecole_cuisine": "Cuisines"})
    return Index([PANTRY, HOMEWORK, CLOTHES, LINE, KITCHEN], TODAY, texts=TEXTS, needs=needs, parents=parents)


def found(index: Index, at: datetime = NOON, **asked) -> list[int]:
    return [one.id for lines in index.ranked(Asked.of(MultiDict(asked)), at) for one in index.at(lines)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vêtements d’hiver", ("vetement", "hiver")),
        ("besoin d’aide pour les devoirs", ("devoir",)),
        ("aide", ("aide",)),
        ("de la", ("de", "la")),
        ("bus", ("bus",)),
        ("", ()),
        ("a " * 60, ("a",)),
    ],
)
def test_the_words_that_count_are_kept_in_the_singular(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("depannage", [1, 5]),
        ("DÉPANNAGE alimentaire", [1]),
        ("manger", [5, 1, 3]),  # the need before the name of the organisation
        ("garde manger", [1, 3]),
        ("devoirs", [2, 4]),
        ("besoin d’aide aux devoirs", [2, 4]),
        ("manteau", [3]),
        ("hiver", [3]),
        ("friperies", [3]),
        ("peri", [3]),
        ("cuisine", [5, 1]),
        ("514 555-0142", [4]),
        ("0142", [4]),
        ("1 514 555 0142", [4]),
        ("introuvable", []),
        ("devoirs introuvable", []),
        ("%", [2, 5, 1, 3, 4]),
    ],
)
def test_words_find_whatever_their_accents_number_and_place(index, text, ids):
    assert found(index, q=text) == ids


def test_the_name_that_begins_with_the_word_comes_first(index):
    assert found(index, q="aide aux devoirs") == [2, 4]
    assert found(index, q="cuisine")[0] == 5


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"besoin": "alimentation"}, [5, 1]),
        ({"besoin": "ecole_cuisine"}, [5]),
        ({"besoin": "inconnu"}, []),
        ({"langue": "ar"}, [1, 3]),  # who speaks it, then who has an interpreter
        ({"langue": "fr"}, [1, 2, 5, 3, 4]),  # whoever said nothing speaks French
        ({"age": "8"}, [2, 5, 1, 3, 4]),  # what is made for that age first
        ({"age": "40"}, [5, 1, 3, 4]),
        ({"lieu": "parc extension"}, [5, 4]),  # what is everywhere after what is there
        ({"quand": "maintenant"}, [4]),
        ({"quand": "soir"}, [3]),
        ({"quand": "fin_semaine"}, []),
        ({"gratuit": "1"}, [1]),
        ({"accessible": "1"}, [5]),
        ({"directe": "1"}, [2, 5, 1, 3, 4]),
        ({"besoin": "devoirs", "q": "ligne"}, [4]),
    ],
)
def test_filters_keep_what_has_the_quality(index, asked, ids):
    assert found(index, **asked) == ids


def test_what_is_for_professionals_is_not_direct():
    index = Index([line(1, "A", approached_by="professionnels"), line(2, "B")], TODAY)
    assert found(index, directe="1") == [2]


def test_at_equal_fit_the_confirmed_come_before_the_never_confirmed_and_the_overdue():
    lines = [line(1, "A", confirm_by=OLD), line(2, "B", confirm_by=None), line(3, "Z"), line(4, "C")]
    assert found(Index(lines, TODAY)) == [4, 3, 2, 1]


def test_the_day_of_confirmation_itself_is_not_overdue():
    assert found(Index([line(1, "A", confirm_by=OLD), line(2, "B", confirm_by=TODAY)], TODAY)) == [2, 1]


def test_fit_counts_before_freshness():
    lines = [line(1, "Tutorat", confirm_by=OLD), line(2, "Soutien", needs=("devoirs",))]
    assert found(Index(lines, TODAY, needs=folded(LABELS)), q="tutorat") == [1, 2]


def test_what_is_suspended_comes_last_whatever_its_fit():
    lines = [line(1, "Tutorat", suspended=True), line(2, "Soutien", needs=("devoirs",))]
    assert found(Index(lines, TODAY, needs=folded(LABELS)), q="tutorat") == [2, 1]


def test_names_are_in_the_french_order():
    lines = [line(1, "Zébulon"), line(2, "École"), line(3, "Eau"), line(4, "étude")]
    assert found(Index(lines, TODAY)) == [3, 2, 4, 1]


def test_what_means_nothing_in_the_address_is_left_aside():
    asked = Asked.of(
        MultiDict(
            [("langue", "klingon"), ("age", "-4"), ("quand", "jamais"), ("gratuit", "oui"), ("choix", "9" * 12),
             ("choix", "7"), ("choix", "7"), ("choix", "x"), ("q", "a\x00b" + "c" * 500)]
        )
    )  # fmt: skip
    assert asked.query() == {"q": ("ab" + "c" * 500)[:100], "choix": (7,)}
    assert Asked.of(MultiDict({"age": "121"})).age == ""
    assert Asked.of(MultiDict({"age": "0"})).years == 0


def test_a_part_of_a_set_is_taken_in_its_order(index):
    assert [one.id for one in index.at(index.all, 1, 2)] == [one.id for one in index.lines[1:3]]
    assert list(index.at(0)) == []
    assert [one.id for one in index.at(index.several([4, 1, 999]))] == [1, 4]
    assert index.line(999) is None
