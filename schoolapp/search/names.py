"""The names of the school in the memory of each process: at every letter typed, the engine would read them all again.

They are kept under a mark, which the database itself changes (migration 0024) in the transaction of whatever a search
shows. Who may see what is not kept: it is read at each search, and comes as the set of the families ``seen`` (None for
whoever sees them all). A school with more than ``MOST`` families has the database asked (``sql``), as does whoever asks
in the middle of a transaction. Both find the same, in the same order.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from sys import intern
from typing import Any

from schoolapp.database import db, fetch_all
from schoolapp.keep import Keep
from schoolapp.memory import emptied
from schoolapp.search.asked import Asked
from schoolapp.search.found import FamilyFound, Kind, PupilFound
from schoolapp.search.sql import GONE, NAMES

MOST = 3000  # families: some 4 MB, read in 50 ms after a change
Seen = frozenset[int] | None


def under(mark: str) -> Names | None:
    """The names as they are under this mark, read before them; None when it is the database that must be asked."""
    if db.in_transaction():
        return None
    known = _kept.get(mark)
    if known is None:
        rows = fetch_all(NAMES, [MOST] * 4)
        known = _kept.put(mark, Names(rows) if rows else False)
    return known or None


def forget() -> None:
    """Read the names again next time."""
    _kept.clear()


class Keys:
    """Keys one after the other in a single text, where a word is found at once; each comes after a space, since a word
    begins there too."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        keys = [f" {row[2]}\n" for row in rows]
        self.text = "".join(keys)
        self.starts = list(accumulate(map(len, keys), initial=0))

    def holding(self, words: Sequence[Sequence[str]]) -> list[int]:
        """The places of the keys that hold every word, in one of its ways."""
        found = self._with(words[0])
        for word in words[1:]:
            among = set(found)
            found = [place for place in self._with(word) if place in among]
        return found

    def _with(self, parts: Sequence[str]) -> list[int]:
        if len(parts) > 1:
            return sorted({place for part in parts for place in self._with([part])})
        find, starts, part = self.text.find, self.starts, parts[0]
        places = []
        at = find(part)
        while at >= 0:
            place = bisect_right(starts, at)
            places.append(place - 1)
            at = find(part, starts[place])
        return places

    def rank(self, asked: Asked) -> Callable[[int], int]:
        """How well a key fits: it begins like the search, has a word that begins like its first one, or neither."""
        whole, first = f" {' '.join(asked.words)}", f" {asked.words[0]}"
        text, starts = self.text, self.starts

        def fit(place: int) -> int:
            start = starts[place]
            if text.startswith(whole, start):
                return 0
            return 2 if text.find(first, start + 1, starts[place + 1]) > 0 else 4

        return fit


class Names:
    """Families, people at home and pupils in their order, each with its key."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        kinds: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for kind, *cells in emptied(rows):
            kinds[kind].append(tuple(cells))
        families = sorted(kinds["family"], key=_order)
        self.families = [FamilyFound(row[0], row[4], children(row[5]), "") for row in families]
        self.family_keys = Keys(families)
        places = {family.id: place for place, family in enumerate(self.families)}
        people = kinds["person"]
        self.people = [row[4] for row in people]
        self.people_keys = Keys(people)
        self.people_families = [places[row[1]] for row in people]
        self._pupils(sorted(kinds["pupil"], key=_order), kinds["home"])

    def _pupils(self, pupils: list[tuple[Any, ...]], homes: list[tuple[Any, ...]]) -> None:
        of_pupil: dict[int, list[int]] = defaultdict(list)
        for pupil, family, *_none in homes:
            of_pupil[pupil].append(family)
        self.pupil_families = [tuple(sorted(of_pupil[row[0]])) for row in pupils]
        self.pupil_keys = Keys(pupils)
        self.pupils = [
            pupil_found(*row[4:9], row[9], next(iter(families), None))
            for row, families in zip(pupils, self.pupil_families, strict=True)
        ]

    def found(self, asked: Asked, seen: Seen, most: int) -> tuple[Kind, Kind]:
        """The families and the pupils that are found among those seen."""
        return self._found_families(asked, seen, most), self._found_pupils(asked, seen, most)

    def beyond(self, asked: Asked, seen: Seen, most: int) -> Kind:
        """Families that are not seen, by their own name only."""
        rank, families = self.family_keys.rank(asked), self.families
        places = [place for place in self.family_keys.holding(asked.parts) if families[place].id not in (seen or ())]
        first = sorted((rank(place), place) for place in places)[:most]
        return Kind([FamilyFound(*families[place][:2], "", "") for _rank, place in first], len(places))

    def _found_families(self, asked: Asked, seen: Seen, most: int) -> Kind:
        """Each family once, by the best of its ranks; by whom it was found, unless its own name did."""
        rank, families = self.family_keys.rank(asked), self.families
        best = {place: rank(place) for place in self.family_keys.holding(asked.parts)}
        who = dict.fromkeys(best, "")
        rank = self.people_keys.rank(asked)
        for person in self._people(asked.parts):
            place, name = self.people_families[person], self.people[person]
            best[place] = min(best.get(place, 9), 1 + rank(person))
            who[place] = min(who.get(place, name), name)
        ranks = [(fit, place) for place, fit in best.items() if seen is None or families[place].id in seen]
        first = [place for _rank, place in sorted(ranks)[:most]]
        return Kind([FamilyFound(*families[place][:3], who[place]) for place in first], len(ranks))

    def _people(self, words: Sequence[Sequence[str]]) -> Iterable[int]:
        """The people found: of several words, some may be in their family's name."""
        if len(words) == 1:
            return self.people_keys.holding(words)
        own = [set(self.people_keys.holding([word])) for word in words]
        families = [set(self.family_keys.holding([word])) for word in words]
        either = list(zip(own, families, strict=True))
        of = self.people_families
        return [one for one in set().union(*own) if all(one in named or of[one] in home for named, home in either)]

    def _found_pupils(self, asked: Asked, seen: Seen, most: int) -> Kind:
        """Those who left come after all the others."""
        rank, pupils, families = self.pupil_keys.rank(asked), self.pupils, self.pupil_families
        places = set(self.pupil_keys.holding(asked.parts))
        if asked.digits:
            places |= {place for place, pupil in enumerate(pupils) if pupil.number.startswith(asked.digits)}
        if seen is not None:
            places = {place for place in places if not seen.isdisjoint(families[place])}
        first = sorted((rank(place) + GONE * pupils[place].gone, place) for place in places)[:most]
        rows = [pupils[place] for _rank, place in first]
        if seen is not None:
            own = [next(family for family in families[place] if family in seen) for _rank, place in first]
            rows = [row._replace(family_id=family) for row, family in zip(rows, own, strict=True)]
        return Kind(rows, len(places))


_kept: Keep[Names | bool] = Keep(2)


def children(pupils: str) -> str:
    """A family's children in words, from what its row keeps of them."""
    return " · ".join(f"{child} ({code})" if code else child for child, code in json.loads(pupils))


def pupil_found(
    first: str, preferred: str, last: str, number: str, group: str | None, gone: Any, family: int | None
) -> PupilFound:
    """A pupil as a search shows them."""
    called = f"{preferred or first} {last}".strip()
    return PupilFound(called, first if preferred else "", intern(group or ""), bool(gone), family, number)


def _order(row: tuple[Any, ...]) -> tuple[str, int]:
    return row[3], row[0]
