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
    pictures,
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
    threads,
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
from handlers.help import Group

__all__ = ["BUTTONS", "COMMANDS", "App", "Context", "Desk", "Door", "publish", "register"]

logger = logging.getLogger("bongsu.chat")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name and group, what it does, and whether, or with which first words, it changes settings.

    Settings are for admins.
    """

    name: str
    group: Group
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
    group: Group | None = None
    """Where /help names it; None: it stands in the screens of a command."""


async def _help(ask: Ask) -> Answer:
    """/help: every command and button that is for who asks, in groups."""
    shown = [command for command in COMMANDS if command.listed or ask.by_admin]
    commands = {group: [command.name for command in shown if command.group is group] for group in Group}
    buttons = {group: [button.name for button in BUTTONS if button.group is group] for group in Group}
    return await help_command.help_(ask, commands, buttons)


COMMANDS = (
    Command("start", Group.HERE, start.start, settles=True),
    Command("latest", Group.NEWS, latest.latest),
    Command("today", Group.NEWS, today.today),
    Command("search", Group.NEWS, search.search),
    Command("story", Group.ALERT, story.story),
    Command("timeline", Group.NEWS, timeline.timeline),
    Command("topics", Group.CHOOSE, topic.topics),
    Command("topic", Group.CHOOSE, topic.topic, settles=topic.SETTLING),
    Command("subscribe", Group.CHOOSE, subscribe.subscribe, settles=True),
    Command("unsubscribe", Group.CHOOSE, subscribe.unsubscribe, settles=True),
    Command("settings", Group.HOW, settings.settings, settles=True),
    Command("digest", Group.HOW, digest.digest, settles=True),
    Command("mute", Group.CHOOSE, mute.mute_what, settles=True),
    Command("quiet", Group.HOW, quiet.quiet, settles=True),
    Command("passing", Group.HOW, passing.passing, settles=True),
    Command("threads", Group.HOW, threads.threads, settles=True),
    Command("timezone", Group.HOW, timezone.timezone, settles=True),
    Command("language", Group.HOW, language.language, settles=True),
    Command("share", Group.HERE, share.share),
    Command("status", Group.HERE, status.status),
    Command("help", Group.HERE, _help),
    Command("export", Group.HERE, export.export, settles=True),
    Command("stop", Group.HERE, stop.stop, settles=True),
    Command("feedback", Group.SERVICE, feedback.feedback, listed=False),
    Command("feeds", Group.SERVICE, feeds.feeds, listed=False, admin=True),
    Command("broadcast", Group.SERVICE, broadcast.broadcast, listed=False, admin=True),
    Command("who", Group.SERVICE, who.who, listed=False, admin=True),
    Command("invite", Group.SERVICE, invite.invite, listed=False, admin=True),
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
    Button("timeline", timeline.press, 1),
    Button("language", language.choose, 1, settles=True),
    Button("digest", digest.choose, 1, settles=True),
    Button("timezone", timezone.choose, 1, settles=True),
    Button("quiet", quiet.choose, 1, settles=True),
    Button("passing", passing.choose, 1, settles=True),
    Button("pictures", pictures.choose, 1, settles=True),
    Button("threads", threads.choose, 1, settles=True),
    Button("stop", stop.confirm, 1, settles=True),
    Button("share", share.confirm, 1, settles=True),
    Button("why", why.why, 1, group=Group.ALERT),
    Button("details", why.details, 1, group=Group.ALERT),
    Button("try", query.pressed, 1),
    Button("sources", sources.sources, 1, group=Group.ALERT),
    Button("mute", mute.mute, 2, settles=True, once=1, group=Group.ALERT),
    Button("outlet", mute.mute_outlet, 2, settles=True, group=Group.ALERT),
    Button("irrelevant", irrelevant.irrelevant, 2, once=1, group=Group.ALERT),
    Button("take", take.take, 2, group=Group.ALERT),
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
