"""Who sees a request: whoever made it, the agents, the direction, the colleagues asked; nobody else, nowhere."""

from __future__ import annotations

import pytest

from schoolapp.agent_requests import queries, verbs
from schoolapp.agent_requests.models import AgentRequest, RequestContributor
from schoolapp.families.models import GroupTeacher
from tests.agent_requests.helpers import ask, bring_to, new_key, reread
from tests.families.file import bring_in, words

SECRET = "Yasmine pleure le lundi matin"


@pytest.fixture
def request_(cast):
    """Camille's request about Yasmine, received by Rosalie; Zoé was asked to contribute."""
    made = ask(cast.prof, cast.haddad, cast.pupils["yasmine"], observed=SECRET)
    made = bring_to(made, "recue", cast.agent)
    verbs.invite(made, made.version, cast.pro, "La connais-tu?", by=cast.agent)
    return reread(made)


@pytest.mark.parametrize(("who", "status"), [
    ("prof", 200), ("agent", 200), ("agent2", 200), ("direction", 200), ("pro", 200),
    ("prof2", 404), ("secretariat", 404), ("repondant", 403),
])  # fmt: skip
def test_a_request_opens_for_those_it_concerns_only(cast, sign_in, request_, who, status):
    answer = sign_in(getattr(cast, who)).get(f"/demandes/{request_.id}")
    assert answer.status_code == status
    assert (SECRET in answer.text) == (status == 200)


def test_opening_a_request_is_written_down(cast, sign_in, request_, events):
    sign_in(cast.prof).get(f"/demandes/{request_.id}")
    sign_in(cast.prof2).get(f"/demandes/{request_.id}")
    [event] = events("request.opened")
    assert (event.actor_id, event.subject_id, event.family_id) == (cast.prof.id, request_.id, cast.haddad.id)


def test_an_invited_colleague_sees_the_request_and_nothing_else(cast, sign_in, request_):
    browser = sign_in(cast.pro)
    page = words(browser.get(f"/demandes/{request_.id}").text)
    assert "La connais-tu?" in page
    assert "Vous lisez cette demande parce qu’on vous l’a demandé" in page
    assert "reason" not in page
    file = browser.get(f"/familles/{cast.haddad.id}")
    assert SECRET not in file.text
    assert browser.get(f"/familles/{cast.haddad.id}/fil").status_code == 404
    assert f"/familles/{cast.haddad.id}" not in browser.get(f"/demandes/{request_.id}").text
    assert "Yasmine" not in browser.get("/chercher", query_string={"q": "yasmine"}).text.partition("Demandes")[0]


def test_a_released_colleague_sees_nothing_any_more(cast, sign_in, request_):
    verbs.release(RequestContributor.get(), request_.version, by=cast.agent)
    browser = sign_in(cast.pro)
    assert browser.get(f"/demandes/{request_.id}").status_code == 404
    assert browser.post(f"/demandes/{request_.id}/fil", data={"act": "contribute", "words": "x"}).status_code == 404
    assert SECRET not in browser.get("/demandes").text


def test_closing_releases_the_colleagues(cast, sign_in, request_):
    verbs.close(request_, request_.version, "better", "Merci", by=cast.agent)
    assert sign_in(cast.pro).get(f"/demandes/{request_.id}").status_code == 404


def test_the_circle_is_no_reason_to_see_a_request(cast, sign_in, request_):
    bring_in(cast.prof2, cast.haddad)
    browser = sign_in(cast.prof2)
    file = browser.get(f"/familles/{cast.haddad.id}")
    assert file.status_code == 200
    for hidden in (SECRET, "Demande de", "fait appel à l’agent depuis", "s’occupe d’une demande", "avis demandé"):
        assert hidden not in file.text


@pytest.mark.parametrize("who", ["prof", "agent", "direction"])
def test_those_who_may_see_it_find_it_on_the_familys_timeline(cast, sign_in, request_, who):
    page = words(sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}").text)
    assert "Demande de Camille Roy" in page
    assert SECRET in page
    assert "Camille Roy groupe 302 · fait appel à l’agent depuis le 17 nov." in page
    assert "Zoé Pelletier avis demandé" in page


def test_an_invited_colleague_of_the_circle_finds_it_there_too(cast, sign_in, request_):
    bring_in(cast.pro, cast.haddad)
    assert SECRET in sign_in(cast.pro).get(f"/familles/{cast.haddad.id}").text


def test_the_list_holds_ones_own_only(cast, sign_in, request_):
    assert "Yasmine" in sign_in(cast.prof).get("/demandes").text
    assert "Yasmine" in sign_in(cast.pro).get("/demandes").text
    for who in ("prof2", "secretariat"):
        for view in ("miennes", "a_recevoir", "en_cours", "fermees"):
            assert "Yasmine" not in sign_in(getattr(cast, who)).get(f"/demandes?vue={view}").text


