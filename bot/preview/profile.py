"""What a bot may call: who it is, its command menus, and how updates reach it. METHODS lists every method there is."""

from collections.abc import Callable, Mapping

from bot.preview import inline, methods
from bot.preview.arguments import Params, commands, scope
from bot.preview.chats import Json
from bot.preview.methods import Method
from bot.preview.refusal import bad_request
from bot.preview.world import World


def get_me(world: World, params: Params, at: float) -> Json:
    """getMe."""
    return world.state.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
    }


def set_my_commands(world: World, params: Params, at: float) -> bool:
    """setMyCommands: one menu a scope and language."""
    world.menus[scope(params), params.get("language_code", "")] = commands(params)
    world.events.publish("commands", {"commands": world.commands()})
    return True


def get_my_commands(world: World, params: Params, at: float) -> list[Json]:
    """getMyCommands: exactly this scope and language."""
    return world.menus.get((scope(params), params.get("language_code", "")), [])


def delete_my_commands(world: World, params: Params, at: float) -> bool:
    """deleteMyCommands."""
    world.menus.pop((scope(params), params.get("language_code", "")), None)
    world.events.publish("commands", {"commands": world.commands()})
    return True


def log_out(world: World, params: Params, at: float) -> bool:
    """logOut and close: taken, and without effect here."""
    return True


def _setter(field: str, longest: int) -> Method:
    def keep(world: World, params: Params, at: float) -> bool:
        value = params.get(field, "")
        if len(value) > longest:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        world.profile[field, params.get("language_code", "")] = value
        return True

    return keep


def _getter(field: str) -> Callable[[World, Params, float], Json]:
    def kept(world: World, params: Params, at: float) -> Json:
        return {field: world.profile.get((field, params.get("language_code", "")), "")}

    return kept


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "sendMessage": methods.send_message,
    "sendDocument": methods.send_document,
    "sendPhoto": methods.send_photo,
    "editMessageText": methods.edit_message_text,
    "editMessageReplyMarkup": methods.edit_message_reply_markup,
    "deleteMessage": methods.delete_message,
    "answerCallbackQuery": methods.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "answerGuestQuery": inline.answer_guest_query,
    "sendChatAction": methods.send_chat_action,
    "getChat": methods.get_chat,
    "getChatMember": methods.get_chat_member,
    "getChatAdministrators": methods.get_chat_administrators,
    "getChatMemberCount": methods.get_chat_member_count,
    "leaveChat": methods.leave_chat,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "logOut": log_out,
    "close": log_out,
}
"""Every method that answers at once; those about updates (getUpdates, setWebhook, ...) are the server's own."""
