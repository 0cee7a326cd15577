"""`bench photos`: what taking photos in costs, beside decoding them strictly and making small pictures only."""

import csv
import os
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import click

from roster_core.batches.archive import Archive
from roster_core.cli.bench.group import bench, rounds_option
from roster_core.cli.bench.pictures import pictures, write_zip
from roster_core.cli.bench.place import CLI, Place, program
from roster_core.cli.measure import Cost, measure, median

_FLOOR, _VIPS, _INGEST, _BATCH = (
    "strict decode of every photo",
    "vipsthumbnail, small pictures only",
    "ingest: all steps, no batch",
    "a batch: uploaded, checked, confirmed, carried out",
)
_STRICTLY = """
import sys, zipfile, simplejpeg
how = dict(colorspace="GRAY", fastdct=True, min_height=1, min_width=1, min_factor=8, strict=True)
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        simplejpeg.decode_jpeg(archive.read(name), **how)
"""
_ALONE = "import sys; from roster_core.cli.bench.photos import ingest; ingest(*sys.argv[1:])"
_PIECE = 25


@bench.command("photos")
@click.option("--photos", "count", default=200, show_default=True, help="How many photos.")
@click.option("--camera", is_flag=True, help="As large as they come from a camera (4000×5000).")
@rounds_option
def photos(count: int, rounds: int, *, camera: bool) -> int:
    """Take photos in, against strict decoding and `vipsthumbnail`: processor time, less that of a single photo."""
    vips = program("vipsthumbnail", "libvips-tools")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        place = Place(folder / "district")
        place.folder.mkdir()
        place.load(max(1000, count * 5 // 4))
        names = _names(place, count)
        many, one = folder / "many.zip", folder / "one.zip"
        write_zip(many, names, pictures(count, camera=camera))
        write_zip(one, names[:1], pictures(1, camera=camera))
        costs: dict[str, list[Cost]] = {}
        for number in range(rounds):
            for label in (_FLOOR, _VIPS, _INGEST, _BATCH):
                told = [_cost(label, path, place, folder / f"{number}", vips) for path in (many, one)]
                costs.setdefault(label, []).append(_less(*told))
        _tell({label: median(found) for label, found in costs.items()}, count - 1)
    return 0


def ingest(path: str, folder: str) -> None:
    """Read a ZIP, check, strip and keep every photo with its original, and the small ones in a database."""
    from roster_core.photos.check import examine_photo  # noqa: PLC0415
    from roster_core.photos.fit import normalise  # noqa: PLC0415
    from roster_core.photos.rules import GENERAL  # noqa: PLC0415
    from roster_core.settings import Settings  # noqa: PLC0415
    from roster_core.storage.objects import open_objects  # noqa: PLC0415 - only where it is carried out

    objects = open_objects(Settings(data_dir=Path(folder)))
    database = sqlite3.connect(Path(folder) / "small.sqlite3")
    database.execute("pragma journal_mode=wal")
    database.execute("create table small (content text primary key, likeness text, data blob)")
    archive = Archive(Path(path))
    for start in range(0, len(archive.entries), _PIECE):
        entries = archive.entries[start : start + _PIECE]
        given = [archive.read(entry) for entry in entries]
        examined = [examine_photo(entry.name, data, GENERAL) for entry, data in zip(entries, given, strict=True)]
        shown = [normalise(data) for data in given]
        objects.put_all(1, "upload", [(data, "") for data in given])
        objects.put_all(1, "photo", [(one.data, one.type.suffix) for one in shown])
        rows = [(check.sha256, str(check.likeness), small.data) for check, small in examined if small is not None]
        with database:
            database.executemany("insert into small values (?, ?, ?)", rows)
    database.close()


def _names(place: Place, count: int) -> list[str]:
    with (place.folder / "roster" / "students.csv").open(encoding="utf-8") as file:
        return [f"{row['district_number']}.jpg" for row in islice(csv.DictReader(file), count)]


def _cost(label: str, path: Path, place: Place, folder: Path, vips: str) -> Cost:
    """What one way costs as a whole process, in a folder that is empty before and gone after it."""
    folder.mkdir()
    try:
        return measure(_command(label, path, place, folder, vips), _environment(folder), ok=(0, 1))
    finally:
        shutil.rmtree(folder)


def _command(label: str, path: Path, place: Place, folder: Path, vips: str) -> Sequence[str]:
    if label == _FLOOR:
        return [sys.executable, "-c", _STRICTLY, str(path)]
    if label == _INGEST:
        return [sys.executable, "-c", _ALONE, str(path), str(folder)]
    if label == _BATCH:
        shutil.copytree(place.folder / "data", folder / "data")
        return [*CLI, "photos", "upload", str(path), "--match", "district_number", "--accept-warnings", "--confirm"]
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)  # our own, its names are numbers
    found = sorted(map(str, folder.glob("*.jpg")))
    return [vips, "--size", "240x300", "--output", str(folder / "small-%s.jpg"), *found]


def _environment(folder: Path) -> Mapping[str, str]:
    ours = {"ROSTER_DATA_DIR": str(folder / "data"), "ROSTER_DATABASE_URL": "", "VIPS_CONCURRENCY": "1"}
    return {**os.environ, **ours}


def _less(many: Cost, one: Cost) -> Cost:
    """The cost of all photos but one, without what starting costs."""
    return Cost(many.wall_s - one.wall_s, many.cpu_s - one.cpu_s, many.peak_mb, many.private_mb)


def _tell(costs: Mapping[str, Cost], count: int) -> None:
    click.echo(f"{'':52}{'CPU ms each':>12}{'wall ms':>9}{'peak MB':>9}{'× decode':>10}{'× vips':>8}{'× ingest':>10}")
    for label, cost in costs.items():
        ratios = [cost.cpu_s / costs[other].cpu_s for other in (_FLOOR, _VIPS, _INGEST)]
        told = f"{ratios[0]:>10.2f}{ratios[1]:>8.2f}{ratios[2]:>10.2f}"
        click.echo(
            f"{label:52}{cost.cpu_s / count * 1000:>12.2f}{cost.wall_s / count * 1000:>9.1f}{cost.peak_mb:>9.0f}{told}"
        )
