"""What tables hold -> what they hold next: the whole service, read top to bottom; three jobs coupled only by tables.

    polling     store.claim_feeds | fetch | parse | store.save_polls             a transaction a group of polls
    detecting   store.undetected | flagged only: extract | detect.py | store.save_detection   one transaction an entry
    delivering  store.claim_deliveries, then claim_digests | render | send | store.settle   one a claim, one a settling

Each reads rows that lack its mark and writes its mark and its result in one transaction: kill it anywhere and it
resumes. A job wakes the next at once; the scheduler's tick is only the safety net.

jobs    the three together          works   what they have in common         timing   when things are due
meters  what this process counts    troubles  what an operator should hear of  watching tells the admins of them
posting  stories to machines         translating  foreign stories
replay  an archive through detect   retention   what is old goes             indexing  what is old is found
"""

__all__ = [
    "delivering",
    "detecting",
    "indexing",
    "jobs",
    "meters",
    "polling",
    "posting",
    "replay",
    "retention",
    "schedule",
    "timing",
    "translating",
    "troubles",
    "watching",
    "works",
]
