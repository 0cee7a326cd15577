"""The cropper: a picture with the part that is taken of it, moved and sized by mouse, finger or keys."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent


def cropper(
    picture: str,
    *,
    size: tuple[int, int],
    part: Mapping[str, float],
    smallest: tuple[int, int],
    ratios: tuple[float, float],
    key: str,
) -> dict[str, float]:
    """Draw the picture at the address and return the part taken: left, top, width, height in shares of its sides.

    `part` is taken at first and whenever the picture is another one. `size` is the picture's own in pixels, `smallest`
    that of the least part; `ratios` are the least and the greatest width over height.
    """
    data = {
        "picture": picture,
        "width": size[0],
        "height": size[1],
        "part": dict(part),
        "smallest": smallest,
        "ratios": ratios,
    }
    result = _component()(key=key, data=data, on_part_change=lambda: None)
    told: Mapping[str, Any] = result.part or {}
    # What was drawn on another picture says nothing of this one.
    drawn = told if told.get("picture") == picture else part
    return {name: float(drawn[name]) for name in ("left", "top", "width", "height")}


@cache
def _component() -> Any:
    # Registered once: a component made anew at each run would be mounted anew.
    return st.components.v2.component(
        "roster_cropper",
        html=(_HERE / "cropper.html").read_text(encoding="utf-8"),
        css=(_HERE / "cropper.css").read_text(encoding="utf-8"),
        js=(_HERE / "cropper.js").read_text(encoding="utf-8"),
    )
