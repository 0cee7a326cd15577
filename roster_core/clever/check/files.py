"""F rules: which files are there, under which names, and whether anything can be read from them."""

from collections.abc import Iterator

from roster_core.clever.check import kinds
from roster_core.clever.folders.folder import Folder
from roster_core.clever.folders.reading import Fault
from roster_core.clever.spec.files import CORE
from roster_core.clever.spec.people import ADMINS, STAFF
from roster_core.findings import Finding


def check_files(folder: Folder) -> Iterator[Finding]:
    """Findings about whole files; their row key is blank."""
    unread = {fault.name for fault in folder.faults}
    for file in CORE:
        if file.name not in folder.files and file.name not in unread:
            yield Finding(kinds.F01, file.name)
    for fault in folder.faults:
        kind = kinds.F03 if fault.fault is Fault.NO_HEADER else kinds.F00
        yield Finding(kind, fault.name, facts={"why": fault.why})
    yield from _check_names(folder)
    for csv_file in folder.files.values():
        if csv_file.spec.is_core and csv_file.frame.is_empty() and csv_file.shifted.is_empty():
            yield Finding(kinds.F04, csv_file.name, facts={"things": csv_file.spec.things})
    if ADMINS.name in folder.files:
        both = ", which is there too" if STAFF.name in folder.files else ""
        yield Finding(kinds.F06, ADMINS.name, facts={"both": both})


def _check_names(folder: Folder) -> Iterator[Finding]:
    for odd in folder.misnamed:
        what = "it was checked under that name" if odd.is_read else "this file was not checked"
        yield Finding(kinds.F02, odd.found, facts={"wanted": odd.wanted, "what": what})
    for name in folder.unknown:
        yield Finding(kinds.F05, name)
