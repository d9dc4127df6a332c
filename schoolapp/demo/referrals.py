"""Writes the referrals of the made-up school by the rules of the product: what was agreed to, what left, what came."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from schoolapp import tokens
from schoolapp.accounts.models import School
from schoolapp.activities.models import Activity
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.families import Made
from schoolapp.demo.partners import PartnerMaker
from schoolapp.demo.referral_scenes import JOINT, NEEDS, SCENES, Scene
from schoolapp.demo.staff import Staff
from schoolapp.families.models import Guardian, Household
from schoolapp.formats import phone
from schoolapp.partners import sharing
from schoolapp.partners.models import Consent, Referral, ReferralEntry, ReferralShare, Service, UnmetNeed
from schoolapp.partners.referral_rules import RULES
from schoolapp.partners.referral_vocabulary import LINK_DAYS, NAME, NEED, OVER, PROPOSED, REACH, WAITS
from schoolapp.partners.sending import ADDRESS

VOICES = ("Odette, accueil", "Nadia Belkacem", "Rodrigo Salas")


class ReferralMaker:
    """Tells each scene, step by step."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, seed: int, directory: PartnerMaker) -> None:
        self.writer, self.calendar, self.staff, self.directory = writer, calendar, staff, directory
        self.rng = Random(f"{seed}:referrals")  # noqa: S311 - a made-up school, not a secret
        self.held_by = {row["id"]: row["organization"] for row in writer.rows[Service]}
        self.homes = {row["id"]: row["family"] for row in writer.rows[Household]}

    def make(self, families: list[Made]) -> None:
        """The referrals, the needs without an answer, the activities held with a partner."""
        met = [made for made in families if made.since and not made.until and made.present and made.people[0].phones]
        chosen = self.rng.sample(met, min(len(met), len(SCENES)))
        for scene in SCENES:
            if scene.service in self.directory.services and scene.place < len(chosen):
                beside = [made for made in met if self.staff.people[scene.holder] in made.beside]
                self._tell(scene, beside[0] if scene.holder == "pro" and beside else chosen[scene.place])
        for category, words, origin, who, days, found in NEEDS:
            at, by = self._at(days), self.staff.people[who]
            met_at = {"met_at": at + timedelta(days=3), "met_by": by, "met_words": found} if found else {}
            columns = {"category": category, "words": words, "origin": origin, "noted_by": by, "noted_at": at}
            self.writer.add(UnmetNeed, **columns, **met_at)
        self._joint()

    def _joint(self) -> None:
        for row in self.writer.rows[Activity]:
            name = next((held for word, held in JOINT.items() if word in row["title"]), "")
            if name in self.directory.organizations:
                row["organization"] = self.directory.organizations[name]

    def _at(self, days: int, order: int = 0) -> datetime:
        day = self.calendar.days[-min(max(days, 1), len(self.calendar.days))]
        return datetime.combine(day, time(9 + order, 20), tzinfo=ZONE).astimezone(UTC)

    def _tell(self, scene: Scene, made: Made) -> None:
        by, at = self.staff.people[scene.holder], self._at(scene.steps[0][0])
        number = self.writer.next_id(Referral)
        row: dict[str, Any] = {
            "id": number, "family": made.id, "service": self.directory.services[scene.service], "holder": by,
            "created_by": by, "created_at": at, "reason": scene.reason, "steps_by": scene.steps_by, "need": scene.need,
            "state": PROPOSED, "state_at": at, "news_at": at, "version": len(scene.steps),
            "contact": self._guardian(made), "information": [NAME, REACH, NEED] if scene.need else [],
        }  # fmt: skip
        told = _Told(self, row, made, scene)
        for order, (days, act, who, words) in enumerate(scene.steps):
            told.step(self._at(days, order), act, who, words)
        wait = getattr(School(), WAITS[row["state"]]) if row["state"] in WAITS else 0
        row["remind_on"] = row["news_at"].astimezone(ZONE).date() + timedelta(days=wait) if wait else None
        self.writer.add(Referral, **row)
        told.finish()

    def _guardian(self, made: Made) -> int:
        name = made.people[0].name
        here = (one for one in self.writer.rows[Guardian] if self.homes.get(one["household"]) == made.id)
        return next(one["id"] for one in here if one["name"] == name)


