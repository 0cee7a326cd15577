"""The export over the database, in a process of its own: what the process does, and how it is asked (export-engine §1).

A second SQLite library in the process that holds the file open can corrupt it, so callers use `export_in_child`.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from roster_core.refusals import Refusal
from roster_core.settings import PROJECT

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
    secret_set: bool = False


@dataclass(frozen=True)
class SentFile:
    """A file that was written: rows without the header, bytes, SHA-256 in hex."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Result:
    """What a run wrote: its files (none if the profile ended the run), findings by severity, and where those are."""

    files: tuple[SentFile, ...]
    finding_counts: dict[str, int]
    findings: Path

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
    from roster_core.clever.adbc_source import open_source  # noqa: PLC0415 - see above
    from roster_core.clever.build import build  # noqa: PLC0415 - see above
    from roster_core.clever.option_file import parse_options  # noqa: PLC0415 - see above
    from roster_core.clever.output import into_folder  # noqa: PLC0415 - see above
    from roster_core.findings import counts  # noqa: PLC0415 - see above

    with open_source(request.url, request.district_id) as source, into_folder(request.folder) as output:
        run = build(
            source,
            parse_options(request.options),
            output,
            today=request.today,
            secret_set=request.secret_set,
            scratch=request.folder,
            progress=progress,
        )
        files = tuple(SentFile(file.name, file.rows, file.size, file.sha256) for file in output.publish())
    run.findings.write_parquet(request.findings)
    return Result(files, {severity.value: n for severity, n in counts(run.findings).items()}, request.findings)


def export_in_child(request: Request, progress: Progress) -> Result:
    """Run the export in a child process and wait for it; `progress` is called in this one.

    Raises:
        Refusal: The export was refused.
        RuntimeError: The child ended without an answer; its last words are in the message.
    """
    # The package need not be installed; where the caller stands stays the same, as the URL may be relative to it.
    path = os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(
            [sys.executable, "-m", "roster_core.clever.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": path},
            text=True,
            encoding="utf-8",
        ) as child:
            try:
                _ask(child, request)
                answer = _listen(child, progress)
            finally:
                child.kill()  # it has said its last word, or nobody listens any more
        if answer is None:
            raise RuntimeError(f"The export process ended without an answer: {_last_words(errors)}")
    return answer


def _ask(child: "subprocess.Popen[str]", request: Request) -> None:
    # Through the pipe, not the command line: the URL may hold a password.
    with suppress(BrokenPipeError), _piped(child.stdin) as question:  # one that could not start says why elsewhere
        question.write(as_json(request))


def _listen(child: "subprocess.Popen[str]", progress: Progress) -> Result | None:
    for line in _piped(child.stdout):
        match json.loads(line):
            case {"progress": [done, total, what]}:
                progress(done, total, what)
            case {"refusal": {"what": what, "why": why, "fix": fix}}:
                raise Refusal(what, why=why, fix=fix)
            case {"result": said}:
                files = tuple(SentFile(**file) for file in said["files"])
                return Result(files, said["finding_counts"], Path(said["findings"]))
    return None


def _piped(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the child was started without pipes")
    return pipe


def as_json(request: Request) -> str:
    """The request as one JSON document; dates are written as they stand in a stored profile."""
    return json.dumps(asdict(request), default=str)


def from_json(text: str) -> Request:
    """The request that `as_json` wrote."""
    raw = json.loads(text)
    paths = {name: Path(raw[name]) for name in ("folder", "findings")}
    return Request(**{**raw, **paths, "today": date.fromisoformat(raw["today"])})


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
