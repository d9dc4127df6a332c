"""The cells that need understanding: phones, e-mails, languages, yes and no, school levels, names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from flask_babel import gettext as _

from schoolapp.families.people_phones import understand
from schoolapp.families.vocabulary import LANGUAGES, LEVELS
from schoolapp.formats import search_key
from schoolapp.imports.readers.records import Phone

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
SEVERAL_PHONES = re.compile(r"\s*(?:[;\n|]|\s/\s|,(?=\s*[(+\d])|\bou\b|\bor\b)\s*", re.IGNORECASE)
KIND_WORDS = {
    "cellulaire": ("cell", "cellulaire", "mobile", "portable", "sms", "texto"),
    "maison": ("maison", "residence", "domicile", "home", "res", "dom"),
    "travail": ("travail", "bureau", "work", "office", "emploi", "trav"),
}
MORE_LANGUAGES = {
    "francais quebecois": "fr",
    "french canadian": "fr",
    "francais langue maternelle": "fr",
    "creole": "ht",
    "creole haitien": "ht",
    "kreyol": "ht",
    "haitian": "ht",
    "mandarin": "zh",
    "cantonais": "zh",
    "cantonese": "zh",
    "farsi": "fa",
    "punjabi": "pa",
    "panjabi": "pa",
    "bresilien": "pt",
    "castillan": "es",
    "castellano": "es",
    "tagalog": "tl",
    "filipino": "tl",
    "pilipino": "tl",
    "dari": "prs",
    "berbere": "kab",
    "cree": "cr",
    "innu": "autre",
    "autre": "autre",
    "other": "autre",
}
YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x", "requis", "necessaire"})
NO = frozenset({"non", "n", "no", "faux", "false", "0", "aucun", "pas besoin"})
CEDS_LEVELS = {"pr": "mat4", "pk": "mat4", "tk": "mat4", "kg": "mat5", "k": "mat5"}


def read_phones(cell: str, kind: str = "") -> list[Phone]:
    """The numbers of one cell, each understood when it can be, kept as typed when not."""
    phones = [_read_phone(part.strip(), kind) for part in SEVERAL_PHONES.split(cell) if part.strip()]
    return [phone for phone in phones if phone.number or any(map(str.isdigit, phone.raw))]


@lru_cache(maxsize=50_000)
def _read_phone(raw: str, kind: str) -> Phone:
    understood = understand(raw[:60])
    return Phone(raw[:60], kind or _kind_in(raw), understood.number, understood.digits)


def _kind_in(raw: str) -> str:
    words = set(search_key(raw).split())
    return next((kind for kind, marks in KIND_WORDS.items() if words & set(marks)), "")


def read_email(cell: str) -> str | None:
    """The first address of a cell; None when there is text that is no address."""
    if not cell:
        return ""
    match = EMAIL.search(cell.removeprefix("mailto:"))
    return match[0].lower() if match and len(match[0]) <= 254 else None


def read_flag(cell: str) -> bool | None:
    """Yes or no; None when the cell says neither."""
    key = search_key(cell)
    return True if key in YES else False if key in NO else None


@cache
def _languages() -> dict[str, str]:
    from babel import Locale

    names = dict(MORE_LANGUAGES)
    for locale in ("fr", "en"):
        for code, name in Locale(locale).languages.items():
            short = code if code in LANGUAGES else code.split("_")[0]
            names.setdefault(search_key(name), short if short in LANGUAGES else "autre")
    for code in LANGUAGES:
        names[code] = code
        own = Locale.parse(code).get_language_name() if code in ("fr", "en", "es", "ar", "pt", "zh") else None
        if own:
            names.setdefault(search_key(own), code)
    return names


def read_language(cell: str) -> str | None:
    """The code of a language named in French, English or by its own code; None when not recognised."""
    if not cell:
        return ""
    return _language_code(cell)


@lru_cache(maxsize=500)
def _language_code(cell: str) -> str | None:
    names = _languages()
    key = search_key(re.sub(r"\(.*?\)", " ", cell))
    parts = (key, *(search_key(part) for part in re.split(r"[/,;&]| et | and ", cell)), key.split(" ")[0])
    return next((names[part] for part in parts if part in names), None)


def read_level(level: str, label: str = "") -> str:
    """The code of a school level, from a level cell, else from the words of a group; empty when it is none of ours."""
    return _level(search_key(level), bare=True) or _level(search_key(label), bare=False)


def _level(key: str, *, bare: bool) -> str:
    if not key or re.search(r"\bsec(?:ondaire|ondary)?\b|\bs[1-5]\b", key):
        return ""
    if bare and key in CEDS_LEVELS:
        return CEDS_LEVELS[key]
    if re.search(r"\b(?:maternelles?|prescolaire|kindergarten|prekindergarten|pre k|prek)\b|^mat ?[45]?$", key):
        return "mat4" if re.search(r"4|pre ?k", key) else "mat5"
    match = re.search(r"\b0?([1-6]) ?(?:re|ere|er|e|eme|st|nd|rd|th)? ?(?:annee|grade|primaire)\b", key)
    match = match or re.search(r"\b(?:grade|annee|primaire) ?0?([1-6])\b", key)
    match = match or (re.fullmatch(r"[pg]?0?([1-6]) ?(?:re|ere|er|e|eme|st|nd|rd|th)?", key) if bare else None)
    return match[1] if match and match[1] in LEVELS else ""


def group_label(code: str, level: str) -> str:
    """« 3e année, groupe 302 » when the level is known, what was typed otherwise."""
    if not re.fullmatch(r"[\w-]{1,6}", code):
        return code[:80]
    if level:
        return _("%(level)s, groupe %(code)s", level=LEVELS[level], code=code)[:80]
    return _("Groupe %(code)s", code=code)


@lru_cache(maxsize=50_000)
def name_key(*names: str) -> str:
    """What identifies a person's name whatever the order of its words, its accents and its case."""
    return " ".join(sorted(search_key(*names).split()))


def forget_names() -> None:
    """Give back the memory of a long list, once it is done with."""
    name_key.cache_clear()
    _read_phone.cache_clear()


def split_name(cell: str) -> tuple[str, str]:
    """First and last names out of « Nom, Prénom ». Without a comma nobody can tell, and all of it is kept together."""
    last, comma, first = cell.partition(",")
    return (first.strip(), last.strip()) if comma else ("", cell.strip())


def one_line(cell: str) -> str:
    """A cell on one line, its inner spaces single."""
    return " ".join(cell.split())


def join_address(*parts: str) -> str:
    """An address on one line, each part once."""
    seen: list[str] = []
    for part in map(one_line, parts):
        if part and not any(search_key(part) in search_key(other) for other in seen):
            seen.append(part)
    return ", ".join(seen)[:300]
