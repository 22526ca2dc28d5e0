"""Calls of the Bot API -> what Telegram would answer, and a chat page: what preview and tests run against.

telegram   the stand-in for Telegram: the server, its long polls and its webhook
world      what it serves: the chats, what waits for the bot, and what people do
methods    what a bot may do with messages and chats, checked as Telegram checks and in its order
profile    what a bot may tell of itself, and the list of all methods
arguments  a call's parameters, parsed and checked
entities   Telegram's HTML -> text and entities -> HTML that is safe to show
links      which links Telegram takes
limits     flood control as the server sees it, and the log of calls
faults     429, 502, broken connections, hanging: on demand
refusal    how Telegram says no
chats      people, chats and messages, and the Bot API's objects that show them
updates    what waits for the bot, and how it gets there
events     what happens, to wait for and to follow
screen     the other side of the chat over HTTP: what a chat page reads, and does
page       the chat page: three files and the policy that they are served with
script     what the sample feeds say and when, read from samples/; formats and site put it on the wire
stage      all of it together, and the settings that point the service at it
once       plays the script in seconds beside the service, and checks what arrived
"""

__all__ = ["once", "stage"]
