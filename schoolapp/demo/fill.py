"""Fills an empty instance with the made-up school: the same for the same seed, size and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from schoolapp.access import Role
from schoolapp.accounts.models import School, User
from schoolapp.audit.models import AuditEvent
from schoolapp.database import atomic
from schoolapp.demo import house, imported
from schoolapp.demo.activities import ActivityMaker
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import Calendar
from schoolapp.demo.drafts import drafts, filters, openings
from schoolapp.demo.families import FAMILIES, FamilyMaker, Made
from schoolapp.demo.followups import FollowUpMaker
from schoolapp.demo.invitations import invitations
from schoolapp.demo.journal import Journal
from schoolapp.demo.journey import SHARES, STATES, Journey
from schoolapp.demo.meetings import MeetingMaker
from schoolapp.demo.notes import NoteMaker, shares
from schoolapp.demo.partner_links import links
from schoolapp.demo.partners import many, partners
from schoolapp.demo.referrals import ReferralMaker
from schoolapp.demo.requests import RequestMaker
from schoolapp.demo.staff import DIGESTS, Staff, StaffMaker
from schoolapp.families.models import Family
from schoolapp.families.vocabulary import ENDED
from schoolapp.partners.models import Service
from schoolapp.records import NamedTuple

NOTES, BOARD, ENDED_FAMILIES = 5000, 52, 14
MEANT_FOR = ("302", "101")  # the groups of the two teachers one signs in as


class NotEmpty(Exception):
    """The instance already holds something: nothing was written."""


class Size(NamedTuple):
    """How big the school is.

    Attributes:
        scale: how many times 300 families.
        notes: how many notes in all.
        board: how many families are on the board, in all.
        imported: whether a list of pupils is imported too, by the product itself.
        services: how many services the directory of partners holds at least.
    """

    scale: int = 1
    notes: int = NOTES
    board: int = BOARD
    imported: bool = False
    services: int = 0


def is_empty() -> bool:
    """Whether nobody works here yet."""
    return not (School.select().exists() or User.select().exists() or Family.select().exists())


def fill(today: date, seed: int, size: Size, tell: Callable[[str], None] | None = None) -> dict[str, int]:
    """Write the whole school in one transaction. Returns how many rows of each table were written.

    Raises:
        NotEmpty: there is something already.
    """
    with atomic():
        if not is_empty():
            raise NotEmpty
        writer, calendar = Writer(), Calendar(today)
        staff_maker = StaffMaker(writer, calendar)
        staff_maker.school()
        for number in range(size.scale):
            block = _Block(writer, calendar, staff_maker, number, seed)
            block.fill(size)
            if tell and size.scale > 1:
                tell(f"{(number + 1) * FAMILIES} / {size.scale * FAMILIES}")
        writer.finish()
        if (missing := size.services - Service.select().count()) > 0:
            many(missing, today, User.get(User.role == Role.AGENT).id, seed)
    return {model._meta.table_name: count for model, count in writer.sent.items()}


class _Block:
    """300 families with their groups; the first block is the same whatever the scale."""

    def __init__(self, writer: Writer, calendar: Calendar, people: StaffMaker, number: int, seed: int) -> None:
        self.writer, self.calendar, self.number, self.seed = writer, calendar, number, seed
        self.rng = Random(f"{seed}:{number}")  # noqa: S311 - a made-up school, not a secret
        self.staff: Staff = people.block(number, self.rng)
        self.journal = Journal(writer, calendar, self.staff, self.rng, kept=number == 0)

    def fill(self, size: Size) -> None:
        maker = FamilyMaker(self.writer, self.calendar, self.staff, self.number, self.rng)
        families = [maker.make(place) for place in range(FAMILIES)]
        board = self._board(families, max(0, min(FAMILIES, size.board - self.number * FAMILIES)))
        count = size.notes * (self.number + 1) // size.scale - size.notes * self.number // size.scale
        self._notes(families, count)
        if self.number == 0:
            self._personal(families, board)
        for made in families:
            self.writer.add(Family, **made.row)
        if size.imported:
            self._import()
        self.journal.write()
        self.writer.breathe()

    def _import(self) -> None:
        """Have the product import a list, at its place in the journal."""
        self.journal.write(until=imported.moment(self.calendar))
        self.writer.pause()
        groups = [self.staff.groups[1][code] for code in MEANT_FOR]
        imported.hand_in(self.calendar, self.staff.people["secretariat"], groups)
        self.writer.resume(AuditEvent)

    def _board(self, families: list[Made], wanted: int) -> list[Made]:
        """Bring families to the board; returns those that are still on it."""
        journey = Journey(self.writer, self.calendar, self.staff, self.rng, self.journal)
        states = self._choose(families, wanted)
        for made in families:
            if made.id in states:
                journey.on_board(made, states[made.id])
            else:
                journey.in_directory(made)
        return [made for made in families if states.get(made.id, ENDED) != ENDED]

    def _choose(self, families: list[Made], wanted: int) -> dict[int, str]:
        """Which families are on the board, and where; some more are not on it any longer."""
        rng = self.rng
        order = rng.sample(families, len(families))
        for code in MEANT_FOR:
            own = [made for made in order if any(child.code == code for child in made.present)][:5]
            order = own + [made for made in order if made not in own]
        order.sort(key=lambda made: not made.present)
        chosen, after = order[:wanted], order[wanted : wanted + ENDED_FAMILIES]
        rng.shuffle(chosen)
        deck = [state for state, share in zip(STATES, SHARES, strict=True) for _ in range(-(-share * wanted // 100))]
        states = {made.id: state for made, state in zip(chosen, deck, strict=False)}
        return states | ({made.id: ENDED for made in after} if self.number == 0 else {})

    def _notes(self, families: list[Made], count: int) -> None:
        notes = NoteMaker(self.writer, self.calendar, self.staff, self.rng)
        follow_ups = FollowUpMaker(self.writer, self.calendar, self.staff, self.rng, self.journal)
        for made, number in zip(families, shares(self.rng, families, count, self.calendar.today), strict=True):
            written = notes.make(made, number)
            follow_ups.make(made, written)
            for note in written:
                self.journal.note(made, note)

    def _personal(self, families: list[Made], board: list[Made]) -> None:
        """What belongs to one person, and the journal of every day."""
        house.days_off(self.writer, self.calendar)
        house.absences(self.writer, self.calendar, self.staff)
        house.mails(self.writer, self.calendar, self.staff, DIGESTS)
        drafts(self.writer, self.calendar, self.staff, board)
        filters(self.writer, self.staff)
        for at, user, made in openings(self.writer, self.calendar, self.staff, families):
            self.journal.on_family("circle.opened", at, user, made)
        RequestMaker(self.writer, self.calendar, self.staff, self.journal).make(families)
        self.journal.days()
        self.journal.last_seen()
        MeetingMaker(self.writer, self.calendar, self.staff, self.seed, self.journal).make(board)
        ActivityMaker(self.writer, self.calendar, self.staff, self.seed).make(families)
        invitations(self.writer, self.calendar, self.staff, self.seed, families)
        directory = partners(self.writer, self.calendar, self.staff, self.seed)
        ReferralMaker(self.writer, self.calendar, self.staff, self.seed, directory).make(families)
        links(self.writer, directory, self.seed)
