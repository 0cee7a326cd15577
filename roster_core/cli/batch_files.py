"""Files of a batch as they are named on the command line, and people picked for them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from roster_core.batches.archive import is_side_file
from roster_core.batches.people import OFFERED
from roster_core.batches.states import BatchState
from roster_core.cli.context import Session
from roster_core.journeys.batches import drafts
from roster_core.journeys.batches.reads import ItemView, read_batch, read_items
from roster_core.refusals import Refusal


def files_in(paths: Iterable[Path]) -> Iterable[tuple[str, Path]]:
    """The files and those of the folders, each with the name it has for the batch; side files of systems are none."""
    for path in paths:
        if path.is_dir():
            found = ((one.relative_to(path).as_posix(), one) for one in sorted(path.rglob("*")) if one.is_file())
            yield from ((name, one) for name, one in found if not is_side_file(name))
        else:
            yield path.name, path


def is_checked(session: Session, batch_id: str) -> bool:
    """Whether any file came in and all that did were checked: otherwise there is nothing to decide about."""
    return read_batch(session.store, session.user, batch_id).state is BatchState.CHECKED


def pick_people(session: Session, batch_id: str, picks: Sequence[str]) -> None:
    """Pick a person for each `FILE=KEY`.

    Raises:
        Refusal: There is no such file, or nobody with that ID.
    """
    for pick in picks:
        file, equals, key = pick.rpartition("=")
        if not equals:
            raise _not_picked(pick, "There is no “=” in it.")
        item = find_item(session, batch_id, file)
        person_id = _person(session, batch_id, key)
        drafts.choose(session.store, session.user, batch_id, drafts.set_choice(item.sequence, person_id=person_id))


def find_item(session: Session, batch_id: str, file: str) -> ItemView:
    """The one file of that name, with its folders or without them.

    Raises:
        Refusal: There is none, or more than one.
    """
    items, _ = read_items(session.store, session.user, batch_id)
    found = [item for item in items if file in {item.name, item.name.rpartition("/")[2]}]
    if len(found) != 1:
        raise _not_picked(file, f"{len(found)} files of the batch have that name.")
    return found[0]


def _not_picked(told: str, why: str) -> Refusal:
    return Refusal(f"“{told}” was not picked.", why=why, fix="Write the file's whole name, “=”, and the ID.")


def _person(session: Session, batch_id: str, key: str) -> int:
    """Whoever has that ID, by whichever criterion only one person fits."""
    batch = read_batch(session.store, session.user, batch_id)
    people = drafts.read_reachable(session.store, session.user, batch_id)
    for criterion in (batch.criterion, *OFFERED[batch.target]):
        found = people.by(criterion).get(criterion.fold(key), ())
        if len(found) == 1:
            return found[0].person_id
    raise Refusal(
        f"“{key}” was not picked.", why=f"Nobody among the {batch.target.lower()} has that ID.", fix="Check the ID."
    )
