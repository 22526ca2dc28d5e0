"""A Reply and a chat -> the Outcome of sending it, at the speed that Telegram allows.

send             one message or edit -> Outcome; telegram's errors are translated here and nowhere else
limits           how many messages may go when            circuit_breaker  whether Telegram answers at all
updates          what people send, confirmed once it is handled
transport        the requests themselves, on aiohttp
"""

__all__ = ["circuit_breaker", "send", "transport", "updates"]
