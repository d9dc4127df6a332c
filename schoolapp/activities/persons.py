"""Who signs up, as a form gives it: how the same person is known again, and by which means they can be told things."""

from __future__ import annotations

from typing import Any

from schoolapp.activities.vocabulary import NO_MEANS
from schoolapp.families.people_phones import understand
from schoolapp.formats import search_key, sort_key
from schoolapp.records import NamedTuple


class Person(NamedTuple):
    """Somebody who signs up. A phone, an e-mail or « par mon enfant » is enough to be told things."""

    name: str
    phone: str = ""
    email: str = ""
    by_child: bool = False
    child_words: str = ""
    language: str = "fr"
    message: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a sign-up."""
        digits = understand(self.phone).digits if self.phone else ""
        email = self.email.strip()
        return {
            "name": self.name,
            "sort_key": sort_key(self.name)[:240],
            "phone_digits": digits[:30],
            "phone_raw": self.phone,
            "email": email,
            "by_child": self.by_child,
            "child_words": self.child_words,
            "language": self.language,
            "message": self.message,
            "person_key": person_key(self.name, digits, email),
        }


def person_key(name: str, digits: str, email: str) -> str:
    """What tells the same person again: the name as search compares it, with the number, else the address."""
    return f"{search_key(name)}|{digits or email.casefold()}"[:700]


def means_of(sign_up: Any) -> str:
    """The means by which somebody can be told something; empty when they gave none."""
    if sign_up.email:
        return "courriel"
    if sign_up.phone_digits:
        return "telephone"
    return "papier" if sign_up.by_child else NO_MEANS
