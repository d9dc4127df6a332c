"""The forms of organisations, of their places, people and agreements, of tips and of categories."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, ValidationError

from schoolapp import forms
from schoolapp.opened_forms import OpenedForm
from schoolapp.partners.models import Agreement, Contact, Organization, Place
from schoolapp.partners.sheet_form_base import PhonesForm, check_email, check_website
from schoolapp.partners.vocabulary import ACCESSIBLE, CATEGORIES

YES_NO = {"oui": True, "non": False}


def said(value: bool | None) -> str:
    """A yes, a no or nothing, as a radio has it."""
    return {True: "oui", False: "non"}.get(value, "") if value is not None else ""


class OrganizationForm(PhonesForm):
    """An organisation, without its services."""

    name = forms.text(_l("Nom"), 200, required=True)
    other_name = forms.text(_l("Autre nom, sigle"), 200)
    words = forms.area(_l("Description"), 4000)
    email = forms.text(_l("Courriel"), 254)
    website = forms.text(_l("Site"), 300)
    internal = forms.area(_l("Note interne"), 2000)
    twin = forms.flag(_l("C’est bien un autre organisme : l’ajouter"))

    validate_email = check_email
    validate_website = check_website

    names = ("name", "other_name", "words", "email", "website", "internal")

    def fill(self, organization: Organization, phones: Any) -> None:
        """Start with the organisation as it is."""
        for name in (*self.names, "version"):
            self[name].data = getattr(organization, name)
        self.fill_phones(phones)

    def allows(self, namesakes: list[Organization]) -> bool:
        """Whether there is no other of this name, or the person says that it is another one."""
        if namesakes and not self.twin.data:
            self.name.errors = [_("Un organisme de ce nom est déjà au répertoire.")]
        return not self.name.errors

    @property
    def values(self) -> dict[str, Any]:
        return self.plain(*self.names)


class PlaceForm(PhonesForm):
    """A place of an organisation."""

    name = forms.text(_l("Nom du lieu"), 200)
    address = forms.text(_l("Adresse"), 200, required=True)
    address_more = forms.text(_l("Local, étage, entrée"), 200)
    city = forms.text(_l("Ville"), 100)
    postal_code = forms.text(_l("Code postal"), 20)
    accessible = RadioField(_l("Accessible en fauteuil roulant"), choices=forms.choices_of(ACCESSIBLE), default="")
    access_words = forms.text(_l("Sur l’accès"), 500)
    transport = forms.text(_l("Comment s’y rendre"), 500)

    names = ("name", "address", "address_more", "city", "postal_code", "access_words", "transport")

    def fill(self, place: Place, phones: Any) -> None:
        """Start with the place as it is."""
        for name in self.names:
            self[name].data = getattr(place, name)
        self.accessible.data = said(place.accessible)
        self.version.data = place.organization.version
        self.fill_phones(phones)

    @property
    def values(self) -> dict[str, Any]:
        return self.plain(*self.names) | {"accessible": YES_NO.get(self.accessible.data)}


class ContactForm(PhonesForm):
    """Somebody to speak with."""

    name = forms.text(_l("Nom"), 200)
    title = forms.text(_l("Fonction"), 200)
    department = forms.text(_l("Équipe"), 200)
    email = forms.text(_l("Courriel"), 254)
    service = forms.choice(_l("Pour quel service"), {0: ""}, coerce=int, default=0)

    validate_email = check_email

    names = ("name", "title", "department", "email")

    def offer(self, services: list[Any]) -> None:
        """Give the services of the organisation to choose from."""
        pairs = [(0, _("Tous les services")), *((one.id, one.name) for one in services)]
        self.service.choices = forms.choices_of(pairs)

    def fill(self, contact: Contact, phones: Any) -> None:
        """Start with the person as they are."""
        for name in self.names:
            self[name].data = getattr(contact, name)
        self.service.data = contact.service_id or 0
        self.version.data = contact.organization.version
        self.fill_phones(phones)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if not (self.name.data or self.title.data):
            return self.needs(self.name, _("Donnez un nom, ou au moins une fonction.")) and sound
        return sound

    @property
    def values(self) -> dict[str, Any]:
        return self.plain(*self.names) | {"service": self.service.data or None}


class AgreementForm(OpenedForm):
    """What the school and an organisation agreed on."""

    version = forms.version(required=False)
    what = forms.area(_l("Ce qui est convenu"), 1000, required=True)
    since = forms.day(_l("Depuis le"))
    until = forms.day(_l("Jusqu’au"))
    contact = forms.text(_l("Avec qui"), 200)

    def fill(self, agreement: Agreement) -> None:
        """Start with the agreement as it is."""
        for name in ("what", "since", "until", "contact", "version"):
            self[name].data = getattr(agreement, name)

    def validate_until(self, field: Field) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("La fin vient après le début."))

    @property
    def values(self) -> dict[str, Any]:
        return {
            "what": self.what.data, "since": self.since.data, "until": self.until.data,
            "contact": self.contact.data or "",
        }  # fmt: skip


class TipForm(OpenedForm):
    """What one tells the colleagues about a partner."""

    words = forms.area(_l("Un conseil pour les collègues"), 1000, required=True, render_kw={"rows": 2})


class CategoryForm(OpenedForm):
    """A category of the school's own."""

    name = forms.text(_l("Nom"), 100, required=True)
    parent = forms.choice(_l("Sous"), CATEGORIES)


class RenameForm(OpenedForm):
    """Another name for a category."""

    name = forms.text(_l("Nom"), 100, required=True)


class ActForm(OpenedForm):
    """An act without words: archive, restore, remove."""
