"""What machines are told, in the form that each understands."""

import hmac
import json
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from bot.messages.i18n import load_speech
from bot.messages.outgoing import Call, Outgoing, document, reference_of
from bot.messages.render import Renderer
from bot.model import Form, Posting, Receiver, Story, Tier
from bot.model.facts import Fact, Facts, LaunchFacts
from bot.topics.definitions import load_topics
from tests.making import MINUTE, NOON, report, story

RENDERER = Renderer(load_speech(), {topic.key: topic for topic in load_topics()})
OUTGOING = Outgoing(RENDERER)
SECRET = "whsec_" + b64encode(b"0123456789abcdef01234567").decode()
FACTS = Facts(launch=LaunchFacts(actor=Fact("North Korea", "It fired."), count=Fact(2, "Two flew.", says="JCS")))
TOLD = story(severity=4, reports=(report(facts=FACTS, tier=Tier.OFFICIAL),))
LONG = b'{"id": "%s"}' % (b"1" * 99)
ADDRESS = {
    Form.BONGSU: "https://desk.example/hook",
    Form.SLACK: "https://slack.example/services/T/B/x",
    Form.DISCORD: "https://discord.example/api/webhooks/1/token?thread_id=5",
    Form.NTFY: "https://ntfy.example/base/alarms",
}


def call(form: Form, one: Story = TOLD, **posting: Any) -> Call | None:
    """What a receiver of this form is told."""
    receiver = Receiver("desk", ADDRESS[form], form, "en", secret=SECRET if form is Form.BONGSU else None)
    return OUTGOING.call(receiver, Posting(one, **posting), NOON)


def told(form: Form, one: Story = TOLD, **posting: Any) -> Any:
    """The JSON of it."""
    made = call(form, one, **posting)
    assert made
    return json.loads(made.body)


def test_our_own_form_is_signed_as_the_standard_says() -> None:
    """The signature is over id, time and body; the id names story and revision; the kind says what is new about it."""
    made = call(Form.BONGSU)
    assert made
    assert (made.method, made.url) == ("POST", ADDRESS[Form.BONGSU])
    assert made.headers["webhook-id"] == "story-7-1"
    content = f"story-7-1.{made.headers['webhook-timestamp']}.".encode() + made.body
    expected = hmac.new(b64decode(SECRET[6:]), content, sha256).digest()
    assert made.headers["webhook-signature"] == f"v1,{b64encode(expected).decode()}"
    assert int(made.headers["webhook-timestamp"]) == NOON.timestamp()

    assert told(Form.BONGSU)["type"] == "story.new"
    later = replace(TOLD, revision=2)
    assert told(Form.BONGSU, later, told=1, told_severity=4, told_at=NOON)["type"] == "story.updated"
    assert told(Form.BONGSU, replace(later, retracted_at=NOON), told=1)["type"] == "story.retracted"


def test_every_fact_comes_with_its_sentence() -> None:
    """Values, the sentences that state them and whom they quote; reports in order."""
    data = told(Form.BONGSU)["data"]
    assert data == document(TOLD)
    assert data["facts"]["launch"]["count"] == [
        {"value": 2, "sentence": "Two flew.", "outlet": "Hangang Wire", "says": "JCS"}
    ]
    assert (data["id"], data["revision"], data["fires"], data["topics"]) == (7, 1, 4, ["launches"])
    assert [one["tier"] for one in data["reports"]] == ["official"]


def test_discord_edits_what_it_was_told() -> None:
    """A first post asks for the message's id and keeps the address's own query; the next ones change that message."""
    first = call(Form.DISCORD)
    assert first
    assert (first.method, first.url) == ("POST", ADDRESS[Form.DISCORD] + "&wait=true")
    assert reference_of(Form.DISCORD, b'{"id": "123"}') == "123"
    again = call(Form.DISCORD, told=1, told_at=NOON, reference="123")
    assert again
    assert (again.method, again.url) == (
        "PATCH",
        "https://discord.example/api/webhooks/1/token/messages/123?thread_id=5",
    )
    assert told(Form.DISCORD)["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("answer", [b"", b"[]", b'{"id": "../1"}', b'{"id": 5}', b"\xff", LONG])
def test_an_answer_that_names_no_message(answer: bytes) -> None:
    """Nothing of what a machine answers gets into an address but digits."""
    assert reference_of(Form.DISCORD, answer) is None


def test_ntfy_replaces_and_rings_only_for_what_is_worth_it() -> None:
    """One notification a story; what only changed makes no sound, what grew graver or was taken back does."""
    first = told(Form.NTFY)
    assert (first["topic"], first["sequence_id"], first["priority"]) == ("alarms", "bongsu-7", 4)
    made = call(Form.NTFY)
    assert made
    assert made.url == "https://ntfy.example/base/"
    known: Any = {"told": 1, "told_at": NOON}
    assert told(Form.NTFY, told_severity=4, **known)["priority"] == 2
    assert told(Form.NTFY, told_severity=3, **known)["priority"] == 4
    back = replace(TOLD, retracted_at=NOON + MINUTE)
    assert told(Form.NTFY, back, told_severity=4, **known)["priority"] == 4
    assert told(Form.NTFY, back, told_severity=4, **known)["title"].startswith("⚠️ Taken back: 🔥🔥🔥🔥 ")


def test_slack_hears_of_what_is_worth_a_message() -> None:
    """Its webhooks cannot edit, so an edit that changes little is not posted; markup in news stays text."""
    known: Any = {"told": 1, "told_at": NOON}
    assert call(Form.SLACK, told_severity=4, **known) is None
    assert call(Form.SLACK, told_severity=3, **known) is not None
    hostile = replace(TOLD, headline="<!channel> & <http://x|y>", url="https://h.example/a|b>c")
    text = told(Form.SLACK, hostile)["blocks"][0]["text"]["text"]
    assert text.startswith("*<https://h.example/a%7Cb%3Ec|🔥🔥🔥🔥 &lt;!channel&gt; &amp; &lt;http://x¦y&gt;>*\n")


@pytest.mark.parametrize("form", Form)
def test_hostile_news_stays_json(form: Form) -> None:
    """Lone surrogates, control characters and endless text make no request that cannot be sent or read."""
    hostile = replace(TOLD, headline="\ud800\x00" + "a" * 9000, summary="한" * 9000, url=None)
    made = call(form, hostile)
    assert made
    assert len(made.body) < 40_000 + 27_000
    json.loads(made.body.decode())
