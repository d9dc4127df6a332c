"""An invitation: one family asked to one activity, how it reaches them, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import peewee

from schoolapp import clock, tokens
from schoolapp.accounts.models import User
from schoolapp.activities.invitation_vocabulary import (
    ANSWERS,
    HANDED,
    NEVER_REMINDED,
    SEEN,
    TO_HAND_OUT,
    UNANSWERED,
    YES,
)
from schoolapp.activities.rows import Activity, SignUp, Slot
from schoolapp.audit import record
from schoolapp.database import Model, Text, UTCDateTime, VersionedModel, atomic
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from schoolapp.records import NamedTuple

KIND = "invitation"  # keeps its secret addresses apart from those of sign-ups


class Invitation(VersionedModel):
    """One family invited to one activity, in its language and by the means it prefers.

    Its address and its code come from ``token_nonce`` (see ``tokens``): they are made again for each sheet printed.
    ``batch`` names the choice it was made in, so that a choice can be taken back as a whole.
    """

    activity = peewee.ForeignKeyField(Activity, backref="invitations", on_delete="CASCADE")
    family = peewee.ForeignKeyField(Family, backref="invitations", on_delete="CASCADE")
    language = Text(max_length=10, default="fr")
    means = Text(max_length=10)
    state = Text(max_length=12, default=TO_HAND_OUT)
    token_nonce = Text(max_length=40)
    token_digest = Text(max_length=64, unique=True)
    code_digest = Text(max_length=64, unique=True)
    batch = Text(max_length=40, index=True)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    handed_at = UTCDateTime(null=True)
    handed_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    answered_at = UTCDateTime(null=True)
    answered_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    sign_up = peewee.ForeignKeyField(SignUp, null=True, backref="invitations", on_delete="SET NULL")
    reminders_stopped = peewee.BooleanField(default=False)

    class Meta:
        indexes = ((("activity", "family"), True), (("family", "created_at"), False))

    @property
    def token(self) -> str:
        """The secret part of its address."""
        return tokens.token(KIND, self.token_nonce)

    @property
    def code(self) -> str:
        """Its eight characters, as they are printed: « K7QP 3XMA »."""
        return tokens.shown_code(tokens.code(KIND, self.token_nonce))

    @property
    def answered(self) -> bool:
        return self.state in ANSWERS

    def answer(self, state: str, *, by: User | None = None, sign_up: SignUp | None = None) -> None:
        """Say yes, no, another time, or « call me »; the last word counts. Anything but yes stops the reminders.

        Args:
            by: whoever writes down an answer that came on paper or by phone; None when the family answers itself.
            sign_up: the place taken, with a yes.
        """
        if state not in ANSWERS:
            raise ValueError(state)
        columns = {
            "state": state,
            "answered_at": clock.now(),
            "answered_by": by,
            "sign_up": sign_up,
            "reminders_stopped": state in NEVER_REMINDED,
        }
        with atomic():
            self._write(columns)
            record("invitation.answered", by=by, subject=self.activity, family=self.family_id, detail={"answer": state})

    def unanswer(self) -> None:
        """The place taken was given back: the invitation is open again, as one that was seen."""
        with atomic():
            self._write({"state": SEEN, "answered_at": None, "answered_by": None, "sign_up": None})

    def note_seen(self) -> None:
        """The family did something on its page. Opening the page does not count: machines that preview links do it."""
        with atomic():
            unseen = (Invitation.id == self.id) & Invitation.state.in_([TO_HAND_OUT, HANDED])
            if Invitation.update(state=SEEN, version=Invitation.version + 1).where(unseen).execute():
                self.state = SEEN
                record("invitation.seen", by=None, subject=self.activity, family=self.family_id)

    def stop_reminders(self) -> None:
        """No more reminder, whatever the answer."""
        with atomic():
            self._write({"reminders_stopped": True})

    def _write(self, columns: dict[str, object]) -> None:
        Invitation.update(**columns, version=Invitation.version + 1).where(Invitation.id == self.id).execute()
        for name, value in columns.items():
            setattr(self, name, value)

    def change_means(self, expected: int, means: str, language: str, *, by: User) -> Self:
        """Reach the family by another means, or in another language."""
        with atomic():
            self.change(expected, means=means, language=language)
            detail = {"means": means, "language": language}
            record("invitation.changed", by=by, subject=self.activity, family=self.family_id, detail=detail)
        return self

    def renew(self, expected: int, *, by: User) -> Self:
        """Give it another address and another code: those that were lost or went to somebody else open nothing more."""
        with atomic():
            self.change(expected, **secrets(), state=TO_HAND_OUT, handed_at=None, handed_by=None)
            record("invitation.renewed", by=by, subject=self.activity, family=self.family_id)
        return self

    def withdraw(self, *, by: User) -> None:
        """Take the invitation back, unless the family answered meanwhile.

        Raises:
            Stale: there is an answer, which is not thrown away.
        """
        with atomic():
            mine = (Invitation.id == self.id) & Invitation.state.not_in(list(ANSWERS))
            if not Invitation.delete().where(mine).execute():
                raise Stale(Invitation.get_or_none(Invitation.id == self.id))
            record("invitation.withdrawn", by=by, subject=self.activity, family=self.family_id)


class InvitationPrint(Model):
    """Sheets of an activity's invitations, made by a job as one document and kept a day for whoever asked.

    The document itself is a file of the instance: it holds what opens the invitations, so it does not stay.
    """

    activity = peewee.ForeignKeyField(Activity, backref="+", on_delete="CASCADE")
    layout = Text(max_length=10)
    filters = Text(max_length=200)
    state = Text(max_length=10)
    job = Text(max_length=40)
    total = peewee.IntegerField(default=0)
    error = Text(max_length=300)
    created_at = UTCDateTime(index=True)
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="CASCADE")


def secrets() -> dict[str, str]:
    """A new seed, with the digests of the address and of the code that come of it."""
    nonce = tokens.new_nonce()
    return {
        "token_nonce": nonce,
        "token_digest": tokens.digest(tokens.token(KIND, nonce)),
        "code_digest": tokens.digest(tokens.code(KIND, nonce)),
    }


class Chosen(NamedTuple):
    """A family to invite, and how."""

    family_id: int
    language: str
    means: str


def invite(activity: Activity, families: Iterable[Chosen], *, by: User) -> tuple[str, list[int]]:
    """Invite these families, but those who are invited already. Returns the name of this choice, and whom it added."""
    batch, now, added = tokens.new_nonce(), clock.now(), []
    with atomic():
        for chosen in families:
            row = {"activity": activity.id, "family": chosen.family_id, "created_at": now, "created_by": by.id}
            row |= {"language": chosen.language, "means": chosen.means, "batch": batch, **secrets()}
            inserted = Invitation.insert(**row).on_conflict_ignore().returning(Invitation.id).execute()
            if list(inserted):
                added.append(chosen.family_id)
                record("invitation.created", by=by, subject=activity, family=chosen.family_id, detail=_how(chosen))
    return batch, added


def _how(chosen: Chosen) -> dict[str, str]:
    return {"means": chosen.means, "language": chosen.language}


def take_back(activity: Activity, batch: str, *, by: User) -> int:
    """Undo a choice: those of its invitations that nobody handed out nor answered. Returns how many."""
    with atomic():
        waiting = (Invitation.state == TO_HAND_OUT) & (Invitation.activity == activity.id)
        doomed = Invitation.delete().where((Invitation.batch == batch) & waiting)
        families = [row.family_id for row in doomed.returning(Invitation.family).execute()]
        for family_id in families:
            record("invitation.withdrawn", by=by, subject=activity, family=family_id)
    return len(families)


def hand_out(activity: Activity, ids: Sequence[int], *, by: User) -> int:
    """Say that these invitations were handed out, sent or told. Returns how many were not yet."""
    return _turn(activity, ids, TO_HAND_OUT, {"state": HANDED, "handed_at": clock.now(), "handed_by": by.id}, by)


def take_in(activity: Activity, ids: Sequence[int], *, by: User) -> int:
    """Say that they were not, after all. Returns how many waited for an answer."""
    return _turn(activity, ids, HANDED, {"state": TO_HAND_OUT, "handed_at": None, "handed_by": None}, by)


def _turn(activity: Activity, ids: Sequence[int], before: str, columns: dict[str, object], by: User) -> int:
    mine = (Invitation.activity == activity.id) & Invitation.id.in_(list(ids)) & (Invitation.state == before)
    with atomic():
        changed = Invitation.update(**columns, version=Invitation.version + 1).where(mine)
        families = [row.family_id for row in changed.returning(Invitation.family).execute()]
        if families:
            detail = {"state": columns["state"], "count": len(families)}
            record("invitation.handed", by=by, subject=activity, detail=detail)
    return len(families)


def _opened_by(condition: peewee.Expression) -> Invitation | None:
    return Invitation.select(Invitation, Activity).join(Activity).where(condition).first()


def by_token(token: str) -> Invitation | None:
    """The invitation of this address, with its activity; None when there is none, or no longer."""
    return _opened_by(Invitation.token_digest == tokens.digest(token))


def by_code(typed: str) -> Invitation | None:
    """The invitation whose eight characters somebody typed."""
    code = tokens.typed_code(typed)
    return _opened_by(Invitation.code_digest == tokens.digest(code)) if code else None


def signed_up(invitation: Invitation, sign_up: SignUp, *, by: User | None = None) -> None:
    """The family took a place: that is a yes."""
    invitation.answer(YES, by=by, sign_up=sign_up)


def follow(sign_up: SignUp, *, by: User | None) -> None:
    """Somebody of an invited family has a place, or waits for one: that is a yes, however it came."""
    activity = Slot.select(Slot.activity).where(Slot.id == sign_up.slot_id)
    mine = (Invitation.family == sign_up.family_id) & Invitation.activity.in_(activity) & (Invitation.state != YES)
    for own in Invitation.select(Invitation, Activity).join(Activity).where(mine):
        signed_up(own, sign_up, by=by)


def may_be_reminded() -> peewee.Expression:
    """The invitations that still wait for an answer, and whose family did not stop the reminders."""
    return Invitation.state.in_(list(UNANSWERED)) & ~Invitation.reminders_stopped
