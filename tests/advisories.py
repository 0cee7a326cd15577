"""Whether a package that is installed has a hole that is publicly known: `python -m tests.advisories`.

Ends with 1 if one has, else with 0, also where the public list cannot be reached; that is said then.
"""

import json
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from typing import Any

#: What pip-audit ends with when it found something, or nothing; anything else is a failure of its own.
_ANSWERED = (0, 1)
#: Holes that do not concern what is used here, by their number, each with the reason.
ACCEPTED: Mapping[str, str] = {}


def main() -> int:
    """Ask, and tell."""
    command = [sys.executable, "-m", "pip_audit", "--path", sysconfig.get_path("purelib")]
    asked = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "20"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if asked.returncode not in _ANSWERED or not asked.stdout:
        last = asked.stderr.strip().splitlines()[-1:]
        said = "\n".join(("The public list of known holes was not reached, so that nothing was compared.", *last))
        sys.stdout.write(f"{said}\n")
        return 0
    code, told = judge(json.loads(asked.stdout)["dependencies"])
    sys.stdout.write(f"{told}\n")
    return code


def judge(packages: list[dict[str, Any]]) -> tuple[int, str]:
    """The exit code and what to say of the packages as pip-audit lists them."""
    known = [one for one in packages if "skip_reason" not in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no release yet'}"
        for one in known
        for hole in one["vulns"]
        if not ACCEPTED.keys() & {hole["id"], *hole.get("aliases", ())}
    ]
    if holes:
        return 1, "\n".join(holes)
    if not known:
        return 0, f"The public list of known holes told nothing of any of {len(packages)} packages."
    return 0, f"No hole is known in {len(known)} packages; {len(packages) - len(known)} are not on the list."


if __name__ == "__main__":
    sys.exit(main())
