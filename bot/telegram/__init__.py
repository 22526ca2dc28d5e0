"""A Reply and a chat -> the Outcome of sending it, at the speed that Telegram allows.

send             one message or edit -> Outcome
outcomes         what Telegram's errors mean           form             a Reply as Telegram takes it, or plainer
limits           how many messages may go when            circuit_breaker  whether Telegram answers at all
transport        the requests themselves, on aiohttp       updates          what people send, confirmed once handled
line             what Telegram's answers say of us         probe            one question, and all its answer tells
abilities        what the server takes, until it refuses   aside            an answer that one member of a group sees
forum            the threads of a chat                 rate_limiter     whose turn it is, by those limits
"""

__all__ = [
    "abilities",
    "aside",
    "circuit_breaker",
    "form",
    "forum",
    "line",
    "outcomes",
    "probe",
    "rate_limiter",
    "send",
    "transport",
    "updates",
]
