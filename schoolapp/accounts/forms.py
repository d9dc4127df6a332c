"""The forms of signing in and of accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField, ValidationError
from wtforms.validators import DataRequired, EqualTo, Length

from schoolapp import forms
from schoolapp.access import ROLE_LABELS, Role
from schoolapp.accounts import passwords, queries, weak_passwords
from schoolapp.accounts.models import DIGESTS, LONGEST_EMAIL, LastDirection, User, normal_email
from schoolapp.languages import LANGUAGES


def password(label: Any, autocomplete: str, **options: Any) -> PasswordField:
    """A password, taken exactly as typed, spaces included, and never sent back to the page."""
    too_long = _l("Au plus %(max)d caractères.")
    rules = [DataRequired(_l("Ce champ est nécessaire.")), Length(max=passwords.LONGEST, message=too_long)]
    attributes = {"autocomplete": autocomplete, "maxlength": passwords.LONGEST}
    return PasswordField(label, rules, render_kw=attributes, **options)


class OpenForm(forms.Form):
    """A form for someone not signed in. Its route is exempt from the general anti-forgery refusal, a bare error page:

    here the page comes back, with a new token and what was typed.
    """

    def validate(self, *arguments: Any, **options: Any) -> bool:
        valid = super().validate(*arguments, **options)
        token = getattr(self, "csrf_token", None)
        if token is not None and token.errors:
            token.errors = [_("La page est restée ouverte longtemps. Envoyez de nouveau.")]
        return valid


def new_password() -> PasswordField:
    """A password to come."""
    return password(_l("Nouveau mot de passe"), "new-password")


def repeated() -> PasswordField:
    """The password to come, once more."""
    rules = [
        DataRequired(_l("Ce champ est nécessaire.")),
        EqualTo("password", _l("Les deux mots de passe ne sont pas pareils.")),
    ]
    attributes = {"autocomplete": "new-password", "maxlength": passwords.LONGEST}
    return PasswordField(_l("Le même, encore une fois"), rules, render_kw=attributes)


class _NewPassword:
    """What makes the field ``password`` good; ``personal`` is set by the route."""

    personal: Iterable[str] = ()

    def validate_password(self, field: PasswordField) -> None:
        if field.data and (words := weak_passwords.refusal(field.data, self.personal)):
            raise ValidationError(words)


class SignInForm(OpenForm):
    email = forms.text(
        _l("Courriel"), LONGEST_EMAIL, required=True, render_kw={"type": "email", "autocomplete": "username"}
    )
    password = password(_l("Mot de passe"), "current-password")
    suite = HiddenField(filters=[forms.tidy], validators=[Length(max=1000)])


class CodeForm(OpenForm):
    code = forms.text(
        _l("Code"), 30, required=True, render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"}
    )
    suite = HiddenField(filters=[forms.tidy], validators=[Length(max=1000)])


class ChoosePasswordForm(_NewPassword, OpenForm):
    """By a link."""

    password = new_password()
    again = repeated()


class ChangePasswordForm(_NewPassword, forms.Form):
    """By the person, who first gives the present one."""

    current = password(_l("Mot de passe actuel"), "current-password")
    password = new_password()
    again = repeated()


class ConfirmationForm(forms.Form):
    """The first code of a telephone."""

    code = forms.text(
        _l("Code à six chiffres"),
        12,
        required=True,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class DigestForm(forms.Form):
    """How often one wishes to be written to."""

    digest = RadioField(_l("À quel rythme"), choices=forms.choices_of(DIGESTS))


def looks_like_email(text: str) -> bool:
    """An e-mail address, whatever its script: something, an at sign, something with a dot."""
    shaped = re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text) is not None
    return shaped and len(normal_email(text)) <= LONGEST_EMAIL


def check_email(_form: Any, field: Any) -> None:
    """Refuse what cannot be an e-mail address."""
    if not looks_like_email(field.data or ""):
        raise ValidationError(_("Ce courriel ne semble pas complet. Exemple : nom@ecole.ca"))


EMAIL_BOX = {"type": "email", "autocomplete": "off", "spellcheck": "false"}


class AccountForm(forms.Form):
    """Someone's account, as the direction writes it."""

    name = forms.text(_l("Nom"), 120, required=True, render_kw={"autocomplete": "off"})
    email = forms.text(_l("Courriel"), LONGEST_EMAIL, required=True, render_kw=EMAIL_BOX)
    role = forms.choice(_l("Rôle"), {str(role): label for role, label in ROLE_LABELS.items()})
    function = forms.text(_l("Titre ou fonction"), 120)

    def __init__(self, user: User | None = None, **options: Any) -> None:
        super().__init__(obj=None if self.is_submitted() else user, **options)
        self.user = user

    def validate_email(self, field: Any) -> None:
        check_email(self, field)
        other = queries.user_by_email(field.data)
        if other is not None and other.id != getattr(self.user, "id", None):
            raise ValidationError(_("Ce courriel est déjà celui du compte de %(name)s.", name=other.name))

    def validate_role(self, field: Any) -> None:
        if self.user is not None and field.data != Role.DIRECTION and queries.is_last_direction(self.user):
            raise ValidationError(str(LastDirection()))

    @property
    def columns(self) -> dict[str, str]:
        """What the verbs take."""
        return {name: self[name].data for name in ("name", "email", "role", "function")}


