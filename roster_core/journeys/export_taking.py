"""The files of a run, looked at or taken out of the system, which is written down."""

from typing import IO

from roster_core.access.audit import Deed
from roster_core.access.rights import User
from roster_core.clock import Clock, utc_now
from roster_core.journeys.clever_export import write_zip
from roster_core.journeys.export_people import people_in
from roster_core.journeys.export_runs import RunView, district_of, read_run, run_file
from roster_core.journeys.seeing import note_seen, note_taken
from roster_core.storage.stored_file import StoredFile
from roster_core.store import Store


def see_run(store: Store, user: User, run_id: str, *, clock: Clock = utc_now) -> RunView:
    """The run as it stands, on a screen that shows the rows of its files.

    Raises:
        Refusal: The user may not, or there is no such run.
    """
    run = read_run(store, user, run_id, clock=clock)
    if run.files:
        deed = Deed(user.login, "export_seen", f"run:{run_id}", people_in(file.name for file in run.files))
        note_seen(store, district_of(run_id), deed, clock=clock)
    return run


def take_file(store: Store, user: User, run_id: str, name: str, *, clock: Clock = utc_now) -> StoredFile:
    """The file `name` of a run, about to be taken out.

    Raises:
        Refusal: The user may not, or the run has no such file.
    """
    kept = run_file(store, user, run_id, name)
    (file,) = (one for one in read_run(store, user, run_id).files if one.name == name)
    facts = {"file": name, "rows": file.rows, "sha256": file.sha256}
    deed = Deed(user.login, "export_file_downloaded", f"run:{run_id}", people_in([name]), facts)
    note_taken(store, district_of(run_id), deed, clock=clock)
    return kept


def take_zip(store: Store, user: User, run_id: str, to: IO[bytes], *, clock: Clock = utc_now) -> None:
    """All files of a run as one ZIP, about to be taken out.

    Raises:
        Refusal: The user may not, or the run has no files.
    """
    run = read_run(store, user, run_id)
    if run.files:
        facts = {"files": {file.name: file.sha256 for file in run.files}}
        persons = people_in(file.name for file in run.files)
        deed = Deed(user.login, "export_zip_downloaded", f"run:{run_id}", persons, facts)
        note_taken(store, district_of(run_id), deed, clock=clock)
    write_zip(store, user, run_id, to)
