"""`bongsu access`, as it is typed."""

from datetime import UTC, datetime, timedelta

import storage
from bot.model import Invitation
from tests.roof.conftest import Typed


async def test_what_was_let_in_is_listed_and_revoked(sqlite_url: str, typed: Typed) -> None:
    """An invitation by the first letters of its digest, a chat by its id; anything else is one sentence."""
    until = datetime.now(UTC) + timedelta(days=1)
    async with storage.opened(sqlite_url, migrate=True) as store:
        await store.invite(Invitation("0123456789", 2, until, made_by=9), until - timedelta(days=1))
        await store.redeem("0123456789", 5, until - timedelta(days=1))

    code, out, _ = await typed("access", "list", BONGSU_DATABASE_URL=sqlite_url)
    invitation, chat = out.splitlines()
    assert (code, invitation.startswith("invitation  01234567  1 of 2 used  until "), "56789" in out) == (
        0,
        True,
        False,
    )
    assert (chat.startswith("chat  5  since "), chat.endswith("by an invitation")) == (True, True)

    assert (await typed("access", "revoke", "01234567"))[:2] == (0, "Invitation 01234567 lets nobody in any more.\n")
    assert (await typed("access", "revoke", "5"))[:2] == (
        0,
        "Chat 5 is not let in any more, and what it followed is deleted.\n",
    )
    code, out, err = await typed("access", "revoke", "5")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert (await typed("access", "list"))[1] == "Nobody was let in, and no invitation is open: /invite makes one.\n"
