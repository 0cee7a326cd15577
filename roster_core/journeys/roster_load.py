"""Loading a roster: files given → checked and compared → looked at → switched, or left alone."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster_core.access.audit import Deed, record
from roster_core.access.rights import Right, User, require_everywhere
from roster_core.clock import Clock, new_id, utc_now
from roster_core.jobs.queue import Work
from roster_core.journeys.asking import ROSTER_CHECK, ROSTER_SWITCH, ask
from roster_core.journeys.districts import find_district, next_district_id
from roster_core.journeys.roster_loads import district_of, load_row, read_load
from roster_core.refusals import Refusal
from roster_core.roster.tables.records import RosterLoad
from roster_core.storage.stored_file import StoredFile
from roster_core.store import Store

#: States in which nobody works on a load and it can still be switched or discarded.
OPEN_STATES = ("previewed", "held")


@dataclass(frozen=True)
class LoadRequest:
    """What is asked of a load beside its files; see `roster_core.roster.formats` for the meaning of the parts."""

    format: str = "auto"
    assumptions: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] | None = None
    mapping: Mapping[str, Any] | None = None
    district_code: str | None = None

    def as_json(self, source: Path) -> dict[str, Any]:
        """The request as it is stored, with the place of the files."""
        parts = {"assumptions": self.assumptions, "facts": self.facts, "mapping": self.mapping}
        return {
            "source": str(source),
            "format": self.format,
            "district_code": self.district_code,
            **{name: dict(part) if part is not None else None for name, part in parts.items()},
        }


def begin(
    store: Store,
    user: User,
    source: Path,
    request: LoadRequest,
    *,
    load_id: str | None = None,
    clock: Clock = utc_now,
) -> str:
    """Note a load of the files at `source` (a folder or ZIP) and return its ID; `check` is what to do next.

    A `load_id` that was handed out before is begun once; it begins with the number of the district and a hyphen.

    Raises:
        Refusal: The user may not, or no district is meant clearly.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    district = find_district(store, request.district_code)
    district_id = district.district_id if district else next_district_id(store)
    now = clock()
    load_id, given = load_id or f"{district_id}-{new_id(clock)}", load_id is not None
    with store.writing(district_id) as session:
        if given and session.get(RosterLoad, (district_id, load_id)) is not None:
            return load_id
        session.add(
            RosterLoad(
                district_id=district_id,
                load_id=load_id,
                state="checking",
                format=request.format,
                request=request.as_json(source.resolve()),
                compared_with=district.load_id if district else None,
                by=user.login,
                created_at=now,
                updated_at=now,
            )
        )
    return load_id


def collect(store: Store, files: Mapping[str, Path | StoredFile]) -> Path:
    """Bring uploaded files (name as the browser gave it → where it lies) together as the source of a load.

    One ZIP is the source by itself; anything else becomes a folder of its own. The uploaded files are moved.
    """
    folder = store.settings.data_dir / "loads" / new_id()
    folder.mkdir(parents=True)
    names = list(files)
    if len(names) == 1 and names[0].lower().endswith(".zip"):
        _move(files[names[0]], folder / "roster.zip")
        return folder / "roster.zip"
    for name, file in files.items():
        _move(file, folder / (Path(name.replace("\\", "/")).name or "file"))
    return folder


def _move(file: Path | StoredFile, to: Path) -> None:
    if isinstance(file, StoredFile) and file.sealed:  # tables are read by what takes plain files only
        file.copy_to(to)
        file.path.unlink()
        return
    shutil.move(file.path if isinstance(file, StoredFile) else file, to)


def check_in_background(store: Store, load_id: str) -> None:
    """Let a worker check the load; its state tells how far it is."""
    _ask(store, ROSTER_CHECK, load_id)


def confirm(
    store: Store, user: User, load_id: str, *, approve: bool = False, reason: str = "", clock: Clock = utc_now
) -> None:
    """Say that the load shall become the roster; `work.carry_out` or `switch_in_background` is what to do next.

    Raises:
        Refusal: The user may not, the load is not open, or it is held and not approved with a reason.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    with store.writing(district_of(load_id)) as session:
        row = load_row(session, load_id)
        if row.state not in OPEN_STATES:
            raise Refusal(
                "The load was not confirmed.",
                why=f"It is {row.state}.",
                fix="Only a load that was checked and not yet switched can be confirmed.",
            )
        if row.state == "held":
            if not approve or not reason.strip():
                raise Refusal(
                    "The load was not confirmed.",
                    why=" ".join(row.holds),
                    fix="Look at what would be gone. If it is right, approve the load and say why.",
                )
            row.approved_by, row.approval_reason = user.login, reason.strip()
        row.state, row.step, row.error, row.updated_at = "switching", "", None, clock()
        facts = {"holds": list(row.holds), "files": {one["name"]: one["sha256"] for one in row.sources}}
        given = row.approval_reason or "" if row.holds else ""
        deed = Deed(user.login, "roster_load_confirmed", f"load:{load_id}", facts=facts, reason=given)
        record(session, row.district_id, deed, now=row.updated_at)


def switch_in_background(store: Store, load_id: str) -> None:
    """Let a worker switch the roster."""
    _ask(store, ROSTER_SWITCH, load_id)


def _ask(store: Store, handler: str, load_id: str) -> None:
    district_id = district_of(load_id)
    with store.reading(district_id) as session:
        by = load_row(session, load_id).by
    ask(store, district_id, Work(handler, load_id, by, lane="roster"))


def discard(store: Store, user: User, load_id: str, *, clock: Clock = utc_now) -> None:
    """Set a load aside that is not to become the roster; its findings stay.

    Raises:
        Refusal: The user may not, or the load is being worked on or has been switched.
    """
    require_everywhere(user, Right.ROSTER_LOAD)
    view = read_load(store, user, load_id)
    if view.running or view.state == "loaded":
        raise Refusal("The load was not set aside.", why=f"It is {view.state}.", fix="Wait until it is finished.")
    with store.writing(district_of(load_id)) as session:
        row = load_row(session, load_id)
        row.state, row.updated_at = "discarded", clock()
        record(
            session, row.district_id, Deed(user.login, "roster_load_discarded", f"load:{load_id}"), now=row.updated_at
        )
