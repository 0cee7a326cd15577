"""How many made-up rosters a property of whole exports is tried on: few each time, many when there is time."""

import os

_TIMES = int(os.environ.get("ROSTER_EXAMPLES", "1"))


def examples(usual: int) -> int:
    return usual * _TIMES
