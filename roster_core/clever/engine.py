"""The export over the database, in a process of its own: what the process does, and how it is asked (export-engine §1).

A second SQLite library in the process that holds the file open can corrupt it, so callers use `export_in_child`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from roster_core.clever.process import Child

#: Told steps done, steps in all, and what comes next.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Request:
    """What to export and where to.

    `url` as in `Settings.url`; `options` are field names and values as in a stored profile; `today` is the day in the
    district's time zone; the files go into `folder`, the findings as Parquet to `findings`.
    """

    url: str = field(repr=False)  # credentials may be in it
    district_id: int
    options: Mapping[str, Any]
    today: date
    folder: Path
    findings: Path
    #: The district's secret, if it has one.
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SentFile:
    """A file that was written: rows without the header, bytes, SHA-256 in hex."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Result:
    """What a run wrote: its files (none if the profile ended the run), findings by severity, and where those are.

    `tables` are the further tables of the run that have rows, as Parquet files by name (as in `build.Export`).
    """

    files: tuple[SentFile, ...]
    finding_counts: dict[str, int]
    findings: Path
    tables: Mapping[str, Path] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by file."""
        return {file.name: file.rows for file in self.files}


def export(request: Request, progress: Progress) -> Result:
    """Run the export. Only for a process that does not hold the database open otherwise.

    Raises:
        Refusal: The database has no such district.
    """
    # Imported here, so that whoever only asks for an export does not carry the readers.
    from roster_core.clever.build import build  # noqa: PLC0415 - see above
    from roster_core.clever.output import into_folder  # noqa: PLC0415 - see above
    from roster_core.clever.profile.file import parse_options  # noqa: PLC0415 - see above
    from roster_core.clever.source.adbc import open_source  # noqa: PLC0415 - see above
    from roster_core.findings import counts  # noqa: PLC0415 - see above

    with open_source(request.url, request.district_id) as source, into_folder(request.folder) as output:
        run = build(
            source,
            parse_options(request.options),
            output,
            today=request.today,
            secret=request.secret,
            scratch=request.folder,
            progress=progress,
        )
        files = tuple(SentFile(file.name, file.rows, file.size, file.sha256) for file in output.publish())
    run.findings.write_parquet(request.findings)
    tables = {name: request.findings.with_name(f"{name}.parquet") for name, rows in run.tables.items() if len(rows)}
    for name, path in tables.items():
        run.tables[name].write_parquet(path)
    found = {severity.value: n for severity, n in counts(run.findings).items()}
    return Result(files, found, request.findings, tables)


def export_in_child(request: Request, progress: Progress) -> Result:
    """Run the export in a child process and wait for it; `progress` is called in this one.

    Raises:
        Refusal: The export was refused.
        EndedError: The child ended without an answer; its last words are in the message.
    """
    with Child("roster_core.clever.child") as child:
        child.say({"request": as_json(request)})
        while True:
            match child.hear().said:
                case {"progress": [done, total, what]}:
                    progress(done, total, what)
                case {"result": said}:
                    files = tuple(SentFile(**file) for file in said["files"])
                    tables = {name: Path(path) for name, path in said["tables"].items()}
                    return Result(files, said["finding_counts"], Path(said["findings"]), tables)


def as_json(request: Request) -> str:
    """The request as one JSON document; dates are written as they stand in a stored profile."""
    return json.dumps(asdict(request), default=str)


def from_json(text: str) -> Request:
    """The request that `as_json` wrote."""
    raw = json.loads(text)
    paths = {name: Path(raw[name]) for name in ("folder", "findings")}
    return Request(**{**raw, **paths, "today": date.fromisoformat(raw["today"])})