class _Told:
    """A referral as it is being told; its rows are added once it is."""

    def __init__(self, maker: ReferralMaker, row: dict[str, Any], made: Made, scene: Scene) -> None:
        self.maker, self.row, self.made, self.scene = maker, row, made, scene
        self.consent: dict[str, Any] | None = None
        self.share: dict[str, Any] | None = None
        self.entries: list[dict[str, Any]] = []

    def step(self, at: datetime, act: str, who: str, words: str) -> None:
        """One act, as its verb would write it."""
        row, partner = self.row, who == "partner"
        by = None if partner else self.maker.staff.people[who]
        before = "" if act == "create" else row["state"]
        after = PROPOSED if act == "create" else RULES[act].leads_to(before)
        if act == "consent":
            words = self._agree(at, by)
        if act == "send":
            self._send(at, by)
        if after != before:
            row |= {"state": after, "state_at": at, "closed_at": at if after in OVER else None}
        row["news_at"], row["told_at"] = at, at if partner else None
        if act == "close":
            row |= {"effect": self.scene.effect, "effect_words": words}
        if act == "decline":
            row["refusal"] = words
        if act != "create" and RULES[act].ends and self.share:
            self.share["revoked_at"] = at
        signed = self.maker.rng.choice(VOICES) if partner else ""
        share = self.share["id"] if self.share and (partner or act == "send") else None
        self.entries.append({"at": at, "by": by, "by_words": signed, "act": act, "words": words, "before": before,
                             "after": after, "share": share})  # fmt: skip

    def _texts(self) -> dict[str, str]:
        person = self.made.people[0]
        numbers = [phone(number) if number else raw for _kind, number, _digits, raw in person.phones]
        reach = " · ".join([*numbers, *([person.email] if person.email else [])])
        return {NAME: person.name, REACH: reach, NEED: self.scene.need}

    def _agree(self, at: datetime, by: int | None) -> str:
        day = at.astimezone(ZONE).date()
        self.consent = {
            "id": self.maker.writer.next_id(Consent), "referral": self.row["id"], "guardian": self.row["contact"],
            "person": self.made.people[0].name, "means": "paroles", "given_on": day,
            "until": day + timedelta(days=180), "texts": self._texts(), "recorded_by": by, "recorded_at": at,
            "recipient": sharing.recipient(self.row["service"], self.maker.held_by[self.row["service"]]),
        }  # fmt: skip
        return f"{self.made.people[0].name}, de vive voix"

    def _send(self, at: datetime, by: int | None) -> None:
        nonce = f"{self.maker.rng.getrandbits(128):032x}"
        self.share = {
            "id": self.maker.writer.next_id(ReferralShare), "referral": self.row["id"], "shared_by": by,
            "consent": self.consent["id"] if self.consent else None, "contact": self.row["contact"],
            "texts": self._texts(), "means": self.scene.means, "shared_at": at, "token_nonce": nonce,
            "token_digest": tokens.digest(tokens.token(ADDRESS, nonce)),
            "expires_at": at + timedelta(days=LINK_DAYS), "opened_at": at + timedelta(hours=5),
        }  # fmt: skip

    def finish(self) -> None:
        """Add what goes with the referral, after it."""
        if self.consent:
            self.maker.writer.add(Consent, **self.consent)
        if self.share:
            self.maker.writer.add(ReferralShare, **self.share)
        for entry in self.entries:
            self.maker.writer.add(ReferralEntry, referral=self.row["id"], **entry)
