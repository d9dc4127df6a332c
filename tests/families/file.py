"""What the tests of a family's file share: texts of pages, forms as a browser would send them, marks on a family."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.families.models import CircleMember, Factor, Family, LinkChange, Opening, TierChange

TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)
NBSP = "\N{NO-BREAK SPACE}"


def words(page: str) -> str:
    """What a person reads on the page: no tags, single spaces."""
    text = html.unescape(TAGS.sub(" ", re.split(r"<main\b[^>]*>", page)[-1].split("</main>")[0]))
    return " ".join(text.replace(NBSP, " ").split())


def attributes(tag: str) -> dict[str, str]:
    found = re.findall(r'([\w:-]+)(?:="([^"]*)")?', tag)
    return {name: html.unescape(value) for name, value in found}


def filled(page: str) -> dict[str, Any]:
    """The fields of the page's main form, as a browser would send them untouched."""
    form = re.search(r'<form class="form".*?</form>', page, re.S)[0]
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        known = attributes(tag)
        if known.get("type") in {"checkbox", "radio"} and "checked" not in known:
            continue
        if "name" in known:
            default = "y" if known.get("type") == "checkbox" else ""
            data.setdefault(known["name"], []).append(known.get("value", default))
    for head, body in re.findall(r"<textarea\b([^>]*)>(.*?)</textarea>", form, re.S):
        data[attributes(head)["name"]] = [html.unescape(body).lstrip("\r\n")]
    for head, body in re.findall(r"<select\b([^>]*)>(.*?)</select>", form, re.S):
        options = [attributes(option) for option in re.findall(r"<option\b[^>]*>", body)]
        chosen = [option["value"] for option in options if "selected" in option]
        data[attributes(head)["name"]] = chosen or [option["value"] for option in options[:1]]
    return data


def bring_in(user: User, family: Family, **columns: Any) -> CircleMember:
    """Somebody in a family's circle by name."""
    columns = {"reason": "suit la fratrie", "added_at": clock.now()} | columns
    return CircleMember.create(user=user, family=family, **columns)


def open_for_a_day(user: User, family: Family) -> Opening:
    """A 24-hour opening, now."""
    now = clock.now()
    until = now + timedelta(hours=24)
    return Opening.create(user=user, family=family, reason="Appel urgent du service de garde", at=now, until=until)


def fill_file(family: Family, by: User) -> None:
    """A bit of everything that only those who may open the file must see."""
    now = clock.now()
    for kind, code, text in (("force", "souhaits", "Rêve que Léa devienne médecin"), ("obstacle", "emplois", "")):
        Factor.create(family=family, kind=kind, code=code, words=text, added_at=now, added_by=by)
    LinkChange.create(
        family=family, at=now, by=by, after="premier_contact", words="La famille a rappelé", decided_by="l’équipe-école"
    )
    TierChange.create(family=family, at=now, by=by, tier=3, reason="Trois rencontres manquées")
    Family.update(
        tier=3,
        tier_review_on=clock.today() + timedelta(days=28),
        plan_who="Léa et ses deux foyers",
        plan_why="Personne ne répond le jour",
        plan_how="Appeler le soir",
    ).where(Family.id == family.id).execute()
