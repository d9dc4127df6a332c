"""The partners for a family: who may see them, what they rest on, and where they lead."""

from __future__ import annotations

import pytest

from schoolapp import clock
from schoolapp.families.models import Factor
from tests.partners.services import service


@pytest.fixture
def shelf(cast):
    Factor.create(
        family=cast.haddad, kind="obstacle", code="materiel", words="Cherche un manteau", added_at=clock.now()
    )
    return {
        "clothes": service("Friperie", "La Tablée", "vetements", languages=["fr", "ar"], free=True,
                           hours=((["TH"], "17:00", "20:00"),)),
        "meubles": service("Meubles", "La Ruche", "vetements", languages=["fr"]),
        "food": service("Panier", "La Tablée", "alimentation"),
    }  # fmt: skip


def plain(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")


def test_the_file_makes_one_think_of_partners_and_the_page_says_why(sign_in, cast, shelf, events):
    text = plain(sign_in(cast.agent).get(f"/familles/{cast.haddad.id}/partenaires"))
    assert "« Cherche un manteau »" in text
    assert text.index("Friperie") < text.index("Meubles")
    for words in ("on y parle arabe", "ouvert le soir", "gratuit", "langue à vérifier : arabe", "Yasmine (8 ans)"):
        assert words in text
    assert "Panier" not in text
    (event,) = events("family.partners")
    assert (event.actor_id, event.family_id) == (cast.agent.id, cast.haddad.id)


def test_one_may_hand_over_a_sheet_in_the_familys_language_refer_or_look_further(sign_in, cast, shelf):
    text = plain(sign_in(cast.agent).get(f"/familles/{cast.haddad.id}/partenaires"))
    assert '<input type="hidden" name="langue" value="ar">' in text
    assert f"/familles/{cast.haddad.id}/references/nouvelle?service={shelf['clothes'].id}" in text
    assert "/partenaires?langue=ar" in text
    assert f"/partenaires/besoins/nouveau?famille={cast.haddad.id}&amp;besoin=interpretes" in text
    teacher = plain(sign_in(cast.prof).get(f"/familles/{cast.haddad.id}/partenaires"))
    assert "references/nouvelle" not in teacher


def test_a_family_of_whom_little_is_known_still_gets_something_and_the_page_says_what_is_missing(sign_in, cast):
    service("Club de devoirs", "Maison", "devoirs", age_min=6, age_max=12)
    text = plain(sign_in(cast.agent).get(f"/familles/{cast.oconnor.id}/partenaires"))
    assert "On ne sait pas encore : ce qui complique la vie de la famille, sa langue, les moments" in text
    assert "de 6 à 12 ans : Liam" in text


@pytest.mark.parametrize(("who", "status"), [("agent", 200), ("direction", 200), ("prof", 200), ("prof2", 404),
                                            ("pro", 404), ("secretariat", 403), ("repondant", 403)])  # fmt: skip
def test_only_who_sees_the_file_sees_what_it_suggests(sign_in, cast, shelf, events, who, status):
    assert sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}/partenaires").status_code == status
    assert len(events("family.partners")) == (status == 200)


def test_it_takes_at_most_six_statements(sign_in, cast, shelf, count_queries):
    browser = sign_in(cast.agent)
    address = f"/familles/{cast.haddad.id}/partenaires"
    browser.get(address)
    with count_queries() as statements:
        browser.get(address)
    reading = [
        text for text in statements if not text.lstrip().upper().startswith(("BEGIN", "COMMIT", "RELEASE", "SAVE"))
    ]
    assert len(reading) <= 6


def test_the_file_leads_there(sign_in, cast):
    text = plain(sign_in(cast.prof).get(f"/familles/{cast.haddad.id}"))
    assert f'href="/familles/{cast.haddad.id}/partenaires"' in text
    assert "si possible en arabe" in text
