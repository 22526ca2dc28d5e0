"""A Story and its reader -> what that reader sees: valid Telegram HTML within 4096 UTF-16 units.

render     stories, lists, answers -> Replies      factline   facts -> a line
keyboards  the buttons under them                  links      which addresses may stand in them
popup      a story in 200 letters                  bar_chart  numbers -> a row of bars, made of letters
i18n       every text in every language            notices    what admins are told of the service
"""

__all__ = ["i18n", "keyboards", "notices", "popup", "render"]
