"""Where an SFTP delivery goes, and how patient it is."""

from dataclasses import dataclass, field
from typing import Literal

#: How files are put in place: one atomic rename each; remove, then rename; straight onto the final name.
Mode = Literal["posix", "plain", "direct"]


@dataclass(frozen=True)
class Patience:
    """How long is waited for what, in seconds, and how often it is tried."""

    connect_s: float = 15
    sign_in_s: float = 30
    #: Nothing has moved for so long: the connection is dead.
    stall_s: float = 60
    #: Tries before anything at the far side was changed.
    tries: int = 5
    #: All of them together.
    limit_s: float = 3600


@dataclass(frozen=True)
class SftpTarget:
    """An account on a server. `host_keys` are those that somebody confirmed (`type base64`).

    `folder` blank = the one that the account begins in. The receiver begins to work `quiet_minutes` after the last
    change: once a name was replaced, the rest has to be there before that.
    """

    host: str
    user: str
    port: int = 22
    folder: str = ""
    host_keys: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)
    #: A private key as text, and what unlocks it.
    key: str | None = field(default=None, repr=False)
    passphrase: str | None = field(default=None, repr=False)
    mode: Literal["auto", "posix", "plain", "direct"] = "auto"
    #: `auto` reads small sets back; `none` is for servers that hide or move away what was uploaded.
    verify: Literal["auto", "size", "none"] = "auto"
    quiet_minutes: int = 5
    patience: Patience = field(default_factory=Patience)

    @property
    def label(self) -> str:
        """What it is called in records: no secret is in it."""
        port = "" if self.port == 22 else f":{self.port}"  # noqa: PLR2004 - the port of SSH
        folder = f"/{self.folder.strip('/')}" if self.folder else ""
        return f"{self.user}@{self.host}{port}{folder}"

    @property
    def known_name(self) -> str:
        """The name under which the library looks host keys up."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"  # noqa: PLR2004 - as above

    def path(self, name: str) -> str:
        """Where a file lies at the far side."""
        return f"{self.folder.rstrip('/')}/{name}" if self.folder else name
