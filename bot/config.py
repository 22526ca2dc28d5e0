"""Settings from the environment or `.env`, prefix BONGSU_; a wrong one ends in one clear sentence."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SourceError

from bot.errors import SettingsError

PREFIX = "BONGSU_"
PAID_PER_SECOND = 1000
"""What Telegram allows a bot that pays for broadcasts."""


class JobName(StrEnum):
    """The parts of the service that one process may do."""

    CHAT = "chat"
    POLL = "poll"
    DETECT = "detect"
    DELIVER = "deliver"


def _words(value: Any) -> Any:
    """`a, b` as a tuple of words: how the environment says a list."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every setting, with its default; README.md says what each is for."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
    )

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = Field(default="sqlite+aiosqlite:///bongsu.db", repr=False)
    feeds: Path | None = None
    poll_seconds: float = Field(default=60, gt=0)
    poll_max_seconds: float = Field(default=3600, gt=0)
    jobs: Annotated[tuple[JobName, ...], NoDecode] = tuple(JobName)
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    messages_per_second: int = Field(default=30, ge=1, le=1000)
    paid_broadcast: bool = False
    allow_private_addresses: bool = False
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def per_second(self) -> int:
        """Messages a second over all chats: as set, else what Telegram allows with or without paid broadcasts."""
        chosen = not self.paid_broadcast or "messages_per_second" in self.model_fields_set
        return self.messages_per_second if chosen else PAID_PER_SECOND

    _split = field_validator("jobs", "admins", mode="before")(_words)

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @field_validator("telegram_api_url")
    @classmethod
    def _http(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("it must start with http:// or https://")
        return value.rstrip("/")

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
    def _bounds(self) -> Self:
        if self.poll_max_seconds < self.poll_seconds:
            raise ValueError(f"{PREFIX}POLL_MAX_SECONDS must not be less than {PREFIX}POLL_SECONDS")
        return self


def load_settings(**overrides: Any) -> Settings:
    """The settings of this process; raises SettingsError with a sentence that names the setting."""
    try:
        return Settings(**overrides)
    except ValidationError as exc:
        raise SettingsError(" ".join(_sentence(error) for error in exc.errors(include_input=False))) from None
    except (SourceError, UnicodeDecodeError, OSError) as exc:
        raise SettingsError(f"The .env file cannot be read: {exc}") from None


def _sentence(error: Any) -> str:
    """One validation error in words, without the value: it may be a secret."""
    reason = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{reason}."
    return f"{PREFIX}{str(error['loc'][0]).upper()} is not usable: {reason[0].lower()}{reason[1:].rstrip('.')}."
