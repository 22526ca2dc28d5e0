"""The roof: the command line. It builds everything, starts and stops it; nothing imports it."""

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot import log
from bot.config import Settings, load_settings
from bot.errors import BongsuError
from bot.model import Form
from bot.roof.spare import leave_out_unused

Run = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]
Commands = Any
"""argparse's subparsers, whose class has no public name."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 is success, 1 a finding, 2 a mistake that one sentence on standard error explains."""
    # python-telegram-bot is moving its waits to timedelta; this is its switch, and it must be set before any 429.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    leave_out_unused()
    args = _parser().parse_args(argv)
    try:
        settings = load_settings()
        log.set_up(settings.log_format, settings.log_level)
        run: Run = args.run
        return asyncio.run(run(args, settings))
    except BongsuError as exc:
        print(f"bongsu: {log.redact(str(exc))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more while flushing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bongsu", description="Relays alarms: one alert per event about sanctions and launches, in Telegram."
    )
    parser.add_argument("--version", action="version", version=f"bongsu {version('bongsu')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    from bot.roof import feeds  # here, so that `bongsu run` starts without what tables need

    for add in (
        *(
            _add_run,
            _add_preview,
            _add_replay,
            _add_archive,
            feeds.register,
            _receivers,
            _access,
            _add_migrate,
            _add_status,
        ),
        *(_add_doctor, _add_feedback, _add_retry, _add_backup, _add_restore, _add_copy),
    ):
        add(commands)
    return parser


def _add_run(commands: Commands) -> None:
    commands.add_parser("run", help="the service").set_defaults(run=_run)


def _add_preview(commands: Commands) -> None:
    preview = commands.add_parser(
        "preview", help="the service with no token: a chat page and sample feeds, on this machine"
    )
    preview.add_argument("--port", type=_port, default=8765, help="port of the chat page (default: 8765; 0: any)")
    preview.add_argument(
        "--once", action="store_true", help="play it all in seconds, print the chat, check it, and exit"
    )
    preview.set_defaults(run=_preview)


def _add_replay(commands: Commands) -> None:
    replay = commands.add_parser("replay", help="what an archive of entries would have led to")
    replay.add_argument("archive", type=Path, metavar="ARCHIVE.jsonl")
    replay.add_argument("--json", action="store_true", help="one JSON object a line, for machines")
    replay.add_argument("--all", action="store_true", help="group every entry, followed or not")
    replay.set_defaults(run=_replay)


def _add_archive(commands: Commands) -> None:
    archive = commands.add_parser("archive", help="the entries of a period, as `replay` takes them")
    archive.add_argument("since", type=_moment, metavar="FROM", help="a date or a moment, such as 2026-11-01")
    archive.add_argument("until", type=_moment, metavar="TO", help="the first that is not in it any more")
    archive.set_defaults(run=_archive)


def _add_migrate(commands: Commands) -> None:
    commands.add_parser("migrate", help="bring the database to this version").set_defaults(run=_migrate)


def _add_status(commands: Commands) -> None:
    status = commands.add_parser("status", help="what the service sees")
    status.add_argument("--json", action="store_true", help="for machines")
    status.set_defaults(run=_status)


def _add_doctor(commands: Commands) -> None:
    doctor = commands.add_parser("doctor", help="look at all that the service stands on; what to do where it is wrong")
    doctor.add_argument("--feeds", action="store_true", help="ask every feed as well")
    doctor.set_defaults(run=_doctor)


def _add_feedback(commands: Commands) -> None:
    feedback = commands.add_parser("feedback", help="what readers called not relevant")
    feedback.add_argument("--csv", action="store_true", help="for machines: material for tuning topics")
    feedback.add_argument("--days", type=_days, metavar="N", help="votes of so many days (default: 90; CSV: all)")
    feedback.set_defaults(run=_feedback)


def _add_retry(commands: Commands) -> None:
    commands.add_parser("retry", help="try again what was set aside").set_defaults(run=_retry)


def _add_backup(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="a consistent copy of the database, in a file")
    backup.add_argument("path", type=Path, metavar="FILE")
    backup.set_defaults(run=_backup)


def _add_restore(commands: Commands) -> None:
    restore = commands.add_parser("restore", help="put a backup back, into a database that holds nothing")
    restore.add_argument("path", type=Path, metavar="FILE")
    restore.set_defaults(run=_restore)


def _add_copy(commands: Commands) -> None:
    copy = commands.add_parser("copy", help="copy everything into another database, such as PostgreSQL's")
    copy.add_argument("url", metavar="URL", help="its address, as in BONGSU_DATABASE_URL; it must hold nothing")
    copy.set_defaults(run=_copy)


def _receivers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The machines that stories are posted to; what renders them is loaded by who asks for it."""
    verbs = commands.add_parser("receivers", help="the machines that stories are posted to").add_subparsers(
        required=True, metavar="VERB"
    )
    listing = verbs.add_parser("list", help="every receiver and how it does")
    listing.add_argument("--json", action="store_true", help="for machines")
    adding = verbs.add_parser("add", help="post what opens from now on to an address")
    adding.add_argument("name", metavar="NAME", help="what you call it: small letters, digits and hyphens")
    adding.add_argument("url", metavar="URL", help="where it listens")
    adding.add_argument("--form", choices=[str(form) for form in Form], default="bongsu", help="default: bongsu")
    adding.add_argument("--topic", action="append", default=[], help="only this topic; may be given again")
    adding.add_argument("--fires", type=int, choices=range(1, 6), default=1, help="so many at least (default: 1)")
    adding.add_argument("--language", default="en", help="of what people read there (default: en)")
    adding.add_argument("--secret", help="bongsu: what signs, as whsec_... (default: made); ntfy: an access token")
    removing = verbs.add_parser("remove", help="post nothing more to it")
    testing = verbs.add_parser("test", help="post an example to it")
    for one, verb in ((listing, "list"), (adding, "add"), (removing, "remove"), (testing, "test")):
        if one in (removing, testing):
            one.add_argument("name", metavar="NAME")
        one.set_defaults(run=_on_receivers, verb=verb)


def _access(commands: Commands) -> None:
    """Who is let in, where not everybody is."""
    verbs = commands.add_parser("access", help="who was let in, and the open invitations").add_subparsers(
        required=True, metavar="VERB"
    )
    verbs.add_parser("list", help="every open invitation, and every chat that was let in").set_defaults(verb="list")
    revoking = verbs.add_parser("revoke", help="close an invitation, or let a chat in no more and delete its data")
    revoking.add_argument("which", metavar="WHICH", help="an invitation or a chat, as `list` calls it")
    revoking.set_defaults(verb="revoke")
    for one in verbs.choices.values():
        one.set_defaults(run=_on_access)


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) < 65536):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= 36500):
        raise argparse.ArgumentTypeError("days are a number from 1 to 36500")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date or a moment, such as 2026-11-01 or 2026-11-01T06:00+09:00") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


async def _run(args: argparse.Namespace, settings: Settings) -> int:
    gc.disable()  # next to nothing that a start makes is garbage; collecting goes on when all is built
    from bot.roof.service import until_signalled

    await until_signalled(settings)
    return 0


async def _preview(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.preview import run_preview

    return await run_preview(args, settings)


async def _replay(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.replay import run_replay

    return await run_replay(args, settings)


async def _archive(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.archive import run_archive

    return await run_archive(args, settings)


async def _on_receivers(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.receivers import RUN

    return await RUN[args.verb](args, settings)


async def _on_access(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.access import RUN

    return await RUN[args.verb](args, settings)


async def _migrate(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.database import run_migrate

    return await run_migrate(args, settings)


async def _status(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.database import run_status

    return await run_status(args, settings)


async def _doctor(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.doctor import run_doctor

    return await run_doctor(args, settings)


async def _feedback(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.feedback import run_feedback

    return await run_feedback(args, settings)


async def _retry(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.database import run_retry

    return await run_retry(args, settings)


async def _backup(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.database import run_backup

    return await run_backup(args, settings)


async def _restore(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.database import run_restore

    return await run_restore(args, settings)


async def _copy(args: argparse.Namespace, settings: Settings) -> int:
    from bot.roof.database import run_copy

    return await run_copy(args, settings)


if __name__ == "__main__":
    sys.exit(main())
