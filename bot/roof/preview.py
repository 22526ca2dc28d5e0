"""`bongsu preview`: the service itself, with settings that point it at a stand-in and sample feeds on this machine."""

import argparse
import asyncio
import os
import signal
import sys

from bot import log
from bot.config import Settings, load_settings
from bot.errors import SettingsError
from bot.preview.once import play_once
from bot.preview.stage import Stage
from bot.roof.service import serve

WELCOME = """
  Bongsu's preview is at {url}
  Open it in a browser and press Start. Sample feeds publish for a minute and a half, then the chat stays yours.
  Nothing leaves this machine. Ctrl-C ends it.
"""


async def run_preview(args: argparse.Namespace, settings: Settings) -> int:
    """Serve the preview until Ctrl-C; with --once, play it in seconds and tell by the exit code whether all arrived."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with Stage(port=0 if args.once else args.port, admin=not args.once) as stage:
            os.environ.update(stage.environment)
            service = asyncio.create_task(serve(_settings(settings, quiet=args.once), stop))
            try:
                return await _play(stage, service, stop, once=args.once)
            finally:
                stop.set()
                await service
    except OSError as exc:
        raise SettingsError(f"Port {args.port} cannot be used ({exc.strerror}): name another with --port.") from exc


async def _play(stage: Stage, service: "asyncio.Task[None]", stop: asyncio.Event, *, once: bool) -> int:
    """What happens beside the service: the scripted minute, or the samples until someone has seen enough."""
    if once:
        script = asyncio.create_task(play_once(stage, sys.stdout))
        await asyncio.wait([script, service], return_when=asyncio.FIRST_COMPLETED)
        return 0 if await script else 1
    print(WELCOME.format(url=stage.url), flush=True)
    samples = asyncio.create_task(stage.play())
    await service
    samples.cancel()
    return 0


def _settings(outer: Settings, *, quiet: bool) -> Settings:
    """The stage's settings; the log stays as loud as it was asked to be, or is hushed while the chat is printed."""
    if quiet and "BONGSU_LOG_LEVEL" not in os.environ:
        log.set_up(outer.log_format, "error")
    return load_settings()
