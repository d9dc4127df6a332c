"""What the agent does with a request, from its page: each noun, its refusals, its conflicts, and what comes of it."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.accounts.absences import Absence
from schoolapp.agent_requests import verbs
from schoolapp.agent_requests.models import AgentRequest, RequestContributor, RequestEntry
from schoolapp.families.models import Family, LinkChange
from schoolapp.notes.models import FollowUp
from tests.agent_requests.helpers import KEY, ask, bring_to, new_key, reread
from tests.cast import MOMENT
from tests.families.file import words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def new(cast):
    return ask(cast.prof, cast.haddad, cast.pupils["yasmine"])


@pytest.fixture
def received(cast, new):
    return bring_to(new, "recue", cast.agent)


def url(request: AgentRequest, noun: str = "") -> str:
    return f"/demandes/{request.id}{noun and '/' + noun}"


def post(browser, request: AgentRequest, noun: str, **fields):
    return browser.post(url(request, noun), data={"version": request.version, **fields})


def test_receiving_takes_one_click_and_says_so_to_whoever_asked(cast, agent, new, sign_in, htmx):
    answer = agent.post(url(new, "reception"), data={"version": new.version}, headers=htmx)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, url(new))
    assert (reread(new).state, reread(new).agent_id, reread(new).received_at) == ("recue", cast.agent.id, MOMENT)
    assert "reçue par Rosalie Gagnon le mardi 17 novembre" in words(sign_in(cast.prof).get(url(new)).text)


def test_two_agents_who_receive_at_once_know_who_has_it(cast, agent, new, sign_in):
    second = sign_in(cast.agent2)
    assert post(agent, new, "reception").status_code == 303
    late = post(second, new, "reception")
    assert late.status_code == 409
    assert "Cette demande a changé entre-temps" in words(late.text)
    assert "Rosalie Gagnon" in words(late.text)
    assert reread(new).agent_id == cast.agent.id


@pytest.mark.parametrize("noun", ["refus", "fermeture", "transfert", "avis", "suivi", "tableau", "famille"])
def test_each_form_opens_as_a_page_and_in_the_dialog(cast, agent, received, htmx, noun):
    page = agent.get(url(received, noun))
    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    fragment = agent.get(url(received, noun), headers=htmx)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert 'id="act-title"' in fragment.text


@pytest.mark.parametrize(("noun", "fields", "said"), [
    ("refus", {"reason": " "}, "nécessaire"),
    ("refus", {"reason": "x" * 2001}, "Au plus 2000"),
    ("fermeture", {"effect": "better", "words": ""}, "nécessaire"),
    ("fermeture", {"effect": "", "words": "Un mot"}, "une des quatre réponses"),
    ("transfert", {"agent": "999"}, "Choisissez une personne"),
    ("transfert", {"agent": "x"}, "Choisissez une valeur"),
    ("avis", {"colleague": "0", "question": "?"}, "Choisissez une personne"),
    ("avis", {"colleague": "5", "question": ""}, "nécessaire"),
    ("suivi", {"what": "", "due_on": "2026-12-01"}, "nécessaire"),
    ("suivi", {"what": "Appeler", "due_on": "2026-11-16"}, "déjà passée"),
    ("tableau", {"why": "", "decided_by": "x"}, "au moins un signal"),
    ("famille/nouvelle", {"name": "", "guardian": "x"}, "nécessaire"),
])  # fmt: skip
def test_a_refused_form_says_why_and_changes_nothing(cast, agent, received, events, htmx, noun, fields, said):
    told = len(events())
    for headers in ({}, htmx):
        data = {"version": received.version, "form_key": KEY} | fields
        answer = agent.post(url(received, noun), data=data, headers=headers)
        assert answer.status_code == 422
        assert said in words(answer.text) or said in answer.text
    assert reread(received).version == received.version
    assert len(events()) == told


def test_refusing_gives_a_reason_that_the_teacher_reads(cast, agent, new, sign_in):
    assert post(agent, new, "refus", reason="Voyez plutôt le service de garde").status_code == 303
    page = words(sign_in(cast.prof).get(url(new)).text)
    assert "Pourquoi elle est refusée Voyez plutôt le service de garde" in page
    assert "Rouvrir" in page


def test_closing_tells_the_effect_and_a_word_back(cast, agent, received, sign_in):
    assert post(agent, received, "fermeture", effect="early", words="On a parlé une fois").status_code == 303
    page = words(sign_in(cast.prof).get(url(received)).text)
    assert "Le mot de retour On a parlé une fois Depuis, c’est : trop tôt pour le dire" in page
    assert reread(received).closed_at == MOMENT


def test_reopening_keeps_the_history(cast, agent, received, sign_in):
    post(agent, received, "fermeture", effect="same", words="Rien de neuf")
    prof = sign_in(cast.prof)
    closed = reread(received)
    assert post(prof, closed, "reouverture", words="C’est revenu hier").status_code == 303
    again = reread(received)
    assert (again.state, again.agent_id, again.effect, again.answer) == ("nouvelle", cast.agent.id, "", "")
    page = words(prof.get(url(received)).text)
    for line in ("Demande fermée", "Rien de neuf", "Demande rouverte, à recevoir", "C’est revenu hier"):
        assert line in page


def test_an_agent_who_reopens_goes_on_with_it(cast, agent, new):
    refused = bring_to(new, "refusee", cast.direction)
    assert post(agent, refused, "reouverture", words="Je m’en charge").status_code == 303
    assert (reread(new).state, reread(new).agent_id) == ("en_cours", cast.agent.id)


def test_handing_over_with_a_word(cast, agent, received, sign_in):
    assert post(agent, received, "transfert", agent=cast.agent2.id, words="Elle parle créole").status_code == 303
    assert (reread(received).agent_id, reread(received).state) == (cast.agent2.id, "recue")
    page = words(sign_in(cast.agent2).get(url(received)).text)
    assert "Confiée à Idriss Cissé · Rosalie Gagnon" in page
    assert "Elle parle créole" in page


def test_one_does_not_hand_over_to_who_has_it_nor_to_a_teacher(cast, agent, received):
    for person in (cast.agent, cast.prof):
        assert post(agent, received, "transfert", agent=person.id).status_code == 422
    assert "Rosalie Gagnon" not in words(agent.get(url(received, "transfert")).text).partition("À qui")[2][:80]


def test_the_direction_entrusts_a_request_that_nobody_received(cast, new, sign_in):
    assert post(sign_in(cast.direction), new, "transfert", agent=cast.agent2.id).status_code == 303
    assert (reread(new).state, reread(new).agent_id) == ("nouvelle", cast.agent2.id)
    assert "confiée à Idriss Cissé, pas encore reçue" in words(sign_in(cast.prof).get(url(new)).text)


def test_who_is_away_is_said_where_one_hands_over(cast, agent, received):
    Absence.create(user=cast.agent2, starts_on=MOMENT.date(), ends_on=MOMENT.date(), created_at=MOMENT)
    assert "Idriss Cissé (absence)" in words(agent.get(url(received, "transfert")).text)


def test_asking_a_colleague_who_answers(cast, agent, received, sign_in, events):
    answer = post(agent, received, "avis", colleague=cast.pro.id, question="Et en récréation?")
    assert answer.status_code == 303
    assert reread(received).state == "en_cours"
    pro = sign_in(cast.pro)
    data = {"act": "contribute", "words": "Toujours seule", "form_key": new_key()}
    assert pro.post(url(received, "fil"), data=data).status_code == 303
    assert RequestContributor.get().answered_at == MOMENT
    assert "Toujours seule" in words(sign_in(cast.prof).get(url(received)).text)
    assert [event.actor_id for event in events("request.contributed")] == [cast.pro.id]
    one = RequestContributor.get()
    assert post(agent, reread(received), f"avis/{one.id}/retrait").status_code == 303
    assert pro.get(url(received)).status_code == 404


def test_only_colleagues_who_read_files_and_did_not_ask_may_be_invited(cast, agent, received):
    page = words(agent.get(url(received, "avis")).text)
    assert "Mehdi Lavoie" in page
    assert "Zoé Pelletier" in page
    for other in ("Idriss", "Anne-Marie", "Ginette", "Luc Bergeron"):
        assert other not in page
    for person in (cast.prof, cast.secretariat, cast.repondant, cast.direction):
        assert post(agent, received, "avis", colleague=person.id, question="?").status_code == 422


def test_the_contributor_of_another_request_is_not_found(cast, agent, received):
    other = bring_to(ask(cast.prof2, cast.oconnor), "recue", cast.agent)
    verbs.invite(other, other.version, cast.pro, "?", by=cast.agent)
    assert post(agent, received, f"avis/{RequestContributor.get().id}/retrait").status_code == 404


def test_planning_a_follow_up_tells_the_teacher_that_there_is_one_and_when(cast, agent, received, sign_in):
    fields = {"what": "Passer au parc jeudi soir", "who": cast.agent.id, "due_on": "2026-11-26", "form_key": KEY}
    assert post(agent, received, "suivi", **fields).status_code == 303
    planned = FollowUp.get()
    assert (planned.family_id, planned.due_on, planned.what) == (cast.haddad.id, date(2026, 11, 26), fields["what"])
    page = words(sign_in(cast.prof).get(url(received)).text)
    assert "Suivi prévu pour le 26 novembre" in page
    assert "Passer au parc" not in page
    assert "Passer au parc" in words(agent.get(url(received)).text)


def test_a_follow_up_needs_somebody_who_may_open_the_file(cast, agent, received):
    fields = {"what": "x", "who": cast.prof2.id, "due_on": "2026-11-26", "form_key": KEY}
    answer = post(agent, received, "suivi", **fields)
    assert answer.status_code == 422
    assert "n’a pas accès à la fiche" in words(answer.text)
    assert FollowUp.select().count() == 0


def test_putting_the_family_on_the_board(cast, agent, sign_in):
    made = bring_to(ask(cast.prof2, cast.oconnor, cast.pupils["liam"]), "recue", cast.agent)
    page = agent.get(url(made, "tableau")).text
    assert "Demande de Mehdi Lavoie" in page
    fields = {"signals": ["absences"], "why": "Retards", "decided_by": "L’équipe", "priority": "haute"}
    family = Family.get_by_id(cast.oconnor.id)
    answer = post(agent, made, "tableau", **fields, state="a_joindre", family_version=family.version)
    assert answer.status_code == 303
    family = Family.get_by_id(cast.oconnor.id)
    assert (family.link_state, family.priority, family.lead_id) == ("a_joindre", "haute", cast.agent.id)
    assert LinkChange.get(LinkChange.family == family).words == "Retards"
    assert "Mettre au tableau" not in agent.get(url(made)).text


def test_a_family_put_on_the_board_meanwhile_is_a_conflict_and_undoes_nothing(cast, agent):
    made = bring_to(ask(cast.prof2, cast.oconnor), "recue", cast.agent)
    stale = Family.get_by_id(cast.oconnor.id).version
    Family.get_by_id(cast.oconnor.id).change(stale, priority="haute")
    fields = {"signals": ["absences"], "why": "Retards", "decided_by": "L’équipe", "priority": "haute"}
    answer = post(agent, made, "tableau", **fields, state="a_joindre", family_version=stale)
    assert answer.status_code == 409
    assert reread(made).state == "recue"
    assert RequestEntry.select().where(RequestEntry.act == "board").count() == 0


def test_linking_to_a_family_found_by_name(cast, agent):
    made = ask(cast.prof, about="Une nouvelle de maternelle")
    assert "Haddad" in words(agent.get(url(made, "famille")).text), "the families of the requester's groups come first"
    found = words(agent.get(f"{url(made, 'famille')}?q=liam").text)
    assert "O’Connor" in found
    assert "Haddad" not in found
    assert post(agent, made, "famille", family=cast.oconnor.id).status_code == 303
    assert reread(made).family_id == cast.oconnor.id
    assert post(agent, reread(made), "famille", family=999).status_code == 404
    assert post(agent, reread(made), "famille", family="x").status_code == 422


def test_linking_to_a_family_that_has_an_open_request_warns_first(cast, agent, new):
    other = ask(cast.prof2, about="Le garçon de la grille")
    warned = post(agent, other, "famille", family=cast.haddad.id)
    assert warned.status_code == 422
    assert "Une demande est déjà ouverte pour la famille Haddad" in words(warned.text)
    assert post(agent, other, "famille", family=cast.haddad.id, apart="1").status_code == 303
    assert "Une autre demande est ouverte pour cette famille, de Camille Roy" in words(agent.get(url(other)).text)


def test_making_the_file_of_a_family_that_has_none(cast, agent):
    made = ask(cast.prof, about="Une nouvelle de maternelle")
    fields = {"name": "Diallo", "guardian": "Awa Diallo", "phone": "514 555-0199", "phone_kind": "cellulaire"}
    assert post(agent, made, "famille/nouvelle", **fields).status_code == 303
    family = Family.get(Family.name == "Diallo")
    assert reread(made).family_id == family.id
    again = ask(cast.prof, about="Une autre")
    warned = post(agent, again, "famille/nouvelle", **fields)
    assert warned.status_code == 422
    assert "a peut-être déjà une fiche" in words(warned.text)
    assert post(agent, again, "famille/nouvelle", **fields, confirmed="1").status_code == 303


def test_a_stale_act_keeps_the_words_and_shows_where_the_request_stands(cast, agent, received, sign_in, htmx):
    seen = received.version
    verbs.hand_over(received, seen, cast.agent2, "", by=cast.direction)
    for headers in ({}, htmx):
        data = {"version": seen, "effect": "better", "words": "Mon mot de retour"}
        answer = agent.post(url(received, "fermeture"), data=data, headers=headers)
        assert answer.status_code == 409
        told = words(answer.text) if not headers else answer.text
        for part in ("Mon mot de retour", "Cette demande a changé entre-temps", "Confiée à Idriss Cissé"):
            assert part in told
    current = reread(received)
    assert current.state == "recue"
    assert post(agent, current, "fermeture", effect="better", words="Mon mot de retour").status_code == 303


def test_an_act_that_is_over_says_so_and_keeps_the_words(cast, agent, received):
    verbs.close(received, received.version, "better", "Déjà fait", by=cast.agent2)
    answer = post(agent, reread(received), "refus", reason="Mes mots à garder")
    assert answer.status_code == 409
    assert "Ce n’est plus possible dans son état" in words(answer.text)
    assert "Mes mots à garder" in answer.text
    assert agent.get(url(received, "refus")).status_code == 409
