"""The texts that parents read, found in the source, and the catalogues that give them in other languages.

``python -m tests.guards.catalogues`` brings every catalogue up to date with the source: new texts come in empty, those
that nobody reads any more go, and what was translated stays.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from schoolapp.activities.vocabulary import KINDS
from schoolapp.i18n import CATALOGUES, LANGUAGES, catalogue
from schoolapp.partners.vocabulary import CATEGORIES
from tests.guards import source

KEYWORDS = {"_": None, "_l": None, "ngettext": (1, 2)}
OTHER_LANGUAGES = [code for code in LANGUAGES if code != "fr"]
MessageId = str | tuple[str, ...]


def pages() -> list[Path]:
    """The templates of parents, on the screen and on paper."""
    printed = [source.TEMPLATES / "invitations" / name for name in ("_how.html", "_side.html")]
    printed += [source.TEMPLATES / "partners" / name for name in ("_handout.html", "_handout_sheet.html")]
    return [source.TEMPLATES / "layout_public.html", *sorted((source.TEMPLATES / "public").glob("*.html")), *printed]


def modules() -> list[Path]:
    """The modules that speak to parents."""
    room = source.PACKAGE / "activities"
    written = [
        room / f"{name}.py"
        for name in ("invitation_letters", "invitation_texts", "notice_letters", "poster_routes", "reminders")
    ]
    shared = [source.PACKAGE / "accounts" / "strangers.py", source.PACKAGE / "signed_forms.py"]
    shared += [source.PACKAGE / "partners" / name for name in ("handout.py", "handout_words.py")]
    return [*shared, *sorted(room.glob("public*.py")), *written]


@cache
def texts() -> frozenset[MessageId]:
    """Every text that a parent may read; of the staff's words, the kinds of activities and the needs only."""
    found: set[MessageId] = {label._args[0] for label in (*KINDS.values(), *CATEGORIES.values())}
    for paths, method in ((pages(), "jinja2.ext:babel_extract"), (modules(), "python")):
        for path in paths:
            file = io.BytesIO(path.read_bytes())
            for _line, message, _comments, _context in extract(method, file, keywords=KEYWORDS):
                found.add(message if isinstance(message, str) else tuple(message[:2]))
    return frozenset(found)


def file_of(code: str) -> Path:
    return CATALOGUES / code / "LC_MESSAGES" / "messages.po"


def refresh(code: str) -> None:
    """Bring a catalogue up to date."""
    kept = catalogue(code)
    fresh = Catalog(locale=code, header_comment=kept.header_comment, fuzzy=False)
    fresh.mime_headers = kept.mime_headers
    for text in sorted(texts(), key=str):
        known = kept.get(text if isinstance(text, str) else text[0])
        said = known.string if known is not None else ""
        fresh.add(text, said, flags=known.flags if known is not None else ())
    with file_of(code).open("wb") as file:
        write_po(file, fresh, width=120, omit_header=False)


if __name__ == "__main__":
    for language in OTHER_LANGUAGES:
        refresh(language)
