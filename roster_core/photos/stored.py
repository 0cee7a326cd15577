"""What a photo is made from, as one text: equal ones are the same photo."""

import json
from dataclasses import asdict

from roster_core.batches.items import Checked
from roster_core.findings import Finding
from roster_core.photos import kinds
from roster_core.photos.check import PhotoCheck
from roster_core.photos.exchange import plan_from
from roster_core.photos.fit import Plan

#: What a plan mends; the rest of what was found stays.
_MENDED = {kinds.DIMENSIONS.code, kinds.LANDSCAPE.code}


def plan_text(plan: Plan | None) -> str:
    """A plan as it is kept with a choice; blank for none."""
    return "" if plan is None else json.dumps(asdict(plan), separators=(",", ":"), sort_keys=True)


def plan_of(text: str) -> Plan | None:
    """The plan that `plan_text` wrote."""
    return plan_from(json.loads(text)) if text else None


def content_of(sha256: str, plan: str = "") -> str:
    """What would be stored of the file with this hash under the plan (as text)."""
    return f"{sha256} {plan}" if plan else sha256


def as_checked(check: PhotoCheck, plan: str = "") -> Checked:
    """What the check comes to for an item once `plan` is followed; without one, what it says itself."""
    if not plan:
        return check.as_checked()
    left = tuple(finding for finding in check.findings if finding.kind.code not in _MENDED)
    mended = PhotoCheck(check.name, check.size, check.sha256, findings=left)
    told = (*left, Finding(kinds.WILL_BE_FITTED, check.name)) if mended.usable else left
    return Checked(content_of(check.sha256, plan) if mended.usable else "", told)
