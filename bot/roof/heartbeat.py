"""Calls the operator's dead man's switch: while it is called, this process, its database and polling are at work."""

from pydantic import SecretStr

from bot.errors import BongsuError, FetchError
from bot.pipeline.jobs import Pipeline
from bot.pipeline.troubles import stalled

BEAT_SECONDS = 60
"""Between two calls."""


async def beat(url: SecretStr, pipeline: Pipeline) -> None:
    """Call it once, within the limits and past the guard of feeds.

    It is not called while the database is away or polling stands still: then its silence is the alarm.
    """
    with pipeline.works.logged("calling the heartbeat's address"):
        now = pipeline.works.clock()
        if stalled(await pipeline.store.health(now), now, pipeline.polling.rhythm.longest):
            raise BongsuError("it is not called, since no feed has been polled for too long")
        try:
            await pipeline.polling.fetcher.get(url.get_secret_value())
        except FetchError as exc:
            # Its own words would hold the address, which is a secret.
            raise BongsuError(f"it did not take the call ({exc.kind}, status {exc.status})") from None
