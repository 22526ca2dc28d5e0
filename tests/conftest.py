"""What all tests share."""

import os

# As the command line does, and before any 429: python-telegram-bot is moving its waits to timedelta.
os.environ["PTB_TIMEDELTA"] = "1"
# Settings in a developer's own environment must not reach the tests.
for name in [name for name in os.environ if name.startswith("BONGSU_")]:
    del os.environ[name]
