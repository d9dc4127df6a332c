"""Which passwords are refused: too short, too long, tried first by everybody, or made of the person's own name.

There is no rule of composition: a sentence is a good password.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask_babel import gettext as _

from schoolapp.accounts.passwords import LONGEST, SHORTEST
from schoolapp.formats import search_key

LIST = Path(__file__).with_name("common_passwords.txt")
DIGITS = "0123456789"


@cache
def common() -> frozenset[str]:
    """The keys of the passwords that everybody tries first; read when first needed."""
    lines = LIST.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def key(text: str) -> str:
    """What is compared: no accents, no case, no punctuation, no spaces."""
    return search_key(text).replace(" ", "")


def refusal(password: str, personal: Iterable[str] = ()) -> str | None:
    """Why this password is refused, in words for the person; None when it is good.

    Args:
        password: as typed.
        personal: the person's name and e-mail, the school's name.
    """
    length = len(unicodedata.normalize("NFKC", password))
    if length < SHORTEST:
        return _("Au moins %(count)d caractères. Une courte phrase est facile à retenir.", count=SHORTEST)
    if length > LONGEST:
        return _("Au plus %(count)d caractères.", count=LONGEST)
    if _is_common(password):
        return _("Ce mot de passe est de ceux qu’on essaie en premier. Choisissez-en un plus personnel.")
    if _is_personal(password, personal):
        return _(
            "Ce mot de passe contient surtout votre nom, votre courriel ou le nom de l’école. Ajoutez d’autres mots."
        )
    return None


def _is_common(password: str) -> bool:
    typed = key(password)
    word = typed.strip(DIGITS)
    half = word[: len(word) // 2]
    twice = bool(half) and word == half * 2
    few = len(set(password.casefold())) < 4
    return few or typed in common() or word in common() or (twice and half in common())


def _is_personal(password: str, personal: Iterable[str]) -> bool:
    """Whether hardly anything is left once the person's own words and the digits are taken out."""
    words = {word for text in personal for word in search_key(text).split() if len(word) > 2}
    words |= {key(text) for text in personal}
    left = key(password)
    found = False
    for word in sorted(words - {""}, key=len, reverse=True):
        found = found or word in left
        left = left.replace(word, "")
    return found and len(left.strip(DIGITS)) < 4
