"""Who may do what in a meeting: every act, in every state, for every role; and what nobody else gets to know."""

from __future__ import annotations

import pytest

from schoolapp.access import Role
from schoolapp.families.file_verbs import fingerprint
from schoolapp.families.models import CircleMember
from schoolapp.team.models import MeetingPoint
from schoolapp.team.rules import RULES, can
from schoolapp.team.vocabulary import STATES
from tests.cast import MOMENT, PEOPLE
from tests.team.helpers import KEY, act, ask, bring, family_point, free_point, plan, request_point, reread

LEADS, STAFF = {"agent", "agent2", "direction"}, {"agent", "agent2", "direction", "prof", "prof2", "pro"}
# The table that people read, once more by hand: in which states, and whose.
EXPECTED = {
    "edit": ({"prevue", "en_cours"}, LEADS),
    "cancel": ({"prevue"}, LEADS),
    "restore": ({"annulee"}, LEADS),
    "start": ({"prevue"}, LEADS),
    "close": ({"en_cours"}, LEADS),
    "attend": ({"en_cours", "close"}, LEADS),
    "arrange": ({"prevue", "en_cours"}, LEADS),
    "propose": ({"prevue", "en_cours"}, STAFF),
    "decide": ({"en_cours"}, STAFF),
    "change": ({"en_cours"}, LEADS | {"pro"}),
    "correct": ({"close"}, LEADS),
}
# What each act is, as a form: the address, its fields, the journal's line it leaves.
ACTS = {
    "edit": ("edition", {"day": "2026-11-24", "hour": "15:30", "minutes": "60", "place": "Ici"}, "meeting.changed"),
    "cancel": ("annulation", {"words": "Tempête"}, "meeting.cancelled"),
    "restore": ("retablissement", {}, "meeting.restored"),
    "start": ("debut", {}, "meeting.started"),
    "close": ("cloture", {}, "meeting.closed"),
    "attend": ("presences", {"there": "1"}, "meeting.attendance"),
    "arrange": ("points/{other}/place", {"step": "haut"}, "point.moved"),
    "propose": ("points", {"title": "Un point"}, "point.added"),
    "decide": ("points/{point}/regard", {"look_on": "2026-12-01", "version": "1"}, "decision.look"),
    "change": ("points/{point}/palier", {"tier": "1", "reason": "Essai"}, "family.tier"),
    "correct": ("points/{point}/decision", {"words": "Corrigé", "version": "1"}, "decision.corrected"),
}


def test_the_table_is_the_one_that_people_read():
    assert {act: (set(rule.states), {str(role) for role in rule.roles}) for act, rule in RULES.items()} == {
        act: (states, {str(PEOPLE[name][1]) for name in names}) for act, (states, names) in EXPECTED.items()
    }


