"""The process that parses feeds: pickled requests on standard input, pickled answers on standard output.

It imports what parsing needs and nothing else. It ends with its parent, even a killed one, for its input ends then; an
alarm ends a request that takes too long even if no one is left to end it.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import struct
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from bot.model import Source
from bot.parse import parse

LENGTH = struct.Struct("!Q")
"""What goes before every message: how many bytes it has."""


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of `parse`, and how long the worker lives to answer, in whole seconds."""

    body: bytes
    url: str
    source: Source
    now: datetime
    headers: dict[str, str]
    seconds: int


def packed(message: Any) -> bytes:
    """A message as it goes through the pipe."""
    content = pickle.dumps(message)
    return LENGTH.pack(len(content)) + content


def work(megabytes: int) -> None:
    """Answer requests until the input ends, within so much memory."""
    # To stop is the parent's decision: a Ctrl-C or a SIGTERM to the whole group must not break what it still reads.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _limit_memory(megabytes * 2**20)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever prints must not print into the answers.
    _send(answers, os.getpid())
    while (request := _receive(sys.stdin.buffer)) is not None:
        signal.alarm(request.seconds)
        answer = parse(request.body, url=request.url, source=request.source, now=request.now, headers=request.headers)
        _send(answers, answer)
        signal.alarm(0)


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
