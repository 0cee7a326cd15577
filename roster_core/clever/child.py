"""The child process of an export: one request on standard input, lines of JSON on standard output."""

import json
import sys
from dataclasses import asdict
from typing import Any

from roster_core.clever.engine import export, from_json
from roster_core.refusals import Refusal


def main() -> None:
    """Carry out the request; progress, a refusal or the result are told line by line."""
    request = from_json(sys.stdin.read())
    try:
        result = export(request, lambda done, total, what: _tell(progress=[done, total, what]))
    except Refusal as refusal:
        _tell(refusal={"what": refusal.what, "why": refusal.why, "fix": refusal.fix})
    else:
        _tell(result={**asdict(result), "findings": str(result.findings)})


def _tell(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
