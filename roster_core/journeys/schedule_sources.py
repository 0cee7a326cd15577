"""Where a schedule picks the roster up: declared once for form, command line and storage."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import ValidationError, model_validator
from sqlmodel import Session

from roster_core.journeys.destinations import profiles_of, view
from roster_core.options import Options, each_option, option
from roster_core.refusals import Refusal
from roster_core.roster.tables.delivery import Destination

_FETCHED = {"option": "kind", "values": ["folder", "sftp"]}


class Source(Options):
    """Where the roster comes from before each run."""

    kind: Literal["loaded", "folder", "sftp"] = option(
        "loaded",
        "Roster",
        "The roster that is loaded at that time, or the newest files that your student information system has put "
        "somewhere: they are checked, compared and loaded first.",
        labels={
            "loaded": "As it is loaded at that time",
            "folder": "Newest files in a folder",
            "sftp": "Newest files on an SFTP server",
        },
    )
    path: str = option(
        "", "Folder", "The whole path, such as /srv/sis-export.", used_with={"option": "kind", "values": ["folder"]}
    )
    account: str = option(
        "",
        "SFTP server",
        "One of the page Destinations that no profile sends to; its folder is looked into.",
        used_with={"option": "kind", "values": ["sftp"]},
        choices="account",
    )
    form: Literal["auto", "roster", "clever", "oneroster"] = option(
        "auto",
        "Format",
        "How the files are read. A saved column mapping stands over it.",
        labels={"auto": "Find out", "roster": "Roster CSV", "clever": "Clever CSV", "oneroster": "OneRoster"},
        used_with=_FETCHED,
    )
    mapping: str = option(
        "", "Column mapping", "One that was saved on the page Load a roster.", used_with=_FETCHED, choices="mapping"
    )
    done_file: str = option(
        "",
        "Last file",
        "A file that your system writes when all others are complete, such as done.txt. Empty: files count as complete "
        "when they have stood still for a while.",
        used_with=_FETCHED,
    )
    still_s: int = option(
        30, "Seconds without change", "So long all files have to stay as they are.", used_with=_FETCHED
    )
    wait_minutes: int = option(
        60, "Minutes to wait", "So long is waited for files that are not there or still change.", used_with=_FETCHED
    )
    max_age_h: int = option(
        0, "Oldest files, in hours", "Files older than that are not good enough, and the run fails. 0: any age.",
        used_with=_FETCHED,
    )  # fmt: skip

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "folder" and not self.path.strip():
            raise ValueError("a folder is needed to pick the roster up from")
        if self.kind == "sftp" and not self.account:
            raise ValueError("an SFTP server is needed to pick the roster up from")
        if not 1 <= self.still_s <= 600:  # noqa: PLR2004 - ten minutes
            raise ValueError("files have to stand still between 1 and 600 seconds")
        if not 0 <= self.wait_minutes <= 240:  # noqa: PLR2004 - four hours
            raise ValueError("files are waited for between 0 and 240 minutes")
        if self.max_age_h < 0 or any(sign in self.done_file for sign in "/\\"):
            raise ValueError("an age is a number of hours, and the last file lies beside the others")
        return self

    @property
    def picks_up(self) -> bool:
        """Whether files are fetched before each run."""
        return self.kind != "loaded"


def parse_source(given: Mapping[str, Any]) -> Source:
    """The source that is meant.

    Raises:
        Refusal: What is set does not go together.
    """
    try:
        return Source.model_validate(dict(given))
    except ValidationError as exc:
        titles = {name: info.title or name for name, info in each_option(Source)}
        told = []
        for error in exc.errors():
            place = titles.get(str(error["loc"][0]), "") if error["loc"] else ""
            text = str(error["msg"]).removeprefix("Value error, ")
            told.append(f"{place}: {text}" if place else text[:1].upper() + text[1:])
        raise Refusal("The schedule was not saved.", why=f"{'; '.join(told)}.", fix="Correct it.") from exc


def source_hindrance(session: Session, district_id: int, source: Source) -> str:
    """Why nothing can be picked up there, one sentence; blank = it can, as far as is known without trying."""
    if source.kind == "folder" and not Path(source.path).is_absolute():
        return f"{source.path} is no whole path."
    if source.kind != "sftp":
        return ""
    row = session.get(Destination, (district_id, source.account))
    if row is None or row.deleted_at is not None:
        return "The SFTP server that the roster is picked up from was deleted."
    if row.method != "SFTP":
        return f"“{row.name}” is no SFTP server."
    if profiles_of(session, row):
        return f"“{row.name}” is where files are sent; a roster is picked up from another account."
    return view(session, row).hindrance


def source_label(session: Session, district_id: int, source: Source) -> str:
    """Where the roster comes from, in a few words."""
    if source.kind == "folder":
        return source.path
    if source.kind == "sftp":
        row = session.get(Destination, (district_id, source.account))
        return row.name if row else source.account
    return ""
