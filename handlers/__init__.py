"""What people may ask: Telegram in. A new command is a file and a line in COMMANDS, the order of the menu and of /help.

Every command and button is `async (Ask) -> Answer`, free of Telegram; this package turns updates into Asks and shows
the Answers.
"""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from telegram import Bot, BotCommand, BotCommandScopeChat, Update
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, TypeHandler, filters

from bot.messages.i18n import Speech
from bot.model import ChatKind, Reply
from handlers import (
    access,
    broadcast,
    digest,
    export,
    feedback,
    feeds,
    hint,
    inline,
    invite,
    irrelevant,
    language,
    latest,
    mute,
    passing,
    places,
    query,
    quiet,
    search,
    settings,
    share,
    sources,
    start,
    status,
    stop,
    story,
    subscribe,
    take,
    timeline,
    timezone,
    today,
    topic,
    tune,
    who,
    why,
)
from handlers import help as help_command
from handlers.ask import Answer, Ask, Desk, Handle
from handlers.chat import (
    MOST_MEGABYTES,
    App,
    Context,
    asked,
    file_of,
    on_button,
    on_command,
    on_error,
    on_membership,
    on_migration,
    on_reopened,
    show,
)
from handlers.door import Door

__all__ = ["BUTTONS", "COMMANDS", "App", "Context", "Desk", "Door", "publish", "register"]

logger = logging.getLogger("bongsu.chat")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does, and whether, or with which first words, it changes settings (for admins)."""

    name: str
    handle: Handle
    settles: bool | tuple[str, ...] = False
    listed: bool = True
    """Whether everybody's menu shows it."""
    admin: bool = False
    """Whether it is for the admins of the service, in private, and in their menu."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its data is `name:word:...` with so many words, fewer where an earlier version made it."""

    name: str
    handle: Handle
    words: int
    settles: bool = False
    admin: bool = False
    once: int | None = None
    """How many words buttons of earlier versions have: they stand under messages for years."""


async def _help(ask: Ask) -> Answer:
    """/help: the commands of the menu, but for the two that have brought one here."""
    listed = [c.name for c in COMMANDS if c.listed or (c.admin and ask.by_admin)]
    names = [name for name in listed if name not in ("start", "help")]
    return await help_command.help_(ask, names)


COMMANDS = (
    Command("start", start.start, settles=True),
    Command("latest", latest.latest),
    Command("today", today.today),
    Command("search", search.search),
    Command("story", story.story),
    Command("timeline", timeline.timeline),
    Command("topics", topic.topics),
    Command("topic", topic.topic, settles=topic.SETTLING),
    Command("subscribe", subscribe.subscribe, settles=True),
    Command("unsubscribe", subscribe.unsubscribe, settles=True),
    Command("settings", settings.settings, settles=True),
    Command("digest", digest.digest, settles=True),
    Command("mute", mute.mute_what, settles=True),
    Command("quiet", quiet.quiet, settles=True),
    Command("passing", passing.passing, settles=True),
    Command("timezone", timezone.timezone, settles=True),
    Command("language", language.language, settles=True),
    Command("share", share.share),
    Command("status", status.status),
    Command("help", _help),
    Command("export", export.export, settles=True),
    Command("stop", stop.stop, settles=True),
    Command("feedback", feedback.feedback, listed=False),
    Command("feeds", feeds.feeds, listed=False, admin=True),
    Command("broadcast", broadcast.broadcast, listed=False, admin=True),
    Command("who", who.who, listed=False, admin=True),
    Command("invite", invite.invite, listed=False, admin=True),
)

BUTTONS = (
    Button("toggle", subscribe.toggle, 2, settles=True, once=1),
    Button("follow", subscribe.toggle_in, 3, settles=True, once=2),
    Button("narrow", places.narrow, 1, settles=True),
    Button("switch", topic.switch, 2, settles=True, once=1),
    Button("topic", topic.turn, 2),
    Button("settings", settings.turn, 1, settles=True),
    Button("tune", tune.tune, 3, settles=True, once=1),
    Button("rings", settings.rings, 2, settles=True),
    Button("hush", settings.mute_all, 2, settles=True),
    Button("hear", settings.hear, 1, settles=True),
    Button("latest", latest.turn, 2),
    Button("today", today.turn, 1),
    Button("search", search.turn, 1),
    Button("story", story.opened, 1),
    Button("timeline", timeline.table, 1),
    Button("language", language.choose, 1, settles=True),
    Button("digest", digest.choose, 1, settles=True),
    Button("timezone", timezone.choose, 1, settles=True),
    Button("quiet", quiet.choose, 1, settles=True),
    Button("passing", passing.choose, 1, settles=True),
    Button("stop", stop.confirm, 1, settles=True),
    Button("share", share.confirm, 1, settles=True),
    Button("why", why.why, 1),
    Button("details", why.details, 1),
    Button("try", query.pressed, 1),
    Button("sources", sources.sources, 1),
    Button("mute", mute.mute, 2, settles=True, once=1),
    Button("outlet", mute.mute_outlet, 2, settles=True),
    Button("irrelevant", irrelevant.irrelevant, 2, once=1),
    Button("take", take.take, 2),
    Button("feeds", feeds.turn, 1, admin=True),
    Button("feed", feeds.press, 2, admin=True),
    Button("feedadd", feeds.add_asked, 1, admin=True),
    Button("bulletin", broadcast.press, 2, admin=True),
)