class EditAccountForm(AccountForm):
    version = forms.version()


# The zones of Québec, with the places that people know.
TIME_ZONES = {
    "America/Toronto": _l("Heure de l’Est : presque tout le Québec"),
    "America/Halifax": _l("Heure de l’Atlantique : Îles-de-la-Madeleine, Listuguj"),
    "America/Blanc-Sablon": _l("Heure de l’Atlantique toute l’année : Basse-Côte-Nord"),
}


MOST_DAYS = 180  # a referral that nobody would hear of for longer than half a year is a referral forgotten


class _SchoolFields:
    name = forms.text(_l("Nom de l’école"), 120, required=True)
    time_zone = forms.choice(_l("Fuseau horaire"), TIME_ZONES)
    languages = forms.several(_l("Langues des familles"), LANGUAGES)


class SchoolForm(_SchoolFields, forms.Form):
    """The settings of the school."""

    REFERRALS = (
        *("referral_proposed_days", "referral_accepted_days", "referral_sent_days", "referral_taken_up_days"),
        *("referral_under_way_days", "referral_no_news_days", "referral_direction_days"),
    )
    PERIODS = ("request_unreceived_days", "request_quiet_days", "call_limit_month", *REFERRALS, "digest_hour")

    phone = forms.text(_l("Téléphone"), 40, render_kw={"type": "tel", "autocomplete": "off"})
    no_contact_weeks = forms.whole(_l("Sans contact, après (semaines)"), 1, 52, required=True)
    request_unreceived_days = forms.whole(_l("Demande non reçue, après (jours de classe)"), 1, 30, required=True)
    request_quiet_days = forms.whole(_l("Demande sans nouvelles, après (jours de classe)"), 1, 90, required=True)
    call_limit_month = forms.whole(_l("Demandes pour une même famille, au plus (par mois)"), 1, 20, required=True)
    referral_proposed_days = forms.whole(_l("Proposée à la famille, depuis (jours)"), 1, MOST_DAYS, required=True)
    referral_accepted_days = forms.whole(_l("Acceptée, mais pas envoyée, depuis (jours)"), 1, MOST_DAYS, required=True)
    referral_sent_days = forms.whole(_l("Envoyée, sans réponse, depuis (jours)"), 1, MOST_DAYS, required=True)
    referral_taken_up_days = forms.whole(_l("Prise en charge, depuis (jours)"), 1, MOST_DAYS, required=True)
    referral_under_way_days = forms.whole(_l("En cours, depuis (jours)"), 1, MOST_DAYS, required=True)
    referral_no_news_days = forms.whole(_l("Notée sans nouvelles, depuis (jours)"), 1, MOST_DAYS, required=True)
    referral_direction_days = forms.whole(_l("Puis à la direction, après encore (jours)"), 1, 60, required=True)
    digest_hour = forms.choice(_l("Heure d’envoi"), {hour: f"{hour}\N{NO-BREAK SPACE}h" for hour in range(5, 18)})
    reduced_cards = forms.flag(_l("Montrer à toute l’équipe une carte réduite de chaque famille"))
    version = forms.version()

    @property
    def columns(self) -> dict[str, Any]:
        """What ``School.rewrite`` takes."""
        names = ("name", "time_zone", "languages", "phone", "no_contact_weeks", "reduced_cards", *self.PERIODS)
        return {name: self[name].data for name in names}


class FirstCodeForm(OpenForm):
    code = forms.text(_l("Code"), 40, required=True, render_kw={"autocomplete": "off", "autocapitalize": "characters"})


class FirstRunForm(_SchoolFields, _NewPassword, OpenForm):
    """The school, its year and the first account of the direction."""

    year_label = forms.text(_l("Année scolaire"), 20, required=True)
    year_start = forms.day(_l("Premier jour"), required=True)
    year_end = forms.day(_l("Dernier jour"), required=True)
    person = forms.text(_l("Votre nom"), 120, required=True, render_kw={"autocomplete": "name"})
    email = forms.text(
        _l("Votre courriel"), LONGEST_EMAIL, required=True, render_kw=EMAIL_BOX | {"autocomplete": "username"}
    )

    password = new_password()
    again = repeated()

    def validate_email(self, field: Any) -> None:
        check_email(self, field)
        if queries.user_by_email(field.data) is not None:
            raise ValidationError(_("Ce courriel est déjà celui d’un compte."))

    def validate_year_end(self, field: Any) -> None:
        if field.data and self.year_start.data and not 100 <= (field.data - self.year_start.data).days <= 400:
            raise ValidationError(_("L’année finit de trois mois à un an après son premier jour."))

    @property
    def parts(self) -> dict[str, Any]:
        """What ``first_run.open_house`` takes."""
        return {
            "school": {name: self[name].data for name in ("name", "time_zone", "languages")},
            "year": {
                "label": self.year_label.data,
                "starts_on": self.year_start.data,
                "ends_on": self.year_end.data,
            },
            "person": {"name": self.person.data, "email": self.email.data},
            "password": self.password.data,
        }
