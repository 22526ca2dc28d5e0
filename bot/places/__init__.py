"""A text -> the countries that it names, and who does what.

names      how countries are called (CLDR, `data/countries`)
gazetteer  a text -> its mentions of countries
roles      a sentence -> who launches, who sanctions whom (`data/roles`)
"""

__all__ = ["gazetteer", "names", "roles"]
