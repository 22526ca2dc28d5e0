"""Entries -> one Story an event: what happened, how grave, and whether there is something to tell.

features   what identifies the event that a text tells of      cluster    which open Story an entry joins
severity   facts -> one to five fires                          summarize  the sentences that say what happened (choose)
similarity how similar two reports are                         vetoes     what two reports of one event never differ in
story      how a Story begins and grows                        detect     the one place where an alert is decided
telling    which report tells a Story to a reader           timeline   what happened in a time, by weeks and kinds
"""

__all__ = ["cluster", "detect", "severity", "similarity", "story", "telling", "timeline"]
