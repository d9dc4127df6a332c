"""Secret addresses and codes, made again whenever they are needed: nothing secret is stored.

A row keeps a random ``nonce`` and the digest of what comes of it. A new nonce revokes the old address and code.
Parents come in by ``/m/`` (their sign-up) and ``/i/`` (an invitation), partners by ``/p/`` (their sheets) and ``/r/``
(a referral).
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
from base64 import urlsafe_b64encode

from flask import Flask, current_app

# No letter or digit that looks like another on paper, or sounds like one in French on the phone is kept apart by place.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
SECRET_PATH = re.compile(r"/(m|i|p|r)/[^/?\s\"']+")


def new_nonce() -> str:
    """A new random seed of an address and a code."""
    return secrets.token_urlsafe(16)


def _keyed(text: str) -> bytes:
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), text.encode("utf-8", "replace"), hashlib.sha256)


def token(kind: str, nonce: str) -> str:
    """The secret part of an address, 128 bits. ``kind`` keeps those of sign-ups, invitations, partners… apart."""
    return urlsafe_b64encode(_keyed(f"token {kind} {nonce}")[:16]).decode().rstrip("=")


def code(kind: str, nonce: str) -> str:
    """The eight characters that somebody can type from a sheet of paper."""
    number = int.from_bytes(_keyed(f"code {kind} {nonce}"), "big")
    letters = []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def shown_code(text: str) -> str:
    """« K7QP 3XMA »."""
    return f"{text[:4]} {text[4:]}"


def typed_code(text: str) -> str:
    """What somebody typed, as codes are written: capitals without spaces or hyphens; empty when it is no code."""
    kept = "".join(character for character in text[:40].upper() if character.isalnum())
    return kept if len(kept) == CODE_LENGTH and all(character in ALPHABET for character in kept) else ""


def digest(text: str) -> str:
    """What is stored of an address or a code, to find its row: without the server's key it says nothing."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), f"digest {text}".encode(), hashlib.sha256).hexdigest()


class WithoutSecrets(logging.Filter):
    """The secret part of an address never reaches the logs, whatever goes wrong on its page."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PATH.sub(r"/\1/***", str(record.getMessage()))
        record.args = ()
        return True


def register(app: Flask) -> None:
    """Keep secret addresses out of the logs."""
    app.logger.addFilter(WithoutSecrets())
