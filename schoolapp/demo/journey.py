"""The families the made-up team walks with: their place on the board, tier, forces and obstacles, circle, plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from schoolapp.demo import phrases
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar, moment
from schoolapp.demo.families import ORDER, Made
from schoolapp.demo.journal import Journal
from schoolapp.demo.prose import choices, fitting, lines
from schoolapp.demo.staff import Staff
from schoolapp.families.models import CircleMember, Factor, LinkChange, TierChange
from schoolapp.families.vocabulary import ENDED, LINK_STATES, OBSTACLES, PRIORITIES, SIGNALS

STATES = tuple(LINK_STATES)
NEWCOMERS = {"langue", "ecole_quebecoise", "isolement", "langues"}
STEP = 1024.0  # between cards of a column, as the board leaves it
SHARES = (20, 22, 27, 18, 13)
PATHS = {
    "a_joindre": (("a_joindre",),) * 4 + (("a_joindre", "premier_contact", "a_joindre"),),
    "premier_contact": (("a_joindre", "premier_contact"),),
    "en_construction": (("a_joindre", "premier_contact", "en_construction"), ("a_joindre", "en_construction")),
    "alliance": (STATES[:4],) * 3 + ((*STATES[:4], "en_construction", "alliance"),),
    "veille": (STATES, ("a_joindre", "premier_contact", "veille")),
    ENDED: ((*STATES[:4], ENDED), (*STATES, ENDED), ("a_joindre", "premier_contact", ENDED)),
}


class Journey:
    """Writes the way made with one family after another; keeps the places on the board."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, rng: Random, journal: Journal) -> None:
        self.writer, self.calendar, self.staff, self.rng, self.journal = writer, calendar, staff, rng, journal
        self.places: dict[str, float] = {}
        self.circles = 0

    def on_board(self, made: Made, state: str) -> None:
        """Bring a family to the board, up to its present state; or off it again, for ``ENDED``."""
        rng = self.rng
        lead = rng.choices((*self.staff.agents, None), (56, 38, 6))[0]
        moments = self._moves(made, rng.choice(PATHS[state]), lead or self.staff.agents[0])
        made.lead, made.since = lead, moments[0]
        made.until = moments[-1] if state == ENDED else None
        self.places[state] = self.places.get(state, 0.0) + STEP
        made.row |= {
            "link_state": state,
            "position": self.places[state],
            "priority": rng.choices(tuple(PRIORITIES), (26, 40, 34))[0],
            "lead": lead,
            "prioritised_on": moments[0].astimezone(ZONE).date(),
            "moved_at": moments[-1],
        }
        self._tiers(made, moments[0], state)
        self._factors(made, "force", phrases.FORCES, rng.randint(1, 4))
        self._factors(made, "obstacle", phrases.OBSTACLES, rng.randint(0, 4))
        self._circle(made, rng.choices((0, 1, 2, 3), (30, 40, 22, 8))[0])
        if rng.random() < 0.45:
            self._plan(made)

    def in_directory(self, made: Made) -> None:
        """A family that is not on the board: a force or two noted in passing, rarely somebody beside them."""
        chance = self.rng.random()
        if chance < 0.14:
            self._factors(made, "force", phrases.FORCES, self.rng.randint(1, 2))
        if chance < 0.03:
            self._circle(made, 1)

    def _moves(self, made: Made, path: tuple[str, ...], by: int) -> list[datetime]:
        """The changes of the link, the first one with why the family was brought up."""
        rng, count = self.rng, len(path)
        oldest = rng.randint(12, 60) if path == ("a_joindre",) else rng.randint(40, 330)
        ages = sorted((rng.randint(3, oldest) for _ in range(count - 1)), reverse=True)
        days = [self.calendar.day_ago(age) for age in (oldest, *ages)]
        moments = sorted(moment(rng, day) for day in days)
        before = None
        for place, (after, at) in enumerate(zip(path, moments, strict=True)):
            why: dict[str, Any] = {}
            if place == 0:
                why = self._why(made)
                who = self.staff.people["direction"] if rng.random() < 0.3 else by
                detail = {"vers": after, "priorite": "normale", "signaux": why["signals"]}
                self.journal.on_family("family.prioritised", at, who, made, detail=detail)
            elif after == ENDED:
                who, why = by, {"words": rng.choice(lines(phrases.ENDINGS))}
                self.journal.on_family("family.ended", at, who, made, detail={"de": before})
            else:
                who = by
                self.journal.on_family("family.moved", at, who, made, detail={"de": before, "vers": after})
            self.writer.add(LinkChange, family=made.id, at=at, by=who, before=before, after=after, **why)
            before = after
        return moments

    def _why(self, made: Made) -> dict[str, Any]:
        """Why a family was put on the board, and who decided it."""
        rng, said = self.rng, made.said(self.rng)
        return {
            "signals": sorted(rng.sample(sorted(SIGNALS), rng.choice((1, 1, 2)))),
            "words": said.fill(rng.choice(fitting(lines(phrases.PRIORITISED), said.facts))),
            "decided_by": rng.choice(phrases.DECIDERS),
        }

    def _tiers(self, made: Made, start: datetime, state: str) -> None:
        """The tiers set so far, each with its reason and the day it will be looked at again."""
        rng = self.rng
        count = rng.choices((0, 1, 2, 3), (18, 46, 26, 10))[0]
        tier, at, review = 1, start, None
        for place in range(count):
            others = [value for value in (2, 2, 3, 1) if value != tier]
            tier = 1 if state == ENDED and place == count - 1 else rng.choice(others)
            review = self._review(at) if tier > 1 else None
            reason = rng.choice(choices(phrases.TIERS[tier]))
            by = rng.choice((*self.staff.agents, self.staff.people["direction"]))
            self.writer.add(TierChange, family=made.id, at=at, by=by, tier=tier, reason=reason, review_on=review)
            self.journal.on_family("family.tier", at, by, made, detail={"palier": tier})
            left = max(2, (self.calendar.today - at.date()).days)
            at = max(at, moment(rng, self.calendar.day_ago(rng.randint(1, left - 1))))
        made.row |= {"tier": tier, "tier_review_on": review}

    def _review(self, at: datetime) -> date:
        """Some weeks after the change; for old changes, mostly around today."""
        day = at.date() + timedelta(weeks=self.rng.randint(6, 12))
        if day < self.calendar.today:
            day = self.calendar.today + timedelta(days=self.rng.randint(-14, 40))
        return self.calendar.next_day(day)

    def _factors(self, made: Made, kind: str, wordings: dict[str, str], count: int) -> None:
        rng, said = self.rng, made.said(self.rng)
        codes = [code for code in wordings if code not in NEWCOMERS or "foreign" in said.facts]
        for code in sorted(rng.sample(codes, min(count, len(codes)))):
            added = moment(rng, self.calendar.day_ago(rng.randint(5, 200)))
            by = rng.choice(self.staff.agents)
            gone: dict[str, Any] = {}
            if rng.random() < 0.07:
                gone = {"removed_at": moment(rng, self.calendar.day_ago(2)), "removed_by": by}
            texts = fitting(choices(wordings[code]), said.facts) or ("",)
            text = rng.choice(texts) or ("" if code != "autre" else str(OBSTACLES[code]))
            self.writer.add(
                Factor,
                family=made.id,
                kind=kind,
                code=code,
                words=said.fill(text),
                added_at=min(added, gone.get("removed_at", added)),
                added_by=by,
                **gone,
            )

    def _circle(self, made: Made, count: int) -> None:
        """People beside the family: for good, until a day to come, until a day gone by, or not any more."""
        rng, staff = self.rng, self.staff
        beside = rng.sample(staff.professionals, count)
        if self.circles < 14 and rng.random() < 0.3 and staff.people["pro"] not in beside:
            beside.append(staff.people["pro"])
        codes = {number: code for code, number in staff.people.items()}
        for user in beside:
            self._member(made, user, rng.choice(choices(phrases.CIRCLE.get(codes[user], phrases.IN_CLASS))))
            self.circles += user == staff.people["pro"]
        child = made.present[0] if made.present else None
        if child and rng.random() < 0.14:
            level = ORDER.index(staff.levels[child.group]) - 1
            before = [group for group in staff.groups[0].values() if ORDER.index(staff.levels[group]) == level]
            if before:
                self._member(made, staff.teachers[rng.choice(before)][0], phrases.LAST_YEAR)

    def _member(self, made: Made, user: int, reason: str) -> None:
        rng, today = self.rng, self.calendar.today
        added = moment(rng, self.calendar.day_ago(rng.randint(21, 150)))
        until = rng.choice((None, today + timedelta(days=rng.randint(5, 120)), today + timedelta(days=60)))
        if rng.random() < 0.15:
            until = self.calendar.day_ago(rng.randint(1, 20))
        removed = moment(rng, self.calendar.day_ago(1)) if rng.random() < 0.06 else None
        who = rng.choice((*self.staff.agents, self.staff.people["direction"]))
        self.writer.add(
            CircleMember,
            family=made.id,
            user=user,
            reason=made.said(rng).fill(reason),
            until=until,
            added_at=added,
            added_by=who,
            removed_at=removed,
        )
        if removed is None and (until is None or until >= today):
            made.beside.append(user)

    def _plan(self, made: Made) -> None:
        said = made.said(self.rng)
        plan = self.rng.choice(fitting(tuple(phrases.PLANS.strip().split("\n\n")), said.facts))
        who, why, how = (said.fill(line) for line in lines(plan))
        made.row |= {"plan_who": who, "plan_why": why, "plan_how": how.replace(". ", ".\n")}
