"""A Story and its reader -> what that reader sees: valid Telegram HTML within 4096 UTF-16 units.

render  stories, lists, answers -> Replies      factline   facts -> a line
i18n    every text in every language            bar_chart  numbers -> a row of bars, made of letters
built   facts -> a headline in another language naming     what things are called in a reader's language
"""

__all__ = ["i18n", "render"]
