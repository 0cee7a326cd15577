"""What to do about a finding, by its code: collected from where the kinds of findings are declared."""

import importlib
import pkgutil
from functools import cache

from roster_core import roster
from roster_core.findings import Kind


@cache
def roster_fixes() -> dict[str, str]:
    """The advice for every code of a roster load that has one."""
    found: dict[str, str] = {}
    for place in pkgutil.walk_packages(roster.__path__, f"{roster.__name__}."):
        declared = vars(importlib.import_module(place.name)).values()
        found.update({kind.code: kind.fix for kind in declared if isinstance(kind, Kind) and kind.fix})
    return found
