"""The process that workers are forked from: it has loaded what they need, so that they share it and start at once.

Orders come over the Unix socket that is its standard input, each of one size: to fork a worker, with the worker's own
socket beside it, or to kill one. It imports no more than it must, for what it holds is what workers cost: no asyncio.
It ends when its input ends, a worker when its own socket does, so none outlives the service, even a killed one.
"""

import gc
import os
import pickle
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

FORK, KILL = b"+", b"-"
ORDER = struct.Struct("!cQ")
"""An order: FORK and how many megabytes the worker may hold, or KILL and its process id."""
LENGTH = struct.Struct("!Q")
"""What goes before every message between a worker and who asks it: how many bytes it has."""


@dataclass(frozen=True, slots=True)
class Request:
    """A call to make, and how long the worker lives to answer, in whole seconds."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    seconds: int


def packed(message: Any) -> bytes:
    """A message as it goes through the socket."""
    content = pickle.dumps(message)
    return LENGTH.pack(len(content)) + content


def tend(modules: Sequence[str]) -> None:
    """Load these modules, then fork and kill workers as ordered, until the input ends."""
    # To stop is the parent's decision: a Ctrl-C or a SIGTERM to the whole group must not break what it still reads.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    orders = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # What a library prints belongs in the log.
    gc.disable()
    for module in modules:
        import_module(module)
    gc.collect()
    gc.freeze()  # No worker's collector touches what all share: touched, it would be copied.
    gc.enable()
    children: set[int] = set()
    signal.signal(signal.SIGCHLD, lambda *_: _reap(children))
    while True:
        order, given, _, _ = socket.recv_fds(orders, ORDER.size, 1)
        if len(order) < ORDER.size:
            return
        kind, number = ORDER.unpack(order)
        if kind == FORK:
            _fork(number, given[0], orders, children)
        elif number in children:  # Only what was not reaped: its id is no other process's yet.
            os.kill(number, signal.SIGKILL)


def _fork(megabytes: int, handle: int, orders: socket.socket, children: set[int]) -> None:
    try:
        child = os.fork()
    except OSError:  # No room for one more: who waits for it sees its socket close.
        child = -1
    if child == 0:
        try:
            orders.close()
            work(socket.socket(fileno=handle), megabytes)
        except BaseException:  # as Python itself does where a program ends by an exception
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(1)
    if child > 0:
        children.add(child)
    os.close(handle)


def _reap(children: set[int]) -> None:
    """Let go of those that ended."""
    for child in tuple(children):
        if os.waitpid(child, os.WNOHANG)[0]:
            children.discard(child)


def work(channel: socket.socket, megabytes: int) -> None:
    """Answer the requests that come through the socket until it ends, within so much memory."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a parent that was killed takes no answer: that is the end, no error
    _limit_memory(megabytes * 2**20)
    with channel, channel.makefile("rb") as requests, channel.makefile("wb") as answers:
        _send(answers, os.getpid())
        while (request := _receive(requests)) is not None:
            signal.alarm(request.seconds)
            _send(answers, request.function(*request.arguments, **request.named))
            signal.alarm(0)
            del request  # what was read need not be held until the next comes
    os._exit(0)


def _limit_memory(limit: int) -> None:
    _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
    if hardest == resource.RLIM_INFINITY or limit < hardest:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hardest))


def _send(stream: BinaryIO, message: object) -> None:
    stream.write(packed(message))
    stream.flush()


def _receive(stream: BinaryIO) -> Request | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    if len(content) < length:
        return None
    request: Request = pickle.loads(content)  # noqa: S301 - only our parent holds the other end
    return request
