"""`bongsu receivers`: the machines that stories are posted to: list, add, remove, test.

Each handler takes the parsed arguments and the settings and returns the exit code: 0, or 1 where a test failed.
"""

import argparse
import json
import re
import secrets
from base64 import b64decode, b64encode
from datetime import datetime
from importlib.metadata import version
from urllib.parse import urlsplit

import storage
from bot.config import Settings
from bot.errors import BongsuError, FetchError
from bot.messages.i18n import load_speech
from bot.messages.outgoing import PREFIX, Outgoing
from bot.messages.render import Renderer
from bot.model import Form, Match, Posting, Receiver, Report, Story, Tier
from bot.pipeline.posting import said
from bot.topics.definitions import load_topics
from bot.web.fetch import Fetcher

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SECRET_BYTES = 32
"""As many as the hash that signs has."""


async def run_list(args: argparse.Namespace, settings: Settings) -> int:
    """Print every receiver with its state; of its address the host only, since the rest may be a secret."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        receivers = await store.receivers()
    if args.json:
        print(json.dumps([_record(one) for one in receivers], ensure_ascii=False, indent=2))
    for one in () if args.json else receivers:
        print("  ".join(f"{value}" for value in _record(one).values() if value))
    if not receivers and not args.json:
        print("There are no receivers yet: `bongsu receivers add NAME URL` adds one.")
    return 0


async def run_add(args: argparse.Namespace, settings: Settings) -> int:
    """Add a receiver, and print what it checks signatures with."""
    receiver = _receiver(args)
    async with storage.opened(settings.database_url, migrate=True) as store:
        if not await store.add_receiver(receiver, await store.time()):
            raise BongsuError(f"There is a receiver called {args.name}: remove that one first, or take another name.")
    print(f"Added: what opens from now on is posted to {args.name}. `bongsu receivers test {args.name}` tries it.")
    if receiver.form is Form.BONGSU:
        print(f"It checks signatures (Standard Webhooks) with this secret, which is not shown again: {receiver.secret}")
    return 0


async def run_remove(args: argparse.Namespace, settings: Settings) -> int:
    """Remove a receiver."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        if not await store.remove_receiver(args.name):
            raise _unknown(args.name)
    print(f"Removed: {args.name}.")
    return 0


async def run_test(args: argparse.Namespace, settings: Settings) -> int:
    """Post an example, which is not kept, and say what came of it."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        receiver = next((one for one in await store.receivers() if one.name == args.name), None)
        now = await store.time()
    if receiver is None:
        raise _unknown(args.name)
    outgoing = Outgoing(Renderer(load_speech(), {topic.key: topic for topic in load_topics()}))
    call = outgoing.call(receiver, Posting(_example(now)), now)
    assert call  # noqa: S101 - what is new is always told
    private = settings.allow_private_addresses
    async with Fetcher(version=version("bongsu"), allow_private=private) as fetcher:
        try:
            await fetcher.send(call.method, call.url, call.body, call.headers)
        except FetchError as exc:
            print(f"{args.name} did not take it: {said(exc)}.")
            return 1
    print(f"{args.name} took it.")
    return 0


def _receiver(args: argparse.Namespace) -> Receiver:
    """The receiver that the arguments describe; a BongsuError says what is wrong with them."""
    topics, languages = [topic.key for topic in load_topics()], load_speech().languages
    if not NAME.fullmatch(args.name):
        raise BongsuError("A receiver's name has up to 40 small letters, digits and hyphens.")
    for what, given, known in (("topic", args.topic, topics), ("language", [args.language], languages)):
        if wrong := [one for one in given if one not in known]:
            raise BongsuError(f"There is no {what} {wrong[0]}; there are {', '.join(known)}.")
    try:
        parts = urlsplit(args.url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise BongsuError("The address is to begin with https:// or http://, and to name a host.")
    form, secret = Form(args.form), args.secret
    if form is Form.BONGSU:
        secret = secret or PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        _check_secret(secret)
    return Receiver(args.name, args.url, form, args.language, tuple(args.topic), args.fires, secret)


def _check_secret(secret: str) -> None:
    try:
        long_enough = secret.startswith(PREFIX) and len(b64decode(secret.removeprefix(PREFIX), validate=True)) >= 24
    except ValueError:
        long_enough = False
    if not long_enough:
        raise BongsuError("A secret is whsec_ and 24 bytes or more as base64; without --secret one is made.")


def _unknown(name: str) -> BongsuError:
    return BongsuError(f"There is no receiver called {name}: `bongsu receivers list` shows them.")


def _record(receiver: Receiver) -> dict[str, object]:
    state = f"failing since {receiver.failing_since:%Y-%m-%d %H:%M} UTC" if receiver.failing_since else "well"
    return {
        "name": receiver.name,
        "form": str(receiver.form),
        "host": urlsplit(receiver.url).hostname or "",
        "topics": ", ".join(receiver.topics) or "all topics",
        "fires": receiver.min_severity,
        "language": receiver.language,
        "state": state,
        "error": receiver.error or "",
    }


def _example(now: datetime) -> Story:
    title = "This is a test: no missile was launched"
    report = Report("Bongsu", Tier.PRESS, title, None, None, "en", now, now)
    summary = "If you can read this, alerts reach this place."
    return Story(0, title, summary, None, "en", 1, 1, (Match("launches", 1.0, ()),), (report,), now, now)


RUN = {"list": run_list, "add": run_add, "remove": run_remove, "test": run_test}
"""The verbs of `bongsu receivers`."""
