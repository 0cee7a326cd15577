"""The decoding process: one photo after another, each within its limits; whatever goes wrong ends this process only."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from roster_core.confined import Answer, serve
from roster_core.photos.check import examine_photo
from roster_core.photos.exchange import check_to, fitted_to, plan_from
from roster_core.photos.fit import fit, normalise, thumbnail
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.rules import PhotoRules


def answer(head: Mapping[str, Any], body: bytes) -> Answer:
    """What a request comes to, or why it cannot be done."""
    try:
        return _done(head, body)
    except BrokenPicture as broken:
        return {"broken": str(broken)}, b""
    except ValueError as error:
        return {"unfitting": str(error)}, b""


def _done(head: Mapping[str, Any], body: bytes) -> Answer:
    match head["task"]:
        case "check":
            check, small = examine_photo(head["name"], body, _rules(head["rules"]))
            told = {"check": check_to(check), "thumbnail": None if small is None else fitted_to(small)}
            return told, b"" if small is None else small.data
        case "fit":
            plan = plan_from(head["plan"])
            fitted = normalise(body) if plan is None else fit(body, plan)
            return {"fitted": fitted_to(fitted)}, fitted.data
        case "thumbnail":
            small = thumbnail(body, plan_from(head["plan"]))
            return {"fitted": fitted_to(small)}, small.data
        case task:
            raise KeyError(task)


@lru_cache(maxsize=8)
def _rules(told: str) -> PhotoRules:
    return PhotoRules.model_validate_json(told)


if __name__ == "__main__":
    serve(answer)
