"""What a command costs as a whole process: wall time, processor time and peak memory."""

import json
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import click

# A small process of its own starts the command: a child's peak memory begins with that of the process it comes from.
# The kernel keeps no peak of the private part: it is looked at fifty times a second, for the command and its children.
_WATCH = """
import json, os, subprocess, sys, threading, time

def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as told:
        return told.read().split()

def private(pid):
    try:
        with open(f"/proc/{pid}/status") as told:
            own = [int(line.split()[1]) for line in told if line.startswith("RssAnon")]
        return max([*own, *map(private, children(pid))], default=0)
    except OSError:  # it has just ended
        return 0

def look(pid, ended):
    while not ended.wait(0.02):
        peak[0] = max(peak[0], private(pid))

peak, ended = [0], threading.Event()
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
threading.Thread(target=look, args=(process.pid, ended), daemon=True).start()
_, status, used = os.wait4(process.pid, 0)
wall = time.perf_counter() - started
ended.set()
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss, peak[0]]))
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall and processor time (its children's included), and memory of its largest process in MB.

    Of the memory `peak_mb` is all that was resident, pages of mapped files included; `private_mb` is its own alone,
    as often looked at (0 for what ended at once, or where the system does not tell).
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    private_mb: float = 0

    def with_cpu(self, seconds: float) -> Self:
        """The same with the processor time of somebody else added, such as a server's."""
        return replace(self, cpu_s=self.cpu_s + seconds)


def measure(command: Sequence[str], environment: Mapping[str, str], *, ok: Sequence[int] = (0,)) -> Cost:
    """Run `command` once to its end.

    Raises:
        click.ClickException: It ended with another code than those in `ok`.
    """
    done = subprocess.run(  # noqa: S603 - commands of the benchmark
        [sys.executable, "-I", "-S", "-c", _WATCH, *command],
        env=dict(environment), capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, wall_s, cpu_s, peak_kb, private_kb = json.loads(done.stdout)
    if code not in ok:
        raise click.ClickException(f"“{' '.join(command)[:200]}” ended with code {code}.")
    return Cost(wall_s, cpu_s, peak_kb / 1024, private_kb / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
        statistics.median(cost.private_mb for cost in costs),
    )


def tell(costs: Mapping[str, Cost], limit: str) -> None:
    """A table of the costs, with the ratio of each to the one called `limit`."""
    against = costs[limit]
    click.echo(f"{'':44}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'private':>9}{'× wall':>9}{'× CPU':>9}")
    for name, cost in costs.items():
        ratios = f"{cost.wall_s / against.wall_s:>9.2f}{cost.cpu_s / against.cpu_s:>9.2f}"
        click.echo(f"{name:44}{cost.wall_s:>9.2f}{cost.cpu_s:>9.2f}{cost.peak_mb:>9.0f}{cost.private_mb:>9.0f}{ratios}")
