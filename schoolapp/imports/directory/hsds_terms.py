"""The lists of terms of HSDS: which needs a service answers, and what its sheet says that HSDS has no column for."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import field
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

from schoolapp.formats import search_key
from schoolapp.imports.directory.records import Cells, OwnNeed, uid
from schoolapp.imports.readers.hsds_set import Entry
from schoolapp.partners import hsds
from schoolapp.partners.vocabulary import APPROACHED_BY, CATEGORIES, MEANS
from schoolapp.records import NamedTuple, dataclass

CODE = re.compile(r"[a-z0-9_]{1,60}")
MOST_TEXT = 4000
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")


class Term(NamedTuple):
    """A term of a list: one of ours when ``taxonomy`` is the code of one of our lists."""

    taxonomy: str
    code: str
    name: str


class Terms:
    """The terms of a set by their id; ours are known even when the set does not list them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_id: dict[str, Term] = {}
        self.own: dict[str, OwnNeed] = {}
        self.lost: list[str] = []
        for code, label in CATEGORIES.items():
            self.by_id[hsds.term_id(hsds.NEEDS, code)] = Term(hsds.NEEDS, code, str(label))
        for code, name in hsds.FACTS.items():
            self.by_id[hsds.term_id(hsds.SHEET, code)] = Term(hsds.SHEET, code, name)
        for entry in entries:
            self._take(entry.values)

    def _take(self, values: dict[str, str]) -> None:
        id_ = uid("taxonomy_term", values.get("id", ""))
        taxonomy, _colon, code = values.get("code", "").partition(":")
        if id_ in self.by_id:
            return
        if taxonomy == hsds.NEEDS and CODE.fullmatch(code) and id_ == hsds.term_id(taxonomy, code):
            parent = self.by_id.get(uid("taxonomy_term", values.get("parent_id", "")))
            if parent is None or parent.code not in CATEGORIES:
                self.lost.append(values.get("name", code))
                return
            self.own[code] = OwnNeed(code, values.get("name", code)[:100], parent.code)
            self.by_id[id_] = Term(hsds.NEEDS, code, values.get("name", code))
        elif taxonomy == hsds.INCLUSION_LIST:
            self.by_id[id_] = Term(hsds.INCLUSION_LIST, code, values.get("name", code))
        else:
            listed = values.get("taxonomy") or _("liste sans nom")
            self.by_id[id_] = Term(listed[:80], values.get("code", ""), values.get("name", "")[:80])


@dataclass
class Attributes:
    """What the attributes of a set say, by the id of what they speak of; ``lost`` counts the terms not understood."""

    needs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    near: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    lost: Counter[str] = field(default_factory=Counter)

    def needs_of(self, service: str) -> list[str]:
        """Our categories when the set says them, else the nearest to what it says."""
        return list(dict.fromkeys(self.needs[service] or self.near[service]))


def by_link(entries: Iterable[Entry], terms: Terms) -> Attributes:
    """Sort the attributes out."""
    found = Attributes()
    labels = {search_key(str(label)): code for code, label in CATEGORIES.items()}
    themes = hsds.needs_by_inclusion()
    for entry in entries:
        link = uid(entry.values.get("link_entity", ""), entry.values.get("link_id", ""))
        term = terms.by_id.get(uid("taxonomy_term", entry.values.get("taxonomy_term_id", "")))
        if term is None:
            found.lost[_("terme absent du fichier")] += 1
        elif term.taxonomy == hsds.SHEET:
            found.facts[link][term.code] = entry.values.get("value", "")
        elif term.taxonomy == hsds.NEEDS:
            found.needs[link].append(term.code)
        elif near := themes.get(term.code) or themes.get(term.name) or labels.get(search_key(term.name)):
            found.near[link].append(near)
        else:
            found.lost[f"{term.taxonomy} / {term.name}"] += 1
    return found


def service_facts(cells: Cells, facts: dict[str, str]) -> dict[str, Any]:
    """What our own list of terms says of a service; nothing that we would not have written is taken."""
    values: dict[str, Any] = {"means": [code for code in facts.get("moyens", "").split(",") if code in MEANS]}
    if facts.get("par_qui") in APPROACHED_BY:
        values["approached_by"] = facts["par_qui"]
    if facts.get("gratuit") == "non":
        values["free"] = False
    if "traductions" in facts:
        values["translations"] = _translations(cells, facts["traductions"])
    return values


def _translations(cells: Cells, text: str) -> dict[str, dict[str, Any]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict) and all(_is_translation(code, said) for code, said in whole.items()):
        return whole
    cells.refuse("traductions", _("Ces traductions ne se lisent pas."))
    return {}


def _is_translation(code: str, said: Any) -> bool:
    if not LANGUAGE.fullmatch(code) or not isinstance(said, dict) or len(said) > 20:
        return False
    return all(
        len(name) <= 40 and (isinstance(value, bool) or (isinstance(value, str) and len(value) <= MOST_TEXT))
        for name, value in said.items()
    )


def moment(text: str) -> datetime | None:
    """A moment of HSDS; one without a zone is in UTC, as HSDS says."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if found is None or not 1990 <= found.year <= 2200:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
