"""Whose a batch is: who may work with one, see it, decide about it, and which schools of it somebody sees."""

from collections.abc import Mapping

from roster_core.access.rights import People, Right, User, within
from roster_core.batches.people import Target
from roster_core.batches.states import BatchKind
from roster_core.batches.tables import Batch
from roster_core.refusals import Refusal

#: Any of these lets somebody work with a batch of the kind.
RIGHTS: Mapping[BatchKind, tuple[Right, ...]] = {
    BatchKind.PHOTO: (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE),
    BatchKind.EMAIL: (Right.BATCH_STUDENT_MANAGE,),
    BatchKind.DOCUMENT: (Right.BATCH_STUDENT_MANAGE,),
    BatchKind.UNDO: (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE),
}
#: Any of these lets somebody see and decide about the batches of others.
OTHERS = (Right.BATCH_ADMIN, Right.ADMIN)
#: Any of these opens the list of batches.
ANY = (Right.BULK_IMAGE_UPLOAD, Right.BATCH_STUDENT_MANAGE, *OTHERS)
#: What rights call whom a batch is for.
KINDS: Mapping[Target, People] = {Target.STUDENTS: People.STUDENTS, Target.STAFF: People.STAFF}


def refuse_beyond(batch: Batch, user: User) -> None:
    """Raise for who does not hold the right any more in all schools that the batch could reach.

    Raises:
        Refusal: The user may not.
    """
    if batch.by == user.login and not _manages(user, batch) and not within(batch.schools, _held(user, batch)):
        raise Refusal(
            "Nothing was changed.",
            why="The batch could reach people who are not in your schools any more.",
            fix="Ask an administrator of the district.",
        )


def rights_for(kind: BatchKind, target: Target) -> tuple[Right, ...]:
    """Any of these lets somebody work with a batch of the kind for students or staff (batch-updates §2.6)."""
    only_students = {Right.BATCH_STUDENT_MANAGE} if target is Target.STAFF else frozenset()
    return tuple(right for right in RIGHTS[kind] if right not in only_students)


def kind_of(batch: Batch) -> BatchKind:
    """What a batch is about; one that takes another back is about the same."""
    return BatchKind(batch.settings.get("kind", batch.kind))


def sees(user: User, batch: Batch) -> bool:
    """Whether the user may know of a batch: of their own ones, and of others' if all of its schools are theirs.

    It holds names, so others' need a right of `OTHERS` for each school that the batch could reach.
    """
    own = batch.by == user.login and user.may(
        *rights_for(kind_of(batch), Target(batch.target)), people=KINDS[Target(batch.target)]
    )
    return own or _manages(user, batch)


def reach(user: User, batch: Batch) -> frozenset[str] | None:
    """The schools whose people the user sees in a batch, `None` = every one: those it has, if they are still theirs."""
    schools = None if batch.schools is None else frozenset(batch.schools)
    if batch.by != user.login or _manages(user, batch):
        return schools
    held = _held(user, batch)
    return schools if held is None else held if schools is None else schools & held


def _held(user: User, batch: Batch) -> frozenset[str] | None:
    target = Target(batch.target)
    return user.schools_for(*rights_for(kind_of(batch), target), people=KINDS[target])


def _manages(user: User, batch: Batch) -> bool:
    people = KINDS[Target(batch.target)]
    return user.may(*OTHERS, people=people) and within(batch.schools, user.schools_for(*OTHERS, people=people))
