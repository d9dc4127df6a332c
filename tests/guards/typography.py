"""French as it is printed: what is wrong with a text given to gettext.

``python -m tests.guards.typography`` puts the non-breaking spaces of templates and modules right.
"""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

from tests.guards import source

NBSP = "\N{NO-BREAK SPACE}"
FAULTS = {
    "a straight apostrophe": re.compile(r"(?<=\w)'(?=\w)"),
    "straight quotation marks": re.compile(r"\"[^\"]*\w[^\"]*\""),
    "no non-breaking space inside « »": re.compile(rf"«(?!{NBSP})|(?<!{NBSP})»"),
    "no non-breaking space before a colon": re.compile(r" :(?=\s|$)|(?<=[^\s\d]):(?=\s|$)"),
    "a space before ; ! ?": re.compile(rf"[\s{NBSP}][;!?](\s|$)"),
    "three dots instead of …": re.compile(r"\.\.\."),
}
# A text in the making: from the mark to the end of its strings, on one line or several.
MARKED = re.compile(r"\b(?:_|_l|ngettext|gettext|lazy_gettext)\(\s*(?:(?:\"[^\"]*\"|'[^']*')\s*,?\s*)+", re.S)


def spaced(text: str) -> str:
    """The text with its non-breaking spaces."""
    text = re.sub(r"« ?(?=\S)", f"«{NBSP}", text)
    text = re.sub(r"(?<=\S) ?»", f"{NBSP}»", text)
    text = re.sub(rf"{NBSP}+»", f"{NBSP}»", text)
    return re.sub(r" :(?=[\s\"']|$)", f"{NBSP}:", text)


def _fixed_python(code: str) -> str:
    """Strings only: code has colons of its own."""
    lines = code.splitlines(keepends=True)
    strings = [token for token in tokenize.generate_tokens(io.StringIO(code).readline) if token.type == tokenize.STRING]
    for token in reversed(strings):
        (row, start), (last, end) = token.start, token.end
        if row == last and not token.string.startswith(('"""', 'r"')):
            line = lines[row - 1]
            lines[row - 1] = line[:start] + spaced(line[start:end]) + line[end:]
    return "".join(lines)


def fix(path: Path) -> None:
    """Put the spaces of a file's texts right."""
    before = path.read_text(encoding="utf-8")
    is_python = path.suffix == ".py"
    after = _fixed_python(before) if is_python else MARKED.sub(lambda text: spaced(text[0]), before)
    if after != before:
        path.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    shown = (path for path in source.modules().values() if "demo" not in path.parts)  # made-up data is spaced when made
    for file in (*source.templates(), *shown):
        fix(file)
