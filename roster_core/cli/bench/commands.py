"""The group `bench` with all its commands."""

from roster_core.cli.bench import check, delivery, diff, emails, export, load, page, photos, preview, storage, upload
from roster_core.cli.bench import zip as zip_
from roster_core.cli.bench.group import bench

_MODULES = (load, export, preview, page, check, diff, photos, emails, upload, zip_, delivery, storage)
COMMANDS = tuple(module.__name__.rpartition(".")[2] for module in _MODULES)

__all__ = ["COMMANDS", "bench"]
