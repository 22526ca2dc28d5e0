"""A Story and its reader -> what that reader sees: valid Telegram HTML within 4096 UTF-16 units.

render     alerts, answers -> Replies               factline   facts -> a line
lists      several stories or topics -> a Reply     reasons    why a story came -> a Reply
lines      what of a story stands in a line
keyboards  the buttons under them                  links      which addresses may stand in them
popup      a story in 200 letters                  bar_chart  numbers -> a row of bars, made of letters
found      what a search found -> a page           i18n       every text in every language
story_page a story as a whole -> its page          notices    what admins are told of the service
outgoing   a story -> a request to a machine      syndication stories -> Atom and JSON Feed
built      facts -> a headline                     naming     what things are called in a reader's language
timeline   what happened in a time -> panels of a picture, its caption, a table
markup     text, times and quotes as HTML          citation   a report as one cites it
"""

__all__ = [
    "found",
    "i18n",
    "keyboards",
    "notices",
    "outgoing",
    "popup",
    "render",
    "story_page",
    "syndication",
    "timeline",
]
