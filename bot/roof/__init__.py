"""The settings -> a running service: what the commands of `bongsu` do; bot.__main__ says what they are called.

service     run: builds everything, starts and stops it     coordination  what processes over one database do together
outside     what the service listens to (endpoints, metrics)
preview     replay  feeds  feedback: the commands of that name     database  migrate, status, retry, backup
"""
