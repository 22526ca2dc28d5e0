"""What an alert is and how it comes about: a room a stage, in the order in which news passes through.

Each room uses only rooms above it in this list, and of them only what their `__all__` names; its first sentence says
what goes in and what comes out. tests/test_architecture.py holds both.

    model  errors  log  config  store   the records, and the promise: what storage keeps, each method one transaction
    text        text as it was sent            -> plain sentences, folded words, a language, a newsroom
    web         an address                     -> bytes, with every limit
    feeds       the bytes of a feed            -> Entries
    pages       the bytes of a page            -> its text
    topics      an entry's text                -> the topics that it is about
    places      a text                         -> which countries it names, and who does what
    queries     subscribers' own words         -> the entries for which they hold
    facts       a text                         -> what it states, each fact with its sentence
    stories     entries                        -> one Story an event
    pictures    numbers, or an address         -> a picture
    messages    a Story and its reader         -> what that reader sees
    telegram    a Reply and a chat             -> the Outcome of sending it
    pipeline    poll, detect, deliver: the whole service, read top to bottom
    preview     a local stand-in for Telegram, sample feeds, a chat page
    roof        the command line: builds everything, starts and stops it; nobody imports it
"""
