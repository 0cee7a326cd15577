"""What is set of a destination, by method: declared once for form, command line and storage."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Literal, Self, TypeVar

from pydantic import ValidationError, field_validator, model_validator

from roster_core.options import Options, each_option, option
from roster_core.refusals import Refusal

O = TypeVar("O", bound=Options)  # noqa: E741 - the usual name would hide what is bound
_ADDRESS = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$")
_HOST = re.compile(r"^[A-Za-z0-9._:-]+$")
_PORTS = range(1, 1 << 16)
#: When an option is in use.
_SIGNED_IN = {"option": "sign_in", "values": ["password", "oauth2"]}
_OAUTH2 = {"option": "sign_in", "values": ["oauth2"]}
_WITH_DATA = {"option": "content", "values": ["zip"]}


class Method(StrEnum):
    """Ways out; the value is what is stored."""

    SFTP = "SFTP"
    EMAIL = "EMAIL"
    LOCAL = "LOCAL"


class SftpSettings(Options):
    """An account on an SFTP server."""

    host: str = option("", "Host", "The server's name, such as sftp.clever.com.")
    port: int = option(22, "Port", "22 unless the receiver names another one.")
    user: str = option("", "User name", "The account, as the receiver gave it.")
    folder: str = option("", "Folder", "Where the files go. Empty: the folder that the account begins in.")
    verify: Literal["auto", "size", "none"] = option(
        "auto",
        "After sending",
        "How it is made sure that the files have arrived. Servers that hide or move away what was uploaded need “not "
        "verifiable”; nobody can then tell whether a file is whole.",
        labels={"auto": "Read back (large sets: compare sizes)", "size": "Compare sizes", "none": "Not verifiable"},
    )
    mode: Literal["auto", "posix", "plain", "direct"] = option(
        "auto",
        "Putting in place",
        "All files are sent under other names first; only when every one of them is there are the old ones replaced. "
        "What a server allows is found out by itself.",
        labels={
            "auto": "Find out (recommended)",
            "posix": "Replace in one step",
            "plain": "Remove, then rename",
            "direct": "Write straight over the old files",
        },
    )
    quiet_minutes: int = option(
        5,
        "Minutes until the receiver begins",
        "How long after the last change the receiver starts to read the files; Clever waits about 5 minutes. Once one "
        "file was replaced, the rest has to follow within that time.",
    )

    @model_validator(mode="before")
    @classmethod
    def _as_pasted(cls, given: Any) -> Any:
        """People paste whole addresses: `sftp://user@host:port/folder`."""
        if not isinstance(given, dict) or not isinstance(given.get("host"), str):
            return given
        host = given["host"].strip()
        found = re.fullmatch(r"(?:\w+://)?(?:([^@/\s]+)@)?([^:/\s]+)(?::(\d+))?(/\S*)?", host)
        if found is None:
            return {**given, "host": host}
        user, name, port, path = found.groups()
        told: dict[str, Any] = {**given, "host": name}
        if user and not given.get("user"):
            told["user"] = user
        if port and given.get("port", 22) == 22:  # noqa: PLR2004 - nobody chose it
            told["port"] = int(port)
        if path and path.strip("/") and not given.get("folder"):
            told["folder"] = path
        return told

    @field_validator("user", "folder")
    @classmethod
    def _trimmed(cls, value: str) -> str:
        return value.strip()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _require_host(self.host, self.port)
        if not self.user:
            raise ValueError("a user name is needed")
        if not 1 < self.quiet_minutes <= 24 * 60:
            raise ValueError("the receiver has to wait between 2 minutes and a day")
        return self


class MailAccount(Options):
    """An account on a mail server, and the address that messages come from."""

    host: str = option("", "Mail server", "The server's name, such as smtp.office365.com.")
    port: int = option(587, "Port", "587 with STARTTLS, 465 with TLS, 25 in the district's own network.")
    encryption: Literal["starttls", "tls", "plain"] = option(
        "starttls",
        "Encryption",
        "The server's certificate is always checked. “None” is for a relay in the district's own network; no password "
        "is sent to it.",
        labels={"starttls": "STARTTLS", "tls": "TLS", "plain": "None (relay in the own network)"},
    )
    sign_in: Literal["none", "password", "oauth2"] = option(
        "none",
        "Sign in",
        "Microsoft and Google want OAuth2; Google also takes a password made for apps.",
        labels={"none": "Not needed", "password": "User name and password", "oauth2": "OAuth2"},
    )
    user: str = option("", "User name", "The mailbox that signs in.", used_with=_SIGNED_IN)
    token_url: str = option(
        "", "Address for tokens", "Where the provider hands out tokens; begins with https.", used_with=_OAUTH2
    )
    client_id: str = option("", "Client ID", "Of the app that was registered with the provider.", used_with=_OAUTH2)
    scope: str = option(
        "",
        "Scope",
        "What the provider wants to be asked for, such as https://outlook.office.com/SMTP.Send.",
        used_with=_OAUTH2,
    )
    sender: str = option("", "Sender", "The address that messages come from.")


class EmailSettings(MailAccount):
    """An account on a mail server, and who gets what."""

    recipients: tuple[str, ...] = option(
        (), "Recipients", "Who gets the message.", placeholder="Write an address, press Enter"
    )
    content: Literal["notice", "zip"] = option(
        "notice",
        "What is sent",
        "A notice says that files are ready, with their counts and nobody's data. The files themselves go only in a "
        "ZIP that a passphrase opens (AES-256), which is given by another way.",
        labels={"notice": "A notice without data", "zip": "The files in an encrypted ZIP"},
    )
    domains: tuple[str, ...] = option(
        (),
        "Domains that may get data",
        "Only addresses of these domains get the files, such as maplehollow.example.",
        used_with=_WITH_DATA,
    )
    consent: str = option(
        "",
        "Who agreed to data by e-mail",
        "Name and reason; student data by e-mail is advised against everywhere.",
        used_with=_WITH_DATA,
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        require_account(self)
        require_recipients(self.recipients)
        if self.content == "zip" and not (self.domains and self.consent.strip()):
            raise ValueError("data by e-mail needs the domains that may get it, and who agreed to it")
        return self


class FolderSettings(Options):
    """A folder of this server or of a network drive."""

    path: str = option("", "Folder", "The whole path, such as /srv/clever or \\\\server\\share\\clever.")
    layout: Literal["dated", "flat"] = option(
        "dated",
        "Layout",
        "With a folder for each set, readers open “current” and see one whole set or the other. Other programs and "
        "network drives without links want the files in the folder itself.",
        labels={"dated": "A folder for each set, and “current”", "flat": "The files in the folder itself"},
    )
    done_file: str = option("", "Last file", "An empty file that is written last, for programs that wait for one.")
    keep: int = option(30, "Sets to keep", "Older ones are removed; they hold everybody's data.")
    keep_days: int = option(
        90, "Days to keep them", "Sets made earlier are removed too, never the last one. 0: the number alone decides."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.path.strip():
            raise ValueError("a folder is needed")
        if self.keep < 1:
            raise ValueError("the last set is always kept")
        if self.keep_days < 0:
            raise ValueError("sets are kept for a number of days, or 0 for as long as they are among the last")
        if any(sign in self.done_file for sign in "/\\"):
            raise ValueError("the last file lies in the folder itself")
        return self


Settings = SftpSettings | EmailSettings | FolderSettings
KINDS: dict[Method, type[Settings]] = {
    Method.SFTP: SftpSettings,
    Method.EMAIL: EmailSettings,
    Method.LOCAL: FolderSettings,
}
#: What a secret of a destination is called on screen.
SECRETS: dict[Method, dict[str, str]] = {
    Method.SFTP: {"password": "Password", "key": "Private key", "passphrase": "Passphrase of the key"},
    Method.EMAIL: {
        "password": "Password",
        "client_secret": "Client secret",
        "refresh_token": "Refresh token",
        "zip_passphrase": "Passphrase of the ZIP",
    },
    Method.LOCAL: {},
}
#: If one of these changes, secrets are forgotten: an editor could have them sent to a server of their own.
_TIED = ("host", "port", "encryption", "token_url")


def parse_settings(method: Method, given: dict[str, Any]) -> Settings:
    """The settings that are meant.

    Raises:
        Refusal: They do not go together.
    """
    return parse_options(KINDS[method], given, "The destination was not saved.")


def parse_options(kind: type[O], given: Mapping[str, Any], what: str) -> O:
    """The options of a kind that are meant.

    Raises:
        Refusal: They do not go together; `what` was not done.
    """
    try:
        return kind.model_validate(given)
    except ValidationError as exc:
        titles = {name: info.title or name for name, info in each_option(kind)}
        told = []
        for error in exc.errors():
            place = titles.get(str(error["loc"][0]), "") if error["loc"] else ""
            text = str(error["msg"]).removeprefix("Value error, ")
            told.append(f"{place}: {text}" if place else text[:1].upper() + text[1:])
        raise Refusal(what, why=f"{'; '.join(told)}.", fix="Correct it.") from exc


def ties_changed(old: Options, new: Options) -> bool:
    """Whether secrets given for `old` must not be used for `new`."""
    return any(getattr(old, name, None) != getattr(new, name, None) for name in _TIED)


def label_of(settings: Settings) -> str:
    """Where it goes, in a few words without anything secret."""
    if isinstance(settings, SftpSettings):
        port = "" if settings.port == 22 else f":{settings.port}"  # noqa: PLR2004 - the port of SSH
        folder = f"/{settings.folder.strip('/')}" if settings.folder else ""
        return f"{settings.user}@{settings.host}{port}{folder}"
    return ", ".join(settings.recipients) if isinstance(settings, EmailSettings) else settings.path


def carries_data(settings: Settings) -> bool:
    """Whether the files themselves go there."""
    return not isinstance(settings, EmailSettings) or settings.content == "zip"


def require_account(account: MailAccount) -> None:
    """Raise a `ValueError` unless messages can be sent with it."""
    _require_host(account.host, account.port)
    if not _ADDRESS.match(account.sender):
        raise ValueError(f"“{account.sender}” is no e-mail address")
    if account.sign_in != "none" and (account.encryption == "plain" or not account.user):
        raise ValueError("signing in needs a user name and encryption")
    if account.sign_in == "oauth2" and not (account.token_url.startswith("https://") and account.client_id):
        raise ValueError("OAuth2 needs a client ID and an address for tokens that begins with https")


def require_recipients(recipients: Collection[str]) -> None:
    """Raise a `ValueError` unless there are some, all of them addresses."""
    if wrong := [one for one in recipients if not _ADDRESS.match(one)]:
        raise ValueError(f"“{wrong[0]}” is no e-mail address")
    if not recipients:
        raise ValueError("a recipient is needed")


def _require_host(host: str, port: int) -> None:
    if not _HOST.match(host):
        raise ValueError("the host is the server's name alone" if host else "a host is needed")
    if port not in _PORTS:
        raise ValueError("a port is a number from 1 to 65535")
