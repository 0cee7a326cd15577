"""What is chosen for a whole batch of photos, and the fits that its files' checks offer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from roster_core.access.rights import User
from roster_core.batches.items import Choice
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchKind
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.photo_rules import read_rules
from roster_core.journeys.batches.rows import Draft
from roster_core.journeys.districts import require_district
from roster_core.photos.rules import TARGETS, PhotoRules, RuleSet
from roster_core.refusals import Refusal
from roster_core.store import Store


@dataclass(frozen=True)
class PhotoRequest:
    """What is chosen for a whole batch of photos; `source` is who took them, `rules` a district's own numbers."""

    criterion: Criterion
    rule_set: RuleSet
    include_left: bool = False
    source: str = ""
    school_year: str = ""
    rules: PhotoRules | None = None


def start_photos(store: Store, user: User, request: PhotoRequest, *, clock: Clock = utc_now) -> str:
    """Begin a batch of photos; returns its ID.

    Raises:
        Refusal: The user may not, there is no roster, or the rule set is not for these people.
    """
    target = request.criterion.target
    if target not in TARGETS[request.rule_set]:
        raise Refusal(
            "The batch was not begun.",
            why=f"The rule set “{request.rule_set}” is not for {target.lower()}.",
            fix="Choose another rule set.",
        )
    district = require_district(store)
    rules = request.rules or read_rules(store, user)[request.rule_set]
    settings = {
        "rules": rules.model_dump(mode="json"),
        "include_left": request.include_left,
        "source": request.source,
        "school_year": request.school_year or district.current_school_year,
    }
    return drafts.start_batch(
        store, user, BatchKind.PHOTO, request.criterion, rule_set=request.rule_set, settings=settings, clock=clock
    )


def follow_plans(sequences: Iterable[int]) -> drafts.Decide:
    """Make these photos fit in the way that their check offers; those that offer none stay as they are."""
    wanted = frozenset(sequences)

    def choices(draft: Draft) -> dict[int, Choice]:
        return {
            item.sequence: replace(item.choice, plan=offered)
            for item in draft.items
            if item.sequence in wanted and (offered := draft.offers.get(item.sequence, ""))
        }

    return drafts.Decide(choices, wanted)
