"""Telegram's limits hold in every window, whatever the order of requests."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.limits import Limits, Pace

GROUP, CHANNEL, PRIVATE, OTHER = -5, -1001, 5, 6


def sent(limits: Limits, chats: list[int], delays: Sequence[float] = (0.0,)) -> list[tuple[float, int]]:
    """Send to these chats in order, each as early as allowed and answered so much later; when Telegram counted each.

    Telegram counts a message at any moment from its call to its answer: here at call and answer in turn, the worst.
    """
    now, log = 100.0, []
    answers: list[tuple[float, int]] = []
    for number, chat in enumerate(chats):
        while True:
            for at, to in [answer for answer in sorted(answers) if answer[0] <= now]:
                limits.answered(to, at)
                answers.remove((at, to))
            ready = limits.ready_at(chat, now)
            if ready <= now:
                break
            now = min([ready, *(at for at, _ in answers)])
        limits.take(chat, now)
        answer = now + delays[number % len(delays)]
        answers.append((answer, chat))
        log.append((answer if number % 2 else now, chat))
    return log


def most(times: list[float], seconds: float) -> int:
    """The most messages that any window of so many seconds holds."""
    return max((sum(1 for at in times if first <= at < first + seconds) for first in times), default=0)


@given(
    st.lists(st.integers(-3, 8).filter(bool), max_size=120),
    st.integers(1, 40),
    st.lists(st.sampled_from([0.0, 0.25, 1.0, 3.5]), min_size=1, max_size=7),
)
def test_no_window_holds_more_than_telegram_allows(chats: list[int], per_second: int, delays: list[float]) -> None:
    """Overall, 1 a second to a private chat, 20 a minute to a group: in any window, however slow the network is."""
    log = sent(Limits(per_second), chats, delays)

    assert most([at for at, _ in log], 0.999) <= per_second
    for chat in set(chats):
        times = [at for at, to in log if to == chat]
        assert most(times, 59.999) <= 20 if chat < 0 else most(times, 0.999) <= 1


def test_the_limit_is_used_in_full() -> None:
    """300 messages to 300 chats at 30 a second take 9 seconds and a little: no slot is wasted."""
    log = sent(Limits(30), list(range(1, 301)), [0.02])

    assert log[-1][0] - log[0][0] < 9 * 1.05


@given(
    st.integers(2, 40),
    st.floats(0.0, 0.5),
    st.lists(st.tuples(st.floats(1.0, 1.2), st.floats(1.0, 1.2)), min_size=1, max_size=7),
)
def test_the_fastest_way_there_and_back_is_made_use_of(
    per_second: int, way: float, stretches: list[tuple[float, float]]
) -> None:
    """However long the way is: no window holds too much, and a second's messages take little more than a second.

    The ways there and back vary by a fifth; Telegram counts where the one ends and the other begins.
    """
    limits, now, counted, answers = Limits(per_second), 100.0, [], list[tuple[float, int, float]]()
    for chat in range(1, 30 + 5 * per_second):
        there, back = (way * stretch for stretch in stretches[chat % len(stretches)])
        while True:
            for at, to, took in [answer for answer in sorted(answers) if answer[0] <= now]:
                limits.answered(to, at, took)
                answers.remove((at, to, took))
            ready = limits.ready_at(chat, now)
            if ready <= now:
                break
            now = min([ready, *(at for at, *_ in answers)])
        limits.take(chat, now)
        counted.append(now + there)
        answers.append((now + there + back, chat, there + back))

    assert most(counted, 0.999) <= per_second
    # A place is free a second after its answer, less 0.8 of the fastest trip. Answers overtake each other: the one that
    # frees it may come 1.2 + 1.2 - 1.0 ways after the message that is a second's messages back was counted.
    assert counted[-1] - counted[-1 - per_second] <= 1.03 + way * (1.2 + 1.2 - 1.0) - 2 * way * 0.8 + way * 1.2


def test_broadcasts_are_spread_over_the_second() -> None:
    """Thirty take nine tenths of it; a late event loop makes up for what it missed, and not for more."""
    pace, now, times = Pace(30), 100.0, []
    for _ in range(30):
        now = pace.ready_at(now)
        pace.take(now)
        times.append(now)

    assert 0.8 < times[-1] - times[0] < 0.9
    at_once = 0
    while pace.ready_at(200.0) == 200.0:
        pace.take(200.0)
        at_once += 1
    assert at_once == 1
    busy = Pace(1000)
    while busy.ready_at(200.0) == 200.0:
        busy.take(200.0)
        at_once += 1
    assert 20 <= at_once <= 25  # what 20 ms hold at a thousand a second


def test_what_is_not_paid_for_needs_room_in_the_free_part() -> None:
    """With paid broadcasts, an edit goes when less than thirty messages went in the last second."""
    limits = Limits(1000)
    for chat in range(1, 31):
        limits.take(chat, 100.0)
        limits.answered(chat, 100.0)

    assert limits.ready_at(99, 100.5) == 100.5
    assert limits.ready_at(99, 100.5, free=True) == 101.0


def test_what_went_before_counts() -> None:
    """A process that begins knows of the messages of the one before it."""
    limits = Limits(2)
    limits.remember(PRIVATE, 99.5, 100.0)
    limits.remember(OTHER, 99.7, 100.0)

    assert limits.ready_at(PRIVATE, 100.0) == 100.5
    assert limits.ready_at(GROUP, 100.0) == 100.5


def test_a_429_stops_its_chat_alone() -> None:
    """The chat waits as long as Telegram says; others go on."""
    limits = Limits(30)
    limits.hold(PRIVATE, until=137.0, now=100.0)

    assert limits.ready_at(PRIVATE, 100.0) == 137.0
    assert limits.ready_at(OTHER, 100.0) == 100.0


def test_a_second_chats_429_stops_everything() -> None:
    """Two chats at a time mean the bot as a whole: until the later of the two nobody is sent anything."""
    limits = Limits(30)
    limits.hold(PRIVATE, until=137.0, now=100.0)
    limits.hold(OTHER, until=110.0, now=101.0)

    assert limits.ready_at(GROUP, 101.0) == 137.0
    assert limits.ready_at(GROUP, 137.0) == 137.0


def test_a_later_shorter_wait_does_not_end_a_longer_one() -> None:
    """The longest announced wait is the one that counts."""
    limits = Limits(30)
    limits.hold(PRIVATE, until=137.0, now=100.0)
    limits.hold(PRIVATE, until=105.0, now=101.0)

    assert limits.ready_at(PRIVATE, 102.0) == 137.0


def test_memory_follows_the_traffic() -> None:
    """Chats that have been quiet are forgotten."""
    limits = Limits(1000)
    for chat in range(1, 10_000):
        limits.take(chat, float(chat))
        limits.answered(chat, float(chat))

    assert len(limits._chats) < 2_000  # the only way to see what is kept
