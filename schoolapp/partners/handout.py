"""The sheet handed to a family: one or several services in plain words, in its language where it is translated.

What the partner's sheet says comes from the school's own translations, else stays in French and says so to whoever
reads aloud (``lang``); everything around it comes from the catalogues.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from schoolapp import clock
from schoolapp.accounts.models import School
from schoolapp.i18n import TAGS, Speech, speaking, unchecked
from schoolapp.partners import handout_words as said
from schoolapp.partners.models import Organization, Phone, Place, Schedule, Service, ServiceCategory, ServicePlace
from schoolapp.partners.vocabulary import ARCHIVED, CATEGORIES, FAX, PROFESSIONALS
from schoolapp.partners.words import address_line, phone_number
from schoolapp.records import NamedTuple, dataclass
from schoolapp.spoken import day_words

# What of a service the school may say in other languages, in the order of the form, each with its length.
TRANSLATED = {"name": 200, "words": 4000, "how": 1000, "eligibility": 1000, "cost": 500, "documents": 500}
NEED_ICONS = {
    "alimentation": "coffee", "vetements": "tag", "logement": "house", "budget": "bookmark", "arrivants": "languages",
    "sante": "heart-handshake", "sante_mentale": "ear", "parents": "users", "petite_enfance": "sun",
    "devoirs": "book-open", "mentorat": "handshake", "loisirs": "sparkles", "droit": "shield",
    "interpretes": "message-circle", "emploi": "key-round", "transport": "bus", "urgence": "bell",
}  # fmt: skip


class Told(NamedTuple):
    """What the sheet of a service says, and in which language; no tag where it is that of the page."""

    text: str
    tag: str = ""

    @property
    def attributes(self) -> Markup:
        """``lang`` and ``dir``, where they differ from those of the page."""
        return Markup(' lang="{}" dir="ltr"').format(self.tag) if self.tag else Markup("")

    def __bool__(self) -> bool:
        return bool(self.text)


class Number(NamedTuple):
    """A phone number in large, with what to know of it."""

    number: str
    kind: str
    extension: str
    words: str


@dataclass
class Around:
    """The rows of a service that its sheet shows."""

    needs: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)


class Where(NamedTuple):
    """A place: its name, its address, how to get there, whether one gets in with a wheelchair."""

    name: str
    address: str
    transport: str
    accessible: bool


class Sheet(NamedTuple):
    """One service as a family reads it."""

    id: int
    icon: str
    need: str
    name: Told
    french: str
    organization: str
    words: Told
    numbers: list[Number]
    when: list[tuple[str, str]]
    where: list[Where]
    who: list[Told]
    cost: Told
    how: Told
    by_school: bool
    bring: Told
    languages: list[str]
    interpretation: str
    email: str
    website: str
    unchecked: bool


class Handout(NamedTuple):
    """The whole document in one language; ``unchecked`` when nobody read all of its words yet."""

    speech: Speech
    sheets: list[Sheet]
    catalogue_unchecked: bool
    day: str

    @property
    def unchecked(self) -> bool:
        return self.catalogue_unchecked or any(sheet.unchecked for sheet in self.sheets)

    @property
    def in_french(self) -> list[str]:
        """The services whose words nobody translated."""
        return [sheet.name.text for sheet in self.sheets if self.speech.code != "fr" and sheet.words.tag]


def services(ids: Sequence[int]) -> list[Service]:
    """Those that are in the directory, in the order asked for."""
    rows = Service.select(Service, Organization).join(Organization, on=Service.organization)
    live = Service.id.in_(list(ids)) & (Service.state != ARCHIVED) & Organization.archived_at.is_null()
    found = {service.id: service for service in rows.where(live)}
    return [found[one] for one in ids if one in found]


def around(found: Sequence[Service]) -> dict[int, Around]:
    """What belongs to these services, in four statements. A service without a number has those of its organisation."""
    ids, rows = [service.id for service in found], defaultdict(Around)
    for need in ServiceCategory.select().where(ServiceCategory.service.in_(ids)).order_by(ServiceCategory.id):
        rows[need.service_id].needs.append(need.code)
    places = ServicePlace.select(ServicePlace, Place).join(Place).where(ServicePlace.service.in_(ids))
    for link in places.order_by(ServicePlace.id):
        rows[link.service_id].places.append(link.place)
    for schedule in Schedule.select().where(Schedule.service.in_(ids)).order_by(Schedule.id):
        rows[schedule.service_id].schedules.append(schedule)
    owners = Phone.service.in_(ids) | Phone.organization.in_([service.organization_id for service in found])
    phones = [phone for phone in Phone.select().where(owners).order_by(Phone.id) if phone.kind != FAX]
    for service in found:
        own = [phone for phone in phones if phone.service_id == service.id]
        shared = [phone for phone in phones if phone.organization_id == service.organization_id]
        rows[service.id].phones = own or [phone for phone in shared if phone.service_id is None]
    return rows


def draw(ids: Sequence[int], language: str) -> Handout:
    """The document, in a language of the parents' pages."""
    found = services(ids)
    rows = around(found) if found else {}
    with speaking(language) as speech:
        sheets = [_sheet(service, rows[service.id], speech) for service in found]
        return Handout(speech, sheets, unchecked(speech.code) > 0, day_words(clock.today()))


