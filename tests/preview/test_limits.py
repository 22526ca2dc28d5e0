"""Flood control as the server sees it: windows slide, waits hold, nothing grows."""

from hypothesis import given
from hypothesis import strategies as st

from bot.preview.limits import Call, Calls, Limits


def test_a_private_chat_takes_one_message_a_second() -> None:
    """The second message within a second is refused with a wait, and after that wait it is taken."""
    limits = Limits()
    assert limits.admit(1, 10.0) is None
    assert limits.admit(1, 10.9) == 1
    assert limits.admit(2, 10.9) is None
    assert limits.admit(1, 11.9) is None
    assert limits.violations == 1


def test_who_comes_before_the_wait_is_over_waits_anew() -> None:
    """The wait that was told holds, even where the window alone would let the message through."""
    limits = Limits()
    limits.admit(1, 10.0)
    assert limits.admit(1, 10.5) == 1  # until 11.5
    assert limits.admit(1, 11.2) == 1  # the window is open since 11.0; now until 12.2
    assert limits.admit(1, 12.2) is None


def test_a_burst_may_be_allowed_but_not_the_rate() -> None:
    """With a burst of 3 three messages go at once, and the fourth waits for the three seconds they stand for."""
    limits = Limits(burst=3)
    assert [limits.admit(1, 10.0) for _ in range(4)] == [None, None, None, 3]


def test_a_group_takes_twenty_a_minute() -> None:
    """The 21st message within any minute waits for the first to leave the window."""
    limits = Limits()
    assert [limits.admit(-5, 10.0 + n) for n in range(20)] == [None] * 20
    assert limits.admit(-5, 40.0) == 30
    assert limits.admit(-5, 70.0) is None


def test_all_chats_together_take_thirty_a_second_or_more_when_paid() -> None:
    """The 31st message of a second is refused whoever it is for; a paid one has the larger limit."""
    limits = Limits(paid=32)
    assert [limits.admit(chat, 10.0) for chat in range(1, 32)] == [None] * 30 + [1]
    assert limits.admit(99, 10.5) == 1  # everyone was told to wait
    assert [limits.admit(chat, 11.5, paid=True) for chat in range(40, 73)] == [None] * 32 + [1]


def test_limits_can_be_off() -> None:
    """A limit of None lets everything through."""
    limits = Limits(overall=None, private=None, group=None, paid=None)
    assert all(limits.admit(chat, 10.0) is None for chat in (1, 1, -5) for _ in range(100))


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0.0, 0.7)), max_size=60))
def test_no_window_ever_holds_more_than_its_limit(steps: list[tuple[int, float]]) -> None:
    """Whatever arrives whenever: in any second at most 2 messages are taken, and 1 of a chat."""
    limits = Limits(overall=2)
    now, taken = 0.0, list[tuple[float, int]]()
    for chat, gap in steps:
        now += gap
        if limits.admit(chat, now) is None:
            taken.append((now, chat))
    for at, chat in taken:
        within = [other for when, other in taken if when <= at < when + 1]
        assert len(within) <= 2
        assert within.count(chat) == 1


def test_chats_that_were_silent_are_forgotten() -> None:
    """Twenty thousand chats leave no twenty thousand windows behind."""
    limits = Limits(overall=None, paid=None)
    for chat in range(1, 20_001):
        assert limits.admit(chat, float(chat)) is None
    assert len(limits._chats) < 5000  # no other way to see what is kept


def test_the_log_is_bounded_and_its_counts_are_not() -> None:
    """With `keep` only the newest calls stay, while every call is counted."""
    calls = Calls(keep=2)
    for number in range(5):
        calls.add(Call("sendMessage", number, float(number), 200, {}))
    calls.add(Call("getMe", None, 9.0, 401, {}))
    assert [call.at for call in calls] == [4.0, 9.0]
    assert calls.counts == {("sendMessage", 200): 5, ("getMe", 401): 1}
    assert (len(calls), calls[-1].method, [call.chat_id for call in calls.of("sendMessage")]) == (2, "getMe", [4])
