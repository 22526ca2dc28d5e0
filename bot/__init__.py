"""What an alert is and how it comes about.

The map, from the ground up; nothing imports what stands below it in this list:

    floor    pure: no clock, no network, no database, no logging; `now` is an argument
             model errors                                    the records; the exceptions
             decode formats language dates link html parse   bytes of a feed -> Entries
             topics match                                    Entry x Topics -> Matches with their evidence
             prose summarize cluster detect                  Entry + open Stories -> Detection
             timing limits                                   when: polls, attempts, Telegram's windows
             i18n render catalogue                           texts; messages; lists of feeds
    promise  store: what storage keeps, as a Protocol; each method is one transaction
    edges    fetch (with guard), parse_pool, send, wire; they import the floor, never each other
    flow     pipeline: poll(), detect(), deliver(); replay: an archive through detect
    house    config log
    preview  a local Telegram stand-in, sample feeds and a chat page
    roof     roof/ and __main__: the command line; builds everything, starts and stops it
"""
