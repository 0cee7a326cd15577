"""Groups as they are typed or picked, turned into whom they mean."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from roster_core.downloads.holders import Choice, Holder, grade_key
from roster_core.downloads.id_list import find_persons, read_rows
from roster_core.journeys.holders import keys_of
from roster_core.refusals import Refusal

_NAMED = 8
#: So many groups of a kind are named in the name of a ZIP; more are counted.
_IN_NAME = 3


class Asked(Protocol):
    """The groups of a request."""

    @property
    def students(self) -> bool:
        """Whether students are wanted."""

    @property
    def staff(self) -> bool:
        """Whether staff are wanted."""

    @property
    def schools(self) -> tuple[str, ...]:
        """Codes of schools."""

    @property
    def grades(self) -> tuple[str, ...]:
        """Grades."""

    @property
    def homerooms(self) -> tuple[str, ...]:
        """Codes of homerooms."""

    @property
    def sections(self) -> tuple[str, ...]:
        """Sections, `school/course/section` or the end of that."""

    @property
    def ids(self) -> str:
        """A list of IDs."""

    @property
    def ids_key(self) -> str:
        """Where a list of IDs is kept."""


def choice_for(holders: tuple[Holder, ...], asked: Asked) -> tuple[Choice, tuple[str, ...]]:
    """Whom the groups mean among `holders`, and the IDs of the list that are nobody's.

    Raises:
        Refusal: A group does not exist, or the groups contradict each other.
    """
    if not asked.students and not asked.staff:
        raise Refusal("Nobody was chosen.", why="Neither students nor staff are wanted.", fix="Choose one of them.")
    if not asked.students and (asked.grades or asked.homerooms or asked.sections):
        raise Refusal(
            "Nobody was chosen.",
            why="Grades, homerooms and sections are of students, and only staff are wanted.",
            fix="Choose students too, or schools and IDs only.",
        )
    kinds = _kinds(asked)
    pool = tuple(one for one in holders if one.kind in kinds)
    found = find_persons(read_rows(asked.ids), keys_of(pool)) if asked.ids.strip() else None
    choice = Choice(
        students=asked.students,
        staff=asked.staff,
        schools=_named("school", asked.schools, {code for one in holders for code in one.schools}),
        grades=frozenset(
            grade_key(one) for one in _named("grade", asked.grades, {one.grade for one in holders}, key=grade_key)
        ),
        homerooms=_named("homeroom", asked.homerooms, {one.homeroom for one in holders}),
        sections=_sections(asked.sections, {label for one in holders for label in one.sections}),
        person_ids=None if found is None else frozenset(found.person_ids),
    )
    return choice, () if found is None else found.unknown


def group_word(asked: Asked) -> str:
    """What the groups are called in a file name."""
    words = ["staff"] if asked.staff and not asked.students else []
    words += ["all"] if asked.staff and asked.students else []
    for kind, chosen in (("", asked.schools), ("grade", asked.grades), ("homeroom", asked.homerooms)):
        if len(chosen) > _IN_NAME:
            words.append(f"{len(chosen)}-{kind or 'school'}s")
        else:
            words += [f"{kind}-{one}" if kind else one for one in chosen]
    words += [one.replace("/", "-") for one in asked.sections[:1]]
    words += [f"and-{len(asked.sections) - 1}-sections"] if len(asked.sections) > 1 else []
    words += ["list"] if asked.ids or asked.ids_key else []
    return "_".join(words) or "all"


def _kinds(asked: Asked) -> set[str]:
    return {kind for kind, wanted in (("student", asked.students), ("staff", asked.staff)) if wanted}


def _named(
    what: str, typed: Iterable[str], known: Collection[str], key: Callable[[str], str] = str.lower
) -> frozenset[str]:
    folded = {key(one): one for one in sorted(known) if one}
    found = set()
    for one in typed:
        name = folded.get(key(one.strip()))
        if name is None:
            raise _nothing(what, one, sorted(folded.values()))
        found.add(name)
    return frozenset(found)


def _sections(typed: Iterable[str], known: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    for one in typed:
        wanted = one.strip().lower()
        some = {label for label in known if label.lower() == wanted or label.lower().endswith(f"/{wanted}")}
        if not some:
            raise _nothing("section", one, sorted(known))
        found |= some
    return frozenset(found)


def _nothing(what: str, typed: str, known: Collection[str]) -> Refusal:
    some = ", ".join(list(known)[:_NAMED])
    more = f" and {len(known) - _NAMED:,} more" if len(known) > _NAMED else ""
    return Refusal(
        "Nobody was chosen.",
        why=f"There is no {what} “{typed}” with active people in your schools.",
        fix=f"There are {some}{more}." if known else "",
    )
