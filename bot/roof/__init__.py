"""The settings -> a running service: what the commands of `bongsu` do; bot.__main__ says what they are called.

service     run: builds everything, starts and stops it     coordination  what processes over one database do together
building    what answers, detects and delivers               chatting  the job that answers people
outside     what the service listens to (endpoints, metrics, page: what the operator sees)
credentials whether Telegram knows the token                heartbeat  calls the operator's dead man's switch
preview     replay  archive  feeds (feed_tables: what it shows)  feedback  receivers  access: the commands of that name
database    migrate, status, retry, backup, restore, copy   doctor  diagnosis: what is wrong, and what to do about it
proxy       whether the one for Telegram can be used
"""
