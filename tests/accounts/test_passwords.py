"""Which passwords are good, and how they are kept."""

from __future__ import annotations

import unicodedata

import pytest

from schoolapp.accounts import passwords, weak_passwords

PERSONAL = ("Camille Roy-Lévesque", "camille.roy@ecole.example", "École des Deux-Rives")


@pytest.mark.parametrize(
    "password",
    [
        "un trait entre deux points",
        "la pluie tombe à 4 heures",
        "xK9#mQ2$vL7p",
        "correct cheval pile agrafe",
        "مرحبا بالمدرسة",
        "愛する家族のための学校ですよね",
        "🙂🙃😀😁😂🤣😃😄😅😆",
        "camille aime les tempêtes",
        "a" * 60 + "bcdefgh" * 9 + "xyz12",
    ],
)
def test_a_long_enough_and_uncommon_password_is_good(context, password):
    assert weak_passwords.refusal(password, PERSONAL) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Au moins 10"),
        ("neuf-cars", "Au moins 10"),
        ("x" * 64 + "y1-é" * 17, "Au plus 128"),
        ("1234567890", "en premier"),
        ("azertyuiop", "en premier"),
        ("Motdepasse1!", "en premier"),
        ("MOT DE PASSE 2026", "en premier"),
        ("motdepasse123456", "en premier"),
        ("Bienvenue2026!", "en premier"),
        ("Montréal2026", "en premier"),
        ("password123", "en premier"),
        ("Jetaimemonamour", "en premier"),
        ("soleilsoleil", "en premier"),
        ("aaaaaaaaaaaa", "en premier"),
        ("abababababab", "en premier"),
        ("!!!!!!!!!!!!", "en premier"),
        ("CamilleRoy2026", "votre nom"),
        ("camille.roy@ecole.example", "votre nom"),
        ("Deux-Rives 2026", "votre nom"),
        ("RoyLevesque!1", "votre nom"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(context, password, words):
    assert words in weak_passwords.refusal(password, PERSONAL)


def test_the_list_is_read_once_and_says_where_it_comes_from():
    assert weak_passwords.common() is weak_passwords.common()
    assert len(weak_passwords.common()) > 10_000
    assert "MIT" in weak_passwords.LIST.read_text(encoding="ascii")
    assert weak_passwords.LIST.with_name("common_passwords.LICENSE.txt").is_file()


def test_the_list_holds_search_keys_only():
    assert all(weak_passwords.key(word) == word for word in weak_passwords.common())


def test_a_password_is_kept_by_argon2id_with_the_chosen_parameters():
    assert passwords.hashed("un trait entre deux points").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_accent_is_the_same_typed_as_one_character_or_as_two():
    kept = passwords.hashed(unicodedata.normalize("NFC", "la forêt d’érables"))
    assert passwords.matches(kept, unicodedata.normalize("NFD", "la forêt d’érables"))
    assert not passwords.matches(kept, "la foret d’erables")


def test_spaces_around_a_password_are_part_of_it():
    kept = passwords.hashed("  dix caractères  ")
    assert not passwords.matches(kept, "dix caractères")


@pytest.mark.parametrize("kept", ["", "rien", "$argon2id$v=19$", passwords.NOBODY])
def test_nothing_opens_an_account_without_a_good_hash(kept):
    assert not passwords.matches(kept, "un trait entre deux points")
    assert not passwords.matches(kept, "")


def test_one_password_at_a_time_is_hashed():
    with passwords.turn(), pytest.raises(passwords.Busy):
        passwords.hashed("un trait entre deux points")
    passwords.hashed("un trait entre deux points")


def test_the_slot_is_free_again_after_an_error():
    with pytest.raises(ZeroDivisionError), passwords.turn():
        _ = 1 / 0
    with passwords.turn():
        pass
