"""A stand-in for Telegram on loopback: the Bot API as python-telegram-bot speaks it, with errors, limits and bad days.

`async with Telegram() as telegram:` serves `telegram.url`; point the service at it with BONGSU_TELEGRAM_API_URL.
What people do are methods of World; the same for a chat page is under /api/ (screen.py), faults under /control/faults.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from aiohttp import web

from bot.preview import arguments
from bot.preview.arguments import Params, boolean, integer, parsed
from bot.preview.chats import Json
from bot.preview.faults import Fault, Faults, Trouble
from bot.preview.limits import Call, Limits
from bot.preview.methods import flood
from bot.preview.profile import METHODS
from bot.preview.refusal import RefusalError, bad_request
from bot.preview.screen import Screen, body_of, local_only
from bot.preview.updates import Webhook
from bot.preview.world import World

_NAMES = {name.lower(): name for name in (*METHODS, "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")}
_LONGEST_POLL = 50
_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)


class _CutError(Exception):
    """The connection is to break now."""


class Telegram(World):
    """The stand-in: a World behind an HTTP server.

    `limits` None: no flood control. `clock` tells arrivals in float seconds. `keep_calls` and `keep_messages` (of a
    chat) bound what is remembered, for long runs; counts go on. `webhook_pause` seconds is the first wait after a
    failed delivery.
    """

    def __init__(
        self,
        *,
        token: str = "1:preview",  # noqa: S107 - opens nothing but this stand-in
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        seed: int = 0,
        keep_calls: int | None = None,
        keep_messages: int | None = None,
        webhook_pause: float = 1.0,
    ) -> None:
        super().__init__(token, limits, clock, keep_calls, keep_messages)
        self.faults = Faults(seed, self._break_all)
        self._screen = Screen(self)
        self._open: set[asyncio.Transport] = set()
        self._webhook: Webhook | None = None
        self._webhook_pause = webhook_pause
        self._runner: web.AppRunner | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """Where it listens: http://127.0.0.1:PORT."""
        return self._url

    @property
    def polling(self) -> bool:
        """Whether the bot waits in a long poll now."""
        return self.updates.awaited

    async def start(self, host: str = "127.0.0.1", port: int = 0, extra_routes: Sequence[web.RouteDef] = ()) -> None:
        """Listen; port 0 takes any free one."""
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._bot)
        app.add_routes([*self._screen.routes(), *self._control_routes(), *extra_routes])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening; whoever waits is let go."""
        self._screen.open = False
        self.events.wake()
        self.faults.clear()
        self.updates.stop_waiting()
        await self._end_webhook()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _bot(self, request: web.Request) -> web.Response:
        at = self.clock()
        name = _NAMES.get(request.match_info["method"].lower(), request.match_info["method"])
        transport = request.transport
        if transport is None:
            return web.Response()
        self._open.add(transport)
        params = Params()
        status = 0
        try:
            params = await arguments.read(request)
            response = await self._answer(request.match_info["token"], name, params, at)
            status = response.status
        except RefusalError as exc:
            response = _refused(exc)
            status = response.status
        except (_CutError, ConnectionResetError):  # we cut it, or whoever called is gone
            transport.abort()
            response = web.Response()
        finally:
            self._open.discard(transport)
            self.calls.add(Call(name, integer(params, "chat_id") or None, at, status, dict(params)))
            self.events.wake()
        return response

    async def _answer(self, token: str, name: str, params: Params, at: float) -> web.Response:
        fault: Fault | None = None
        for fault in self.faults.strike(name):
            if (response := await self._suffer(fault)) is not None:
                return response
        try:
            self._check(token, name)
            response = _json({"ok": True, "result": await self._call(name, params, at)})
        except RefusalError as exc:
            response = _refused(exc)
        if fault and fault.trouble is Trouble.CUT_AFTER:
            raise _CutError
        return response

    async def _suffer(self, fault: Fault) -> web.Response | None:
        """What a fault does before a call is carried out; the answer, where it is not."""
        match fault.trouble:
            case Trouble.FLOOD:
                return _refused(flood(round(fault.seconds)))
            case Trouble.BAD_GATEWAY:
                return web.Response(text=_BAD_GATEWAY, content_type="text/html", status=502)
            case Trouble.CUT_BEFORE | Trouble.AWAY:
                raise _CutError
            case Trouble.HANG:
                self._wake_soon()
                await self.faults.hang()
                if self.faults.away:
                    raise _CutError
            case Trouble.SLOW:
                await asyncio.sleep(fault.seconds)
            case Trouble.CUT_AFTER:
                pass  # first it is carried out
        return None

    def _wake_soon(self) -> None:
        """Who waits for the bot to poll, or for a call to hang, is to look once it does."""
        asyncio.get_running_loop().call_soon(self.events.wake)

    def _check(self, token: str, name: str) -> None:
        if not re.fullmatch(r"[1-9][0-9]*:[A-Za-z0-9_-]+", token):
            raise RefusalError(404, "Not Found")
        if token != self.token:
            raise RefusalError(401, "Unauthorized")
        if name.lower() not in _NAMES:
            raise RefusalError(404, "Not Found: method not found")

    async def _call(self, name: str, params: Params, at: float) -> Any:
        match name:
            case "getUpdates":
                return await self._get_updates(params)
            case "setWebhook":
                return await self._set_webhook(params)
            case "deleteWebhook":
                return await self._delete_webhook(params)
            case "getWebhookInfo":
                return self._webhook_info()
        return METHODS[name](self, params, at)

    async def _get_updates(self, params: Params) -> list[Json]:
        if self._webhook:
            raise RefusalError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.updates.allow(parsed(params, "allowed_updates", list))
        limit = min(max(integer(params, "limit", 100), 1), 100)
        timeout = min(max(integer(params, "timeout"), 0), _LONGEST_POLL)
        self._wake_soon()
        return await self.updates.poll(integer(params, "offset"), limit, timeout)

    async def _set_webhook(self, params: Params) -> bool:
        url = params.get("url", "")
        if not url:
            return await self._delete_webhook(params)
        parts = urlsplit(url)
        # Telegram's own servers want HTTPS; one that runs locally takes HTTP as well.
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = params.get("secret_token", "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self.updates.allow(parsed(params, "allowed_updates", list))
        await self._delete_webhook(params)
        self._webhook = Webhook(self.updates, url, secret, self._webhook_pause)
        return True

    async def _delete_webhook(self, params: Params) -> bool:
        await self._end_webhook()
        if boolean(params, "drop_pending_updates"):
            self.updates.drop()
        return True

    async def _end_webhook(self) -> None:
        webhook, self._webhook = self._webhook, None
        if webhook:
            await webhook.stop()

    def _webhook_info(self) -> Json:
        info: Json = {
            "url": self._webhook.url if self._webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }
        if self._webhook and self._webhook.error:
            info |= {"last_error_date": int(time.time()), "last_error_message": self._webhook.error}
        return info

    def _break_all(self) -> None:
        for transport in self._open:
            transport.abort()
        self.faults.release()
        self.updates.stop_waiting()

    def _control_routes(self) -> list[web.RouteDef]:
        return [
            web.get("/control/faults", local_only(self._show_faults)),
            web.post("/control/faults", local_only(self._add_fault)),
            web.delete("/control/faults", local_only(self._clear_faults)),
        ]

    async def _show_faults(self, request: web.Request) -> web.Response:
        return web.json_response([fault.json() for fault in self.faults.active])

    async def _add_fault(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        try:
            self.faults.add(body.pop("trouble"), *body.pop("methods", ()), **body)
        except (KeyError, TypeError, ValueError) as exc:
            raise web.HTTPBadRequest(text=f"That is no fault: {exc}.") from exc
        return await self._show_faults(request)

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self.faults.clear()
        return await self._show_faults(request)


def _json(body: Json, status: int = HTTPStatus.OK, headers: dict[str, str] | None = None) -> web.Response:
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return web.Response(body=encoded, status=status, content_type="application/json", headers=headers)


def _refused(refusal: RefusalError) -> web.Response:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    headers = None
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    if "retry_after" in refusal.parameters:
        headers = {"Retry-After": str(refusal.parameters["retry_after"])}
    return _json(body, refusal.status, headers)
