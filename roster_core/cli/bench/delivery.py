"""`bench delivery`: sending a large file by SFTP, beside OpenSSH's own `sftp` and the library's plain `put`."""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster_core.cli.bench.group import bench, rounds_option
from roster_core.cli.bench.place import program
from roster_core.cli.bench.slow_line import delayed
from roster_core.cli.bench.ssh_server import Account, ssh_server

if TYPE_CHECKING:
    from roster_core.delivery.port import Item
    from roster_core.delivery.sftp.target import SftpTarget

_FLUSHED, _OURS, _SAFE, _PUT, _PUT_GCM, _SFTP = (
    "OpenSSH sftp -f: on the disk, as with ours",
    "a delivery: staged, verified, renamed",
    "our upload alone",
    "paramiko put, as it is",
    "paramiko put, AES-GCM first",
    "OpenSSH sftp",
)
#: Sends a file in a process of its own: `how host port user key host_key path`.
_ALONE = "import sys; from roster_core.cli.bench.delivery import send; send(*sys.argv[1:])"


@bench.command("delivery")
@click.option("--megabytes", default=500, show_default=True, help="Size of the file.")
@click.option("--delay", "delays", multiple=True, type=int, default=(0, 20), show_default=True,
              help="Round trip in milliseconds; may be given several times.")  # fmt: skip
@rounds_option
def delivery(megabytes: int, delays: tuple[int, ...], rounds: int) -> int:
    """Send one file to a real OpenSSH server on this machine, in turns with `sftp` and paramiko's `put`."""
    sftp = program("sftp", "openssh-client")
    program("ssh-keygen", "openssh-client")
    with tempfile.TemporaryDirectory() as scratch, ssh_server(Path(scratch)) as account:
        large = Path(scratch) / "enrollments.csv"
        _fill(large, megabytes)
        for delay in delays:
            with delayed(account.port, delay / 1000) as port:
                ways = _ways(sftp, account, port, large)
                took: dict[str, list[float]] = {label: [] for label in ways}
                for _ in range(rounds):
                    for label, way in ways.items():
                        took[label].append(_timed(way))
                        for left in account.home.iterdir():
                            left.unlink()
            _tell(delay, megabytes, {label: statistics.median(found) for label, found in took.items()})
    return 0


def send(how: str, port: str, user: str, key: str, host_key: str, path: str, sha256: str) -> None:
    """Send a file in one of our ways or the library's, and print the seconds that it took.

    Starting Python is left out: what delivers is a worker that runs already.
    """
    from roster_core.delivery.port import Item, Outcome, Parcel  # noqa: PLC0415
    from roster_core.delivery.sftp.link import connected  # noqa: PLC0415
    from roster_core.delivery.sftp.publish import SftpDelivery  # noqa: PLC0415
    from roster_core.delivery.sftp.target import SftpTarget  # noqa: PLC0415

    began = time.perf_counter()
    private = Path(key).read_text(encoding="ascii")
    target = SftpTarget("127.0.0.1", user, int(port), host_keys=(host_key,), key=private)
    source = Path(path)
    item = Item(source.name, source, source.stat().st_size, sha256)  # as a run has recorded it
    if how == _OURS:
        receipt = SftpDelivery(target).deliver(Parcel((item,), "0000bec0"))
        if receipt.outcome is not Outcome.DELIVERED:
            sys.exit(receipt.error)
    elif how == _SAFE:
        with connected(target) as link:
            link.upload(item, source.name)
    else:
        _put(how, target, item)
    click.echo(time.perf_counter() - began)


def _put(how: str, target: "SftpTarget", item: "Item") -> None:
    import paramiko  # noqa: PLC0415 - only in the process that sends

    from roster_core.delivery.sftp.keys import read_host_key, read_key  # noqa: PLC0415

    with paramiko.SSHClient() as client:
        pinned = read_host_key(target.host_keys[0])
        client.get_host_keys().add(target.known_name, pinned.get_name(), pinned)
        factory = _gcm_first if how == _PUT_GCM else None
        own = {"pkey": read_key(target.key or ""), "allow_agent": False, "look_for_keys": False}
        client.connect(target.host, target.port, target.user, transport_factory=factory, **own)
        client.open_sftp().put(str(item.content), item.name)


def _gcm_first(sock: object, **options: object) -> object:
    import paramiko  # noqa: PLC0415

    transport = paramiko.Transport(sock, **options)
    transport.get_security_options().ciphers = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr")
    return transport


def _ways(sftp: str, account: Account, port: int, large: Path) -> Mapping[str, Callable[[], str]]:
    with large.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def ours(how: str) -> Callable[[], str]:
        told = [how, str(port), account.user, str(account.key), account.host_key, str(large), sha256]
        return lambda: _run([sys.executable, "-c", _ALONE, *told])

    known = account.known_hosts(port)
    said = (f"UserKnownHostsFile={known}", "StrictHostKeyChecking=yes", "IdentitiesOnly=yes", "IdentityAgent=none")
    batch = [sftp, "-q", "-b", "-", "-P", str(port), "-i", str(account.key), "-F", "none"]
    batch += [part for one in said for part in ("-o", one)]
    batch.append(f"{account.user}@127.0.0.1")
    return {
        _SFTP: lambda: _run(batch, f"put {large} {large.name}\n"),
        _FLUSHED: lambda: _run(batch, f"put -f {large} {large.name}\n"),
        **{how: ours(how) for how in (_SAFE, _OURS, _PUT_GCM, _PUT)},
    }


def _run(command: list[str], text: str = "") -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)  # noqa: S603 - of the benchmark
    if done.returncode:
        raise click.ClickException(f"{command[0]} ended with code {done.returncode}: {done.stderr[-300:]}")
    return done.stdout


def _timed(way: Callable[[], str]) -> float:
    """Seconds, as the process itself says or else of the whole of it."""
    began = time.perf_counter()
    told = way()
    whole = time.perf_counter() - began
    return whole if told.startswith("sftp>") else float(told)


def _fill(path: Path, megabytes: int) -> None:
    block = os.urandom(1 << 16).hex().encode() * 8
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(block[: 1 << 20])


def _tell(delay: int, megabytes: int, took: Mapping[str, float]) -> None:
    click.echo(f"{megabytes} MB, round trip {delay} ms{'':26}{'seconds':>9}{'MB/s':>8}{'× sftp':>9}{'× sftp -f':>11}")
    for label, seconds in took.items():
        ratios = f"{took[_SFTP] / seconds:>9.2f}{took[_FLUSHED] / seconds:>11.2f}"
        click.echo(f"  {label:48}{seconds:>9.2f}{megabytes / seconds:>8.1f}{ratios}")
    click.echo("  (×: above 1 is faster; paramiko's put leaves the file to the server's memory as plain sftp does)")
