"""What checking photos can find, in a coordinator's words (batch-updates §3.2, photos §1)."""

from roster_core.batches import kinds as shared
from roster_core.findings import Kind, Severity

TYPE_NOT_ALLOWED = shared.TYPE_NOT_ALLOWED
EXTENSION_MISMATCH = shared.EXTENSION_MISMATCH
DIMENSIONS = Kind(
    "DIMENSIONS",
    Severity.ERROR,
    "It is {width} × {height} px; {limits} is taken.",
    "A larger photo can be reduced and cropped here; for a smaller one ask the photographer for a larger export.",
)
TOO_MANY_SCANS = Kind(
    "TOO_MANY_SCANS",
    Severity.ERROR,
    "It is not a usable photo: {scans} scans where cameras make at most 15.",
    "Open it in a picture program and save it again.",
)
UNREADABLE = shared.UNREADABLE
DAMAGED = Kind(
    "DAMAGED",
    Severity.WARNING,
    "Part of the picture may be damaged ({what}).",
    "Look at the whole picture. Accept the warning only if nothing is missing.",
)
TOOK_TOO_LONG = shared.TOOK_TOO_LONG
TOOK_TOO_MUCH = shared.TOOK_TOO_MUCH
ANIMATED = Kind(
    "ANIMATED",
    Severity.WARNING,
    "It moves; only its first picture is used.",
    "Look whether the first picture shows the person.",
)
LANDSCAPE = Kind("LANDSCAPE", Severity.WARNING, "It is wider than high.", "Turn or crop it if it should be upright.")
LOW_DETAIL = Kind("LOW_DETAIL", Severity.WARNING, "It is almost one colour.", "Look whether anybody is on it.")
DUPLICATE_IMAGE = Kind(
    "DUPLICATE_IMAGE",
    Severity.WARNING,
    "The same picture is {where}.",
    "One of the two has the wrong name: look who is on it.",
)
SIMILAR_IMAGE = Kind(
    "SIMILAR_IMAGE",
    Severity.WARNING,
    "It looks like the same picture as {name}, which is for somebody else.",
    "Look at both.",
)
LOCATION_REMOVED = Kind("LOCATION_REMOVED", Severity.INFO, "The place where it was taken is removed from it.")
WILL_BE_FITTED = Kind("WILL_BE_FITTED", Severity.INFO, "It is stored as it was made to fit; the original is kept.")
#: Every kind above.
KINDS: tuple[Kind, ...] = (
    TYPE_NOT_ALLOWED,
    EXTENSION_MISMATCH,
    DIMENSIONS,
    TOO_MANY_SCANS,
    UNREADABLE,
    DAMAGED,
    TOOK_TOO_LONG,
    TOOK_TOO_MUCH,
    ANIMATED,
    LANDSCAPE,
    LOW_DETAIL,
    DUPLICATE_IMAGE,
    SIMILAR_IMAGE,
    LOCATION_REMOVED,
    WILL_BE_FITTED,
)