POSTS = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & ~filters.IS_AUTOMATIC_FORWARD
"""Where commands are taken from: not from edits, nor from a channel's posts as Telegram forwards them into its group.

These would be answered twice.
"""
REOPENED = filters.StatusUpdate.FORUM_TOPIC_REOPENED | filters.StatusUpdate.GENERAL_FORUM_TOPIC_UNHIDDEN
"""What says that a topic of a forum takes messages again."""
IN_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
"""What is answered with a hint though it is no command: in a group it would not be for us."""


def register(app: App) -> None:
    """Have the application answer everything that people may ask. Order matters: what is unknown comes last."""
    app.add_handler(TypeHandler(Update, access.look), group=-1)
    for command in COMMANDS:
        handle = partial(_for_admins, command) if command.admin else command.handle
        on = partial(on_command, handle=handle, settles=command.settles)
        app.add_handler(CommandHandler(command.name, on, filters=POSTS))
    app.add_handler(CallbackQueryHandler(_press))
    inline.register(app)
    app.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, on_migration))
    app.add_handler(MessageHandler(REOPENED, on_reopened))
    app.add_handler(MessageHandler(IN_PRIVATE & filters.Document.ALL, _file))
    app.add_handler(MessageHandler(IN_PRIVATE, _unknown))
    app.add_error_handler(on_error)


async def publish(bot: Bot, speech: Speech, admins: Collection[int] = ()) -> None:
    """Publish the command menu in every language, and the admins' to them; tried again until Telegram takes it."""
    for admin in (None, *admins):
        for code in speech.languages:
            listed = (one.name for one in COMMANDS if one.listed or (admin and one.admin))
            menu = [BotCommand(name, speech.say(code, f"menu-{name}")) for name in listed]
            await _publish(bot, menu, None if code == speech.languages[0] else code, admin)


async def _publish(bot: Bot, menu: list[BotCommand], code: str | None, admin: int | None) -> None:
    """Publish a menu; who never wrote to us has none of their own."""
    scope, wait = (BotCommandScopeChat(admin) if admin else None), 1
    while True:
        try:
            await bot.set_my_commands(menu, scope=scope, language_code=code)
            return
        except TelegramError as exc:
            if admin and isinstance(exc, BadRequest | Forbidden):
                return
            logger.warning("publishing the command menu: %s; again in %d s", exc, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60)


async def _press(update: Update, context: Context) -> None:
    """A button, by the first word of its data; data that we do not know, or no longer, gets a toast."""
    query = update.callback_query
    name, *words = (query.data if query and query.data else "").split(":")
    button = next((b for b in BUTTONS if b.name == name and len(words) in (b.words, b.once)), None)
    if button is None:
        await on_button(update, context, _out_of_date, (), settles=False)
    else:
        handle = partial(_pressed_by_admin, button) if button.admin else button.handle
        await on_button(update, context, handle, tuple(words), settles=button.settles)


async def _pressed_by_admin(button: Button, ask: Ask) -> Answer:
    return await (button.handle if ask.by_admin else _out_of_date)(ask)


async def _for_admins(command: Command, ask: Ask) -> Answer:
    """What only admins of the service know, in private; nobody else is told that there is such a command."""
    if ask.by_admin:
        return await command.handle(ask)
    if ask.reader.kind is not ChatKind.PRIVATE:
        return Answer()
    return await hint.unknown_command(replace(ask, words=(f"/{command.name}",)), _known(ask))


def _known(ask: Ask) -> tuple[str, ...]:
    """The commands that a reader may mean."""
    return tuple(command.name for command in COMMANDS if ask.by_admin or not command.admin)


async def _out_of_date(ask: Ask) -> Answer:
    return Answer(toast=ask.say("toast-old"))


async def _unknown(update: Update, context: Context) -> None:
    """Whatever else comes in private: a hint what to type."""
    text = update.effective_message.text if update.effective_message else None
    ask = await asked(update, context, tuple((text or "").split()))
    is_command = ask.words and ask.words[0].startswith("/")
    await show(update, context, ask, await (hint.unknown_command(ask, _known(ask)) if is_command else hint.hint(ask)))


async def _file(update: Update, context: Context) -> None:
    """A file: an admin's are feeds; what others send is not looked at."""
    ask = await asked(update, context, ())
    if not ask.by_admin:
        answer = await hint.hint(ask)
    elif document := await file_of(update):
        answer = await feeds.take_file(replace(ask, document=document))
    else:
        answer = Answer(Reply(ask.say("feeds-file-large", most=MOST_MEGABYTES)))
    await show(update, context, ask, answer)
