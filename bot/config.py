"""Settings from the environment or `.env`, prefix BONGSU_; a wrong one ends in one clear sentence."""

import hashlib
import hmac
import os
import re
from collections.abc import Collection
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator

from bot.errors import SettingsError

PREFIX = "BONGSU_"
TELEGRAM = "https://api.telegram.org"
WEBHOOK_PORTS = (443, 80, 88, 8443)
"""The ports that Telegram's own servers connect to (https://core.telegram.org/bots/api#setwebhook)."""
NEAR = 0.8
"""How like a setting's a name must be, from 0 to 1, to be taken for a slip of it."""
SHORTEST_TOKEN = 16
"""A token for the operator's page may not be guessed."""
POLL_MAX = 5
"""How many times as long as the shortest time between two polls the longest is, unless it is set."""
PAID_PER_SECOND = 1000
"""What Telegram allows a bot that pays for broadcasts."""


class JobName(StrEnum):
    """The parts of the service that one process may do."""

    CHAT = "chat"
    POLL = "poll"
    DETECT = "detect"
    DELIVER = "deliver"


class Access(StrEnum):
    """Who is answered."""

    OPEN = "open"
    INVITE = "invite"
    LIST = "list"


def _words(value: Any) -> Any:
    """`a, b` as a tuple of words: how the environment says a list."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _listen(value: Any) -> Any:
    """`HOST:PORT`, an IPv6 host in brackets, as a host and a port."""
    if not isinstance(value, str):
        return value
    host, _, port = value.strip().rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and 0 < int(port) < 2**16):
        raise ValueError("an address to listen on looks like 127.0.0.1:8080")
    return host.removeprefix("[").removesuffix("]"), int(port)


Listen = Annotated[tuple[str, int] | None, BeforeValidator(_listen)]


class Settings(BaseModel, frozen=True):
    """Every setting, with its default; docs/settings.md says what each is for."""

    telegram_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    database_url: str = Field(default="sqlite+aiosqlite:///bongsu.db", repr=False)
    feeds: Path | None = None
    poll_seconds: float = Field(default=60, gt=0)
    poll_max_seconds: float = Field(default_factory=lambda said: POLL_MAX * said.get("poll_seconds", 60.0), gt=0)
    keep_days: int = Field(default=400, ge=30)
    jobs: tuple[JobName, ...] = tuple(JobName)
    admins: tuple[int, ...] = ()
    access: Access = Access.OPEN
    allowed: tuple[int, ...] = ()
    messages_per_second: int = Field(default=30, ge=1, le=1000)
    paid_broadcast: bool = False
    allow_private_addresses: bool = False
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: Listen = None
    public_url: str | None = None
    http_listen: Listen = None
    http_token: SecretStr | None = None
    heartbeat_url: SecretStr | None = None
    translator_url: str | None = None
    translator_key: SecretStr | None = None
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def per_second(self) -> int:
        """Messages a second over all chats: as set, else what Telegram allows with or without paid broadcasts."""
        chosen = not self.paid_broadcast or "messages_per_second" in self.model_fields_set
        return self.messages_per_second if chosen else PAID_PER_SECOND

    _split = field_validator("jobs", "admins", "allowed", mode="before")(_words)

    @field_validator("log_level", "log_format", "access", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("telegram_api_url", "webhook_url", "public_url", "translator_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not value.startswith(("http://", "https://")):
            raise ValueError("it must start with http:// or https://")
        parts = urlsplit(value)
        if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("it must be a host and a path, without user, password or query")
        return value.rstrip("/")

    @field_validator("heartbeat_url")
    @classmethod
    def _heartbeat(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value() if value else "https://none")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must start with http:// or https://")
        return value

    @field_validator("http_token")
    @classmethod
    def _http_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError(f"it takes {SHORTEST_TOKEN} characters at least, such as those of `openssl rand -hex 16`")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("it takes 1 to 256 letters, digits, _ and -")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        number, _, secret = (value.get_secret_value() if value else "1:x").strip().partition(":")
        if not (number.isdecimal() and secret and secret.isascii() and not any(c in secret for c in " /?#\t")):
            raise ValueError("a bot token looks like 123456789:ABC..., as @BotFather gave it")
        return value and SecretStr(value.get_secret_value().strip())

    @field_validator("jobs")
    @classmethod
    def _some_job(cls, value: tuple[JobName, ...]) -> tuple[JobName, ...]:
        if not value:
            raise ValueError("name at least one of chat, poll, detect, deliver")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Self:
        if self.webhook_url is None:
            if self.webhook_listen or self.webhook_secret:
                raise ValueError(f"{PREFIX}WEBHOOK_LISTEN and {PREFIX}WEBHOOK_SECRET need {PREFIX}WEBHOOK_URL")
            return self
        if JobName.CHAT in self.jobs and self.webhook_listen is None:
            raise ValueError(f"{PREFIX}WEBHOOK_URL needs {PREFIX}WEBHOOK_LISTEN, such as 127.0.0.1:8443")
        url = urlsplit(self.webhook_url)
        port = url.port or 443
        if self.telegram_api_url == TELEGRAM and (url.scheme != "https" or port not in WEBHOOK_PORTS):
            raise ValueError(
                f"{PREFIX}WEBHOOK_URL must be https:// on port 443, 80, 88 or 8443: Telegram calls no other"
            )
        return self

    @model_validator(mode="after")
    def _breaker(self) -> Self:
        served = self.http_listen or (self.webhook_url and JobName.CHAT in self.jobs)
        if self.public_url and JobName.POLL in self.jobs and not served:
            raise ValueError(f"{PREFIX}PUBLIC_URL needs {PREFIX}HTTP_LISTEN, the address behind it")
        return self

    @model_validator(mode="after")
    def _page(self) -> Self:
        if self.http_token and not self.http_listen:
            raise ValueError(f"{PREFIX}HTTP_TOKEN needs {PREFIX}HTTP_LISTEN, the address of the page that it opens")
        return self

    @model_validator(mode="after")
    def _door(self) -> Self:
        if self.access is Access.OPEN and self.allowed:
            raise ValueError(f"{PREFIX}ALLOWED needs {PREFIX}ACCESS=list or invite: as it is, everybody is answered")
        if self.access is Access.INVITE and not self.admins:
            raise ValueError(f"{PREFIX}ACCESS=invite needs {PREFIX}ADMINS, who make the invitations")
        if self.access is Access.LIST and not (self.allowed or self.admins):
            raise ValueError(f"{PREFIX}ACCESS=list needs {PREFIX}ALLOWED, the Telegram ids of who is answered")
        return self

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if self.poll_max_seconds < self.poll_seconds:
            raise ValueError(f"{PREFIX}POLL_MAX_SECONDS must not be less than {PREFIX}POLL_SECONDS")
        return self


def webhook_secret(settings: Settings) -> str:
    """What Telegram has to show at the webhook: as set, else made of the token, the same in every process."""
    if settings.webhook_secret:
        return settings.webhook_secret.get_secret_value()
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


def hubs_url(settings: Settings) -> str | None:
    """The address below which hubs reach this process's callbacks, None where they do not."""
    if JobName.POLL not in settings.jobs:
        return None
    webhook = settings.webhook_url if JobName.CHAT in settings.jobs else None
    base = settings.public_url or webhook
    return f"{base}/websub" if base else None


