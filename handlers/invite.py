"""/invite [USES] [DAYS], for admins: a link that lets so many in, for so long; what is kept of it opens nothing."""

from datetime import timedelta
from secrets import token_urlsafe

from bot.config import Access
from bot.model import Invitation, Reply
from handlers.ask import Answer, Ask, number
from handlers.door import INVITED, digest_of

USES, DAYS = 1, 7
"""What an invitation is for, unless it says otherwise."""
MOST_USES, MOST_DAYS = 1000, 365


async def invite(ask: Ask) -> Answer:
    """Make an invitation and show its link, this once."""
    said = [number(word) for word in ask.words]
    uses, days = (*said, USES, DAYS)[:2] if len(said) != 1 else (said[0], DAYS)
    if len(said) > 2 or not uses or not days or uses > MOST_USES or days > MOST_DAYS:
        return Answer(Reply(ask.say("invite-usage", uses=MOST_USES, days=MOST_DAYS)))
    token, until = token_urlsafe(16), ask.now + timedelta(days=days)
    await ask.desk.store.invite(Invitation(digest_of(token), uses, until, ask.person), ask.now)
    reader = ask.reader
    at = ask.desk.speech.clock(reader.language, until, reader.timezone, ask.now)
    link = f"https://t.me/{ask.bot}?start={INVITED}{token}"
    note = "" if ask.desk.door.access is Access.INVITE else f"\n{ask.say('invite-idle', access=ask.desk.door.access)}"
    return Answer(Reply(ask.say("invite", link=link, uses=uses, until=at) + note))
