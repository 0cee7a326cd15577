"""Decoding in a process that may be ended, so that no file can stop or fill the one that asks (photos §1, check 8)."""

from dataclasses import asdict
from typing import Any

from roster_core.batches.amounts import check_size
from roster_core.confined import Answer, Confined, GivenUp, Limits, Why
from roster_core.findings import Finding, Kind
from roster_core.photos import kinds
from roster_core.photos.check import PhotoCheck
from roster_core.photos.exchange import check_from, fitted_from
from roster_core.photos.fit import Fitted, Plan
from roster_core.photos.jpeg import BrokenPicture
from roster_core.photos.rules import PhotoRules

_KIND_OF = {Why.TOO_LONG: kinds.TOOK_TOO_LONG, Why.TOO_MUCH: kinds.TOOK_TOO_MUCH}


class Stopped(Exception):  # noqa: N818 - it says what happened to the file
    """A file was given up; `kind` says why."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.message)
        self.kind = kind


class Decoder(Confined):
    """A decoding process (see `Confined`)."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Nothing is started yet."""
        super().__init__("roster_core.photos.child", limits)

    def check(self, name: str, data: bytes, rules: PhotoRules) -> PhotoCheck:
        """`check_photo` within the limits; a file that breaks them is refused by a finding."""
        return self.examine(name, data, rules)[0]

    def examine(self, name: str, data: bytes, rules: PhotoRules) -> tuple[PhotoCheck, Fitted | None]:
        """The same with the small picture, which any file has that can be decoded."""
        if any(True for _ in check_size(name, len(data), rules.max_bytes)):
            data = data[: rules.max_bytes + 1]  # its end is not needed to refuse it
        try:
            told, small = self._decoded({"task": "check", "name": name, "rules": rules.model_dump_json()}, data)
        except Stopped as stopped:
            return PhotoCheck(name, len(data), findings=(Finding(stopped.kind, name),)), None
        except (BrokenPicture, ValueError) as broken:
            # A file over which a check itself stumbles is refused, so that it does not keep others from being checked.
            what = str(broken) if isinstance(broken, BrokenPicture) else "damaged"
            return PhotoCheck(name, len(data), findings=(Finding(kinds.UNREADABLE, name, facts={"what": what}),)), None
        return check_from(told["check"]), fitted_from(told["thumbnail"], small) if told["thumbnail"] else None

    def fit(self, data: bytes, plan: Plan | None = None) -> Fitted:
        """`fit` within the limits, or `normalise` without a plan.

        Raises:
            BrokenPicture: The photo cannot be decoded.
            ValueError: The plan does not fit it.
            Stopped: The limits were broken.
        """
        told, fitted = self._decoded({"task": "fit", "plan": None if plan is None else asdict(plan)}, data)
        return fitted_from(told["fitted"], fitted)

    def thumbnail(self, data: bytes, plan: Plan | None = None) -> Fitted:
        """`thumbnail` within the limits; raises as `fit` does."""
        told, small = self._decoded({"task": "thumbnail", "plan": None if plan is None else asdict(plan)}, data)
        return fitted_from(told["fitted"], small)

    def _decoded(self, head: dict[str, Any], body: bytes) -> Answer:
        try:
            told, data = self.ask(head, body)
        except GivenUp as given_up:
            if given_up.why is Why.FELL:  # the decoder itself fell over it
                raise BrokenPicture("damaged") from given_up
            raise Stopped(_KIND_OF[given_up.why]) from given_up
        if "broken" in told:
            raise BrokenPicture(told["broken"])
        if "unfitting" in told:
            raise ValueError(told["unfitting"])
        return told, data
