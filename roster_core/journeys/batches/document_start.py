"""What is chosen for a whole batch of documents, and what is set by hand for single ones (batch-updates §5.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from roster_core.access.rights import User
from roster_core.batches.items import Choice
from roster_core.batches.people import Criterion, Target
from roster_core.batches.states import BatchKind
from roster_core.clock import Clock, utc_now
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.document_rules import read_rules, read_types
from roster_core.journeys.batches.rows import Draft
from roster_core.journeys.districts import require_district
from roster_core.refusals import Refusal
from roster_core.store import Store
from roster_core.text import clean
from roster_core.updates.document_rules import (
    MAX_PERIOD,
    MAX_TITLE,
    OnExisting,
    Terms,
    Visibility,
    school_year_of,
    terms_told,
)
from roster_core.updates.document_target import hand_of, hand_told


@dataclass(frozen=True)
class DocumentRequest:
    """What is chosen for a whole batch of documents.

    Blank stands for the usual: the current school year, the name of the type as title, the type's own visibility.
    With `folders` the first folder of a file is its type.
    """

    type: str
    criterion: Criterion = Criterion.DISTRICT_NUMBER
    school_year: str = ""
    title: str = ""
    period: str = ""
    assessment_date: date | None = None
    visibility: str = ""
    on_existing: str = OnExisting.NEW_VERSION.value
    folders: bool = False
    include_left: bool = False


def start_documents(store: Store, user: User, request: DocumentRequest, *, clock: Clock = utc_now) -> str:
    """Begin a batch of documents; returns its ID.

    Raises:
        Refusal: The user may not, there is no roster, or a choice is not one of those that there are.
    """
    rules = read_rules(store, user)
    district = require_district(store)
    today = clock().astimezone(ZoneInfo(district.time_zone)).date()
    types = read_types(store)
    current = district.current_school_year
    bare = Terms("", school_year_of(request.school_year or current, current), types=types)
    code = bare.type_named(request.type)
    asked = replace(
        bare,
        type=code,
        title=clean(request.title),
        period=clean(request.period),
        assessment_date=request.assessment_date,
        folders=request.folders,
    )
    for why, fix in _wrong(asked, request, today):
        raise Refusal("The batch was not begun.", why=why, fix=fix)
    terms = replace(
        asked,
        visibility=Visibility(request.visibility) if request.visibility else types[code].visibility,
        on_existing=OnExisting(request.on_existing),
    )
    settings = {
        "terms": terms_told(terms),
        "rules": rules.model_dump(mode="json"),
        "include_left": request.include_left,
    }
    return drafts.start_batch(store, user, BatchKind.DOCUMENT, request.criterion, settings=settings, clock=clock)


def set_by_hand(sequences: Iterable[int], **changes: Any) -> drafts.Decide:
    """Set `type`, `title` or `on_existing` for these files; blank leaves it to the batch again."""
    wanted = frozenset(sequences)

    def choices(draft: Draft) -> dict[int, Choice]:
        return {
            item.sequence: replace(item.choice, plan=hand_told(replace(hand_of(item.choice.plan), **changes)))
            for item in draft.items
            if item.sequence in wanted
        }

    return drafts.Decide(choices, wanted)


def _wrong(terms: Terms, request: DocumentRequest, today: date) -> Iterator[tuple[str, str]]:
    """Why the choices cannot be, and what to do."""
    if request.criterion.target is not Target.STUDENTS:
        yield f"{request.criterion.label} is an ID of staff.", "Choose an ID of students: documents are theirs only."
    if not terms.type:
        yield f"“{request.type}” is not an assessment type that is in use.", f"Use one of {', '.join(terms.types)}."
    if not terms.school_year:
        yield f"“{request.school_year}” is not a school year.", "Write it as the district’s current one is written."
    if len(terms.title) > MAX_TITLE:
        yield f"The title has {len(terms.title)} letters; {MAX_TITLE} are the most.", "Give a shorter one."
    if len(terms.period) > MAX_PERIOD:
        yield f"The period has {len(terms.period)} letters; {MAX_PERIOD} are the most.", "Give a shorter one."
    if terms.assessment_date is not None and terms.assessment_date > today:
        yield f"{terms.assessment_date.isoformat()} is in the future.", "Give the day on which it was held."
    if request.visibility and request.visibility not in set(Visibility):
        yield f"“{request.visibility}” is nobody who may see it.", f"Use one of {', '.join(Visibility)}."
    if request.on_existing not in set(OnExisting):
        yield f"“{request.on_existing}” is no way to go on.", f"Use one of {', '.join(OnExisting)}."
