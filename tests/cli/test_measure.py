"""What a measurement sees of a command and of the processes that it starts."""

import os
import sys

import click
import pytest

from roster_core.cli.measure import measure

HOLDS = "held = b'x' * 80_000_000; sum(held[:20_000_000])"
STARTS = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {HOLDS!r}], check=True)"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which memory is a process's own")
@pytest.mark.parametrize("program", [HOLDS, STARTS])
def test_memory_and_time_of_the_processes_that_a_command_starts_count(program):
    cost = measure([sys.executable, "-S", "-c", program], os.environ)
    assert 76 <= cost.private_mb <= cost.peak_mb < 200
    assert cost.cpu_s > 0
    assert cost.wall_s > 0


def test_a_command_that_fails_is_no_measurement():
    command = [sys.executable, "-S", "-c", "raise SystemExit(3)"]
    assert measure(command, os.environ, ok=(0, 3)).wall_s > 0
    with pytest.raises(click.ClickException, match="code 3"):
        measure(command, os.environ)
