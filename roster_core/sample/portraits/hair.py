"""Hair and head coverings: what lies behind the head, under it and on it."""

from roster_core.sample.portraits import coverings, hair_long, hair_short
from roster_core.sample.portraits.face import Head
from roster_core.sample.portraits.looks import Look
from roster_core.sample.portraits.pen import Pen
from roster_core.sample.portraits.strands import Layer

_BEHIND = hair_short.BEHIND | hair_long.BEHIND | coverings.BEHIND
_BEFORE = hair_short.BEFORE | hair_long.BEFORE | coverings.BEFORE
#: The names of all styles, as a look gives them.
STYLES = tuple(_BEFORE)


def draw_behind(pen: Pen, look: Look, head: Head) -> None:
    """What lies behind neck and head."""
    _BEHIND.get(look.hair, _nothing)(pen, look, head)


def draw_under(pen: Pen, look: Look, head: Head) -> None:
    """What lies on the clothes, but under the head."""
    coverings.UNDER.get(look.hair, _nothing)(pen, look, head)


def draw_before(pen: Pen, look: Look, head: Head) -> None:
    """What lies on the head."""
    before: Layer = _BEFORE[look.hair]
    before(pen, look, head)


def _nothing(_pen: Pen, _look: Look, _head: Head) -> None:
    """Most styles have no such layer."""
