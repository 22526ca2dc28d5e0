"""Whether Telegram knows the bot's token, asked before anything else is done, with what a start has loaded by then."""

from urllib.request import getproxies

import aiohttp

from bot.config import Settings
from bot.errors import SettingsError

ASK_SECONDS = 3.0
"""How long a start waits for it: with Telegram away, feeds are polled all the same."""
UNKNOWN = (401, 404)
"""How Telegram answers a token that was taken back, and one that it never gave."""
WRONG_TOKEN = "Telegram does not know this bot token: copy it anew from @BotFather into BONGSU_TELEGRAM_TOKEN."  # noqa: S105


async def check_token(settings: Settings) -> None:
    """Raise SettingsError where Telegram says that it does not know the token; whatever else comes, go on."""
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    proxy = None
    if getproxies():  # who has none loads nothing for them
        from bot.roof.proxy import check_proxy
        from bot.telegram.transport import proxy_of

        check_proxy(settings.telegram_api_url)
        proxy = proxy_of(settings.telegram_api_url)
    url, timeout = f"{settings.telegram_api_url}/bot{token}/getMe", aiohttp.ClientTimeout(total=ASK_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, proxy=proxy) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            said = await answer.json(content_type=None) if answer.status in UNKNOWN else {}
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return  # it is away, or something else answers in its place: the job that answers people keeps trying
    if isinstance(said, dict) and said.get("ok") is False:
        raise SettingsError(WRONG_TOKEN)
