"""A call's parameters: read from any kind of body, parsed, and refused in Telegram's words."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.preview.chats import File, Json, Markup
from bot.preview.entities import Entity, FormatError, parse_html, trim, utf16_length
from bot.preview.links import LinkError, checked_link
from bot.preview.refusal import bad_request

Api = tuple[int, int]
"""A version of the Bot API, such as (10, 3)."""
NEWEST: Api = (10, 3)
COPIES, TIMES, ASIDES, ASIDES_AS_ONE = (7, 11), (9, 5), (10, 2), NEWEST
"""Since when the Bot API has buttons that copy, date-time entities, ephemeral messages, and these in one parameter."""
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
_LONGEST_RAW_TEXT = 32768
_MOST_BUTTONS = 100
_LONGEST_ROW = 8


class Params(dict[str, str]):
    """A call's parameters; of a file that it brings, its name is one, and `files` holds the file."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})
        self.files: dict[str, File] = {}


async def read(request: web.Request) -> Params:
    """The parameters of a call, from its address and its body (form, multipart or JSON)."""
    params = Params(request.query)
    if not request.can_read_body:
        return params
    try:
        if request.content_type == "application/x-www-form-urlencoded":
            params.update(parse_qsl((await request.read()).decode(), keep_blank_values=True, errors="strict"))
        elif request.content_type == "application/json":
            params.update(_flat(json.loads(await request.read())))
        else:
            form = await request.post()
            params.update({name: value for name, value in form.items() if isinstance(value, str)})
            for name, value in form.items():
                if isinstance(value, web.FileField):
                    params[name] = value.filename
                    params.files[name] = File(value.filename, value.content_type, value.file.read())
    except UnicodeDecodeError as exc:
        raise bad_request("strings must be encoded in UTF-8") from exc
    except ValueError as exc:
        raise bad_request("can't parse the request") from exc
    return params


def _flat(body: Any) -> dict[str, str]:
    if not isinstance(body, dict):
        raise bad_request("object expected as the request")
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in body.items()
        if value is not None
    }


def integer(params: Params, name: str, default: int = 0) -> int:
    """A whole number, or the default where there is none or it is none."""
    try:
        return int(params.get(name, default))
    except ValueError:
        return default


def boolean(params: Params, name: str) -> bool:
    """Whether a parameter is true."""
    return params.get(name, "").lower() in ("true", "yes", "1")


def parsed(params: Params, name: str, kind: type) -> Any:
    """A parameter that holds JSON of this kind, or None where it is missing."""
    if not params.get(name):
        return None
    try:
        value = json.loads(params[name])
    except ValueError as exc:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from exc
    if not isinstance(value, kind):
        expected = "Array" if kind is list else "Object"
        raise bad_request(f"{name.replace('_', ' ')} must be of type {expected}")
    return value


def preview(params: Params) -> Json:
    """Which page a message previews, and how: LinkPreviewOptions."""
    options: Json = parsed(params, "link_preview_options", dict) or {}
    return options


def upload(params: Params, name: str) -> File:
    """The file that a parameter attaches, or that is sent under its name."""
    given = params.get(name, "")
    file = params.files.get(given.removeprefix("attach://")) or params.files.get(name)
    if file is None:
        raise bad_request(f"there is no {name} in the request")
    if not file.content:
        raise bad_request("file must be non-empty")
    return file


def caption(params: Params, api: Api = NEWEST) -> tuple[str, tuple[Entity, ...]]:
    """The words under a file and their entities; none where there are none."""
    text, entities = trim(*_formatted(params.get("caption", ""), params, api))
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def message_text(params: Params, api: Api = NEWEST) -> tuple[str, tuple[Entity, ...]]:
    """The text of a message and its entities, as they will stand in the chat."""
    raw = params.get("text", "")
    if not raw:
        raise bad_request("message text is empty")
    if len(raw) > _LONGEST_RAW_TEXT // 4 and len(raw.encode()) > _LONGEST_RAW_TEXT:
        raise bad_request("text is too long")
    text, entities = _formatted(raw, params, api)
    text, entities = trim(text, entities)
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def _formatted(raw: str, params: Params, api: Api) -> tuple[str, tuple[Entity, ...]]:
    match params.get("parse_mode", "").lower():
        case "html":
            try:
                return parse_html(raw, times=api >= TIMES)
            except FormatError as exc:
                raise bad_request(f"can't parse entities: {exc}") from exc
        case "":
            given = [_entity(one) for one in parsed(params, "entities", list) or ()]
            return raw, tuple(sorted(given, key=lambda one: (one.offset, -one.length)))
    # Telegram knows two kinds of Markdown as well; nothing here writes them.
    raise bad_request("unsupported parse_mode")


def _entity(given: Any) -> Entity:
    try:
        found = Entity(
            given["type"],
            int(given["offset"]),
            int(given["length"]),
            url=given.get("url"),
            language=given.get("language"),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise bad_request("can't parse MessageEntity") from exc
    if found.offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {found.offset}")
    return found


def buttons(params: Params, api: Api = NEWEST) -> Markup:
    """The rows of an inline keyboard; none where there is none, or another kind of keyboard."""
    markup = parsed(params, "reply_markup", dict)
    if not markup or "inline_keyboard" not in markup:
        return []
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if sum(len(row) for row in rows) > _MOST_BUTTONS or any(len(row) > _LONGEST_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return [[_button(button, api) for button in row] for row in rows if row]


def _button(button: Json, api: Api) -> Json:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in ("primary", "success", "danger", "default"):
        raise bad_request("can't parse inline keyboard button: Invalid button style specified")
    if url := button.get("url"):
        try:
            return button | {"url": checked_link(url)}
        except LinkError as exc:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: {exc}") from exc
    data = button.get("callback_data")
    if data and len(data.encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text") if api >= COPIES else None
    if copied is not None and not 1 <= utf16_length(copied.get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if not (data or copied) and button.keys() <= {"text", "callback_data", "url", "style", "copy_text"}:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return button


def reply_to(params: Params) -> tuple[int | None, bool]:
    """The message that is replied to, and whether to send without it where it is gone."""
    given = parsed(params, "reply_parameters", dict)
    if given is None:
        return integer(params, "reply_to_message_id") or None, boolean(params, "allow_sending_without_reply")
    if not isinstance(given.get("message_id"), int):
        raise bad_request('can\'t find field "message_id"')
    return given["message_id"], bool(given.get("allow_sending_without_reply"))


def commands(params: Params) -> list[Json]:
    """The command menu that is to be set."""
    menu = parsed(params, "commands", list)
    if menu is None:
        raise bad_request("parameter commands is required")
    if len(menu) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in menu:
        if not isinstance(one, dict) or not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(one.get("command"))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": one["command"].lstrip("/"), "description": one["description"]} for one in menu]


def scope(params: Params) -> str:
    """The scope of a command menu, as JSON that is the same for the same scope."""
    given = parsed(params, "scope", dict) or {"type": "default"}
    return json.dumps(given, sort_keys=True, separators=(",", ":"))
