"""The direction manages people's accounts."""

from __future__ import annotations

import pytest

from schoolapp.accounts import queries, second_step
from schoolapp.accounts.models import LastDirection, PasswordLink, Session, User
from schoolapp.families.models import Family
from schoolapp.formats import sort_key

OTHERS = ("agent", "prof", "pro", "secretariat", "repondant")
PERSON = {"name": "Élodie Öztürk", "email": "Elodie@Ecole.example", "role": "enseignant", "function": "Titulaire"}


def fresh(user):
    return User.get_by_id(user.id)


def sent(user, **changes):
    kept = {"name": user.name, "email": user.email, "role": user.role, "function": user.function}
    return {**kept, "version": user.version, **changes}


# ---- the list and the sheet


def test_the_list_shows_everybody_with_role_entry_and_last_visit(app, cast, sign_in, frozen):
    with app.test_request_context():
        fresh(cast.pro).disable(by=cast.direction)
    User.update(totp_since=frozen.moment).where(User.id == cast.agent.id).execute()
    User.update(password_hash="", function="Titulaire").where(User.id == cast.prof2.id).execute()
    User.update(last_seen_at=frozen.moment).where(User.id == cast.prof.id).execute()
    page = sign_in(cast.direction).get("/comptes").text.replace("\xa0", " ")
    for person in cast.everyone.values():
        assert person.name in page
    for words in (
        "Désactivé",
        "Deuxième étape activée",
        "Mot de passe à choisir",
        "Titulaire",
        "aujourd’hui",
        "jamais",
    ):
        assert words in page
    assert "8 comptes" in page


def test_looking_at_accounts_leaves_its_lines_in_the_journal(cast, sign_in, events):
    browser = sign_in(cast.direction)
    browser.get("/comptes")
    browser.get(f"/comptes/{cast.prof.id}")
    assert [event.actor_id for event in events("account.list")] == [cast.direction.id]
    assert [event.subject_id for event in events("account.opened")] == [cast.prof.id]


def test_the_list_is_in_the_french_order_and_active_people_come_first(app, cast, sign_in):
    with app.test_request_context():
        fresh(cast.agent).disable(by=cast.direction)
    names = [user.name for user in queries.accounts()]
    active = names[:-1]
    assert names[-1] == "Rosalie Gagnon"
    assert active == sorted(active, key=sort_key)


def test_the_list_takes_the_same_number_of_statements_for_many_accounts(cast, sign_in, count_queries, frozen):
    browser = sign_in(cast.direction)
    with count_queries() as few:
        browser.get("/comptes")
    for number in range(60):
        User.create(email=f"p{number}@e.example", name=f"P {number}", role="agent", created_at=frozen.moment)
    with count_queries() as many:
        browser.get("/comptes")
    assert len(few) == len(many) <= 6


