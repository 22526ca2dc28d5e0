"""The preview put together: Telegram's stand-in with its chat page, the sample feeds, the settings that use them."""

import math
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

from bot.feeds.catalogue import write_opml
from bot.preview import page
from bot.preview.limits import Limits
from bot.preview.script import Script, load_script
from bot.preview.site import Site
from bot.preview.telegram import Telegram

POLL_SECONDS = 1
NEWSROOM = ("/subscribe sanctions", "/subscribe launches", "/subscribe nuclear", "/threads topic")
"""What its owner says in the group, which sorts its alerts into threads."""
BEACON = ("/subscribe sanctions", "/digest 8")
"""What is posted in the channel, which has a digest; it ends with the news, and so comes at once."""


class Stage:
    """What `bongsu preview` shows: enter it, run the service with `environment`, and open `url`.

    `admin`: the person before the page administers the service, and is told of trouble.
    `port` is the chat page's (0: any that is free); everything else is on ports and in a folder of its own, which
    leaving it removes.
    """

    def __init__(self, *, port: int = 0, admin: bool = False) -> None:
        self.script: Script = load_script()
        self.telegram = Telegram(limits=Limits())
        self.site = Site(self.script)
        self.person = self.telegram.private(first_name="You")
        """The id of whoever sits before the page, and of their chat with the bot."""
        self.newsroom = self.telegram.group("Newsroom", admins=[self.person], forum=True)
        self.beacon = self.telegram.channel("Beacon", admins=[self.person])
        self.telegram.private_topics = True
        self._port = port
        self._admin = admin
        self._folder = Path()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.telegram.add_bot(self.newsroom, admin=True)
        async with AsyncExitStack() as stack:
            self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bongsu-preview-")))
            await self.site.start()
            stack.push_async_callback(self.site.stop)
            await self.telegram.start(port=self._port, extra_routes=page.routes())
            stack.push_async_callback(self.telegram.stop)
            (self._folder / "feeds.opml").write_text(write_opml(self.site.feeds), encoding="utf-8")
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    @property
    def url(self) -> str:
        """The address of the chat page."""
        return f"{self.telegram.url}/"

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which the unchanged service plays on this stage."""
        return {
            "BONGSU_ADMINS": str(self.person) if self._admin else "",
            "BONGSU_TELEGRAM_TOKEN": self.telegram.token,
            "BONGSU_TELEGRAM_API_URL": self.telegram.url,
            "BONGSU_FEEDS": str(self._folder / "feeds.opml"),
            "BONGSU_DATABASE_URL": f"sqlite+aiosqlite:///{self._folder / 'bongsu.db'}",
            "BONGSU_ALLOW_PRIVATE_ADDRESSES": "true",
            "BONGSU_POLL_SECONDS": str(POLL_SECONDS),
            "BONGSU_POLL_MAX_SECONDS": str(POLL_SECONDS),
        }

    async def play(self, speed: float = 1.0) -> None:
        """Publish the news, from when the service has read every feed and somebody has told the bot what to follow."""
        await self.site.primed()
        await self.telegram.wait(self._somebody_chose, timeout=math.inf)
        for chat, said in ((self.newsroom, NEWSROOM), (self.beacon, BEACON)):
            for words in said:
                self.telegram.say(chat, words)
        await self.site.play(speed)
        self.telegram.say(self.beacon, "/digest off")

    def _somebody_chose(self) -> bool:
        """Whether a button was answered, or more than /start was said."""
        said = [one for chat in self.telegram.chats for one in self.telegram.messages(chat) if not one.from_bot]
        return len(said) > 1 or len(self.telegram.answers) > 0
