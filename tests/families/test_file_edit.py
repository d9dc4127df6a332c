"""Writing in a family's file: name, plan, tier; with htmx, without, by two people."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.families.models import Family, TierChange
from schoolapp.formats import search_key, sort_key
from tests.families.file import bring_in, filled, words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def reload(family: Family) -> Family:
    return Family.get_by_id(family.id)


def form_of(browser, address: str, **changes: object) -> dict:
    """The form as it opens, with what the person changes."""
    return filled(browser.get(address).text) | changes


# ---- the name


def test_a_new_name_is_written_with_its_keys_and_kept_from_imports(cast, agent, events):
    address = f"/familles/{cast.haddad.id}/nom"
    before = reload(cast.haddad)
    answer = agent.post(address, data=form_of(agent, address, name="  Haddad-Ben Saïd "))
    assert (answer.status_code, answer.location) == (303, f"/familles/{cast.haddad.id}")
    family = reload(cast.haddad)
    assert family.name == "Haddad-Ben Saïd"
    assert (family.sort_key, family.search_key) == (sort_key(family.name), search_key(family.name))
    assert family.edited_at is not None
    assert family.card_version > before.card_version
    (event,) = events("family.changed")
    assert (event.actor_id, event.family_id, event.detail) == (cast.agent.id, family.id, {"avant": "Haddad"})


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_that_cannot_be_one_is_refused_and_kept_on_screen(cast, agent, events, name):
    address = f"/familles/{cast.haddad.id}/nom"
    answer = agent.post(address, data=form_of(agent, address, name=name))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    if name.strip():
        assert name in answer.text
    assert reload(cast.haddad).name == "Haddad"
    assert events("family.changed") == []


def test_the_secretariat_changes_the_name_too(cast, sign_in):
    browser, address = sign_in(cast.secretariat), f"/familles/{cast.haddad.id}/nom"
    assert browser.post(address, data=form_of(browser, address, name="Haddad-Roy")).status_code == 303
    assert reload(cast.haddad).name == "Haddad-Roy"


# ---- the plan


def test_the_plan_says_who_why_and_how(cast, agent, events):
    address = f"/familles/{cast.haddad.id}/plan"
    data = form_of(agent, address, plan_who="Yasmine", plan_why="Peu de réponses", plan_how="Appeler le soir\nle mardi")
    assert agent.post(address, data=data).status_code == 303
    family = reload(cast.haddad)
    assert (family.plan_who, family.plan_why, family.plan_how) == (
        "Yasmine",
        "Peu de réponses",
        "Appeler le soir\nle mardi",
    )
    assert [event.action for event in events("family.plan")] == ["family.plan"]
    assert family.edited_at is None  # no import writes a plan: nothing to keep from it


def test_a_plan_too_long_is_refused_with_all_that_was_typed(cast, agent):
    address = f"/familles/{cast.haddad.id}/plan"
    long = "é" * 2001
    answer = agent.post(address, data=form_of(agent, address, plan_who="Yasmine", plan_why=long))
    assert answer.status_code == 422
    assert long in answer.text
    assert "Yasmine" in answer.text
    assert "Au plus 2000 caractères" in words(answer.text)


def test_a_text_with_nul_characters_is_stored_without_them(cast, agent):
    address = f"/familles/{cast.haddad.id}/plan"
    assert agent.post(address, data=form_of(agent, address, plan_who="Yas\x00mine")).status_code == 303
    assert reload(cast.haddad).plan_who == "Yasmine"


def test_with_htmx_the_saved_parts_come_back_in_place_and_say_so(cast, agent, htmx):
    address = f"/familles/{cast.haddad.id}/plan"
    dialog = agent.get(address, headers=htmx).text
    assert dialog.lstrip().startswith("<h2")
    assert f'hx-post="{address}"' in dialog
    answer = agent.post(address, data=filled(dialog) | {"plan_how": "Écrire en arabe"}, headers=htmx)
    assert answer.status_code == 200
    assert '<hx-partial hx-target="#file-plan"' in answer.text
    assert "Écrire en arabe" in answer.text
    assert "Enregistré" in answer.text
    assert "<html" not in answer.text


def test_with_htmx_a_refused_form_comes_back_in_the_dialog(cast, agent, htmx):
    address = f"/familles/{cast.haddad.id}/nom"
    answer = agent.post(address, data=form_of(agent, address, name=""), headers=htmx)
    assert answer.status_code == 422
    assert f'hx-post="{address}"' in answer.text
    assert "<html" not in answer.text


# ---- two people at once


def test_the_second_to_save_a_plan_sees_both_versions_and_chooses(cast, sign_in, agent, events):
    address = f"/familles/{cast.haddad.id}/plan"
    other = sign_in(cast.direction)
    mine = form_of(agent, address, plan_how="Un appel chaque lundi")
    theirs = form_of(other, address, plan_how="Une visite en janvier", plan_who="Yasmine et sa mère")
    assert other.post(address, data=theirs).status_code == 303
    answer = agent.post(address, data=mine)
    assert answer.status_code == 409
    text = words(answer.text)
    assert "Celle de Anne-Marie Dubé" in text
    for shown in ("Un appel chaque lundi", "Une visite en janvier", "Yasmine et sa mère"):
        assert shown in text
    assert reload(cast.haddad).plan_how == "Une visite en janvier"
    assert len(events("family.plan")) == 1
    # What the second person typed is in the form, which now replaces the version they were shown.
    again = filled(answer.text)
    assert again["plan_how"] == ["Un appel chaque lundi"]
    assert agent.post(address, data=again | {"plan_who": "Yasmine et sa mère"}).status_code == 303
    assert reload(cast.haddad).plan_how == "Un appel chaque lundi"
    assert reload(cast.haddad).plan_who == "Yasmine et sa mère"


def test_a_third_version_in_between_is_shown_again(cast, sign_in, agent):
    address = f"/familles/{cast.haddad.id}/plan"
    other = sign_in(cast.direction)
    mine = form_of(agent, address, plan_how="Version de l’agente")
    other.post(address, data=form_of(other, address, plan_how="Version 2"))
    first = agent.post(address, data=mine)
    other.post(address, data=form_of(other, address, plan_how="Version 3"))
    second = agent.post(address, data=filled(first.text))
    assert (first.status_code, second.status_code) == (409, 409)
    assert "Version 3" in second.text


def test_writing_the_same_thing_twice_is_no_conflict(cast, agent):
    address = f"/familles/{cast.haddad.id}/plan"
    data = form_of(agent, address, plan_how="Un appel chaque lundi")
    assert [agent.post(address, data=data).status_code for _time in range(2)] == [303, 303]


def test_a_card_moved_meanwhile_does_not_disturb_who_writes_the_plan(cast, agent):
    address = f"/familles/{cast.haddad.id}/plan"
    data = form_of(agent, address, plan_how="Un appel chaque lundi")
    reload(cast.haddad).change(reload(cast.haddad).version, link_state="alliance")
    assert agent.post(address, data=data).status_code == 303
    assert (reload(cast.haddad).link_state, reload(cast.haddad).plan_how) == ("alliance", "Un appel chaque lundi")


def test_with_htmx_a_conflict_comes_in_the_dialog(cast, sign_in, agent, htmx):
    address = f"/familles/{cast.haddad.id}/plan"
    mine = form_of(agent, address, plan_how="Un appel chaque lundi")
    other = sign_in(cast.direction)
    other.post(address, data=form_of(other, address, plan_how="Une visite en janvier"))
    answer = agent.post(address, data=mine, headers=htmx)
    assert answer.status_code == 409
    assert "Une visite en janvier" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("seen", ["", "x" * 5000, "\x00"])
def test_a_form_without_what_was_seen_overwrites_nothing(cast, agent, seen):
    Family.update(plan_how="Un plan soigné").where(Family.id == cast.haddad.id).execute()
    answer = agent.post(f"/familles/{cast.haddad.id}/plan", data={"seen": seen, "plan_how": "vide"})
    assert answer.status_code == 409
    assert reload(cast.haddad).plan_how == "Un plan soigné"


# ---- the tier


def test_a_tier_keeps_its_author_its_reason_and_its_review_date(cast, agent, events):
    address = f"/familles/{cast.haddad.id}/palier"
    data = form_of(agent, address, tier="3", reason="Trois appels sans réponse", tier_review_on="2026-12-15")
    assert agent.post(address, data=data).status_code == 303
    family = reload(cast.haddad)
    assert (family.tier, family.tier_review_on) == (3, date(2026, 12, 15))
    (change,) = TierChange.select()
    assert (change.by_id, change.tier, change.reason) == (cast.agent.id, 3, "Trois appels sans réponse")
    (event,) = events("family.tier")
    assert event.detail == {"de": 1, "vers": 3, "revoir": "2026-12-15"}


def test_with_htmx_a_tier_comes_back_in_the_head_and_on_the_timeline(cast, agent, htmx):
    address = f"/familles/{cast.haddad.id}/palier"
    data = form_of(agent, address, tier="3", reason="Trois appels sans réponse", tier_review_on="2026-12-15")
    answer = agent.post(address, data=data, headers=htmx)
    assert answer.status_code == 200
    head, thread = (answer.text.split(f'hx-target="{place}"')[1] for place in ("#file-head", "#file-thread .tl"))
    assert "Palier 3" in head.split("</hx-partial>")[0]
    assert "Trois appels sans réponse" in thread.split("</hx-partial>")[0]


def test_the_tiers_so_far_show_under_the_form(cast, agent):
    address = f"/familles/{cast.haddad.id}/palier"
    agent.post(address, data=form_of(agent, address, tier="2", reason="Ciblé ensemble", tier_review_on="2026-12-15"))
    assert "Paliers jusqu’ici Palier 2, ciblé Ciblé ensemble" in words(agent.get(address).text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "Ce champ est nécessaire"),
        ({"reason": "x" * 1001}, "Au plus 1000 caractères"),
        ({"tier": "4"}, "Choisissez une valeur de la liste"),
        ({"tier": "trois"}, "Choisissez une valeur de la liste"),
        ({"tier_review_on": ""}, "Dites quand ce palier sera revu"),
        ({"tier_review_on": "2026-11-16"}, "Choisissez une date à venir"),
        ({"tier_review_on": "2026-02-30"}, "Cette date ne se lit pas"),
        ({"tier_review_on": "9999-12-31"}, "hors de portée"),
    ],
)
def test_a_tier_that_does_not_hold_is_refused_beside_its_field(cast, agent, events, changes, message):
    address = f"/familles/{cast.haddad.id}/palier"
    whole = {"tier": "2", "reason": "Ciblé ensemble", "tier_review_on": "2026-12-15"} | changes
    answer = agent.post(address, data=form_of(agent, address, **whole))
    assert answer.status_code == 422
    assert message in words(answer.text)
    assert whole["reason"] in answer.text
    assert reload(cast.haddad).tier == 1
    assert events("family.tier") == []


def test_the_first_tier_needs_no_review_date(cast, agent):
    address = f"/familles/{cast.haddad.id}/palier"
    answer = agent.post(address, data=form_of(agent, address, tier="1", reason="Tout va bien", tier_review_on=""))
    assert answer.status_code == 303


def test_two_people_setting_a_tier_at_once_choose(cast, sign_in, agent):
    address = f"/familles/{cast.haddad.id}/palier"
    mine = form_of(agent, address, tier="3", reason="Urgent", tier_review_on="2026-12-01")
    other = sign_in(cast.direction)
    other.post(address, data=form_of(other, address, tier="2", reason="Ciblé", tier_review_on="2027-01-15"))
    answer = agent.post(address, data=mine)
    assert answer.status_code == 409
    text = words(answer.text)
    assert "Palier 3, intensif" in text
    assert "Palier 2, ciblé" in text
    assert "Ciblé" in text
    assert TierChange.select().count() == 1


# ---- from the circle


def test_a_professional_of_the_circle_writes_in_the_file(cast, sign_in, events):
    bring_in(cast.pro, cast.haddad)
    browser, address = sign_in(cast.pro), f"/familles/{cast.haddad.id}/plan"
    assert browser.post(address, data=form_of(browser, address, plan_who="Yasmine")).status_code == 303
    assert events("family.plan")[0].actor_id == cast.pro.id
