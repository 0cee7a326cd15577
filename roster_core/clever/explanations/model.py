"""The explanation of a kind of finding, in a coordinator's words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """What happened, why somebody should care, and the options that decide it; what to do stands with the kind."""

    what: str
    why: str
    options: tuple[str, ...] = ()
