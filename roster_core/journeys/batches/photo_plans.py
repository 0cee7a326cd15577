"""Photos turned and cropped by hand: a part that somebody drew becomes the plan of one photo, or of all alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session

from roster_core.access.rights import User
from roster_core.batches.items import Choice
from roster_core.batches.states import ItemState
from roster_core.batches.tables import Batch
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.photo_intake import rules_of
from roster_core.journeys.batches.rows import ITEMS, Draft, ItemRow, of_batch, read_rows
from roster_core.photos.fit import Crop, Plan, plan_crop
from roster_core.photos.rules import PhotoRules
from roster_core.photos.stored import plan_of, plan_text
from roster_core.refusals import Refusal
from roster_core.store import Store


@dataclass(frozen=True)
class Part:
    """A part of a picture in shares of its sides from 0 to 1, after `quarters` turned clockwise."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0
    quarters: int = 0


@dataclass(frozen=True)
class Croppable:
    """What a picture to be cropped is: its size upright, the part taken now, and the others that are alike.

    `smallest` is the size in pixels that a part must have at least, `ratios` the least and the greatest width over
    height that the rules can take.
    """

    width: int
    height: int
    part: Part
    smallest: tuple[int, int]
    ratios: tuple[float, float]
    alike: tuple[int, ...]


def read_croppable(store: Store, user: User, batch_id: str, sequence: int) -> Croppable:
    """What a photo of a draft can be cropped from.

    Raises:
        Refusal: There is none, it cannot be shown, or the user may not.
    """
    with store.reading(drafts.district_of(batch_id)) as session:
        batch = drafts.find_batch(session, user, batch_id)
        rules, row = rules_of(batch), next(iter(read_rows(session, batch_id, [sequence])), None)
        alike = () if row is None else tuple(_alike(session, batch_id, row))
    if row is None or not can_be_cropped(row.upload_key, row.facts):
        raise _not_cropped("The file cannot be shown.")
    width, height = _size(row)
    plan = plan_of(row.choice.get("plan", "") or row.facts.get("offer", ""))
    return Croppable(
        width,
        height,
        Part() if plan is None else _part_of(plan, width, height),
        (rules.min_width, rules.min_height),
        (rules.min_width / rules.max_height, rules.max_width / rules.min_height),
        alike,
    )


def can_be_cropped(upload_key: str, facts: Mapping[str, object]) -> bool:
    """Whether the file was kept and could be read, so that a part of it can be taken."""
    told = facts.get("check")
    return bool(upload_key and isinstance(told, Mapping) and told.get("width"))


def crop(
    store: Store, user: User, batch_id: str, sequences: Sequence[int], part: Part, *, clock: Clock = utc_now
) -> int:
    """Take this part of each of these photos, reduced as far as the rules ask for; returns in how many it changed.

    Raises:
        Refusal: The part of one is too small or too oblong for the rules, or the batch is no draft of the user's.
    """
    with store.reading(drafts.district_of(batch_id)) as session:
        plans = _plans(session, drafts.open_batch(session, user, batch_id), sequences, part)

    def choices(draft: Draft) -> dict[int, Choice]:
        return {
            item.sequence: replace(item.choice, plan=plans[item.sequence])
            for item in draft.items
            if item.sequence in plans
        }

    return drafts.choose(store, user, batch_id, drafts.Decide(choices, frozenset(plans)), clock=clock)


def plan_of_part(part: Part, width: int, height: int, rules: PhotoRules) -> Plan | None:
    """The plan that takes this part of a picture of this size (upright); `None` if the rules cannot take it."""
    if part.quarters % 2:
        width, height = height, width
    left, top = round(part.left * width), round(part.top * height)
    taken = Crop(
        left, top, min(round(part.width * width), width - left), min(round(part.height * height), height - top)
    )
    if min(left, top) < 0 or min(taken.width, taken.height) < 1:
        return None
    return plan_crop(taken, rules, quarters=part.quarters % 4)


def _plans(session: Session, batch: Batch, sequences: Iterable[int], part: Part) -> dict[int, str]:
    rules, wanted, plans = rules_of(batch), set(sequences), {}
    for row in read_rows(session, batch.batch_id, wanted):
        if not can_be_cropped(row.upload_key, row.facts):
            continue
        plan = plan_of_part(part, *_size(row), rules)
        if plan is None:
            raise _not_cropped(f"That part of {row.name} does not come into {rules.limits}.")
        plans[row.sequence] = plan_text(plan)
    return plans


def _part_of(plan: Plan, width: int, height: int) -> Part:
    if plan.quarters % 2:
        width, height = height, width
    taken = plan.crop or Crop(0, 0, width, height)
    return Part(taken.left / width, taken.top / height, taken.width / width, taken.height / height, plan.quarters)


def _alike(session: Session, batch_id: str, row: ItemRow) -> Iterator[int]:
    """The others of the same size that are as much in need of fitting: of the same camera and set."""
    if not can_be_cropped(row.upload_key, row.facts):
        return
    check = ITEMS.c.facts["check"]
    asked = sa.select(ITEMS.c.sequence, ITEMS.c.facts["offer"].as_string()).where(
        of_batch(session, batch_id),
        ITEMS.c.sequence != row.sequence,
        ITEMS.c.upload_key != "",
        ITEMS.c.state != ItemState.SKIPPED.value,
        sa.tuple_(check["width"].as_integer(), check["height"].as_integer()) == sa.tuple_(*_size(row)),
    )
    for sequence, offer in session.connection().execute(asked.order_by(ITEMS.c.sequence)):
        if bool(offer) == bool(row.facts.get("offer")):
            yield sequence


def _size(row: ItemRow) -> tuple[int, int]:
    told = row.facts["check"]
    return told["width"], told["height"]


def _not_cropped(why: str) -> Refusal:
    return Refusal("The photo was not cropped.", why=why, fix="Take a larger part, or one of another shape.")
