"""In which language and by which means a family is invited."""

from __future__ import annotations

import pytest

from schoolapp import clock
from schoolapp.activities.invitation_means import Adult, Home, Number, Wishes, homes, language_of, means_of
from schoolapp.families.models import Guardian, Household, Phone

MOBILE = Number("+15145550142", "514 555-0142", "cellulaire")
LANDLINE = Number("+15145550199", "514 555-0199", "maison")
UNCLEAR = Number("", "chez la voisine", "autre")


def home(*numbers: Number, email: str = "") -> Home:
    return Home([Adult(1, 1, "Linh Nguyen", email, list(numbers))])


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (Wishes(), "fr"),
        (Wishes(language="ar"), "ar"),
        (Wishes(language="bn", languages=["bn", "en"]), "en"),
        (Wishes(language="bn", languages=["hi"]), "fr"),
        (Wishes(language="autre"), "fr"),
    ],
)
def test_the_language_is_the_family_s_own_or_one_it_speaks_among_those_of_the_pages(wishes, language):
    assert language_of(wishes) == language


@pytest.mark.parametrize(
    ("here", "wishes", "means"),
    [
        # Nothing is known: paper, which reaches everybody.
        (home(MOBILE, email="l@famille.example"), Wishes(), "papier"),
        (home(), Wishes(), "papier"),
        # The wish, in order, within what the school has.
        (home(MOBILE), Wishes(means=["telephone"]), "appel"),
        (home(MOBILE), Wishes(means=["texto"]), "texto"),
        (home(LANDLINE), Wishes(means=["texto"]), "texto"),
        (home(UNCLEAR), Wishes(means=["texto"]), "papier"),
        (home(MOBILE), Wishes(means=["courriel"]), "papier"),
        (home(MOBILE), Wishes(means=["courriel", "texto"]), "texto"),
        (home(email="l@famille.example"), Wishes(means=["courriel"]), "courriel"),
        (home(MOBILE), Wishes(means=["papier"]), "papier"),
        (home(MOBILE), Wishes(means=["ecole"]), "papier"),
        # In person is not the « paper by the child » that a family may refuse.
        (home(MOBILE), Wishes(means=["ecole"], no_go=["papier"]), "papier"),
        # What the family refuses is not done.
        (home(MOBILE, email="l@famille.example"), Wishes(no_go=["papier"]), "courriel"),
        (home(MOBILE), Wishes(no_go=["papier"]), "texto"),
        (home(MOBILE), Wishes(no_go=["papier", "texto"]), "appel"),
        (home(LANDLINE), Wishes(no_go=["papier"]), "appel"),
        (home(), Wishes(no_go=["papier"]), ""),
        (home(MOBILE), Wishes(no_go=["papier", "texto", "telephone"]), ""),
        # Reading is difficult: a voice, unless the family says otherwise.
        (home(MOBILE), Wishes(reading_difficulty="oui"), "appel"),
        (home(), Wishes(reading_difficulty="oui"), "papier"),
        (home(MOBILE), Wishes(reading_difficulty="oui", means=["texto"]), "texto"),
        (home(MOBILE), Wishes(means=["un moyen d’avant"]), "papier"),
    ],
)
def test_the_means_is_what_the_family_prefers_within_what_the_school_can_do(here, wishes, means):
    assert means_of(here, wishes) == means


@pytest.mark.usefixtures("context")
def test_people_are_read_with_their_numbers_in_one_statement_whatever_their_number(cast, count_queries):
    marc = Guardian.get(Guardian.name == "Marc Tremblay")
    Phone.create(guardian=marc, kind="maison", number="+15145550188;ext=4", digits="5145550188", raw="x", position=1)
    with count_queries() as statements:
        found = homes([cast.tremblay.id, cast.haddad.id, cast.oconnor.id])
    assert len(statements) == 1
    assert [adult.name for adult in found[cast.tremblay.id].adults] == ["Linh Nguyen", "Marc Tremblay"]
    assert found[cast.tremblay.id].adults[1].numbers[1].dialled == "+15145550188"
    assert found[cast.tremblay.id].texted()[0].name == "Linh Nguyen"


@pytest.mark.usefixtures("context")
def test_parents_who_live_apart_are_both_written_to_and_a_home_once(cast):
    linh, marc = Guardian.get(Guardian.name == "Linh Nguyen"), Guardian.get(Guardian.name == "Marc Tremblay")
    Guardian.create(household=linh.household, name="Oncle", email="oncle@famille.example")
    elsewhere = Household.create(family=cast.tremblay)
    Guardian.create(household=elsewhere, name="Partie", email="partie@famille.example", removed_at=clock.now())
    Guardian.update(email="marc@famille.example").where(Guardian.id == marc.id).execute()
    written = [adult.email for adult in homes([cast.tremblay.id])[cast.tremblay.id].emails]
    assert written == ["linh@famille.example", "marc@famille.example"]
