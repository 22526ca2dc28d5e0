"""`bongsu access`: who was let in, and which invitations are open; each can be revoked.

Each handler takes the parsed arguments and the settings and returns the exit code.
"""

import argparse
import re

import storage
from bot.config import Settings
from bot.errors import BongsuError

SHOWN = 8
"""Letters by which an invitation is called: the beginning of its digest, for its token is not kept."""

CHAT = re.compile(r"-?[0-9]{1,18}")
"""A chat's id, with so few digits that every engine can hold it."""


async def run_list(args: argparse.Namespace, settings: Settings) -> int:
    """Print the open invitations, then the chats that were let in."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        invitations, admissions = await store.invitations(await store.time()), await store.admissions()
    for one in invitations:
        until, by = f"{one.until:%Y-%m-%d %H:%M} UTC", f"  by {one.made_by}" if one.made_by else ""
        print(f"invitation  {one.digest[:SHOWN]}  {one.used} of {one.uses} used  until {until}{by}")
    for chat in admissions:
        let_in_by = chat.by or "an invitation"
        print(f"chat  {chat.chat_id}  since {chat.at:%Y-%m-%d %H:%M} UTC  by {let_in_by}")
    if not invitations and not admissions:
        print("Nobody was let in, and no invitation is open: /invite makes one.")
    return 0


async def run_revoke(args: argparse.Namespace, settings: Settings) -> int:
    """Close an invitation, or let a chat in no more, with all that is kept of it."""
    async with storage.opened(settings.database_url, migrate=True) as store:
        invitations = await store.invitations(await store.time())
        if invitation := next((one.digest for one in invitations if one.digest[:SHOWN] == args.which), None):
            await store.withdraw(invitation)
            print(f"Invitation {args.which} lets nobody in any more.")
            return 0
        if not (CHAT.fullmatch(args.which) and await store.is_admitted(int(args.which))):
            raise BongsuError(f"{args.which} is no open invitation, and no chat that is in: see `bongsu access list`.")
        await store.forget(int(args.which))
    print(f"Chat {args.which} is not let in any more, and what it followed is deleted.")
    return 0


RUN = {"list": run_list, "revoke": run_revoke}
"""The verbs of `bongsu access`."""