def document(handout: Handout, school: School) -> Markup:
    """The document as it is printed: drawn in its own language, whatever the language of the page around it."""
    with speaking(handout.speech.code):
        drawn = render_template("partners/_handout.html", handout=handout, school=school)
    return Markup(drawn)  # noqa: S704 - drawn by our own template


def told(service: Service, name: str, speech: Speech) -> Told:
    """A text of a service in the language of the page when the school translated it, else in French."""
    translated = ((service.translations or {}).get(speech.code) or {}).get(name)
    if speech.code == "fr" or translated:
        return Told(translated or getattr(service, name))
    return Told(getattr(service, name), TAGS["fr"])


def _sheet(service: Service, rows: Around, speech: Speech) -> Sheet:
    own = (service.translations or {}).get(speech.code) or {}
    need = next((code for code in rows.needs if code in CATEGORIES), "")
    name, ages = told(service, "name", speech), said.ages_words(service.age_min, service.age_max)
    return Sheet(
        id=service.id,
        icon=NEED_ICONS.get(need, "handshake"),
        need=str(CATEGORIES.get(need, "")),
        name=name,
        french="" if name.tag or speech.code == "fr" else service.name,
        organization=service.organization.name,
        words=told(service, "words", speech),
        numbers=[_number(phone) for phone in rows.phones],
        when=_when(rows.schedules),
        where=[Where(p.name, address_line(p), p.transport, bool(p.accessible)) for p in rows.places],
        who=[one for one in (Told(ages), told(service, "eligibility", speech)) if one],
        cost=_cost(service, speech),
        how=told(service, "how", speech),
        by_school=service.approached_by == PROFESSIONALS,
        bring=told(service, "documents", speech),
        languages=said.own_names(service.languages),
        interpretation=_("On peut demander un interprète.") if service.interpretation else "",
        email=service.email or service.organization.email,
        website=service.website or service.organization.website,
        unchecked=bool(any(own.get(text) for text in TRANSLATED) and not own.get("checked")),
    )


def _number(phone: Phone) -> Number:
    return Number(
        phone_number(phone.digits, phone.typed), said.kind_of_number(phone.kind), phone.extension, phone.words
    )


def _when(schedules: Sequence[Schedule]) -> list[tuple[str, str]]:
    """Each schedule in the language of the page, and the school's own words about it, in French."""
    lines = [(said.schedule_line(schedule), schedule.words) for schedule in schedules]
    return list(dict.fromkeys(line for line in lines if any(line)))


def _cost(service: Service, speech: Speech) -> Told:
    if service.free and not service.cost:
        return Told(_("Gratuit"))
    return told(service, "cost", speech)
