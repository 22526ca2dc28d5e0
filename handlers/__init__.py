"""What people may ask: Telegram in. A new command is a file and a line in COMMANDS, the order of the menu and of /help.

Every command and button is `async (Ask) -> Answer`, free of Telegram; this package turns updates into Asks and shows
the Answers.
"""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial

from telegram import Bot, BotCommand, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.messages.i18n import Speech
from handlers import (
    digest,
    export,
    feedback,
    hint,
    inline,
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
    why,
)
from handlers import help as help_command
from handlers.ask import Answer, Ask, Desk, Handle
from handlers.chat import (
    App,
    Context,
    asked,
    on_button,
    on_command,
    on_error,
    on_membership,
    on_migration,
    on_reopened,
    show,
)

__all__ = ["BUTTONS", "COMMANDS", "App", "Context", "Desk", "publish", "register"]

logger = logging.getLogger("bongsu.chat")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does, and whether, or with which first words, it changes settings (for admins)."""

    name: str
    handle: Handle
    settles: bool | tuple[str, ...] = False
    listed: bool = True
    """Whether the menu shows it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: its data is `name:word:...` with so many words, fewer where an earlier version made it."""

    name: str
    handle: Handle
    words: int
    settles: bool = False
    once: int | None = None
    """How many words buttons of earlier versions have: they stand under messages for years."""


async def _help(ask: Ask) -> Answer:
    """/help: the commands of the menu, but for the two that have brought one here."""
    return await help_command.help_(ask, [c.name for c in COMMANDS if c.listed and c.name not in ("start", "help")])


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
    for command in COMMANDS:
        on = partial(on_command, handle=command.handle, settles=command.settles)
        app.add_handler(CommandHandler(command.name, on, filters=POSTS))
    app.add_handler(CallbackQueryHandler(_press))
    inline.register(app)
    app.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, on_migration))
    app.add_handler(MessageHandler(REOPENED, on_reopened))
    app.add_handler(MessageHandler(IN_PRIVATE, _unknown))
    app.add_error_handler(on_error)


async def publish(bot: Bot, speech: Speech) -> None:
    """Publish the command menu in every language; tried again until Telegram takes it."""
    for code in speech.languages:
        listed = (command.name for command in COMMANDS if command.listed)
        menu = [BotCommand(name, speech.say(code, f"menu-{name}")) for name in listed]
        wait = 1
        while True:
            try:
                await bot.set_my_commands(menu, language_code=None if code == speech.languages[0] else code)
                break
            except TelegramError as exc:
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
        await on_button(update, context, button.handle, tuple(words), settles=button.settles)


async def _out_of_date(ask: Ask) -> Answer:
    return Answer(toast=ask.say("toast-old"))


async def _unknown(update: Update, context: Context) -> None:
    """Whatever else comes in private: a hint what to type."""
    text = update.effective_message.text if update.effective_message else None
    ask = await asked(update, context, tuple((text or "").split()))
    known = tuple(command.name for command in COMMANDS)
    is_command = ask.words and ask.words[0].startswith("/")
    await show(update, context, ask, await (hint.unknown_command(ask, known) if is_command else hint.hint(ask)))
