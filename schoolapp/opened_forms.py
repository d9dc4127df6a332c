"""Forms that know who opened them, and what a page sends of one as it is typed (see ``schoolapp.drafts``)."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, TextAreaField, ValidationError

from schoolapp import forms
from schoolapp.database import clean_text
from schoolapp.drafts import Draft, Save
from schoolapp.formats import number
from schoolapp.keep import hole

DRAFT_LIMIT = 100_000  # more than a form may hold, so that too long a text can be cut later by the one who wrote it


KEY = hole("form_key")  # where the key of a form goes in what is kept drawn


def new_key() -> str:
    """A name for a form that opens."""
    return secrets.token_urlsafe(16)


def stranger_words() -> str:
    """What someone reads who sends a page that another person opened."""
    return _(
        "Cette page a été ouverte par une autre personne, dont la session est fermée. Copiez le texte s’il est encore "
        "utile : il ne peut pas être enregistré à votre nom."
    )


def own_key(value: Any) -> str:
    """The key a form came with, or a new one for a request that carries none worth keeping."""
    return value if isinstance(value, str) and 8 <= len(value) <= 40 and value.isascii() else new_key()


class LongText(TextAreaField):
    """A text whose browser never cuts what is pasted: too long is said, and nothing is lost."""

    def __init__(self, label: Any, longest: int, **options: Any) -> None:
        self.longest = longest
        super().__init__(label, [self._bounded], filters=[forms.tidy], **options)

    def _bounded(self, _form: forms.Form, _field: Field) -> None:
        length = len(self.data or "")
        if length > self.longest:
            words = _("Au plus %(max)s caractères; ce texte en compte %(length)s. Rien n’en est perdu.")
            raise ValidationError(words % {"max": number(self.longest), "length": number(length)})


class OpenedForm(forms.Form):
    """A form that knows who opened it: on a shared computer, someone else may have signed in since."""

    form_key = HiddenField(filters=[own_key])
    opened_by = HiddenField()

    def __init__(self, user: Any, **options: Any) -> None:
        super().__init__(**options)
        self.user = user
        self.opened_by.data = self.opened_by.data or str(user.id)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse the words of someone else before looking at them."""
        if self.opened_by.data != str(self.user.id):
            self.form_errors.append(stranger_words())
            return False
        return super().validate(extra_validators)


class DraftForm(OpenedForm):
    """A form as it is typed: only what the service needs is checked, the rest is kept as it stands on the page.

    ``drafted`` names the fields that a draft keeps.
    """

    writer = HiddenField(filters=[own_key])
    sequence = forms.whole("", 0, 2**53)
    seen = forms.whole("", 0, forms.MAX_ID)

    drafted: ClassVar[tuple[str, ...]] = ()

    def __init__(self, user: Any, typed: MultiDict[str, str], **options: Any) -> None:
        super().__init__(user, **options)
        self.content = {name: [clean_text(value) for value in typed.getlist(name)[:20]] for name in self.drafted}

    def validate(self, extra_validators: Any = None) -> bool:
        """Bound what is kept."""
        if sum(len(value) for values in self.content.values() for value in values) > DRAFT_LIMIT:
            self.form_errors.append(_("Ce texte est trop long pour être gardé comme brouillon."))
            return False
        return super().validate(extra_validators)

    @property
    def save(self) -> Save:
        """The save on its way, once valid."""
        return Save(
            form_key=self.form_key.data,
            writer=self.writer.data,
            sequence=self.sequence.data or 0,
            seen=self.seen.data or 0,
            content={name: values for name, values in self.content.items() if values},
        )


def of_draft(draft: Draft, user: Any) -> MultiDict[str, str]:
    """What a draft holds, as a form would have been posted."""
    kept = {name: [values] if isinstance(values, str) else values for name, values in draft.content.items()}
    fields = [(name, value) for name, values in kept.items() for value in values]
    return MultiDict([*fields, ("form_key", draft.form_key), ("opened_by", str(user.id))])
