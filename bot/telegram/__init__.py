"""A Reply and a chat -> the Outcome of sending it, at the speed that Telegram allows.

send             one message or edit -> Outcome
outcomes         what Telegram's errors mean           form             a Reply as Telegram takes it, or plainer
limits           how many messages may go when            circuit_breaker  whether Telegram answers at all
updates          what people send, confirmed once it is handled
transport        the requests themselves, on aiohttp
"""

__all__ = ["circuit_breaker", "form", "outcomes", "send", "transport", "updates"]
