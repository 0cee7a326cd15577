import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from roster_core.access.rights import Right, granted
from roster_core.access.roles import ROLES
from roster_core.clever.profile.options import PRESETS
from roster_core.cli import context
from roster_core.cli.app import app
from roster_core.cli.rules import NEEDS
from tests.cli.conftest import Run


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(group, click.Group):
        yield " ".join(path), group
        return
    if group.invoke_without_command:
        yield " ".join(path), group
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield from _commands(command, (*path, name))


COMMANDS = dict(_commands(app))
#: What a command ends with whose user was let in.
_THROUGH = 77
#: What is typed besides what has to be.
_MORE = {"profiles save": ["--preset", next(iter(PRESETS))]}


def _word(parameter: click.Parameter, folder: Path) -> str:
    kind: Any = parameter.type
    if isinstance(kind, click.Choice):
        return str(next(iter(kind.choices)))
    if isinstance(kind, click.Path | click.File):
        new = folder / "new.csv"
        there = folder / "there.csv"
        there.write_text("a\n")
        if not getattr(kind, "exists", False):
            return str(new)
        return str(there if getattr(kind, "file_okay", True) else folder)
    if isinstance(kind, click.DateTime):
        return "2026-10-05"
    return "1"


def _typed(path: str, folder: Path) -> list[str]:
    words = path.split()
    for parameter in COMMANDS[path].params:
        if parameter.required:
            word = _word(parameter, folder)
            words += [parameter.opts[0], word] if isinstance(parameter, click.Option) else [word]
    return words + _MORE.get(path, [])


def test_every_command_declares_who_may_give_it() -> None:
    assert sorted(COMMANDS) == sorted(NEEDS)


@pytest.mark.parametrize("path", [path for path, rights in NEEDS.items() if rights])
def test_a_command_is_refused_to_who_holds_every_right_but_those_it_needs(
    path: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = NEEDS[path] or ()
    user = granted("nia", "Nia", set(Right) - set(needed))
    monkeypatch.setattr(context, "find_user", lambda _store: user)
    told = run(*_typed(path, tmp_path), code=2).stderr
    assert f"“{needed[0].value}”" in told
    assert "Nia does not hold" in told


@pytest.mark.parametrize("path", [path for path, rights in NEEDS.items() if rights])
def test_a_command_lets_each_role_in_or_not_as_its_rights_say(
    path: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "Session", lambda *_: sys.exit(_THROUGH))  # past the door, and no further
    for role in ROLES:
        user = granted("nia", "Nia", role.rights)
        monkeypatch.setattr(context, "find_user", lambda _store, user=user: user)
        opens = bool(role.rights & set(NEEDS[path] or ()))
        run(*_typed(path, tmp_path), code=_THROUGH if opens else 2)
