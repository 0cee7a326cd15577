"""Every journey that acts for a user asks for a right: found by looking at the modules, so that a new one is too."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from roster_core import journeys
from roster_core.access.rights import NotAllowed, Right, User, granted
from roster_core.batches.people import Criterion
from roster_core.batches.states import BatchKind
from roster_core.journeys.batches.document_start import DocumentRequest
from roster_core.journeys.batches.drafts import start_batch
from roster_core.journeys.batches.photo_start import PhotoRequest
from roster_core.journeys.photo_download import DownloadRequest
from roster_core.photos.rules import RuleSet
from roster_core.settings import Settings
from roster_core.store import Store, open_store
from tests.journeys.batches.conftest import PhotoDesk

NOBODY = granted("nobody", "Nobody")
#: Holds everything, at one school.
OF_A_SCHOOL = granted("sue", "Sue", Right, {"MMS"})

DISTRICT, SCHOOL = "for a whole district", "for schools"
#: What a module's functions are for; one that is missing here is not known to ask for anything.
MODULES = {
    **dict.fromkeys(
        (
            "alarm_edits", "alarm_settings", "audit_chain", "audit_export", "audit_trail", "batches.sweeping",
            "brake_settings", "brakes", "claim_rules", "clever_export", "column_mappings", "deliveries",
            "destination_edits", "destination_trials", "destinations", "document_retention", "export_approvals",
            "export_changes", "export_choices", "export_drafts", "export_limits", "export_preview",
            "export_profile_edits", "export_profile_files", "export_profiles", "export_runs", "export_taking",
            "notices", "privacy.erasure", "privacy.holds", "privacy.request", "privacy.retention",
            "privacy.retention_settings", "profile_checks", "role_grants", "roster_dump", "roster_facts",
            "roster_load", "roster_loads", "sample", "schedule_blackouts", "schedule_edits", "scheduled_decisions",
            "schedules", "secret_store", "sending", "stored_files", "user_changes", "user_edits", "users",
        ),
        DISTRICT,
    ),
    **dict.fromkeys(
        (
            "batches.confirming", "batches.current_photos", "batches.document_pictures", "batches.document_rules",
            "batches.document_split", "batches.document_start", "batches.drafts", "batches.email_feeds",
            "batches.email_intake", "batches.email_propose", "batches.email_rules", "batches.foreseeing",
            "batches.intake", "batches.matching", "batches.photo_absent", "batches.photo_index", "batches.photo_plans",
            "batches.photo_rules", "batches.photo_start", "batches.pictures", "batches.reads", "batches.results",
            "batches.seeing", "batches.suggesting", "batches.undecided", "batches.undoing", "document_changes",
            "document_download", "document_gaps", "document_reach", "document_search", "document_types", "documents",
            "email_history", "email_template", "people", "photo_download", "photo_gaps", "photo_holders",
            "photo_versions", "student_groups",
        ),
        SCHOOL,
    ),
}  # fmt: skip
#: Functions that are for another circle than their module.
OTHERS = {
    "batches.document_rules.save_rules": DISTRICT,
    "batches.email_rules.save_email_rules": DISTRICT,
    "batches.photo_rules.save_rules": DISTRICT,
    "document_types.add_type": DISTRICT,
    "document_types.change_type": DISTRICT,
    "document_types.count_due": DISTRICT,
    "document_types.delete_type": DISTRICT,
    "document_types.order_types": DISTRICT,
    "document_types.set_active": DISTRICT,
    "roster_loads.read_loads": SCHOOL,
}
#: What asks for nothing, and why.
OPEN = {
    "audit_trail.reading_deed": "a step of others, which ask",
    "user_changes.record_user_change": "a step of others, which ask",
    "batches.drafts.end_unapplied": "a step of others, which ask",
    "batches.owners.reach": "tells what is whose",
    "batches.owners.refuse_beyond": "tells what is whose",
    "batches.owners.sees": "tells what is whose",
    "destination_edits.note_deed": "a step of others, which ask",
    "holders.scope_of": "tells where something is held",
    "overview.read_overview": "open to everybody signed in, who is shown the schools of any right",
    "photo_versions.may_change": "tells whether something is held",
    "schedule_checks.check_first": "a step of others, which ask",
}


def _functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    prefix = f"{journeys.__name__}."
    for found in pkgutil.walk_packages(journeys.__path__, prefix):
        module = importlib.import_module(found.name)
        for name, function in vars(module).items():
            own = inspect.isfunction(function) and function.__module__ == found.name and not name.startswith("_")
            if own and any(one.annotation is User for one in inspect.signature(function).parameters.values()):
                yield f"{found.name.removeprefix(prefix)}.{name}", function


FUNCTIONS = dict(_functions())


def _circle(name: str) -> str:
    return OTHERS.get(name) or MODULES[name.rpartition(".")[0]]


ASKING = [name for name in FUNCTIONS if name not in OPEN]


@dataclass(frozen=True)
class Place:
    """A district, and what there is in it to ask for."""

    store: Store
    folder: Path
    photos: str
    documents: str


@pytest.fixture(scope="module")
def place(sqlite_roster: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("who-may")
    store = open_store(Settings(data_dir=shutil.copytree(sqlite_roster, folder / "data")))
    desk = PhotoDesk(store, folder / "staged")
    batches = [
        start_batch(store, desk.user, kind, Criterion.DISTRICT_NUMBER) for kind in (BatchKind.PHOTO, BatchKind.DOCUMENT)
    ]
    yield Place(store, folder, *batches)
    store.close()


def _argument(name: str, parameter: inspect.Parameter, place: Place, session: Session) -> Any:
    given: dict[str, Any] = {
        "store": place.store,
        "session": session,
        "batch_id": place.documents if name.startswith("batches.document") else place.photos,
        "kind": BatchKind.PHOTO if name.startswith("batches.") else "student",
        "criterion": Criterion.DISTRICT_NUMBER,
        "rule_set": RuleSet.GENERAL,
        "rights": (Right.ROSTER_VIEW,),
        "batches": (),
        "person_ids": (1,),
        "visibility": "STAFF",
        "options": {},
        "before": {},
        "after": {},
        "request": {
            "batches.photo_start.start_photos": PhotoRequest(Criterion.DISTRICT_NUMBER, RuleSet.GENERAL),
            "batches.document_start.start_documents": DocumentRequest("MAP"),
        }.get(name, DownloadRequest()),
    }
    if parameter.name in given:
        return given[parameter.name]
    kind = parameter.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    plain = {str: "x", int: 1, bool: False, Path: place.folder / "x"}
    return plain[kind] if kind in plain else object()


def _call(name: str, user: User, place: Place) -> None:
    function = FUNCTIONS[name]
    with place.store.reading(1) as session:
        several: list[Any] = []
        given: dict[str, Any] = {}
        singles: list[Any] = []
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind is parameter.VAR_POSITIONAL:
                several += _argument(name, parameter, place, session)
            elif parameter.default is parameter.empty:
                value = user if parameter.annotation is User else _argument(name, parameter, place, session)
                if parameter.kind is parameter.KEYWORD_ONLY:
                    given[parameter.name] = value
                else:
                    singles.append(value)
        function(*singles, *several, **given)


def test_of_every_function_that_acts_for_a_user_it_is_said_for_whom_it_is() -> None:
    assert [name for name in ASKING if name.rpartition(".")[0] not in MODULES] == []
    assert set(OPEN) | set(OTHERS) <= set(FUNCTIONS)


@pytest.mark.parametrize("name", ASKING)
def test_who_holds_no_right_is_refused_before_anything_else(name: str, place: Place) -> None:
    with pytest.raises(NotAllowed):
        _call(name, NOBODY, place)


@pytest.mark.parametrize("name", [name for name in ASKING if _circle(name) == DISTRICT])
def test_what_is_for_a_whole_district_is_refused_to_who_holds_everything_at_one_school(name: str, place: Place) -> None:
    with pytest.raises(NotAllowed, match="whole district"):
        _call(name, OF_A_SCHOOL, place)
