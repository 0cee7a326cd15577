"""What a server lets an account do with names, found out with names that do not exist."""

import secrets
from collections.abc import Callable

from roster_core.delivery.faults import Fault, FaultKind
from roster_core.delivery.sftp.client import DENIED, UNSUPPORTED
from roster_core.delivery.sftp.link import Link
from roster_core.delivery.sftp.target import Mode, SftpTarget


def best_mode(link: Link, target: SftpTarget) -> Mode:
    """The safest way of putting files in place that the server allows."""
    old, new = (target.path(f".{secrets.token_hex(8)}.none") for _ in range(2))
    if _allowed(lambda: link.replace(old, new)):
        return "posix"
    if _allowed(lambda: link.rename(old, new)) and _allowed(lambda: link.remove(old)):
        return "plain"
    return "direct"


def _allowed(deed: Callable[[], None]) -> bool:
    """Whether the server would do it: it says that there is no such file, rather than that it must not be done."""
    try:
        deed()
    except Fault as fault:
        if fault.code is None:
            raise
        return fault.code not in (DENIED, UNSUPPORTED)
    return True


def refuse_twins(names: list[str], wanted: list[str]) -> None:
    """Raise a fault if a file differs from one of ours in nothing but capitals: the receiver would read both."""
    ours = {name.lower(): name for name in wanted}
    twins = sorted(name for name in names if name.lower() in ours and ours[name.lower()] != name)
    if twins:
        listed = ", ".join(f"{twin} beside {ours[twin.lower()]}" for twin in twins)
        raise Fault(
            FaultKind.TWINS,
            f"The folder has files that differ from ours in capitals only: {listed}.",
            "Have them removed; the receiver would read both.",
        )
