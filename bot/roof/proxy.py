"""Whether the proxy that the environment names for Telegram is one that can be used."""

from bot.errors import SettingsError
from bot.telegram.transport import proxy_of


def check_proxy(url: str) -> None:
    """Raise SettingsError where the proxy for this address is not one of HTTP; it is named without its password."""
    proxy = proxy_of(url)
    if proxy and not proxy.startswith(("http://", "https://")):
        raise SettingsError(
            f"The environment names a proxy for Telegram of a kind that is not understood, {proxy.partition(':')[0]}:"
            " name one of HTTP in HTTPS_PROXY, or Telegram's host in NO_PROXY to reach it without."
        )
