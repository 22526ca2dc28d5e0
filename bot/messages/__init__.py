"""A Story and its reader -> what that reader sees: valid Telegram HTML within 4096 UTF-16 units.

render      stories, lists, answers -> Replies     factline   facts -> a line
found       what a search found -> a page          bar_chart  numbers -> a row of bars, made of letters
story_page  a story as a whole -> its page         i18n       every text in every language
"""

__all__ = ["found", "i18n", "render", "story_page"]
