"""The page of a family's file: what it shows, to whom, what it writes in the journal, what it costs."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from schoolapp import clock
from schoolapp.families import file_drawn
from schoolapp.families.models import (
    ContactPreference,
    Family,
    Guardian,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
    TierChange,
)
from schoolapp.families.vocabulary import ALL_STATES, FORCES, OBSTACLES, TIERS
from schoolapp.notes.models import Note
from tests.families.file import bring_in, fill_file, open_for_a_day, words


@pytest.fixture
def page(cast, sign_in):
    """``page(person, family)`` is what the person reads on the family's page."""

    def read(person: str, family: Family) -> str:
        answer = sign_in(getattr(cast, person)).get(f"/familles/{family.id}")
        assert answer.status_code == 200
        return words(answer.text)

    return read


def test_the_head_names_the_children_with_their_groups_and_counts_the_homes(cast, page):
    text = page("agent", cast.tremblay)
    assert text.startswith("Famille Tremblay-Nguyen Léa (3 e année, groupe 302) · Noé (1 re année, groupe 101) · deux")
    assert "Lien : premier contact" in text
    assert "Palier 1" in text


def test_the_file_shows_what_helps_before_what_complicates_then_the_plan_and_the_history(cast, page):
    fill_file(cast.tremblay, cast.agent)
    text = page("prof", cast.tremblay)
    order = ["Ce qui aide", "Rêve que Léa devienne médecin", "Ce qui complique", "Plusieurs emplois", "Plan avec la"]
    order += ["Léa et ses deux foyers", "Personne ne répond le jour", "Appeler le soir", "Fil du lien"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "Famille ajoutée au tableau : Premier contact" in text
    assert "La famille a rappelé" in text
    assert "Décidé par l’équipe-école" in text
    assert "Palier 3, intensif" in text
    assert "Trois rencontres manquées" in text
    assert "Palier 3, à revoir le 15 décembre" in text


def test_a_review_date_gone_by_stands_out(cast, page, frozen):
    Family.update(tier=2, tier_review_on=date(2026, 11, 10)).where(Family.id == cast.haddad.id).execute()
    assert "Palier 2, à revoir depuis le 10 novembre" in page("agent", cast.haddad)


def test_the_circle_says_why_each_person_has_access(cast, page):
    bring_in(cast.pro, cast.tremblay, reason="suit Léa en orthopédagogie", until=date(2026, 12, 18))
    text = page("agent", cast.tremblay)
    assert "Rosalie Gagnon agent·e principal·e" in text
    assert "Camille Roy groupe 302" in text
    assert "Mehdi Lavoie groupe 101" in text
    assert "Zoé Pelletier suit Léa en orthopédagogie, jusqu’au 18 décembre" in text
    assert "6 personnes agents et direction, titulaires, personnes nommées" in text


def test_openings_of_the_day_show_to_those_who_answer_for_them_and_to_nobody_else(cast, page):
    open_for_a_day(cast.pro, cast.haddad)
    for person in ("agent", "direction"):
        text = page(person, cast.haddad)
        assert "Accès ouverts Zoé Pelletier jusqu’à mercredi 18 novembre, 10 h : Appel urgent du service" in text
    assert "Zoé Pelletier" not in page("prof", cast.haddad)
    own = page("pro", cast.haddad)
    assert "Cette fiche est hors de votre cercle" in own
    assert "Votre raison : Appel urgent du service de garde" in own


def test_each_opening_is_written_down_and_counted(cast, sign_in, events, page):
    browser = sign_in(cast.prof)
    browser.get(f"/familles/{cast.haddad.id}")
    assert "Ouvert 2 fois cette semaine" in page("agent", cast.haddad)
    lines = events("family.opened")
    assert [(line.actor_id, line.family_id, line.subject_label) for line in lines] == [
        (cast.prof.id, cast.haddad.id, "Haddad"),
        (cast.agent.id, cast.haddad.id, "Haddad"),
    ]


def test_openings_of_last_week_are_not_of_this_week(cast, page, frozen):
    frozen.move(days=-2)  # Sunday
    page("prof", cast.haddad)
    frozen.move(days=2)
    assert "Ouvert 1 fois cette semaine" in page("agent", cast.haddad)


def test_a_fragment_belongs_to_the_page_opened_a_moment_ago(cast, sign_in, events, htmx, frozen):
    browser, address = sign_in(cast.agent), f"/familles/{cast.haddad.id}"
    browser.get(address)
    browser.get(f"{address}/plan", headers=htmx)
    browser.get(f"{address}/fil", headers=htmx)
    assert len(events("family.opened")) == 1
    browser.get(f"{address}/plan")  # a page of its own
    assert [line.detail for line in events("family.opened")] == [{}, {"partie": "plan"}]
    frozen.move(minutes=31)
    browser.get(f"{address}/fil", headers=htmx)  # a fragment without its page
    assert events("family.opened")[-1].detail == {"partie": "fil"}


def test_a_fragment_asked_without_its_page_is_written_down(cast, sign_in, events, htmx):
    sign_in(cast.agent).get(f"/familles/{cast.haddad.id}")
    sign_in(cast.prof).get(f"/familles/{cast.haddad.id}/fil", headers=htmx)
    assert [line.actor_id for line in events("family.opened")] == [cast.agent.id, cast.prof.id]


def test_the_secretariat_sees_contact_data_and_no_word_of_the_rest(cast, sign_in, events):
    fill_file(cast.tremblay, cast.agent)
    Note.create(
        family=cast.tremblay,
        author=cast.agent,
        happened_at=clock.now(),
        written_at=clock.now(),
        means="telephone",
        reached="yes",
        text="La mère cherche un emploi de jour",
    )
    bring_in(cast.pro, cast.tremblay, reason="suit Léa en orthopédagogie")
    answer = sign_in(cast.secretariat).get(f"/familles/{cast.tremblay.id}")
    text = words(answer.text)
    for shown in (
        "Famille Tremblay-Nguyen",
        "Linh Nguyen",
        "514 555-0142",
        "linh@famille.example",
        "rue des Érables",
    ):
        assert shown in text
    hidden = [*FORCES.values(), *OBSTACLES.values(), *TIERS.values(), *ALL_STATES.values()]
    hidden += ["Palier", "palier", "Lien", "Plan", "Cercle", "cercle", "Fil du lien", "Ce qui aide", "Ce qui complique"]
    hidden += ["médecin", "Trois rencontres", "deux foyers de Léa", "Personne ne répond", "Appeler le soir", "La mère"]
    hidden += ["a rappelé", "équipe-école", "orthopédagogie", "Zoé", "Rosalie", "Camille", "Ouvert", "Prochains pas"]
    assert [str(word) for word in hidden if str(word) in text] == []
    for address in (
        "/plan",
        "/palier",
        "/facteurs",
        "/cercle",
        "/notes",
        "/deplacement",
        "/suivis",
        "/fil",
        "/tableau",
    ):
        assert f"/familles/{cast.tremblay.id}{address}" not in answer.text, address
    assert [line.action for line in events() if line.family_id] == ["family.contacts_opened"]


def test_the_secretariat_gets_nothing_more_by_htmx(cast, sign_in, htmx):
    fill_file(cast.tremblay, cast.agent)
    browser = sign_in(cast.secretariat)
    data = {"label": "Chez Linh", "address": "", "version": "1"}
    answer = browser.post(f"/familles/{cast.tremblay.id}/foyers/1", data=data, headers=htmx)
    assert answer.status_code == 200
    assert "Chez Linh" in answer.text
    for word in ("Palier", "médecin", "Lien", "Ce qui", "file-plan", "file-factors", "file-around"):
        assert word not in answer.text, word


def test_a_child_who_lives_in_two_families_is_told_so(cast, page):
    home = Household.get(Household.family == cast.oconnor)
    HouseholdPupil.create(household=home, pupil=cast.pupils["yasmine"])
    assert "Yasmine , modifier (vit aussi dans une autre famille : O’Connor )" in page("agent", cast.haddad)
    told = page("prof", cast.haddad)  # 302 is hers, the O’Connor family is not
    assert "vit aussi dans une autre famille" in told
    assert "O’Connor" not in told


def test_a_child_who_left_the_school_is_not_in_the_head_any_more(cast, page):
    Pupil.update(left_on=date(2026, 11, 1)).where(Pupil.id == cast.pupils["noe"].id).execute()
    text = page("agent", cast.tremblay)
    assert text.startswith("Famille Tremblay-Nguyen Léa (3 e année, groupe 302) · deux foyers")
    assert "Noé , modifier (n’est plus à l’école)" in text


def test_names_of_any_script_and_hostile_ones_are_shown_as_typed(cast, page):
    Family.update(name="<b>آل حداد</b> & 何").where(Family.id == cast.haddad.id).execute()
    Guardian.update(name="N’Guyễn <script>x</script>").where(Guardian.id == 3).execute()
    text = page("agent", cast.haddad)
    assert text.startswith("Famille <b>آل حداد</b> & 何")
    assert "N’Guyễn <script>x</script>" in text


def note(cast, at):
    base = {"family": cast.haddad, "author": cast.agent, "happened_at": at, "written_at": at, "means": "telephone"}
    return Note.create(**base, reached="yes", text="Appel")


def test_the_page_takes_six_statements_however_much_it_shows(cast, sign_in, count_queries):
    browser = {person: sign_in(getattr(cast, person)) for person in ("agent", "prof", "pro")}
    bring_in(cast.pro, cast.haddad)
    counts = {}
    for size in (0, 55):
        for number in range(size):
            at = clock.now() - timedelta(hours=number)
            note(cast, at)
            TierChange.create(family=cast.haddad, at=at, by=cast.agent, tier=1 + number % 3, reason="revu")
            home = Household.create(family=cast.haddad)
            guardian = Guardian.create(household=home, name=f"Parent {number}")
            Phone.create(guardian=guardian, number="+15145550142", digits="5145550142", raw="514 555-0142")
        for person, client in browser.items():
            file_drawn.forget()
            with count_queries() as statements:
                assert client.get(f"/familles/{cast.haddad.id}").status_code == 200
            counts[person, size] = len(statements)
    assert set(counts.values()) == {6}, counts


def test_a_kept_drawing_never_outlives_what_it_shows(cast, page):
    assert "514 555-0142" not in page("agent", cast.haddad)
    Phone.update(number="+15145550142").where(Phone.guardian == 3).execute()  # an import, another worker
    assert "514 555-0142" in page("agent", cast.haddad)
    ContactPreference.update(not_before=time(17)).where(ContactPreference.family == cast.haddad).execute()
    assert "Pas avant 17 h." in page("agent", cast.haddad)
    assert "Pas avant 17 h." in page("prof", cast.haddad)


def test_a_kept_drawing_belongs_to_the_rights_it_was_made_for(cast, sign_in):
    assert "/plan" in sign_in(cast.agent).get(f"/familles/{cast.haddad.id}").text
    assert f"/familles/{cast.haddad.id}/plan" not in sign_in(cast.prof).get(f"/familles/{cast.haddad.id}").text


def test_a_family_without_home_pupil_or_preference_opens(cast, page):
    bare = Family.create(name="Nouvelle", sort_key="nouvelle", search_key="nouvelle", created_at=clock.now())
    for person in ("agent", "secretariat"):
        text = page(person, bare)
        assert "Aucun enfant à l’école pour l’instant" in text
        assert "Aucun foyer dans la fiche" in text
        assert "On ne sait pas encore comment cette famille souhaite être jointe" in text


def test_the_printed_summary_says_who_printed_it_and_that_it_is_confidential(cast, sign_in):
    text = words(sign_in(cast.agent).get(f"/familles/{cast.haddad.id}").text)
    assert "Imprimé par Rosalie Gagnon, mardi 17 novembre. Document confidentiel" in text
