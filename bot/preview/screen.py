"""The other side of the chat over HTTP: what a chat page reads, says and presses. For this server's own pages only."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from bot.preview.chats import Chat, Json
from bot.preview.world import Answer, World

_ANSWER_SECONDS = 30.0
_HEARTBEAT_SECONDS = 15.0
_HOSTS = ("127.0.0.1", "localhost")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def local_only(handler: Handler) -> Handler:
    """Refuse whoever comes under another name (DNS rebinding) or from another page (a form or a script elsewhere)."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        own = [f"{host}:{_port(request)}" for host in _HOSTS]
        origin = request.headers.get("Origin")
        if request.host not in own or (origin is not None and origin not in [f"http://{host}" for host in own]):
            raise web.HTTPForbidden(text="This is for pages of this server only.")
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Send application/json.")
        return await handler(request)

    return guarded


def _port(request: web.Request) -> int:
    # A request whose connection is gone has no port; nobody reads its answer.
    return int(request.transport.get_extra_info("sockname")[1]) if request.transport else 0


async def body_of(request: web.Request) -> Json:
    """The JSON object that was sent."""
    try:
        body = await request.json()
    except ValueError as exc:
        raise web.HTTPBadRequest(text="That is not JSON.") from exc
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="Send a JSON object.")
    return body


class Screen:
    """The routes under /api/ over one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.open = True
        """Whether pages may follow what happens; the server closes it when it stops."""

    def routes(self) -> list[web.RouteDef]:
        """What the server serves."""
        return [
            web.get("/api/chats", local_only(self._chats)),
            web.get("/api/chats/{chat}/messages", local_only(self._messages)),
            web.post("/api/chats/{chat}/messages", local_only(self._say)),
            web.get("/api/chats/{chat}/messages/{message}/file", local_only(self._file)),
            web.post("/api/chats/{chat}/press", local_only(self._press)),
            web.get("/api/commands", local_only(self._commands)),
            web.get("/api/events", local_only(self._events)),
        ]

    async def _chats(self, request: web.Request) -> web.Response:
        return web.json_response([self._line(chat) for chat in list(self._world.chats.values())])

    def _line(self, chat: Chat) -> Json:
        last = next(reversed(chat.messages.values()), None)
        # What a person sees as the name of a private chat is the bot's.
        title = self._world.state.bot.first_name if chat.person else chat.title
        return {"id": chat.id, "kind": chat.kind, "title": title, "last": last.shown() if last else None}

    async def _messages(self, request: web.Request) -> web.Response:
        return web.json_response([message.shown() for message in self._chat(request).messages.values()])

    async def _say(self, request: web.Request) -> web.Response:
        text = (await body_of(request)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise web.HTTPBadRequest(text="Say something: text.")
        chat = self._chat(request)
        self._world.say(chat.id, text.strip())
        return web.json_response(chat.messages[next(reversed(chat.messages))].shown(), status=201)

    async def _file(self, request: web.Request) -> web.Response:
        """A message's file: a photo to be shown, a document to be kept."""
        message = self._chat(request).messages.get(_number(request.match_info["message"]) or 0)
        if message is None or message.file is None:
            raise web.HTTPNotFound(text="There is no such file.")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
        if message.file.size:
            return web.Response(body=message.file.content, content_type="image/png", headers=headers)
        headers["Content-Disposition"] = content_disposition_header("attachment", filename=message.file.name)
        return web.Response(body=message.file.content, content_type="application/octet-stream", headers=headers)

    async def _press(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        chat = self._chat(request)
        message_id, data = body.get("message_id"), body.get("data")
        if not isinstance(message_id, int) or message_id not in chat.messages or not isinstance(data, str):
            raise web.HTTPNotFound(text="There is no such button.")
        query_id = self._world.press(chat.id, message_id, data)
        try:
            await self._world.wait(lambda: not self._world.queries[query_id].open, _ANSWER_SECONDS)
        except TimeoutError:
            return web.json_response(None)
        return web.json_response(self._answer(query_id).json())

    def _answer(self, query_id: str) -> Answer:
        return next(answer for answer in reversed(self._world.answers) if answer.query_id == query_id)

    async def _commands(self, request: web.Request) -> web.Response:
        asked = request.query.get("chat")
        return web.json_response(self._world.commands(self._find(asked).id if asked else None))

    def _chat(self, request: web.Request) -> Chat:
        return self._find(request.match_info["chat"])

    def _find(self, chat_id: str) -> Chat:
        try:
            return self._world.chats[int(chat_id)]
        except (ValueError, KeyError) as exc:
            raise web.HTTPNotFound(text="There is no such chat.") from exc

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events, from Last-Event-ID on where it is still known, else from now on.

        A reader that falls too far behind is disconnected: it comes back, and reads the chats anew.
        """
        events = self._world.events
        seen = _number(request.headers.get("Last-Event-ID"))
        if seen is None or events.since(seen) is None:
            seen = events.last
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        # The page learns the number at once: should the line break before the first event, nothing is missed.
        await response.write(_sse(seen, "ready", {}))
        while self.open and (news := events.since(seen)) is not None:
            if news:
                await response.write(b"".join(_sse(event.id, event.kind, event.payload) for event in news))
                seen = news[-1].id
            elif not await events.changed(_HEARTBEAT_SECONDS):
                await response.write(b": still here\n\n")
            await asyncio.sleep(0)  # a reader that keeps up must not keep the others from their turn
        return response


def _sse(number: int, kind: str, payload: Any) -> bytes:
    return f"id: {number}\nevent: {kind}\ndata: {json.dumps(payload, ensure_ascii=False)}\n\n".encode()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
