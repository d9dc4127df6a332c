"""Every setting of the instance, typed, read once at start-up.

A value comes from the environment (``SCHOOLAPP_<NAME>``), else from ``settings.toml`` in the instance folder, else from
its default. An unknown name or a bad value stops the start with a message that says which one and why.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SMTP_SECURITY = ("starttls", "tls", "aucune")


class SettingsError(Exception):
    """A setting cannot be used; the message is for the person who starts the program."""


@dataclass(frozen=True)
class Settings:
    """The settings of one running instance.

    Durations carry their unit in their name; ``public_url`` has no trailing slash.
    """

    instance: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    trusted_proxy: str = ""
    second_step_required: bool = True
    session_idle_minutes: int = 120
    session_absolute_hours: int = 12
    link_valid_days: int = 7
    upload_max_mb: int = 20
    import_max_rows: int = 10_000
    import_kept_days: int = 30
    workers: int = 2
    threads: int = 2
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_from: str = ""
    smtp_timeout_seconds: int = 15
    testing: bool = False

    @property
    def https(self) -> bool:
        """Whether people reach the instance by https, as its public address says."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """Where people reach the instance, as a mail or a terminal tells it."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is named."""
        return bool(self.smtp_host)

    @property
    def journal_file(self) -> Path:
        """The audit journal's copy as JSON lines."""
        return self.instance / "journal.jsonl"

    def check_mail(self) -> None:
        """Refuse settings of mail that cannot work together.

        Raises:
            SettingsError: for what is missing, or for a password that would travel in the clear.
        """
        if not self.smtp_host:
            if self.smtp_user or self.smtp_password or self.smtp_from:
                raise SettingsError("Réglage smtp_host : le serveur de courriel manque; les autres ne servent à rien.")
            return
        if not self.smtp_from:
            raise SettingsError("Réglage smtp_from : l’adresse qui envoie les courriels manque.")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise SettingsError("Réglages smtp_user et smtp_password : l’un ne va pas sans l’autre.")
        if self.smtp_password and self.smtp_security == "aucune" and self.smtp_host not in LOOPBACK:
            raise SettingsError("Réglage smtp_security : refus d’envoyer le mot de passe sans chiffrement.")

    def leave_unused_drivers(self) -> None:
        """Before peewee is imported: on SQLite, spare the PostgreSQL driver, which it would load wherever installed.

        Costs nothing and saves a tenth of a second and several megabytes in each process of the server.
        """
        if self.database_url.startswith("sqlite:"):
            sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]

    def check_can_listen(self) -> None:
        """Refuse to serve people over plain http.

        Raises:
            SettingsError: beyond the loopback address without https and a trusted proxy.
        """
        if self.host in LOOPBACK or self.testing:
            return
        if self.demo:
            raise SettingsError("L’instance de démonstration n’écoute que sur 127.0.0.1.")
        if not (self.https and self.trusted_proxy):
            raise SettingsError(
                f"Refus d’écouter sur {self.host} sans https : réglez SCHOOLAPP_PUBLIC_URL (https://…) et "
                "SCHOOLAPP_TRUSTED_PROXY (adresse du mandataire), ou écoutez sur 127.0.0.1."
            )


def _boolean(text: str) -> bool:
    words = {"1": True, "true": True, "oui": True, "yes": True, "0": False, "false": False, "non": False, "no": False}
    return words[text.strip().lower()]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(f"entre {low} et {high}")
        return number

    return read


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
        raise ValueError("une adresse complète, sans chemin : https://ecole.example")
    return text.rstrip("/")


def _proxy(text: str) -> str:
    return str(ipaddress.ip_address(text)) if text else ""


def _database_url(text: str) -> str:
    if urlsplit(text).scheme not in {"sqlite", "postgresql"}:
        raise ValueError("sqlite:///chemin ou postgresql://personne@hôte/base")
    return text


def _smtp_host(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", text):
        raise ValueError("le nom du serveur seulement : courriel.ecole.example")
    return text


def _smtp_security(text: str) -> str:
    if text not in SMTP_SECURITY:
        raise ValueError(f"un de : {', '.join(SMTP_SECURITY)}")
    return text


def _smtp_from(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+", text):
        raise ValueError("une adresse de courriel : traitdunion@ecole.example")
    return text


READERS: dict[str, Callable[[str], object]] = {
    "secret_key": str,
    "database_url": _database_url,
    "demo": _boolean,
    "host": str,
    "port": _whole(1, 65535),
    "public_url": _public_url,
    "trusted_proxy": _proxy,
    "second_step_required": _boolean,
    "session_idle_minutes": _whole(5, 24 * 60),
    "session_absolute_hours": _whole(1, 24 * 7),
    "link_valid_days": _whole(1, 60),
    "upload_max_mb": _whole(1, 200),
    "import_max_rows": _whole(100, 100_000),
    "import_kept_days": _whole(1, 365),
    "workers": _whole(1, 32),
    "threads": _whole(1, 64),
    "smtp_host": _smtp_host,
    "smtp_port": _whole(1, 65535),
    "smtp_security": _smtp_security,
    "smtp_user": str,
    "smtp_password": str,
    "smtp_from": _smtp_from,
    "smtp_timeout_seconds": _whole(1, 60),
    "testing": _boolean,
}


def _read_file(instance: Path) -> dict[str, str]:
    file = instance / "settings.toml"
    if not file.is_file():
        return {}
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} ne se lit pas : {error}") from error
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in content.items()}


def _secret_key(instance: Path) -> str:
    """The key kept in the instance folder, made at the first start and readable by its owner only."""
    file = instance / "secret.key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(key)
    return key


def _texts(instance: Path, environ: Mapping[str, str]) -> dict[str, str]:
    own = {
        name: text for name, text in environ.items() if name.startswith("SCHOOLAPP_") and name != "SCHOOLAPP_INSTANCE"
    }
    return _read_file(instance) | {name.removeprefix("SCHOOLAPP_").lower(): text for name, text in own.items()}


def _read(texts: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, text in texts.items():
        if name not in READERS:
            raise SettingsError(f"Réglage inconnu : {name}.")
        try:
            values[name] = READERS[name](text)
        except (ValueError, KeyError) as error:
            raise SettingsError(f"Réglage {name} : « {text} » ne convient pas ({error}).") from error
    return values


def load(instance: Path | str, environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the settings of the instance kept in ``instance``, making the folder when it does not exist.

    Args:
        instance: the folder of the database, the settings and the backups.
        environ: where ``SCHOOLAPP_*`` values come from; the process's environment by default.
        overrides: values already typed that win over everything (command line, tests).

    Raises:
        SettingsError: for an unknown name or a value that cannot be used.
    """
    instance = Path(instance).absolute()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    values = _read(_texts(instance, os.environ if environ is None else environ))
    values.update(overrides)
    if "secret_key" not in values:
        values["secret_key"] = _secret_key(instance)
    if len(str(values["secret_key"])) < 32:
        raise SettingsError("Réglage secret_key : au moins 32 caractères.")
    values.setdefault("database_url", f"sqlite:///{instance / 'schoolapp.db'}")
    if values.get("demo"):
        values.setdefault("second_step_required", False)
    known = {field.name for field in fields(Settings)}
    if unknown := set(values) - known:
        raise SettingsError(f"Réglage inconnu : {', '.join(sorted(unknown))}.")
    settings = Settings(instance=instance, **values)  # type: ignore[arg-type]
    settings.check_mail()
    return settings
