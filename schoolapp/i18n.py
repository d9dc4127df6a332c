"""Languages: French is the source of every text; the pages of parents speak others, from the catalogues.

Staff pages look nothing up. A public page says which language it speaks (``speak``), and every text of that request
comes from the catalogue: ``schoolapp/translations/<language>/LC_MESSAGES/messages.po``, read as it stands the first
time that it is needed, so that nothing has to be compiled. A text flagged ``fuzzy`` there is used, and waits for a
person who speaks the language to check it (``unchecked``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

CATALOGUES = Path(__file__).parent / "translations"
# Each language in its own name, which is never translated; French first, and always there.
LANGUAGES = {
    "fr": _l("Français"),
    "en": _l("English"),
    "es": _l("Español"),
    "ar": _l("العربية"),
    "ht": _l("Kreyòl ayisyen"),
    "pt": _l("Português"),
    "zh": _l("简体中文"),
}
LOCALES = {"fr": "fr_CA", "en": "en_CA", "zh": "zh_Hans_CN"}  # the others go by their own code
TAGS = {"fr": "fr-CA", "en": "en-CA", "zh": "zh-Hans"}
# Babel knows no Haitian: it would give the names in French.
HAITIAN_DAYS = _l("lendi madi mèkredi jedi vandredi samdi dimanch")
HAITIAN_MONTHS = _l("janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm")
RIGHT_TO_LEFT = frozenset({"ar"})

babel = Babel()


class Source(NullTranslations):
    """The texts as they are in the source, where French counts « 0 jour »."""

    def ungettext(self, singular: str, plural: str, number: float) -> str:
        return singular if abs(number) < 2 else plural


SOURCE = Source()


class Speech:
    """One language of the parents' pages: its catalogue, and what a page says of itself."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.locale = LOCALES.get(code, code)
        self.tag = TAGS.get(code, code)
        self.direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
        self.texts: NullTranslations = SOURCE if code == "fr" else _compiled(code)
        self.shown: Callable[[str], Markup] = lru_cache(maxsize=2000)(self._shown)

    def _shown(self, text: str) -> Markup:
        return Markup(self.texts.ugettext(text))  # noqa: S704 - texts of our own templates and catalogues


def catalogue(code: str) -> Any:
    """The catalogue of a language, as its file has it."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def _compiled(code: str) -> Translations:
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, catalogue(code), use_fuzzy=True)
    compiled.seek(0)
    return Translations(compiled)


@lru_cache(maxsize=len(LANGUAGES))
def speech(code: str) -> Speech:
    """The language of that code, read once."""
    return Speech(code)


@lru_cache(maxsize=len(LANGUAGES))
def unchecked(code: str) -> int:
    """How many texts of a language nobody has checked yet."""
    return 0 if code == "fr" else sum(message.fuzzy for message in catalogue(code) if message.id)


_spoken: ContextVar[Speech | None] = ContextVar("spoken", default=None)


def spoken() -> Speech:
    """The language that this request speaks."""
    return _spoken.get() or speech("fr")


def speak(code: str | None) -> None:
    """Speak a language from here on; None for the source, as staff pages do."""
    _spoken.set(speech(code) if code in LANGUAGES else None)


@contextmanager
def speaking(code: str) -> Iterator[Speech]:
    """Speak a language for a while: a mail to somebody, whoever writes it."""
    before = _spoken.set(speech(code if code in LANGUAGES else "fr"))
    try:
        yield spoken()
    finally:
        _spoken.reset(before)


class SpokenDomain(Domain):
    """Looks up what the request speaks. A board holds thousands of short texts: asking Babel for the locale of each
    took half of its time."""

    def get_translations(self) -> NullTranslations:
        spoken_here = _spoken.get()
        return SOURCE if spoken_here is None else spoken_here.texts


@lru_cache(maxsize=10_000)
def _source(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - texts of our own templates


def shown(text: str, /, **variables: Any) -> Markup:
    """``_("…")`` in templates: the text, its variables escaped. Jinja's own makes three calls of each."""
    spoken_here = _spoken.get()
    return (_source(text) if spoken_here is None else spoken_here.shown(text)) % variables


def _gettext(text: str) -> str:
    spoken_here = _spoken.get()
    return (SOURCE if spoken_here is None else spoken_here.texts).ugettext(text)


def _ngettext(singular: str, plural: str, number: int) -> str:
    spoken_here = _spoken.get()
    return (SOURCE if spoken_here is None else spoken_here.texts).ungettext(singular, plural, number)


def register(app: Flask) -> None:
    """Speak French to the staff; dates and numbers follow Québec's ways."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr_CA")
    babel.init_app(app, locale_selector=lambda: "fr_CA")
    babel.domain_instance = SpokenDomain()
    app.jinja_env.install_gettext_callables(gettext=_gettext, ngettext=_ngettext, newstyle=True)
    app.jinja_env.globals["_"] = shown
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.teardown_request(lambda _error: speak(None))
