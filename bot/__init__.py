"""What an alert is and how it comes about.

The map, from the ground up; nothing imports what stands below it in this list:

    floor    pure: no clock, no network, no database, no logging; `now` is an argument
             model errors                                    the records; the exceptions
             inflate decode formats language dates link html parse   bytes of a feed -> Entries
             words topics match                              Entry x Topics -> Matches with their evidence
             expression query follow                         Entry x subscribers' own queries -> those that hold
             names countries parts                           which countries a text names, and who does what
             facts/ severity                                 what an Entry states, each with its sentence; the fires
             prose article                                   a page's bytes -> its text without the furniture
             signs cluster                                   what identifies an event; which open Story an Entry joins
             choose summarize story detect                   Entry + open Stories -> Detection
             trial                                           a query -> what the past would have brought
             timing limits reach                             when: polls, attempts, Telegram's windows and absences
             i18n picture factline render catalogue          texts; facts and messages in them; lists of feeds
             websub metrics                                  what is asked of hubs; what monitors read
    promise  store: what storage keeps, as a Protocol; each method is one transaction
    edges    fetch (with guard), parse_pool, extract (with worker), send, wire, web:
             they import the floor, never each other
    flow     pipeline/: polling, detecting, delivering, and what these jobs have in common (works);
             replay: an archive through detect; hubs: feeds that come by themselves;
             retention: what is old goes
    house    config log
    preview  a local Telegram stand-in, sample feeds and a chat page
    roof     roof/ and __main__: the command line; builds everything, starts and stops it
"""
