"""/language: what Bongsu speaks in this chat; it acts at once, on alerts too. A timezone that was chosen stays."""

from dataclasses import replace

from bot.messages.render import cut, escape
from bot.model import Button, Reply
from bot.pipeline.timing import digest_due
from handlers.ask import Answer, Ask
from handlers.screens import back


async def language(ask: Ask) -> Answer:
    """Set the language named (`ko`, `한국어`), or offer all as buttons."""
    if not ask.words:
        return Answer(_choices(ask, ask.say("language-choose")))
    wanted = ask.words[0].casefold()
    for code, name in _names(ask).items():
        if wanted in (code, name.casefold()):
            return await _set(ask, code)
    return Answer(_choices(ask, ask.say("language-unknown", name=escape(cut(ask.words[0], 40)))))


async def choose(ask: Ask) -> Answer:
    """A language's button: `language:CODE`."""
    code = ask.words[0]
    return await _set(ask, code) if code in _names(ask) else Answer(toast=ask.say("toast-old"))


async def screen(ask: Ask) -> Reply:
    """The languages to choose from."""
    return _choices(ask, ask.say("language-choose"))


async def _set(ask: Ask, code: str) -> Answer:
    reader = await ask.welcome()
    usual = ask.desk.speech.timezone(code)
    timezone = reader.timezone if reader.timezone_set_at or usual is None else usual
    speaking = replace(reader, language=code, timezone=timezone)
    due = None if timezone == reader.timezone else digest_due(speaking, ask.now)
    await ask.desk.store.set_language(speaking, due)
    changed = replace(ask, reader=speaking)
    return Answer(_choices(changed, changed.say("language-set")))


def _names(ask: Ask) -> dict[str, str]:
    speech = ask.desk.speech
    return {code: speech.say(code, "language-name") for code in speech.languages}


def _choices(ask: Ask, text: str) -> Reply:
    mark = {ask.reader.language: "✅ "}
    return Reply(
        text,
        (
            *((Button(mark.get(code, "") + name, data=f"language:{code}"),) for code, name in _names(ask).items()),
            back(ask),
        ),
    )
