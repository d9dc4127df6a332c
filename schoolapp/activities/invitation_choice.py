"""Choosing whom to invite: by group, language or filter of the board, then one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.activities import rules
from schoolapp.activities.invitation import Chosen
from schoolapp.activities.invitation_means import Wishes, homes, language_of, listed, means_of
from schoolapp.activities.invitation_rules import scope
from schoolapp.activities.models import Activity
from schoolapp.bulk import chunks
from schoolapp.database import fetch_all
from schoolapp.families import board_cards, board_filters, board_queries
from schoolapp.families.vocabulary import LANGUAGES
from schoolapp.forms import tidy
from schoolapp.records import NamedTuple

MOST = 400  # families on one page
ON_BOARD = "tableau"
FIELDS = ("groupe", "langue", "tableau", "toutes")
FAMILIES = """
    SELECT f.id, f.name, f.pupils_line, f.language, f.means, f.interpreter, w.language, w.languages, w.means, w.no_go,
        w.reading_difficulty, i.state
    FROM family f LEFT JOIN contact_preference w ON w.family_id = f.id
        LEFT JOIN invitation i ON i.family_id = f.id AND i.activity_id = ?
    WHERE f.pupil_count > 0 AND {condition} ORDER BY f.sort_key, f.id LIMIT {most}
"""
IN_GROUP = (
    "f.id IN (SELECT h.family_id FROM household h JOIN household_pupil l ON l.household_id = h.id "
    "JOIN pupil p ON p.id = l.pupil_id AND p.left_on IS NULL JOIN school_group g ON g.id = p.group_id "
    "WHERE g.code = ? AND g.year_id = ?)"
)
TAUGHT = "g.id IN (SELECT t.group_id FROM group_teacher t WHERE t.user_id = ?)"
# What the filters offer, in one reading: groups that have pupils, languages spoken, filters of the
# board kept by name, the groups that the activity is for: its own, else those of its audience.
OFFERED = """
    SELECT 'group' AS kind, g.code, g.label, g.level FROM school_group g
    WHERE g.year_id = ? AND {own} AND EXISTS (SELECT 1 FROM pupil p WHERE p.group_id = g.id AND p.left_on IS NULL)
    UNION ALL SELECT DISTINCT 'language', f.language, '', '' FROM family f
    WHERE f.pupil_count > 0 AND f.language <> '' AND {condition}
    UNION ALL SELECT 'board', CAST(id AS varchar), name, name FROM saved_filter WHERE user_id = ? AND page = 'board'
    UNION ALL SELECT 'own', g.code, '', '' FROM school_group g WHERE g.id = ?
        OR (CAST(? AS integer) IS NULL AND g.id IN (SELECT l.group_id FROM activity_group l WHERE l.activity_id = ?))
