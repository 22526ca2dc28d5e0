"""What `bongsu doctor` makes of what it saw: each finding in words that say what to do. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model import Health
from bot.pipeline.troubles import CLOCK_OFF, DISK_ENOUGH, DISK_LEAST, DISK_PART
from bot.telegram.probe import Answer

STANDSTILL = timedelta(minutes=10)
"""Beyond the longest interval: no feed at all was polled for so long."""
FAILING_PART = 0.5
"""Where more of the feeds do not answer, it is rather our network than theirs."""
UNDELIVERED = timedelta(hours=1)
"""How long ago Telegram's last failure to bring an update counts."""
OTHERS_MAY_READ, OTHERS_MAY_WRITE, OTHERS_MAY_ENTER = 0o004, 0o002, 0o001
"""What a file's mode allows everybody on the machine."""
UNKNOWN = (401, 404)
"""How Telegram answers a token that was taken back, and one that it never gave."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was seen; where it is wrong, also what to do."""

    subject: str
    said: str
    wrong: bool = False


def of_token(answer: Answer | str, server: str, wrong_token: str) -> Iterator[Finding]:
    """Of the answer to getMe: the way to the server, the token, the clock."""
    if isinstance(answer, str):
        yield Finding("telegram", f"{server} {answer}. Alerts wait until it can be reached.", wrong=True)
        return
    if answer.status not in (200, *UNKNOWN) or "ok" not in answer.said:
        said = f"{server} answers {answer.status}, not as Telegram does: see what stands at BONGSU_TELEGRAM_API_URL."
        yield Finding("telegram", said, wrong=True)
        return
    yield Finding("telegram", f"{server} answered in {answer.seconds * 1000:.0f} ms.")
    if answer.status == 200:
        yield Finding("token", f"It is that of @{answer.result.get('username')}.")
    else:
        yield Finding("token", wrong_token, wrong=True)
    if answer.ahead is not None:
        yield of_clock(answer.ahead, "Telegram's")


def of_clock(ahead: timedelta, other: str) -> Finding:
    """Of how far another clock, whose name is given, is ahead of this machine's."""
    if abs(ahead) <= CLOCK_OFF:
        return Finding("clock", f"It shows the same time as {other}.")
    side = "behind" if ahead > timedelta() else "ahead of"
    said = f"It is {abs(ahead).total_seconds():.0f} s {side} {other}: have it set by NTP (timedatectl set-ntp true)."
    return Finding("clock", said, wrong=True)


def of_webhook(info: Mapping[str, Any], url: str, now: datetime) -> Finding:
    """Of the answer to getWebhookInfo, where BONGSU_WEBHOOK_URL is set."""
    if info.get("url") != url:
        return Finding("webhook", "Telegram does not know it yet: a start of the service tells it.", wrong=True)
    failed_at, why = info.get("last_error_date"), info.get("last_error_message")
    if isinstance(failed_at, int) and now - datetime.fromtimestamp(failed_at, UTC) < UNDELIVERED:
        said = f"Telegram could not bring an update within the last hour: {why}. See to the proxy before it."
        return Finding("webhook", said, wrong=True)
    return Finding("webhook", f"Telegram knows it; {info.get('pending_update_count', 0)} updates wait.")


def of_disk(folder: str, free: int, total: int) -> Finding:
    """Of the room, in bytes, on the disk that holds a folder."""
    wrong = free < max(DISK_LEAST, min(total * DISK_PART, DISK_ENOUGH))
    said = f"{megabytes(free)} of {megabytes(total)} are free where {folder} is"
    return Finding("disk", f"{said}{': make room, or nothing can be kept.' if wrong else '.'}", wrong)


def of_file(name: str, mode: int, folder_mode: int) -> Finding:
    """Of a file that holds what is not everybody's, by its mode and that of its folder."""
    open_ways = OTHERS_MAY_READ | OTHERS_MAY_WRITE if folder_mode & OTHERS_MAY_ENTER else 0
    if mode & open_ways:
        return Finding("files", f"Everybody on this machine can read {name}: chmod o= {name}", wrong=True)
    return Finding("files", f"{name} is closed to others.")


def of_health(health: Health, now: datetime, longest: timedelta) -> Iterator[Finding]:
    """Of the store's counts: the feeds, what waits and what was given up; `longest` is between two polls of a feed."""
    if health.last_poll_at is None:
        yield Finding("feeds", f"{health.feeds}; none was polled yet: `bongsu run` does it.")
        return
    said, asked = f"{health.feeds_healthy} of {health.feeds} are healthy", health.feeds - health.feeds_disabled
    if now - health.last_poll_at > longest + STANDSTILL:
        at = f"{health.last_poll_at:%Y-%m-%d %H:%M} UTC"
        yield Finding(
            "feeds", f"None was polled since {at}: see that `bongsu run` is at work, and its log.", wrong=True
        )
    elif asked and health.feeds_failing > FAILING_PART * asked:
        todo = "most cannot be reached; `bongsu doctor --feeds` says why each"
        yield Finding("feeds", f"{said}: {todo}.", wrong=True)
    else:
        yield Finding("feeds", f"{said}; the last poll was at {health.last_poll_at:%H:%M:%S} UTC.")
    if health.set_aside:
        said = (
            f"{health.set_aside} rows, over which code raised: `bongsu status` shows them, `bongsu retry` tries again."
        )
        yield Finding("set aside", said, wrong=True)


def of_checks(problems: Sequence[tuple[str, str]], asked: int) -> Iterator[Finding]:
    """Of feeds that were asked now: how many, and which cannot be used and why."""
    yield Finding("feeds asked", f"{asked - len(problems)} of {asked} can be read.", wrong=bool(problems))
    for url, problem in problems:
        yield Finding("feed", problem if url in problem else f"{url}: {problem}", wrong=True)


def megabytes(count: int) -> str:
    """Bytes in words: `12 MB`, `3.4 GB`."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
