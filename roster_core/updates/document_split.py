"""One long PDF cut by student: which pages are whose, as the text of each page tells it (batch-updates §5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from roster_core.updates.document_text import Said


@dataclass(frozen=True)
class Part:
    """Pages that follow one another, counted from 1, both ends included.

    `person_id` is whom they name, `None` for nobody; `unnamed` are pages of it that name nobody, `several` those that
    name others too.
    """

    first: int
    last: int
    person_id: int | None = None
    unnamed: tuple[int, ...] = ()
    several: tuple[int, ...] = ()


def propose_parts(pages: Sequence[Said]) -> tuple[Part, ...]:
    """A new part begins where another student is named; pages that name nobody belong to the part before."""
    parts: list[Part] = []
    for number, said in enumerate(pages, start=1):
        last = parts[-1] if parts else None
        if last is not None and (not said.named or last.person_id in said.named):
            parts[-1] = _longer(last, number, said)
        else:
            parts.append(_longer(Part(number, number, said.named[0] if said.named else None), number, said))
    return tuple(parts)


def wrong_ranges(ranges: Sequence[tuple[int, int]], pages: int) -> str:
    """Why a PDF of so many pages cannot be cut so; blank if it can."""
    for first, last in ranges:
        if not 1 <= first <= last <= pages:
            return f"There are no pages {first} to {last} among its {pages}."
    for one, other in zip(sorted(ranges), sorted(ranges)[1:], strict=False):
        if other[0] <= one[1]:
            return f"Pages {one[0]} to {one[1]} and {other[0]} to {other[1]} overlap."
    return ""


def left_out(ranges: Sequence[tuple[int, int]], pages: int) -> tuple[int, ...]:
    """The pages that no part holds."""
    held = {page for first, last in ranges for page in range(first, last + 1)}
    return tuple(page for page in range(1, pages + 1) if page not in held)


def _longer(part: Part, number: int, said: Said) -> Part:
    unnamed = () if said.named else (number,)
    several = (number,) if len(said.named) > 1 else ()
    return replace(part, last=number, unnamed=part.unnamed + unnamed, several=part.several + several)
