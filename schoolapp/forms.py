"""The base of every form: texts are trimmed, safe for both engines and bounded; errors are in plain French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import SUBMIT_METHODS
from werkzeug.datastructures import CombinedMultiDict
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from schoolapp.database import clean_text

MAX_ID = 2**31 - 1


def tidy(value: Any) -> Any:
    """Typed text without surrounding spaces, NUL characters or Windows line ends."""
    return clean_text(value).replace("\r\n", "\n").strip() if isinstance(value, str) else value


class FrenchTranslations:
    """The few messages that WTForms writes itself."""

    words: Mapping[str, Any] = {
        "Not a valid choice.": _l("Choisissez une valeur de la liste."),
        "Not a valid choice": _l("Choisissez une valeur de la liste."),
        "Not a valid date value.": _l("Cette date ne se lit pas. Exemple : 2026-11-30."),
        "Not a valid time value.": _l("Cette heure ne se lit pas. Exemple : 18:30."),
        "Not a valid integer value.": _l("Écrivez un nombre entier."),
        "Invalid Choice: could not coerce.": _l("Choisissez une valeur de la liste."),
        "Invalid choice(s): one or more data inputs could not be coerced.": _l("Choisissez des valeurs de la liste."),
        "The CSRF token has expired.": _l("La page est restée ouverte longtemps. Envoyez de nouveau."),
    }

    def gettext(self, text: str) -> str:
        return str(self.words.get(text, text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return {
            "'%(value)s' is not a valid choice for this field.": _("Choisissez une valeur de la liste."),
        }.get(singular, self.gettext(singular if n == 1 else plural))


class Form(FlaskForm):
    """A form of the house."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: Any) -> FrenchTranslations:
            return FrenchTranslations()

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """The fields of a form that was posted, and nothing else: a body of JSON is no form."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return CombinedMultiDict((request.files, request.form)) if request.method in SUBMIT_METHODS else None

    def needs(self, field: Field, message: str) -> bool:
        """Refuse a field left empty that what else was said makes necessary; for ``validate``, after its fields."""
        if not field.data and not field.errors:
            field.errors = [message]
        return not field.errors

    def focus_errors(self) -> list[Field]:
        """The fields in error, in the order of the page."""
        return [field for field in self if field.errors]


def _presence(required: bool, message: str | None = None) -> Any:
    if required:
        return DataRequired(message or _l("Ce champ est nécessaire."))
    return Optional(strip_whitespace=True)


def _entered(required: bool) -> Any:
    """For what is read from the text typed: a text that does not read as a date is not a missing date."""
    return InputRequired(_l("Ce champ est nécessaire.")) if required else Optional()


def _bounded(longest: int) -> Length:
    return Length(max=longest, message=_l("Au plus %(max)d caractères."))


def text(label: Any, longest: int = 200, *, required: bool = False, **options: Any) -> StringField:
    """A line of text of at most ``longest`` characters."""
    options.setdefault("render_kw", {}).setdefault("maxlength", longest)
    return StringField(label, [_presence(required), _bounded(longest)], filters=[tidy], **options)


def area(label: Any, longest: int = 2000, *, required: bool = False, **options: Any) -> TextAreaField:
    """Several lines of text of at most ``longest`` characters."""
    options.setdefault("render_kw", {"rows": 4})
    return TextAreaField(label, [_presence(required), _bounded(longest)], filters=[tidy], **options)


def choices_of(choices: Mapping[Any, Any] | Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The lines of a list, from codes and words; also for ``form.field.choices = …``."""
    pairs = choices.items() if isinstance(choices, Mapping) else choices
    return [SelectChoice(code, words) for code, words in pairs]


def choice(label: Any, choices: Mapping[Any, Any] | Iterable[tuple[Any, Any]], **options: Any) -> SelectField:
    """One value out of a list of codes and words."""
    lines = choices_of(choices)
    options.setdefault("coerce", type(lines[0].value) if lines else str)
    return SelectField(label, choices=lines, **options)


def several(label: Any, choices: Mapping[str, Any], **options: Any) -> SelectMultipleField:
    """Any number of values out of a list of codes and words."""
    return SelectMultipleField(label, choices=choices_of(choices), **options)


def flag(label: Any, **options: Any) -> BooleanField:
    """A box to tick."""
    return BooleanField(label, **options)


def whole(label: Any, low: int, high: int, *, required: bool = False, **options: Any) -> IntegerField:
    """A whole number between two bounds."""
    bounds = NumberRange(low, high, message=_l("Entre %(min)s et %(max)s."))
    return IntegerField(label, [_entered(required), bounds], **options)


def identifier(label: Any = "", *, required: bool = True, **options: Any) -> IntegerField:
    """The id of a row, within what both engines can hold."""
    return whole(label, 1, MAX_ID, required=required, **options)


def version(*, required: bool = True, **options: Any) -> HiddenField:
    """The version of the row as the person saw it."""
    return HiddenField(validators=[_presence(required)], filters=[_to_version], **options)


def _to_version(value: Any) -> int | None:
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 < number <= MAX_ID else None


class _SaneDate:
    def __init__(self, earliest: date, latest: date) -> None:
        self.earliest, self.latest = earliest, latest

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data is not None and not self.earliest <= field.data <= self.latest:
            raise ValidationError(_("Cette date est hors de portée. Vérifiez l’année."))


def day(
    label: Any,
    *,
    required: bool = False,
    earliest: date = date(1900, 1, 1),
    latest: date = date(2199, 12, 31),
    **options: Any,
) -> DateField:
    """A date, as the browser's date field sends it (2026-11-30)."""
    return DateField(label, [_entered(required), _SaneDate(earliest, latest)], **options)


def hour(label: Any, *, required: bool = False, **options: Any) -> TimeField:
    """A time of day, as the browser's time field sends it (18:30)."""
    return TimeField(label, [_entered(required)], format=["%H:%M", "%H:%M:%S"], **options)
