"""A family's invitation as its own page shows it, and what its answers do to a place already taken."""

from __future__ import annotations

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.activities import invitation, places, public_queries, public_verbs
from schoolapp.activities.invitation import Invitation
from schoolapp.activities.invitation_vocabulary import ANOTHER_TIME, CALL_ME, NO, YES
from schoolapp.activities.public_pages import Line, address, icon_of, kind_of, lines_of
from schoolapp.activities.public_words import Told, told
from schoolapp.activities.rows import Activity, SignUp
from schoolapp.database import atomic
from schoolapp.records import NamedTuple

KEPT_OPEN_DAYS = 365  # an invitation whose activity has no time left says so; a year later its address is over


class Invited(NamedTuple):
    """An invitation; ``yes_url`` is empty when nobody can sign up now."""

    title: str
    text: str
    activity: Activity
    told: Told
    kind: str
    icon: str
    lines: list[Line]
    open: bool
    yes_url: str
    no_url: str
    other_url: str
    call_url: str


def _living(row: Invitation | None) -> Invitation | None:
    return None if row is None or (clock.now() - row.created_at).days > KEPT_OPEN_DAYS else row


def by_token(token: str) -> Invitation | None:
    """The invitation of an address; None when unknown, renewed, withdrawn or over."""
    return _living(invitation.by_token(token))


def by_code(typed: str) -> Invitation | None:
    """The invitation of eight characters."""
    return _living(invitation.by_code(typed))


def _answered(row: Invitation) -> str:
    said = {
        NO: _("C’est noté : vous ne pouvez pas venir. Merci de nous l’avoir dit. Vous serez toujours les bienvenus."),
        ANOTHER_TIME: _("C’est noté : une autre fois. Nous vous inviterons de nouveau."),
        CALL_ME: _("C’est noté : l’école vous appellera."),
        YES: _("Vous avez dit oui. À bientôt!"),
    }
    return said.get(row.state, "")


def of(row: Invitation) -> Invited:
    """The page of an invitation, with its last answer."""
    activity, found = row.activity, public_queries.opened(row.activity_id)
    text = _answered(row)
    if not activity.open:
        text = _("Cette activité est annulée.")
    elif found is None and not text:
        text = _("Cette activité est passée, ou les inscriptions sont fermées.")
    is_open = activity.open and found is not None

    def link(endpoint: str) -> str:
        return address(f"parents.{endpoint}", token=row.token) if is_open else ""

    return Invited(
        title=_("L’école vous invite."),
        text=text,
        activity=activity,
        told=told(activity),
        kind=kind_of(activity),
        icon=icon_of(activity),
        lines=lines_of(found) if found else [],
        open=is_open,
        yes_url=link("ask_guest") if row.state != YES else "",
        no_url=link("guest_declines"),
        other_url=link("guest_other_time"),
        call_url=link("guest_call"),
    )


def answer(row: Invitation, state: str) -> None:
    """Say no, another time, or « call me »; the place taken with an earlier yes goes to the next."""
    with atomic():
        if row.sign_up is not None:
            places.cancel(row.sign_up, by=None)
        row.answer(state)


def give_back(row: SignUp) -> None:
    """« Je ne peux pas venir », from the card: the place goes to the next, and a yes is a no."""
    with atomic():
        if places.cancel(row, by=None):
            for own in Invitation.select().where((Invitation.sign_up == row.id) & (Invitation.state == YES)):
                own.answer(NO)


def come_after_all(row: SignUp) -> SignUp:
    """« Finalement, je viens », and the invitation that was refused says yes again.

    Raises:
        SlotClosed: this time takes nobody any more.
    """
    with atomic():
        again = public_verbs.come_after_all(row)
        if row.family_id is not None:
            mine = (Invitation.activity == row.slot.activity_id) & (Invitation.family == row.family_id)
            for own in Invitation.select().where(mine & (Invitation.state == NO)):
                invitation.signed_up(own, again)
    return again
