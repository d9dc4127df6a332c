"""What a family's file makes one think of among the partners, and the words that say why."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.formats import sort_key
from schoolapp.partners.finding_hours import Hours
from schoolapp.partners.finding_index import Index
from schoolapp.partners.finding_line import Line
from schoolapp.partners.finding_words import folded
from schoolapp.partners.suited import Child, Situation, judge, needs_of, sections
from schoolapp.partners.vocabulary import CATEGORIES

pytestmark = pytest.mark.usefixtures("context")
TODAY, FRESH, OLD = date(2026, 11, 17), date(2027, 6, 1), date(2026, 6, 1)
NEEDS = folded({code: str(words) for code, words in CATEGORIES.items()})


def line(number: int, name: str = "Service", *needs: str, **facts) -> Line:
    return Line(number, name, sort_key(name), 1, "Maison", needs=needs, **({"confirm_by": FRESH} | facts))


def index(*lines: Line) -> Index:
    return Index(lines, TODAY, needs=NEEDS)


@pytest.mark.parametrize(
    ("obstacles", "needs"),
    [
        ({}, ["parents", "devoirs", "loisirs"]),
        ({"horaire": ()}, ["parents", "devoirs", "loisirs"]),
        ({"materiel": ()}, ["alimentation", "vetements", "logement", "budget"]),
        ({"materiel": ("Cherche des manteaux d’hiver",)}, ["vetements"]),
        ({"materiel": ("Vit à l’étroit",)}, ["alimentation", "vetements", "logement", "budget"]),
        ({"autre": ("Loyer en retard", "avis d’éviction")}, ["logement"]),
        ({"horaire": ("Deux emplois, travail de nuit",)}, ["parents", "devoirs", "loisirs"]),
        ({"langue": ()}, ["arrivants", "interpretes"]),
        ({"sante": (), "transport": ()}, ["sante", "sante_mentale", "transport"]),
    ],
)
def test_what_gets_in_the_way_says_which_needs_to_look_at(obstacles, needs):
    assert list(needs_of(Situation(obstacles), index())) == needs


def test_every_obstacle_leads_somewhere_or_to_services_open_late():
    from schoolapp.families.vocabulary import OBSTACLES
    from schoolapp.partners import suited

    assert set(OBSTACLES) - set(suited.NEEDS) == {*suited.LATE, "numerique", "autre"}
    assert {need for needs in suited.NEEDS.values() for need in needs} <= set(CATEGORIES)


def test_the_reason_is_told_in_the_words_of_the_file():
    found = sections(Situation({"materiel": ("Cherche un manteau",), "autre": ("Un manteau",)}), index())
    assert [(one.label, one.why) for one in found] == [
        ("Vêtements et meubles", ("«\xa0Cherche un manteau\xa0»", "«\xa0Un manteau\xa0»"))
    ]


HADDAD = Situation(
    {"materiel": (), "horaire": ()},
    language="ar",
    languages=("en",),
    interpreter="oui",
    moments=("soir",),
    children=(Child("Yasmine", 8), Child("Adam", 6)),
)


@pytest.mark.parametrize(
    ("facts", "points", "reasons", "cautions"),
    [
        ({"languages": ("fr", "ar")}, 3, ("on y parle arabe",), ()),
        ({"languages": ("fr", "en")}, 2, ("on y parle anglais",), ()),
        ({"languages": ("fr",), "interpretation": "sur demande"}, 1, ("interprète possible",), ()),
        ({"languages": ("fr",)}, 0, (), ("langue à vérifier : arabe",)),
        ({"languages": ("ar",), "age_min": 6, "age_max": 7}, 5, ("on y parle arabe", "de 6 à 7 ans : Adam"), ()),
        ({"languages": ("ar",), "age_min": 18}, 3, ("on y parle arabe",), ()),
        ({"languages": ("ar",), "evening": True}, 5, ("on y parle arabe", "ouvert le soir"), ()),
        (
            {"languages": ("ar",), "hours": (Hours(("SA",), "09:00", "12:00"),)},
            4,
            ("on y parle arabe", "ouvert la fin de semaine"),
            (),
        ),
        ({"languages": ("ar",), "free": True}, 4, ("on y parle arabe", "gratuit"), ()),
        ({"languages": ("ar",), "free": False}, 3, ("on y parle arabe",), ("des frais à vérifier",)),
    ],
)
def test_a_service_is_judged_by_language_ages_moments_and_cost(facts, points, reasons, cautions):
    verdict = judge(line(1, **facts), HADDAD)
    plain = tuple(reason.replace("\N{NO-BREAK SPACE}", " ") for reason in verdict.reasons)
    said = tuple(caution.replace("\N{NO-BREAK SPACE}", " ") for caution in verdict.cautions)
    assert (verdict.points, plain, said) == (points, reasons, cautions)


def test_what_is_for_children_of_other_ages_is_not_proposed():
    assert judge(line(1, age_max=5), HADDAD) is None
    assert judge(line(1, age_max=5), Situation({}, children=(Child("Léa", None),))) is not None
    assert judge(line(1, age_max=5), Situation({})) is not None


@pytest.mark.parametrize(
    ("means", "points"), [(("appeler",), 1), (("lien", "se_presenter"), 1), (("lien",), -1), ((), 0)]
)
def test_without_internet_what_is_by_phone_comes_first(means, points):
    assert judge(line(1, means=means), Situation({"numerique": ()})).points == points


def test_a_family_of_whom_nothing_is_known_hears_no_caution():
    assert judge(line(1, languages=("fr",)), Situation({})) == (0, (), ())


def test_the_best_come_first_then_the_confirmed_each_service_once():
    directory = index(
        line(1, "Camp", "loisirs", "devoirs", confirm_by=OLD),
        line(2, "Tutorat", "devoirs"),
        line(3, "Bibliothèque", "devoirs", "loisirs", languages=("ar",)),
        line(4, "Suspendu", "devoirs", suspended=True),
        line(5, "Halte", "devoirs", age_max=5),
    )
    found = sections(Situation({}, language="ar", children=HADDAD.children), directory)
    assert [(one.need, [proposal.line.id for proposal in one.proposals]) for one in found] == [
        ("parents", []),
        ("devoirs", [3, 2, 1]),
        ("loisirs", []),
    ]


def test_a_need_shows_four_and_tells_how_many_more():
    found = sections(Situation({"transport": ()}), index(*(line(n, f"Bus {n}", "transport") for n in range(6))))
    assert (len(found[0].proposals), found[0].others) == (4, 2)