def test_staff_gives_active_people_of_the_asked_roles_by_name(app, cast):
    with app.test_request_context():
        fresh(cast.agent2).disable(by=cast.direction)
    assert [user.id for user in queries.staff(["agent"])] == [cast.agent.id]
    assert len(queries.staff()) == 7
    assert [user.sort_key for user in queries.staff()] == sorted(user.sort_key for user in queries.staff())


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_manages_accounts(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    address = f"/comptes/{cast.prof.id}"
    for page in ("/comptes", "/comptes/nouveau", address):
        assert browser.get(page).status_code == 403
    for act in ("edition", "desactivation", "reactivation", "lien", "lien/retrait", "deuxieme-etape/retrait"):
        assert browser.post(f"{address}/{act}").status_code == 403
    assert browser.post("/comptes", data=PERSON).status_code == 403


def test_an_account_that_does_not_exist_is_not_found(cast, sign_in):
    browser = sign_in(cast.direction)
    assert browser.get("/comptes/999").status_code == 404
    for act in ("edition", "desactivation", "reactivation", "lien", "lien/retrait", "deuxieme-etape/retrait"):
        assert browser.post(f"/comptes/999/{act}").status_code == 404


# ---- creating


def test_an_account_is_created_without_a_password(cast, sign_in, client, events):
    answer = sign_in(cast.direction).post("/comptes", data=PERSON)
    user = queries.user_by_email("elodie@ecole.example")
    assert (answer.status_code, answer.location) == (303, f"/comptes/{user.id}")
    assert (user.name, user.role, user.function, user.password_hash) == (PERSON["name"], "enseignant", "Titulaire", "")
    assert user.sort_key == sort_key(PERSON["name"])
    assert [(event.actor_id, event.subject_id) for event in events("account.created")] == [(cast.direction.id, user.id)]
    assert client.post("/connexion", data={"email": user.email, "password": ""}).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Ce champ est nécessaire."),
        ("name", "   ", "Ce champ est nécessaire."),
        ("name", "x" * 121, "Au plus 120"),
        ("email", "", "Ce champ est nécessaire."),
        ("email", "pas un courriel", "ne semble pas complet"),
        ("email", "a@b", "ne semble pas complet"),
        ("email", "a@b..ca", "ne semble pas complet"),
        ("email", "PROF@ecole.example", "déjà celui du compte de Camille Roy"),
        ("email", "x" * 250 + "@e.ca", "Au plus 254"),
        ("email", "\u0130" * 200 + "@e.ca", "ne semble pas complet"),
        ("role", "", "Choisissez une valeur"),
        ("role", "roi", "Choisissez une valeur"),
        ("function", "x" * 121, "Au plus 120"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(cast, sign_in, field, value, words):
    answer = sign_in(cast.direction).post("/comptes", data={**PERSON, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert (PERSON["email"] if field == "name" else PERSON["name"]) in answer.text
    assert User.select().count() == 8


@pytest.mark.parametrize(
    "name", ["李小龙", "Anne-Marie d’Arc", "Ó", "محمد", "a\x00b", "<b>Gras</b>", "'; DROP TABLE user"]
)
def test_names_are_whatever_people_type(cast, sign_in, name):
    browser = sign_in(cast.direction)
    assert browser.post("/comptes", data={**PERSON, "name": name}).status_code == 303
    assert queries.user_by_email(PERSON["email"]).name == name.replace("\x00", "")
    assert "<b>Gras" not in browser.get("/comptes").text


# ---- changing


def test_an_account_is_changed(cast, sign_in, events):
    browser = sign_in(cast.direction)
    answer = browser.post(f"/comptes/{cast.prof.id}/edition", data=sent(cast.prof, name="Camille Roy-Ly"))
    assert (answer.status_code, answer.location) == (303, f"/comptes/{cast.prof.id}")
    assert fresh(cast.prof).name == "Camille Roy-Ly"
    assert fresh(cast.prof).sort_key == sort_key("Camille Roy-Ly")
    assert [event.detail["changed"] for event in events("account.changed")] == [["name"]]
    assert "Camille Roy-Ly" in browser.get(answer.location).text


def test_a_change_of_name_closes_nothing_and_reaches_the_cards_of_the_families_led(app, cast, sign_in):
    agent = sign_in(cast.agent)
    before = {family.id: family.card_version for family in Family.select()}
    sign_in(cast.direction).post(f"/comptes/{cast.agent.id}/edition", data=sent(cast.agent, name="Rosalie Gagné"))
    after = {family.id: family.card_version for family in Family.select()}
    led = {family.id for family in Family.select().where(Family.lead == cast.agent.id)}
    assert led
    assert {family for family in after if after[family] != before[family]} == led
    assert agent.get("/mon-compte").status_code == 200


def test_another_role_closes_the_persons_sessions(cast, sign_in):
    browser = sign_in(cast.prof)
    sign_in(cast.direction).post(f"/comptes/{cast.prof.id}/edition", data=sent(cast.prof, role="professionnel"))
    assert fresh(cast.prof).role == "professionnel"
    assert browser.get("/mon-compte").status_code == 303


def test_a_change_that_is_wrong_keeps_what_was_typed(cast, sign_in):
    data = sent(cast.prof, name="Nom tapé", email="pas un courriel")
    answer = sign_in(cast.direction).post(f"/comptes/{cast.prof.id}/edition", data=data)
    assert answer.status_code == 422
    assert "Nom tapé" in answer.text
    assert fresh(cast.prof).name == "Camille Roy"


def test_two_people_changing_one_account_the_second_sees_both(cast, sign_in):
    browser = sign_in(cast.direction)
    address = f"/comptes/{cast.prof.id}/edition"
    browser.post(address, data=sent(cast.prof, name="Première version"))
    answer = browser.post(address, data=sent(cast.prof, name="Deuxième version"))
    assert answer.status_code == 409
    assert "Première version" in answer.text
    assert 'value="Deuxième version"' in answer.text
    assert fresh(cast.prof).name == "Première version"
    again = sent(fresh(cast.prof), name="Deuxième version")
    assert f'value="{again["version"]}"' in answer.text
    assert browser.post(address, data=again).status_code == 303


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "99999999999999999999"])
def test_a_version_that_is_none_is_refused(cast, sign_in, version):
    answer = sign_in(cast.direction).post(f"/comptes/{cast.prof.id}/edition", data=sent(cast.prof, version=version))
    assert answer.status_code == 422


# ---- closing


def test_a_disabled_account_is_closed_at_once_and_its_name_stays(cast, sign_in, client, events):
    person, browser = sign_in(cast.prof), sign_in(cast.direction)
    browser.post(f"/comptes/{cast.prof.id}/lien")
    answer = browser.post(f"/comptes/{cast.prof.id}/desactivation")
    assert (answer.status_code, answer.location) == (303, f"/comptes/{cast.prof.id}")
    assert person.get("/mon-compte").status_code == 303
    assert PasswordLink.select().count() == 0
    assert Session.select().where(Session.user == cast.prof.id).count() == 0
    assert fresh(cast.prof).name == "Camille Roy"
    assert [event.subject_id for event in events("account.disabled")] == [cast.prof.id]


def test_a_disabled_account_is_opened_again(app, cast, sign_in, client, events):
    browser = sign_in(cast.direction)
    browser.post(f"/comptes/{cast.prof.id}/desactivation")
    assert browser.post(f"/comptes/{cast.prof.id}/reactivation").status_code == 303
    assert fresh(cast.prof).active
    assert fresh(cast.prof).disabled_at is None
    assert [event.subject_id for event in events("account.enabled")] == [cast.prof.id]


def test_the_last_active_direction_is_neither_disabled_nor_demoted(cast, sign_in):
    browser = sign_in(cast.direction)
    refused = browser.post(f"/comptes/{cast.direction.id}/desactivation")
    assert refused.status_code == 409
    assert "dernier compte actif de la direction" in refused.text
    demoted = browser.post(f"/comptes/{cast.direction.id}/edition", data=sent(cast.direction, role="agent"))
    assert demoted.status_code == 422
    assert "dernier compte actif de la direction" in demoted.text
    assert fresh(cast.direction).active
    assert fresh(cast.direction).role == "direction"


def test_a_disabled_direction_does_not_count(app, cast, sign_in):
    with app.test_request_context():
        other = User.open_account(email="d2@ecole.example", name="Direction Deux", role="direction", by=cast.direction)
        other.disable(by=cast.direction)
        with pytest.raises(LastDirection):
            fresh(cast.direction).disable(by=None)
        other.enable(by=cast.direction)
        fresh(cast.direction).disable(by=other)
        with pytest.raises(LastDirection):
            other.rewrite(other.version, name="x", email="x@e.ca", role="agent", function="", by=None)


# ---- second step


def test_the_direction_takes_away_the_second_step_of_a_lost_telephone(app, cast, sign_in, frozen, events):
    import pyotp

    with app.test_request_context():
        second_step.start(cast.prof)
        second_step.confirm(
            fresh(cast.prof), pyotp.TOTP(fresh(cast.prof).totp_secret).at(int(frozen.moment.timestamp()))
        )
    person = sign_in(cast.prof)
    browser = sign_in(cast.direction)
    assert "Retirer la deuxième étape" in browser.get(f"/comptes/{cast.prof.id}").text
    assert browser.post(f"/comptes/{cast.prof.id}/deuxieme-etape/retrait").status_code == 303
    assert not fresh(cast.prof).has_second_step
    assert person.get("/mon-compte").status_code == 303
    assert [(event.actor_id, event.subject_id) for event in events("account.second_step_off")] == [
        (cast.direction.id, cast.prof.id)
    ]
