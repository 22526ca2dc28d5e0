"""Which links Telegram takes, as td's LinkManager and HttpUrl decide it."""

import re
from ipaddress import IPv6Address

_URL = re.compile(r"(?:(?P<scheme>[^:/?#@\[\]]*)://)?(?P<authority>[^/?#]*)(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:(?P<user>.*)@)?(?P<host>\[[^\]]*\]|[^:@]*|.*?)(?::(?P<port>[^:@\]]*))?", re.DOTALL)
_HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=\u0080-\U0010ffff]|%[0-9a-f]{2})*")
_APP_LINK = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)


class LinkError(ValueError):
    """Telegram does not take this link; `str()` of it is Telegram's reason."""


def checked_link(link: str) -> str:
    """The link as Telegram stores it (lower-case host, a path); LinkError where it refuses it."""
    app = _APP_LINK.match(link)
    if app:
        _web_link(link[app.end() :])
        return f"{app[1].lower()}://{link[app.end() :]}"
    url, host = _web_link(link)
    if "." not in host and not host.startswith("["):
        raise LinkError("Wrong HTTP URL")
    return url


def _web_link(link: str) -> tuple[str, str]:
    match = _URL.fullmatch(link)
    if match is None:
        raise LinkError("Wrong HTTP URL")
    scheme = match["scheme"]
    if scheme is not None and scheme.lower() not in ("http", "https"):
        raise LinkError("Unsupported URL protocol")
    authority = _AUTHORITY.fullmatch(match["authority"])
    if authority is None:
        raise LinkError("Wrong URL host")
    port = _port(authority["port"])
    host = _host(authority["host"])
    user = f"{authority['user']}@" if authority["user"] else ""
    return f"{(scheme or 'http').lower()}://{user}{host}{port}{_path(match['rest'])}", host


def _port(port: str | None) -> str:
    if port is None:
        return ""
    if not port.isascii() or not port.isdigit() or not 0 < int(port[-6:]) < 65536:
        raise LinkError("Wrong port number specified in the URL")
    return f":{int(port)}"


def _host(host: str) -> str:
    host = host.lower()
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if host.startswith("[") and host.endswith("]"):
        try:
            IPv6Address(host[1:-1])
        except ValueError as exc:
            raise LinkError("Wrong IPv6 address specified in the URL") from exc
    elif not _HOST.fullmatch(host):
        raise LinkError("Wrong URL host")
    return host


def _path(rest: str) -> str:
    rest = rest.rstrip(" \t\r\n\v\0")
    if not rest.startswith("/"):
        rest = "/" + rest
    return "".join(f"%{ord(char):02X}" if char <= " " else char for char in rest)
