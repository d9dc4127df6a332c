"""The forms of referrals: refer, prepare what is told, note a consent, except, send, and each act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError

from schoolapp import clock, forms
from schoolapp.accounts.models import User
from schoolapp.opened_forms import OpenedForm
from schoolapp.partners.referral_vocabulary import (
    CHILDREN,
    CONSENT_MEANS,
    EFFECTS,
    GROUNDS,
    INFORMATION,
    LINK_DAYS,
    MAIL,
    MOST_LINK_DAYS,
    NEED,
    NEED_LIMIT,
    OF_THE_PERSON,
    REASON_LIMIT,
    SHARE_MEANS,
    STEPS,
    WORDS_LIMIT,
)
from schoolapp.partners.sharing import Source

LONGEST_CONSENT = timedelta(days=366)
SOMEBODY_ELSE = 0


class ActForm(OpenedForm):
    """An act on a referral as the person saw it. ``hints`` are the words under its fields."""

    version = forms.version()
    hints: ClassVar[Mapping[str, Any]] = {}

    @property
    def expected(self) -> int:
        """The version the person saw; 0 matches none."""
        return self.version.data or 0


def _radio(label: Any, choices: Mapping[str, Any]) -> RadioField:
    return RadioField(label, choices=forms.choices_of(choices), validate_choice=False)


class ReferralForm(OpenedForm):
    """Referring a family to a service."""

    service = forms.identifier(_l("Service"), required=False)
    demande = forms.identifier(required=False)
    reason = forms.area(_l("Pourquoi ce service"), REASON_LIMIT, required=True)
    steps_by = _radio(_l("Qui fait le premier pas"), STEPS)

    def validate_steps_by(self, field: Field) -> None:
        if field.data not in STEPS:
            raise ValidationError(_("Dites qui fait le premier pas."))

    @property
    def values(self) -> dict[str, Any]:
        return {"reason": self.reason.data, "steps_by": self.steps_by.data}


class ChangeForm(ActForm):
    """Why, and who takes the step."""

    reason = forms.area(_l("Pourquoi ce service"), REASON_LIMIT, required=True)
    steps_by = _radio(_l("Qui fait le premier pas"), STEPS)

    validate_steps_by = ReferralForm.validate_steps_by
    values = ReferralForm.values


class PrepareForm(ActForm):
    """What would be told: which pieces, about whom, and the need in a few words."""

    contact = RadioField(_l("La personne à joindre"), coerce=int, validate_choice=False)
    information = forms.several(_l("Ce qui serait transmis"), INFORMATION, validate_choice=False)
    pupils = SelectMultipleField(_l("Quels enfants"), coerce=int, validate_choice=False)
    need = forms.area(_l("Le besoin, dans les mots que lira le partenaire"), NEED_LIMIT)
    hints = {
        "information": _l("Le moins possible : seulement ce qu’il faut au partenaire pour aider."),
        "need": _l("La famille entendra ces mots avant qu’ils partent. Rien qui ne serve pas à l’aide demandée."),
    }

    def __init__(self, user: User, source: Source, **options: Any) -> None:
        super().__init__(user, **options)
        self.source = source
        people = [(one.id, f"{one.name} ({one.reach})" if one.reach else one.name) for one in source.people]
        self.contact.choices = forms.choices_of([*people, (0, _("Personne en particulier"))])
        self.pupils.choices = forms.choices_of([(child.id, child.words) for child in source.children])

    def validate_contact(self, field: Field) -> None:
        if field.data and self.source.person(field.data) is None:
            raise ValidationError(_("Cette personne n’est plus au dossier : choisissez-en une autre."))
        if not field.data and OF_THE_PERSON & set(self.information.data or ()):
            raise ValidationError(_("Dites qui le partenaire pourra joindre."))

    def validate_information(self, field: Field) -> None:
        field.data = [code for code in INFORMATION if code in (field.data or ())]
        if not field.data:
            raise ValidationError(_("Choisissez au moins un renseignement."))

    def validate_pupils(self, field: Field) -> None:
        known = {child.id for child in self.source.children}
        field.data = [number for number in field.data or () if number in known]
        if CHILDREN in (self.information.data or ()) and not field.data:
            raise ValidationError(_("Dites de quels enfants il s’agit."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if NEED not in (self.information.data or ()):
            return valid
        return self.needs(self.need, _("Écrivez le besoin en quelques mots, ou décochez-le.")) and valid

    @property
    def values(self) -> dict[str, Any]:
        chosen = self.information.data
        return {
            "contact": self.contact.data or None,
            "information": chosen,
            "pupils": self.pupils.data if CHILDREN in chosen else [],
            "need": self.need.data or "",
        }


class ConsentForm(ActForm):
    """A family's yes: by whom, how, when, for which pieces, until when."""

    shown = HiddenField()
    who = RadioField(_l("Qui a donné son accord"), coerce=int, validate_choice=False)
    person = forms.text(_l("Son nom, si c’est une autre personne responsable"), 200)
    means = _radio(_l("Comment"), CONSENT_MEANS)
    given_on = forms.day(_l("Quand"), required=True)
    until = forms.day(_l("Jusqu’à quand"), required=True)
    codes = SelectMultipleField(_l("Pour quels renseignements"), validate_choice=False)
    words = forms.text(_l("Précisions"), 500)
    hints = {
        "codes": _l("Lisez chaque texte à la personne, dans sa langue. Décochez ce qu’elle préfère garder pour elle."),
        "words": _l("Par exemple : avec l’interprète, au téléphone; où est rangé le papier signé."),
        "until": _l("Après ce jour, rien de plus ne peut partir et le lien du partenaire se ferme."),
    }

    def __init__(self, user: User, source: Source, texts: Mapping[str, str], **options: Any) -> None:
        super().__init__(user, **options)
        self.source, self.texts = source, texts
        people = [(one.id, one.name) for one in source.people]
        self.who.choices = forms.choices_of([*people, (SOMEBODY_ELSE, _("Une autre personne responsable"))])
        self.codes.choices = forms.choices_of([(code, INFORMATION[code]) for code in INFORMATION if code in texts])

    def begin(self, contact_id: int | None) -> None:
        """Start with what is most likely: the person to join, today, for all that is prepared, half a year."""
        self.who.data = contact_id if self.source.person(contact_id) else None
        self.given_on.data, self.until.data = clock.today(), clock.today() + timedelta(days=180)
        self.codes.data = list(self.texts)

    def validate_who(self, field: Field) -> None:
        if field.data is None or (field.data and self.source.person(field.data) is None):
            raise ValidationError(_("Dites qui a donné son accord."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if self.who.data != SOMEBODY_ELSE:
            return valid
        return self.needs(self.person, _("Écrivez le nom de cette personne.")) and valid

    def validate_means(self, field: Field) -> None:
        if field.data not in CONSENT_MEANS:
            raise ValidationError(_("Dites comment l’accord a été donné."))

    def validate_given_on(self, field: Field) -> None:
        if field.data and not clock.today() - LONGEST_CONSENT <= field.data <= clock.today():
            raise ValidationError(_("L’accord a été donné aujourd’hui ou avant, il y a moins d’un an."))

    def validate_until(self, field: Field) -> None:
        if not field.data or not self.given_on.data:
            return
        if field.data < clock.today():
            raise ValidationError(_("Cette date est passée : rien ne pourrait partir."))
        if field.data > self.given_on.data + LONGEST_CONSENT:
            raise ValidationError(_("Un accord vaut un an au plus. Après, redemandez-le."))

    def validate_codes(self, field: Field) -> None:
        field.data = [code for code in self.texts if code in (field.data or ())]
        if not field.data:
            raise ValidationError(_("Cochez au moins un renseignement."))

    @property
    def named(self) -> str:
        """The name of whoever agreed."""
        found = self.source.person(self.who.data)
        return found.name if found else self.person.data or ""


class ExceptionForm(ActForm):
    """A named reason for which something leaves without a consent."""

    shown = HiddenField()
    ground = _radio(_l("Le motif"), GROUNDS)
    reason = forms.area(_l("Pourquoi, en quelques mots"), 1000, required=True)
    hints = {
        "ground": _l("Seuls ces motifs permettent de transmettre sans l’accord de la famille."),
        "reason": _l("La direction lira ces mots. Dites les faits, et si la famille en est avertie."),
    }

    def validate_ground(self, field: Field) -> None:
        if field.data not in GROUNDS:
            raise ValidationError(_("Choisissez un des motifs."))


class SendForm(ActForm):
    """How it leaves."""

    shown = HiddenField()
    means = RadioField(_l("Comment"), validate_choice=False)
    address = SelectField(_l("À quelle adresse"), validate_choice=False)
    days = forms.whole(_l("Le lien vaut, en jours"), 1, MOST_LINK_DAYS, required=True, default=LINK_DAYS)
    hints = {
        "address": _l("Les adresses viennent de la fiche du partenaire. Le courriel ne nomme personne."),
        "days": _l("Jamais plus longtemps que l’accord. Vous pouvez fermer le lien à tout moment."),
    }

    bases: list[Any] | None = None  # the grounds, when they were read with the addresses

    def __init__(self, user: User, addresses: list[tuple[str, str]], *, mails: bool, **options: Any) -> None:
        super().__init__(user, **options)
        self.addresses = {address for address, _name in addresses}
        self.ways = [code for code in SHARE_MEANS if code != MAIL or (addresses and mails)]
        self.means.choices = forms.choices_of([(code, SHARE_MEANS[code]) for code in self.ways])
        self.address.choices = forms.choices_of([(address, f"{name} <{address}>") for address, name in addresses])

    def validate_means(self, field: Field) -> None:
        if field.data not in self.ways:
            raise ValidationError(_("Dites comment c’est transmis."))

    def validate_address(self, field: Field) -> None:
        if self.means.data == MAIL and field.data not in self.addresses:
            raise ValidationError(_("Choisissez une adresse de la fiche."))


class WordsForm(ActForm):
    """An act with a few words, if one has any."""

    words = forms.area(_l("Quelques mots"), 1000)


class ReasonForm(ActForm):
    """An act that says why."""

    words = forms.area(_l("Pourquoi"), 1000, required=True)


class ComeBackForm(ActForm):
    """The family itself comes back to what it refused."""

    words = forms.area(_l("Ce que la famille a dit"), 1000, required=True)
    hints = {"words": _l("Le refus d’une famille se respecte : seulement si elle y revient d’elle-même.")}


class AskForm(ActForm):
    """News were asked for; until when to wait for them."""

    words = forms.text(_l("À qui, comment"), 300)
    when = forms.day(_l("Y revenir le"), required=True)

    def validate_when(self, field: Field) -> None:
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=366):
            raise ValidationError(_("Choisissez un jour à venir, d’ici un an."))


class EffectForm(ActForm):
    """What it changed."""

    effect = _radio(_l("Depuis, c’est"), EFFECTS)
    words = forms.area(_l("Ce qui s’est fait"), 1000)
    hints = {"effect": _l("« Pareil » est une réponse utile : elle dit ce qu’il reste à essayer.")}

    def validate_effect(self, field: Field) -> None:
        if field.data not in EFFECTS:
            raise ValidationError(_("Choisissez une des quatre réponses."))


class TellForm(OpenedForm):
    """Words on the thread."""

    words = forms.area(_l("Écrire au fil"), WORDS_LIMIT, required=True)
