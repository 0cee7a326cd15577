"""Settings from elsewhere that say more than one choice can: one answer, and a word about the others."""

from collections.abc import Mapping
from typing import Any

from roster_core.clever.kinds import OPTION_CONTRADICTION
from roster_core.clever.profile.options import FIELDS
from roster_core.findings import Finding
from roster_core.options import meta

_SOURCE, _USER_TEXT = "student_username_source", "student_username_user_text"
#: The first that is set is used (export-options §4.1).
_PRECEDENCE = ("user_text", "student_id", "email_local_part")
#: The three boxes of the source document that are one choice here.
_BOXES = {"G01": "user_text", "G02": "student_id", "G03": "email_local_part"}


def one_username_source(raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """`raw` with one source of the student's username, and `OPTION_CONTRADICTION` if several were set.

    Several are set by a list of sources, by the boxes `G01` (true, or the code of the User Text), `G02` and `G03`, or
    by both. What is neither is left as it is, to be judged like any other value.
    """
    boxes = {name: raw[name] for name in _BOXES if _is_box(name, raw.get(name))}
    listed = raw.get(_SOURCE)
    sources = [listed] if isinstance(listed, str) else listed
    if not (boxes or _is_several(listed)) or not _known(sources):
        return raw, ()
    chosen = {*(sources or ()), *(_BOXES[name] for name, value in boxes.items() if value)}
    given = [source for source in _PRECEDENCE if source in chosen]
    settled = {name: value for name, value in raw.items() if name not in boxes}
    settled[_SOURCE] = given[0] if given else "none"
    if isinstance(code := boxes.get("G01"), str) and code.strip() and not settled.get(_USER_TEXT):
        settled[_USER_TEXT] = code
    return settled, (_several(given),) if len(given) > 1 else ()


def _is_several(listed: Any) -> bool:
    return isinstance(listed, list | tuple) and len(listed) > 1


def _is_box(name: str, value: Any) -> bool:
    return isinstance(value, bool) or (name == "G01" and isinstance(value, str))


def _known(sources: Any) -> bool:
    return sources is None or all(source in (*_PRECEDENCE, "none") for source in sources)


def _several(given: list[str]) -> Finding:
    labels = meta(FIELDS[_SOURCE])["labels"]
    listed = " and ".join(f"“{labels[source]}”" for source in given)
    why = f"{listed} are set, and “{labels[given[0]]}” is used"
    return Finding(OPTION_CONTRADICTION, "profile", _SOURCE, facts={"title": FIELDS[_SOURCE].title, "why": why})