@pytest.fixture
def scene(cast, app, guests):
    """A meeting with a family that all but one teacher may open, and a free point after it."""
    CircleMember.create(family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    CircleMember.create(family=cast.haddad, user=cast.prof2, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    meeting = plan(cast.agent, [*guests, cast.agent2])
    return meeting, family_point(meeting, cast.haddad, cast.agent), free_point(meeting, cast.agent)


def send(browser, cast, scene, name):
    meeting, point, other = scene
    path, fields, _event = ACTS[name]
    path = path.format(point=point.id, other=other.id)
    url = f"/rencontres/{path}" if path.startswith("points/") else f"/rencontres/{meeting.id}/{path}"
    fresh = {"version": str(reread(meeting).version), "guests": [str(cast.prof.id)]} if name == "edit" else {}
    fresh |= {"person": str(cast.prof.id)} if name == "attend" else {}
    fresh |= {"seen": fingerprint(reread(cast.haddad), ("tier", "tier_review_on"))} if name == "change" else {}
    return browser.post(url, data=fields | fresh)


ALLOWED = [(name, state, who) for name, (states, names) in EXPECTED.items() for state in states for who in names]
# Beginning or closing twice is no fault; the address of a correction writes the decision until the meeting is closed.
AGAIN = {("start", "en_cours"), ("close", "close")}
OTHER_ACT = {("correct", state): "decide" for state in STATES if state != "close"}


@pytest.mark.parametrize(("name", "state", "who"), sorted(ALLOWED))
def test_every_act_that_is_allowed_is_done_and_told(cast, scene, sign_in, events, name, state, who):
    bring(scene[0], state, cast.agent)
    user, event = getattr(cast, who), ACTS[name][2]
    before = len(events(event))
    answer = send(sign_in(user), cast, scene, name)
    assert can(user, name, state)
    assert (answer.status_code, len(events(event)) - before) == (303, 1)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", RULES)
def test_every_act_that_is_not_is_refused_and_leaves_nothing(cast, scene, sign_in, events, name, state):
    bring(scene[0], state, cast.agent)
    before = len([event for event in events() if not event.action.endswith(".opened")])
    for who in PEOPLE:
        assert can(getattr(cast, who), name, state) == ((name, state, who) in ALLOWED)
        act_there = OTHER_ACT.get((name, state), name)
        if (act_there, state, who) in ALLOWED:
            continue
        refused = 403 if who not in EXPECTED[act_there][1] else 303 if (name, state) in AGAIN else 409
        assert send(sign_in(getattr(cast, who)), cast, scene, name).status_code == refused, who
    after = len([event for event in events() if not event.action.endswith(".opened")])
    assert after == before


# ---- the rows


@pytest.mark.parametrize(("who", "status"), [
    ("agent2", 200), ("direction", 200), ("prof", 200), ("prof2", 404), ("pro", 404), ("secretariat", 200),
    ("repondant", 403),
])  # fmt: skip
def test_a_meeting_is_for_who_leads_and_who_is_invited(cast, app, sign_in, who, status):
    meeting = plan(cast.agent, [cast.prof])
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/rencontres/{meeting.id}").status_code == status
    assert browser.get(f"/rencontres/{meeting.id}/rencontre.ics").status_code == status
    listed = browser.get("/rencontres")
    assert ("Salle 12" in listed.text) == (status == 200)
    agenda = status if who != "secretariat" else 403
    for path in ("etat", "compte-rendu", "chercher?q=a"):
        assert browser.get(f"/rencontres/{meeting.id}/{path}").status_code == agenda, path


def test_the_office_reads_when_where_and_who_and_nothing_else(cast, sign_in, under_way):
    family_point(under_way, cast.haddad, cast.agent)
    free_point(under_way, cast.agent, "Le café des parents")
    office = sign_in(cast.secretariat)
    pages = [office.get(f"/rencontres/{under_way.id}").text, office.get("/rencontres").text]
    for page in pages:
        assert "Salle 12" in page
        assert cast.prof.name in page
        for hidden in ("Haddad", "café", "messages sans réponse", "2 points"):
            assert hidden not in page


RESERVED = ("Haddad", "messages sans réponse", "Rappeler en soirée", "Une décision secrète")


@pytest.fixture
def secret(cast, under_way):
    """A family with everything that can be decided about it."""
    point = family_point(under_way, cast.haddad, cast.agent)
    point.write("decide", 1, "Une décision secrète", by=cast.agent)
    act(point, cast.agent, what="Rappeler en soirée")
    return point


@pytest.mark.parametrize(("who", "sees"), [
    ("agent", True), ("direction", True), ("prof", True), ("prof2", False), ("pro", False),
])  # fmt: skip
def test_a_point_is_reserved_for_who_may_open_the_family(cast, sign_in, secret, under_way, who, sees, htmx):
    browser = sign_in(getattr(cast, who))
    urls = (f"/rencontres/{under_way.id}", f"/rencontres/{under_way.id}/compte-rendu")
    pages = [browser.get(url).text for url in urls]
    pages.append(browser.get(f"/rencontres/{under_way.id}/etat?v=0", headers=htmx).text)
    bring(under_way, "close", cast.agent)
    pages += [browser.get(url).text for url in urls]
    for page in pages:
        assert ("Point réservé" in page) != sees
        for words in RESERVED:
            assert (words in page) == sees, words


@pytest.mark.parametrize("who", ["prof2", "pro"])
def test_who_may_not_see_a_point_reaches_nothing_of_it(cast, sign_in, secret, who):
    browser = sign_in(getattr(cast, who))
    action = secret.actions.get()
    for path in ("", "/versions", "/actions/nouvelle"):
        assert browser.get(f"/rencontres/points/{secret.id}{path}").status_code == 404
    for path in ("decision", "actions", "regard", "retrait", "retour"):
        data = {"words": "Moi", "version": "2", "what": "X", "who": "1", "due_on": "2026-12-01", "form_key": KEY}
        assert browser.post(f"/rencontres/points/{secret.id}/{path}", data=data).status_code == 404, path
    for path in ("retrait", "retour", "fait", "reouverture"):
        assert browser.post(f"/rencontres/actions/{action.id}/{path}").status_code == 404
    now = reread(secret)
    assert (now.words, now.removed_at, now.look_on) == ("Une décision secrète", None, None)


def test_what_is_reserved_does_not_leave_the_database(cast, sign_in, secret, under_way):
    from schoolapp.team import queries

    [card] = queries.sheet(cast.pro, under_way).points
    assert (card.seen, card.name, card.confidential) == (False, "Point réservé", True)
    assert [value for value in vars(card).values() if isinstance(value, str) and value] == []
    assert (card.family_id, card.actions, card.changes, card.children) == (None, [], [], [])


def test_a_request_is_for_who_may_see_the_request(cast, sign_in, under_way):
    """The circle of the family is no reason, and the requester needs no other one."""
    CircleMember.create(family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    request_point(under_way, ask(cast.prof2, cast.haddad), cast.agent)
    point = MeetingPoint.get()
    for who, sees in (
        (cast.agent, True),
        (cast.direction, True),
        (cast.prof2, True),
        (cast.prof, False),
        (cast.pro, False),
    ):
        browser = sign_in(who)
        page = browser.get(f"/rencontres/{under_way.id}").text
        assert ("Demande de" in page) == sees, who.name
        assert ("Haddad" in page) == sees
        assert browser.get(f"/rencontres/points/{point.id}").status_code == (200 if sees else 404)


def test_losing_the_access_hides_the_point_at_the_next_poll(cast, sign_in, under_way, htmx):
    member = CircleMember.create(
        family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent
    )
    family_point(under_way, cast.haddad, cast.agent)
    browser = sign_in(cast.pro)
    page = browser.get(f"/rencontres/{under_way.id}").text
    version = page.partition('id="meeting-version" value="')[2].partition('"')[0]
    url = f"/rencontres/{under_way.id}/etat?v={version}"
    assert browser.get(url, headers=htmx).status_code == 204
    member.removed_at = MOMENT
    member.save()
    answer = browser.get(url, headers=htmx)
    assert answer.status_code == 200
    assert "Haddad" not in answer.text


def test_an_outsider_by_role_is_refused_everywhere(cast, sign_in, under_way):
    assert Role(cast.repondant.role) == Role.LIAISON
    browser = sign_in(cast.repondant)
    for url in ("/rencontres", f"/rencontres/{under_way.id}", "/rencontres/permanents", "/rencontres/nouvelle"):
        assert browser.get(url).status_code == 403
