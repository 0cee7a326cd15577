"""Photos come in: how many, what lies beside them in a ZIP, and what examining each tells."""

from collections.abc import Mapping, Sequence

from roster_core.batches.amounts import check_size
from roster_core.batches.tables import Batch
from roster_core.findings import Finding
from roster_core.journeys.batches.carrier import Examined, File, Intake, Limits
from roster_core.journeys.batches.photo_side import read_side
from roster_core.photos.check import PhotoCheck
from roster_core.photos.exchange import check_to
from roster_core.photos.fit import Fitted
from roster_core.photos.limits import Decoder
from roster_core.photos.pool import decoding
from roster_core.photos.rules import PhotoRules
from roster_core.photos.stored import plan_text


def rules_of(batch: Batch) -> PhotoRules:
    """The rules in force for a batch of photos."""
    return PhotoRules.model_validate(batch.settings["rules"])


def limits(batch: Batch) -> Limits:
    """How much a batch of photos takes."""
    rules = rules_of(batch)
    return Limits(rules.max_bytes, rules.max_files, rules.max_archive_files)


def examine(batch: Batch, files: Sequence[File], full: Mapping[str, Finding]) -> list[Examined]:
    """Check and decode photos in a process of its own, with limits."""
    rules = rules_of(batch)
    with decoding() as decoder:
        return [_examined(file, full.get(file.path), rules, decoder) for file in files]


def _examined(file: File, full: Finding | None, rules: PhotoRules, decoder: Decoder) -> Examined:
    if full is not None:
        return _told(PhotoCheck(file.name, file.size, findings=(full,)), None)
    if file.data is None:
        return _told(
            PhotoCheck(file.name, file.size, findings=tuple(check_size(file.name, file.size, rules.max_bytes))), None
        )
    return _told(*decoder.examine(file.name, file.data, rules))


def _told(check: PhotoCheck, small: Fitted | None) -> Examined:
    """A photo of which there is no small picture cannot be used, so its bytes are not kept."""
    facts = {"check": check_to(check), "offer": plan_text(check.plan)}
    return Examined(facts, check.sha256, small, keeps=small is not None)


INTAKE = Intake(limits, read_side, examine)
