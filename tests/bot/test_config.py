"""Settings: from the environment, and a wrong one ends in one clear sentence."""

from pathlib import Path

import pytest

from bot.config import JobName, hubs_url, load_settings, webhook_secret
from bot.errors import SettingsError

TOKEN = "123456:SECRETsecretSECRETsecretSECRETsecret"


def test_everything_has_a_default_but_the_token() -> None:
    """A first start needs one setting."""
    settings = load_settings(_env_file=None)

    assert settings.telegram_token is None
    assert settings.jobs == tuple(JobName)
    assert settings.database_url == "sqlite+aiosqlite:///bongsu.db"


def test_whoever_asks_for_quick_polls_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest time between two polls is five times the shortest, unless it is set."""
    assert load_settings(_env_file=None).poll_max_seconds == 300
    monkeypatch.setenv("BONGSU_POLL_SECONDS", "1")
    assert load_settings(_env_file=None).poll_max_seconds == 5
    monkeypatch.setenv("BONGSU_POLL_MAX_SECONDS", "60")
    assert load_settings(_env_file=None).poll_max_seconds == 60


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
        ("ACCESS", "closed", "BONGSU_ACCESS is not usable: input should be 'open', 'invite' or 'list'"),
        ("ACCESS", "invite", "BONGSU_ACCESS=invite needs BONGSU_ADMINS, who make the invitations"),
        ("ACCESS", "List", "BONGSU_ACCESS=list needs BONGSU_ALLOWED"),
        ("ALLOWED", "1, 2", "BONGSU_ALLOWED needs BONGSU_ACCESS=list or invite"),
        ("JOBS", "chat,dance", "BONGSU_JOBS is not usable: input should be 'chat', 'poll', 'detect' or 'deliver'"),
        ("JOBS", ",", "name at least one of chat, poll, detect, deliver"),
        ("ADMINS", "me", "BONGSU_ADMINS is not usable"),
        ("TELEGRAM_API_URL", "telegram", "BONGSU_TELEGRAM_API_URL is not usable: it must start with http"),
        ("MESSAGES_PER_SECOND", "0", "BONGSU_MESSAGES_PER_SECOND is not usable"),
        ("LOG_FORMAT", "xml", "BONGSU_LOG_FORMAT is not usable: input should be 'console' or 'json'"),
        ("WEBHOOK_URL", "bot.example.org", "BONGSU_WEBHOOK_URL is not usable: it must start with http"),
        ("WEBHOOK_URL", "https://bot.example.org/hook", "BONGSU_WEBHOOK_URL needs BONGSU_WEBHOOK_LISTEN, such as"),
        ("WEBHOOK_LISTEN", "8443", "BONGSU_WEBHOOK_LISTEN is not usable: an address to listen on looks like 127.0.0.1"),
        ("WEBHOOK_LISTEN", "127.0.0.1:8443", "BONGSU_WEBHOOK_LISTEN and BONGSU_WEBHOOK_SECRET need BONGSU_WEBHOOK_URL"),
        ("WEBHOOK_SECRET", "a secret!", "BONGSU_WEBHOOK_SECRET is not usable: it takes 1 to 256 letters"),
        ("PUBLIC_URL", "https://me:secret@bot.example.org", "BONGSU_PUBLIC_URL is not usable: it must be a host and a"),
        ("PUBLIC_URL", "https://bot.example.org", "BONGSU_PUBLIC_URL needs BONGSU_HTTP_LISTEN"),
        ("HTTP_LISTEN", "127.0.0.1:70000", "BONGSU_HTTP_LISTEN is not usable: an address to listen on looks like"),
        ("HTTP_TOKEN", "short", "BONGSU_HTTP_TOKEN is not usable: it takes 16 characters at least"),
        ("HTTP_TOKEN", "a long enough token", "BONGSU_HTTP_TOKEN needs BONGSU_HTTP_LISTEN"),
        ("HEARTBEAT_URL", "hc-ping.com/secret", "BONGSU_HEARTBEAT_URL is not usable: it must start with http"),
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


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("http://bot.example.org/hook", "must be https:// on port 443"), ("https://bot.example.org:9000", "8443")],
)
def test_telegram_calls_some_addresses_only(monkeypatch: pytest.MonkeyPatch, url: str, sentence: str) -> None:
    """Its own servers want HTTPS and one of four ports; a Bot API server of one's own takes any."""
    monkeypatch.setenv("BONGSU_WEBHOOK_URL", url)
    monkeypatch.setenv("BONGSU_WEBHOOK_LISTEN", "[::1]:8443")

    with pytest.raises(SettingsError) as caught:
        load_settings(_env_file=None)

    assert sentence in str(caught.value)
    monkeypatch.setenv("BONGSU_TELEGRAM_API_URL", "http://127.0.0.1:8081")
    assert load_settings(_env_file=None).webhook_listen == ("::1", 8443)