"""


class Search(NamedTuple):
    """What the address asks for; ``toutes`` asks for every group when the activity has its own."""

    groupe: str = ""
    langue: str = ""
    tableau: str = ""
    toutes: str = ""

    @classmethod
    def of(cls, user: User, args: Mapping[str, str], own: list[str]) -> Search:
        """The search of an address; at first, the group that the activity is for."""
        asked = {name: tidy(args.get(name, ""))[:40] for name in FIELDS}
        if user.role not in LEADS:
            asked["tableau"] = ""
        if not any(asked.values()):
            asked["groupe"] = own[0] if own else ""
        asked["toutes"] = "" if asked["groupe"] else asked["toutes"]
        return cls(**asked)

    def query(self) -> dict[str, str]:
        """The search as parameters of the address."""
        return {name: getattr(self, name) for name in FIELDS if getattr(self, name)}


class Candidate(NamedTuple):
    """A family one may invite: how it would be, or the state of its invitation."""

    id: int
    name: str
    children: list[list[str]]
    language: str
    interpreter: str
    asked: bool
    chosen: Chosen
    state: str | None


class Offer(NamedTuple):
    """What the filters offer."""

    groups: list[tuple[str, str]]
    languages: list[tuple[str, str]]
    boards: list[tuple[str, str]]
    own: list[str]


def offer(user: User, activity: Activity) -> Offer:
    """The groups and languages of the families that this person may invite; for agents and direction, the board; the
    groups that the activity is for."""
    whose, mine = ("1 = 1", []) if rules.manages(user) else (TAUGHT, [user.id])
    condition, values = scope(user, "f.id")
    text = OFFERED.format(own=whose, condition=condition)
    of_activity = [activity.group_id, activity.group_id, activity.id]
    rows = fetch_all(text, [user.school.current_year_id, *mine, *values, user.id, *of_activity])
    found: dict[str, list[tuple[str, str]]] = {"group": [], "language": [], "board": [], "own": []}
    for kind, value, words, _rank in sorted(rows, key=lambda row: (row[3], row[1])):
        found[kind].append((value, words))
    spoken = dict(found["language"])
    languages = [(code, str(words)) for code, words in LANGUAGES.items() if code in spoken]
    return Offer(
        found["group"], languages, found["board"] if user.role in LEADS else [], [code for code, _words in found["own"]]
    )


def _on_board(user: User, asked: str) -> list[int] | None:
    """The families of the board, or those of a filter kept under a name; None for a filter that is not there."""
    query: dict[str, str] = {}
    if asked != ON_BOARD:
        kept = {str(number): text for number, _name, text in board_queries.saved_filters(user, "board")}
        if asked not in kept:
            return None
        query = board_filters.address(kept[asked])
    offered = board_queries.offered(user)
    filters, _notices = board_filters.read(query, board_filters.Choices(offered.groups, offered.leads))
    cards, _cold, _late = board_filters.apply(board_cards.cards(user, board_queries.sights(user)), filters, user)
    return [card.row.id for card in cards]


def search(user: User, activity: Activity, asked: Search) -> tuple[list[Candidate], bool]:
    """The families found, by name, and whether there are more than those."""
    condition, values = scope(user, "f.id")
    if asked.groupe:
        condition, values = f"{condition} AND {IN_GROUP}", [*values, asked.groupe, user.school.current_year_id]
    if asked.langue:
        condition, values = f"{condition} AND f.language = ?", [*values, asked.langue]
    if asked.tableau and (ids := _on_board(user, asked.tableau)) is not None:
        marks = ", ".join("?" * len(ids)) or "NULL"
        condition, values = f"{condition} AND f.id IN ({marks})", [*values, *ids]
    rows = fetch_all(FAMILIES.format(condition=condition, most=MOST + 1), [activity.id, *values])
    return _candidates(rows[:MOST]), len(rows) > MOST


def among(user: User, activity: Activity, family_ids: Sequence[int]) -> list[Candidate]:
    """These families, those that this person may invite."""
    condition, values = scope(user, "f.id")
    found = []
    for some in chunks(list(dict.fromkeys(family_ids)), 400):
        named = f"{condition} AND f.id IN ({', '.join('?' * len(some))})"
        found += fetch_all(FAMILIES.format(condition=named, most=len(some)), [activity.id, *values, *some])
    return _candidates(found)


def _candidates(rows: list[tuple[Any, ...]]) -> list[Candidate]:
    people = homes(row[0] for row in rows)
    found = []
    for family_id, name, children, language, means, interpreter, *wish, state in rows:
        wishes = Wishes(
            language=wish[0] or language,
            languages=listed(wish[1]),
            means=listed(wish[2]) or listed(means),
            no_go=listed(wish[3]),
            reading_difficulty=wish[4] or "",
        )
        home = people.get(family_id)
        chosen = Chosen(family_id, language_of(wishes), means_of(home, wishes) if home else "papier")
        asked = bool(wishes.means)
        found.append(Candidate(family_id, name, listed(children), wishes.language, interpreter, asked, chosen, state))
    return found


def chosen(user: User, activity: Activity, family_ids: Sequence[int], means: str | None = None) -> list[Chosen]:
    """How each of these families is invited: by the means that it prefers, or by the same one for all."""
    found = [one.chosen for one in among(user, activity, family_ids)]
    return found if means is None else [one._replace(means=means) for one in found]