def load_settings(_env_file: str | None = ".env", **overrides: Any) -> Settings:
    """The settings of this process, from its environment, or else the file; raises SettingsError in one sentence.

    A name that is none, but nearly one, is a slip: without the error, what it says would count for nothing unseen.
    """
    try:
        written = dotenv_values(_env_file, encoding="utf-8") if _env_file and Path(_env_file).is_file() else {}
        said = {name.upper(): value for source in (written, os.environ) for name, value in source.items() if value}
        values = {name: said[key] for name in Settings.model_fields if (key := f"{PREFIX}{name.upper()}") in said}
        settings = Settings(**(values | overrides))
    except ValidationError as exc:
        raise SettingsError(" ".join(_sentence(error) for error in exc.errors(include_input=False))) from None
    except (UnicodeDecodeError, OSError) as exc:
        raise SettingsError(f"The .env file cannot be read: {exc}") from None
    _check_names({name.upper() for name in (*os.environ, *written)})
    return settings


def _check_names(said: Collection[str]) -> None:
    """Raise SettingsError where one of these names is nearly a setting's."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in sorted(set(said) - known):
        near = get_close_matches(name, known, n=1, cutoff=NEAR) if name.startswith(PREFIX) else []
        if near:
            raise SettingsError(f"{name} is no setting. Is {near[0]} meant?")


def _sentence(error: Any) -> str:
    """One validation error in words, without the value: it may be a secret."""
    reason = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{reason}."
    return f"{PREFIX}{str(error['loc'][0]).upper()} is not usable: {reason[0].lower()}{reason[1:].rstrip('.')}."
