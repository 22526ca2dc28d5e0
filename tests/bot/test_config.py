"""Settings: from the environment, and a wrong one ends in one clear sentence."""

import pytest

from bot.config import JobName, load_settings
from bot.errors import SettingsError

TOKEN = "123456:SECRETsecretSECRETsecretSECRETsecret"


def test_everything_has_a_default_but_the_token() -> None:
    """A first start needs one setting."""
    settings = load_settings(_env_file=None)

    assert settings.telegram_token is None
    assert settings.jobs == tuple(JobName)
    assert settings.database_url == "sqlite+aiosqlite:///bongsu.db"


def test_lists_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Separated by commas, spaces or both."""
    monkeypatch.setenv("BONGSU_JOBS", "poll, detect")
    monkeypatch.setenv("BONGSU_ADMINS", "1 2,3")
    settings = load_settings(_env_file=None)

    assert (settings.jobs, settings.admins) == ((JobName.POLL, JobName.DETECT), (1, 2, 3))


@pytest.mark.parametrize(
    ("environment", "per_second"),
    [({}, 30), ({"PAID_BROADCAST": "true"}, 1000), ({"PAID_BROADCAST": "true", "MESSAGES_PER_SECOND": "200"}, 200)],
)
def test_paid_broadcasts_raise_the_limit(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], per_second: int
) -> None:
    """To what Telegram allows then, unless the operator says how much."""
    for name, value in environment.items():
        monkeypatch.setenv(f"BONGSU_{name}", value)

    assert load_settings(_env_file=None).per_second == per_second


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("POLL_SECONDS", "soon", "BONGSU_POLL_SECONDS is not usable: input should be a valid number"),
        ("POLL_SECONDS", "0", "BONGSU_POLL_SECONDS is not usable: input should be greater than 0"),
        ("POLL_MAX_SECONDS", "5", "BONGSU_POLL_MAX_SECONDS must not be less than BONGSU_POLL_SECONDS"),
        ("JOBS", "chat,dance", "BONGSU_JOBS is not usable: input should be 'chat', 'poll', 'detect' or 'deliver'"),
        ("JOBS", ",", "name at least one of chat, poll, detect, deliver"),
        ("ADMINS", "me", "BONGSU_ADMINS is not usable"),
        ("TELEGRAM_API_URL", "telegram", "BONGSU_TELEGRAM_API_URL is not usable: it must start with http"),
        ("MESSAGES_PER_SECOND", "0", "BONGSU_MESSAGES_PER_SECOND is not usable"),
        ("LOG_FORMAT", "xml", "BONGSU_LOG_FORMAT is not usable: input should be 'console' or 'json'"),
        ("TELEGRAM_TOKEN", "my secret", "BONGSU_TELEGRAM_TOKEN is not usable: a bot token looks like"),
        ("TELEGRAM_TOKEN", "1:a/../b", "BONGSU_TELEGRAM_TOKEN is not usable: a bot token looks like"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    """The sentence names the setting and what it takes, and never repeats a secret."""
    monkeypatch.setenv(f"BONGSU_{name}", value)

    with pytest.raises(SettingsError) as caught:
        load_settings(_env_file=None)

    assert sentence in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings nor their parts print it."""
    monkeypatch.setenv("BONGSU_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("BONGSU_DATABASE_URL", "postgresql+asyncpg://me:hunter2@localhost/bongsu")
    settings = load_settings(_env_file=None)

    assert settings.telegram_token
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert "SECRET" not in repr(settings)
    assert "hunter2" not in repr(settings)
