"""Somebody's own sign-up, in words: where it stands, and what they may still do."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from schoolapp import clock, tokens
from schoolapp.accounts.strangers import full_address
from schoolapp.activities import places, public_queries
from schoolapp.activities.public_pages import address, icon_of, is_too_late
from schoolapp.activities.public_words import Told, before_words, moment_words, span_words, told
from schoolapp.activities.rows import Activity, SignUp
from schoolapp.activities.vocabulary import BY_PARENT, BY_SCHOOL, SIGNED, WAITING
from schoolapp.records import NamedTuple


class Mine(NamedTuple):
    """A sign-up as its own page shows it; an address is there when the act is possible."""

    title: str
    text: str
    activity: Activity
    told: Told
    icon: str
    when: str
    name: str
    code: str
    code_address: str
    url: str
    list_url: str
    file_url: str
    change_url: str
    cancel_url: str
    accept_url: str
    return_url: str
    too_late: bool


def token_of(row: SignUp) -> str:
    """The secret part of the address of a sign-up."""
    return tokens.token(places.ADDRESS, row.token_nonce)


def code_of(row: SignUp) -> str:
    """Its eight characters, as they are shown."""
    return tokens.shown_code(tokens.code(places.ADDRESS, row.token_nonce))


def is_offered(row: SignUp) -> bool:
    """Whether a place is held for them now."""
    return row.state == WAITING and row.offered_until is not None and clock.now() <= row.offered_until


def _called_off(row: SignUp) -> bool:
    return not (row.slot.open and row.slot.activity.open)


def _waiting(row: SignUp) -> tuple[str, str]:
    if is_offered(row):
        until = moment_words(row.offered_until)
        return _("Une place est libre pour vous."), _("Répondez avant : %(when)s.", when=until)
    if row.slot.is_over():
        return _("Il n’y a pas eu de place cette fois."), _("Merci de votre intérêt. À une prochaine fois!")
    text = _("Nous vous le dirons si une place se libère.")
    return _("Vous êtes sur la liste d’attente."), f"{before_words(public_queries.waiting_before(row))} {text}"


def _state(row: SignUp) -> tuple[str, str]:
    """What the page says first."""
    if row.state == BY_PARENT:
        title = _("C’est noté : vous ne venez pas.")
        return title, _("Merci de nous l’avoir dit. Vous serez toujours les bienvenus à l’école.")
    if _called_off(row):
        text = _("Ne venez pas à ce moment. Appelez l’école si vous avez une question.")
        return _("Cette activité est annulée."), text
    if row.state == BY_SCHOOL:
        return _("Votre inscription est annulée."), _("Appelez l’école si vous avez une question.")
    if row.state == WAITING:
        return _waiting(row)
    if row.slot.is_over():
        return _("C’est passé. Merci!"), ""
    return _("C’est noté. À bientôt!"), _("Gardez cette page, ou imprimez-la.")


def has_other_times(row: SignUp) -> bool:
    """Whether the activity has another time with a place."""
    found = public_queries.opened(row.slot.activity_id)
    return found is not None and any(slot.id != row.slot_id and slot.left for slot in found.slots)


def of(row: SignUp) -> Mine:
    """The page of a sign-up."""
    token, activity, slot = token_of(row), row.slot.activity, row.slot
    title, text = _state(row)
    to_come = slot.starts_at > clock.now() and not _called_off(row)
    comes = row.state == SIGNED and to_come
    too_late = comes and is_too_late(activity, slot.starts_at)
    leaves = (comes and not too_late) or (row.state == WAITING and to_come)

    def link(endpoint: str, wanted: bool) -> str:
        return address(f"parents.{endpoint}", token=token) if wanted else ""

    return Mine(
        title=title,
        text=text,
        activity=activity,
        told=told(activity),
        icon=icon_of(activity),
        when=span_words(slot.starts_at, slot.ends_at),
        name=row.name,
        code=code_of(row),
        code_address=full_address("parents.ask_code"),
        url=link("mine", True),
        list_url=address("parents.open_list"),
        file_url=link("file", comes),
        change_url=link("ask_change", leaves and has_other_times(row)),
        cancel_url=link("cancel", leaves),
        accept_url=link("accept", is_offered(row) and to_come),
        return_url=link("come_back", row.state == BY_PARENT and places.accepts(activity, slot)),
        too_late=too_late,
    )


def calendar_file(row: SignUp) -> bytes:
    """The moment as a calendar reads it, with the code that leads back here."""
    from icalendar import Calendar, Event

    slot, activity, own = row.slot, row.slot.activity, told(row.slot.activity)
    event = Event()
    event.add("uid", f"{slot.uid}-{row.id}@{request.host.partition(':')[0]}")
    event.add("sequence", slot.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("summary", own.title)
    if activity.place:
        event.add("location", activity.place)
    event.add("description", _("Votre code : %(code)s", code=code_of(row)))
    event.add("url", full_address("parents.mine", token=token_of(row)))
    calendar = Calendar()
    calendar.add("prodid", "-//Trait d'union//parents//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()
