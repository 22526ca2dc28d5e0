"""What a bot may answer to people in chats in which it is not: inline queries, and calls as a guest."""

import json

from bot.preview.arguments import Params, buttons, message_text, parsed
from bot.preview.chats import Json
from bot.preview.refusal import bad_request
from bot.preview.world import World

_MOST = 50


def answer_inline_query(world: World, params: Params, at: float) -> bool:
    """answerInlineQuery: articles, each checked as the message that it would be; once a query."""
    results = parsed(params, "results", list)
    if results is None:
        raise bad_request("parameter results is required")
    if len(results) > _MOST:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result.get("id") for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    _settle(world, params.get("inline_query_id", ""), [_article(result) for result in results])
    return True


def answer_guest_query(world: World, params: Params, at: float) -> Json:
    """answerGuestQuery: one article."""
    result = parsed(params, "result", dict)
    if result is None:
        raise bad_request("parameter result is required")
    query_id = params.get("guest_query_id", "")
    _settle(world, query_id, [_article(result)])
    return {"inline_message_id": f"guest-{query_id}"}


def _article(result: Json) -> Json:
    """An article as it would stand in a chat: id, title, description, text, entities, buttons."""
    if result.get("type") != "article" or not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("can't parse inline query result")
    if not str(result.get("title", "")).strip():
        raise bad_request("title must be non-empty")
    content = result.get("input_message_content") or {}
    said = {"text": str(content.get("message_text", "")), "parse_mode": str(content.get("parse_mode", ""))}
    text, entities = message_text(Params(said))
    rows = buttons(Params({"reply_markup": json.dumps(result["reply_markup"])} if result.get("reply_markup") else {}))
    shown = {name: result.get(name) for name in ("id", "title", "description")}
    return shown | {"text": text, "entities": entities, "buttons": rows}


def _settle(world: World, query_id: str, answer: list[Json]) -> None:
    if world.offers.get(query_id, ...) is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    world.offers[query_id] = answer
    world.events.publish("offers", {"query_id": query_id, "count": len(answer)})
