"""The rule sets for photos; every number can be changed by a district (batch-updates §3.1)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from roster_core.batches.people import Criterion, Target
from roster_core.options import Options, option
from roster_core.photos.types import PhotoType

#: No rule set may go beyond these (photos §1, check 5).
MAX_PIXELS = 50_000_000
MAX_SIDE = 15_000
#: Nor beyond this (check 1), counted inclusively.
MAX_BYTES = 10 << 20


class RuleSet(StrEnum):
    """The two rule sets; the value is stored and the word of the command line."""

    GATEWAY = "gateway"
    GENERAL = "general"


class PhotoRules(Options):
    """What a photo must be; sizes in pixels as one sees the picture, all limits inclusive."""

    types: tuple[PhotoType, ...] = option(
        (PhotoType.JPEG,), "Types", "Decided by a file's content, not by its extension.", source="batch-updates §3.1"
    )
    min_width: int = option(480, "Smallest width (px)", "A narrower photo is refused.", source="batch-updates §3.1")
    max_width: int = option(960, "Largest width (px)", "A wider photo can be reduced.", source="batch-updates §3.1")
    min_height: int = option(600, "Smallest height (px)", "A lower photo is refused.", source="batch-updates §3.1")
    max_height: int = option(1200, "Largest height (px)", "A higher photo can be reduced.", source="batch-updates §3.1")
    max_bytes: int = Field(
        MAX_BYTES,
        ge=1,
        le=MAX_BYTES,
        title="Largest file (bytes)",
        description="10 MB are 10,485,760 bytes.",
        json_schema_extra={"source": "batch-updates §3.1"},
    )
    max_files: int = option(
        200, "Files in a batch", "Those beyond are refused; the first stay.", source="batch-updates §3.1"
    )
    max_archive_files: int = option(
        200, "Files in a ZIP", "How many files a ZIP may hold.", source="batch-updates §3.1"
    )

    @model_validator(mode="after")
    def _orderly(self) -> Self:
        """Raises: ValueError: nothing could meet the rules."""
        if not self.types:
            raise ValueError("Choose at least one type.")
        for low, high in ((self.min_width, self.max_width), (self.min_height, self.max_height)):
            if not 1 <= low <= high <= MAX_SIDE:
                raise ValueError(
                    f"A smallest side must be at least 1, the largest one not below it nor over {MAX_SIDE}."
                )
        if self.min_width * self.min_height > MAX_PIXELS:
            raise ValueError(f"The smallest photo would have more than {MAX_PIXELS} pixels.")
        if min(self.max_files, self.max_archive_files) < 1:
            raise ValueError("A batch holds at least one file.")
        return self

    @property
    def limits(self) -> str:
        """The sizes in words."""
        return f"{self.min_width}–{self.max_width} × {self.min_height}–{self.max_height} px"

    def takes(self, width: int, height: int) -> bool:
        """Whether a picture of this size is within the limits."""
        return self.min_width <= width <= self.max_width and self.min_height <= height <= self.max_height


GATEWAY = PhotoRules()
GENERAL = PhotoRules(
    types=tuple(PhotoType),
    min_width=1,
    max_width=10_000,
    min_height=1,
    max_height=10_000,
    max_archive_files=5_000,
)
#: The rule sets as they are until a district changes them.
RULES: Mapping[RuleSet, PhotoRules] = {RuleSet.GATEWAY: GATEWAY, RuleSet.GENERAL: GENERAL}
#: Whose photos a rule set is for.
TARGETS: Mapping[RuleSet, tuple[Target, ...]] = {
    RuleSet.GATEWAY: (Target.STUDENTS,),
    RuleSet.GENERAL: (Target.STUDENTS, Target.STAFF),
}


def default_criterion(rules: RuleSet, target: Target) -> Criterion:
    """The criterion chosen until the user chose another."""
    if target is Target.STAFF:
        return Criterion.STAFF_ID
    return Criterion.WEBLOGIN_ID if rules is RuleSet.GATEWAY else Criterion.DISTRICT_NUMBER
