"""What `bongsu preview` and the tests run against: a stand-in for Telegram, sample feeds and a chat page.

telegram   the stand-in: starts and stops the server; people act through it
methods    what a bot may call, with Telegram's checks in Telegram's order
arguments  a call's parameters, parsed and checked
entities   Telegram's HTML -> text and entities -> HTML that is safe to show
links      which links Telegram takes
limits     flood control as the server sees it
faults     429, 502, broken connections, hanging: on demand
calls      the log of what the bot called
chats      people, chats and messages
updates    what waits for the bot: long polling and the webhook
screen     the other side of the chat over HTTP: what a chat page reads, and does
script     the sample feeds' items and when they appear; formats and site put them on the wire
"""
