"""What can go wrong on the way, in one word each, and which of it time may mend."""

from enum import StrEnum


class FaultKind(StrEnum):
    """The class of a fault, as it is stored."""

    NETWORK = "network"
    SERVER = "server"
    VERIFY = "verify"
    AUTH = "auth"
    HOST_KEY = "hostkey"
    CONFIG = "config"
    DENIED = "denied"
    MISSING = "missing"
    SPACE = "space"
    UNVERIFIED = "unverified"
    TWINS = "twins"
    LOCAL = "local"
    TOO_BIG = "too big"


#: Wrong credentials are never tried again: accounts would be locked.
RETRIED = frozenset({FaultKind.NETWORK, FaultKind.SERVER, FaultKind.VERIFY})


class Fault(Exception):  # noqa: N818 - what a way out says of itself, as a refusal is
    """A delivery cannot go on; `message` says what is the matter, `fix` what to do, both without any secret.

    `code` is the status that an SFTP server gave, where it is one.
    """

    def __init__(self, kind: FaultKind, message: str, fix: str = "", *, code: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.fix = fix
        self.code = code

    @property
    def passing(self) -> bool:
        """Whether another try may succeed."""
        return self.kind in RETRIED