def test_who_added_reads_where_it_stands_and_nobody_elses_words(cast, sign_in):
    first = ask(cast.prof2, cast.tremblay, cast.pupils["noe"], observed="Le secret de Mehdi")
    added = ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id, observed="Mes mots à moi")
    first = bring_to(first, "recue", cast.agent)
    verbs.hand_over(first, first.version, cast.agent2, "Entre agents", by=cast.agent)
    verbs.say(first, "answer", "Pour Mehdi seul", by=cast.agent2, form_key=new_key())
    verbs.say(first, "tell", "Nouvelles de Mehdi", by=cast.prof2, form_key=new_key())
    first = reread(first)
    verbs.close(first, first.version, "better", "Le mot de retour", by=cast.agent2)
    browser = sign_in(cast.prof)
    page = words(browser.get(f"/demandes/{added.id}").text)
    for seen in ("Mes mots à moi", "Demande reçue", "Confiée à Idriss Cissé", "Demande fermée", "Le mot de retour"):
        assert seen in page
    for hidden in ("Le secret de Mehdi", "Entre agents", "Pour Mehdi seul", "Nouvelles de Mehdi"):
        assert hidden not in page
    assert browser.get(f"/demandes/{first.id}").status_code == 404


def test_whoever_teaches_the_same_child_reads_the_other_observation(cast, sign_in):
    GroupTeacher.create(group=cast.group_302, user=cast.prof2)
    first = ask(cast.prof2, cast.tremblay, cast.pupils["lea"], observed="Vu en musique")
    added = ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id, observed="Vu en classe")
    assert "Vu en musique" in sign_in(cast.prof).get(f"/demandes/{added.id}").text
    assert "Vu en classe" in sign_in(cast.prof2).get(f"/demandes/{first.id}").text


def test_the_first_requester_knows_that_somebody_added_and_reads_nothing_of_it(cast, sign_in):
    first = ask(cast.prof2, cast.tremblay, cast.pupils["noe"])
    ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id, observed="Mes mots à moi")
    page = words(sign_in(cast.prof2).get(f"/demandes/{first.id}").text)
    assert "Camille Roy fait aussi appel pour cette famille" in page
    assert "Mes mots à moi" not in page


def test_the_agent_reads_all_in_one_place(cast, sign_in):
    first = ask(cast.prof2, cast.tremblay, cast.pupils["noe"], observed="Vu par Mehdi")
    added = ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id, observed="Vu par Camille")
    browser = sign_in(cast.agent)
    page = browser.get(f"/demandes/{first.id}").text
    assert "Vu par Mehdi" in page
    assert "Vu par Camille" in page
    elsewhere = browser.get(f"/demandes/{added.id}")
    assert (elsewhere.status_code, elsewhere.location) == (303, f"/demandes/{first.id}#demande-{added.id}")


def test_words_between_agents_are_theirs(cast, sign_in, request_):
    verbs.hand_over(request_, request_.version, cast.agent2, "Elle me connaît trop", by=cast.agent)
    for who, seen in (("prof", False), ("pro", False), ("agent2", True), ("direction", True)):
        page = words(sign_in(getattr(cast, who)).get(f"/demandes/{request_.id}").text)
        assert "Confiée à Idriss Cissé" in page
        assert ("Elle me connaît trop" in page) == seen


def test_the_requester_is_not_told_the_family_found_for_their_words(cast, sign_in):
    made = ask(cast.prof, about="Un garçon qui attend à la grille")
    verbs.link(made, made.version, cast.oconnor, by=cast.agent)
    for path in (f"/demandes/{made.id}", "/demandes", "/"):
        assert "Connor" not in sign_in(cast.prof).get(path).text, path
    assert "O’Connor" in words(sign_in(cast.agent).get(f"/demandes/{made.id}").text)


def test_visible_rows_and_one_row_say_the_same(cast, request_, context):
    other = ask(cast.prof2, cast.oconnor)
    seen = {who: {row.id for row in queries.visible_to(person)} for who, person in cast.everyone.items()}
    both, mine, none = {request_.id, other.id}, {request_.id}, set()
    assert seen == {
        "agent": both, "agent2": both, "direction": both, "prof": mine, "pro": mine, "prof2": {other.id},
        "secretariat": none, "repondant": none,
    }  # fmt: skip


@pytest.mark.parametrize("noun", [
    "refus", "fermeture", "transfert", "avis", "suivi", "tableau", "famille", "famille/nouvelle",
])  # fmt: skip
@pytest.mark.parametrize("who", ["prof", "pro", "secretariat", "repondant"])
def test_the_acts_of_the_leads_are_theirs(cast, sign_in, request_, noun, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/demandes/{request_.id}/{noun}").status_code == 403
    assert browser.post(f"/demandes/{request_.id}/{noun}", data={"version": request_.version}).status_code == 403


def test_receiving_is_the_agents(cast, sign_in):
    made = ask(cast.prof, cast.haddad)
    for who in ("prof", "pro", "direction", "secretariat", "repondant"):
        answer = sign_in(getattr(cast, who)).post(f"/demandes/{made.id}/reception", data={"version": made.version})
        assert answer.status_code == 403, who
    assert reread(made).state == "nouvelle"


def test_a_message_of_an_act_that_is_not_ones_own_is_refused(cast, sign_in, request_):
    for who, act in (("prof", "answer"), ("prof", "contribute"), ("pro", "tell"), ("agent", "thank")):
        data = {"act": act, "words": "x", "form_key": new_key()}
        assert sign_in(getattr(cast, who)).post(f"/demandes/{request_.id}/fil", data=data).status_code == 403, act
    assert sign_in(cast.prof).post(f"/demandes/{request_.id}/fil", data={"act": "close"}).status_code == 404
    assert AgentRequest.get().state == "en_cours"