@pytest.mark.parametrize(
    ("settings", "base"),
    [
        ({}, None),
        ({"WEBHOOK_URL": "https://a.example/hook/", "WEBHOOK_LISTEN": "::1:8443"}, "https://a.example/hook/websub"),
        ({"PUBLIC_URL": "https://b.example", "HTTP_LISTEN": "127.0.0.1:80"}, "https://b.example/websub"),
        ({"PUBLIC_URL": "https://b.example", "JOBS": "chat"}, None),
        ({"WEBHOOK_URL": "https://a.example/hook", "JOBS": "poll"}, None),
    ],
)
def test_where_hubs_reach_us(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], base: str | None) -> None:
    """The process that polls, at PUBLIC_URL, else beside Telegram's webhook where it serves that too."""
    for name, value in settings.items():
        monkeypatch.setenv(f"BONGSU_{name}", value)

    assert hubs_url(load_settings(_env_file=None)) == base


def test_the_webhook_has_a_secret_without_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made of the token, the same each time, and not the token."""
    monkeypatch.setenv("BONGSU_TELEGRAM_TOKEN", TOKEN)
    first, second = (webhook_secret(load_settings(_env_file=None)) for _ in range(2))

    assert first == second
    assert len(first) == 64
    assert "SECRET" not in first


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings nor their parts print it."""
    monkeypatch.setenv("BONGSU_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("BONGSU_DATABASE_URL", "postgresql+asyncpg://me:hunter2@localhost/bongsu")
    settings = load_settings(_env_file=None)

    assert settings.telegram_token
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert "SECRET" not in repr(settings)
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("BONGSU_TELEGRAM_TOKN", "BONGSU_TELEGRAM_TOKEN"),
        ("BONGSU_POLL_MAX_SECOND", "BONGSU_POLL_MAX_SECONDS"),
        ("BONGSU_DATABSE_URL", "BONGSU_DATABASE_URL"),
        ("BONGSU_ADMIN", "BONGSU_ADMINS"),
        ("bongsu_feed", "BONGSU_FEEDS"),
    ],
)
def test_a_slip_in_a_name_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, near: str) -> None:
    """With the name that is meant, whether it stands in the environment or in the file; its value is not shown."""
    monkeypatch.setenv(name, "5")
    with pytest.raises(SettingsError, match=f"^{name.upper()} is no setting. Is {near} meant"):
        load_settings(_env_file=None)
    monkeypatch.delenv(name)
    (tmp_path / ".env").write_text(f"{name}=5\n")
    with pytest.raises(SettingsError, match=f"^{name.upper()} is no setting. Is {near} meant"):
        load_settings(_env_file=str(tmp_path / ".env"))


def test_what_is_no_slip_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of others' own making that is like no setting stops nothing."""
    monkeypatch.setenv("BONGSU_HOME", "/srv/bongsu")
    load_settings(_env_file=None)
