"""Every action that the program writes down is one that the audit trail can tell in words."""

import ast
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path

from roster_core.access.actions import ACTIONS, Kind, kind_of, told, words_telling
from roster_core.project import PROJECT

#: Where the action stands among what is given.
PLACE = {"Deed": 1, "Taken": 0}
SOURCES = [path for folder in ("roster_core", "pages") for path in sorted((PROJECT / folder).rglob("*.py"))]


class Source:
    """A module, and what is given for the action wherever a deed is made in it."""

    def __init__(self, path: Path, all_of_them: "dict[Path, Source]") -> None:
        self.path, self.text, self.all_of_them = path, path.read_text(encoding="utf-8"), all_of_them

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def around(self) -> dict[ast.AST, ast.FunctionDef]:
        """The innermost function around each node."""
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        return {node: function for function in functions for node in ast.walk(function)}

    def calls(self, name: str) -> Iterator[ast.Call]:
        if f"{name}(" in self.text:
            yield from (node for node in ast.walk(self.tree) if isinstance(node, ast.Call) and called(node) == name)

    def actions(self) -> Iterator[str]:
        for name, place in PLACE.items():
            for call in self.calls(name):
                yield from self.words(given(call, place, "action"), call)

    def words(self, node: ast.expr | None, at: ast.AST) -> Iterator[str]:
        """The texts that an expression may be: one of two, a name that is set in the module, or what callers give."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.IfExp):
            yield from chain(self.words(node.body, at), self.words(node.orelse, at))
        elif isinstance(node, ast.Name):
            found = [*self.set_to(node.id, at), *self.passed_as(node.id, at)]
            assert found, f"{self.path}:{node.lineno}: what is {node.id}?"
            yield from found
        elif not (isinstance(node, ast.Attribute) and node.attr == "action"):  # what a `Taken` was made with
            raise AssertionError(f"{self.path}: write the action out, not {ast.unparse(node) if node else None}")

    def set_to(self, name: str, at: ast.AST) -> Iterator[str]:
        within = self.around.get(at)
        for node in ast.walk(within) if within else ():
            if isinstance(node, ast.Assign):
                yield from chain.from_iterable(self.words(value, at) for value in assigned(node, name))
        for node in self.tree.body:
            if isinstance(node, ast.Assign):
                yield from chain.from_iterable(self.words(value, at) for value in assigned(node, name))

    def passed_as(self, name: str, at: ast.AST) -> Iterator[str]:
        within = self.around.get(at)
        names = [argument.arg for argument in within.args.args] if within else []
        if within is None or name not in names:
            return
        method = names[0] == "self"
        for other in (self,) if within.name.startswith("_") else self.all_of_them.values():
            for call in other.calls(within.name):
                yield from other.words(given(call, names.index(name) - method, name), call)


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def given(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == name), None)
    return named or (call.args[place] if place < len(call.args) else None)


def assigned(node: ast.Assign, name: str) -> Iterator[ast.expr]:
    for target in node.targets:
        if isinstance(target, ast.Name) and target.id == name:
            yield node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=True)
            yield from (value for one, value in pairs if isinstance(one, ast.Name) and one.id == name)


def test_each_action_that_is_written_down_is_declared_and_each_declared_one_is_written_down():
    sources: dict[Path, Source] = {}
    sources |= {path: Source(path, sources) for path in SOURCES}
    written = set(chain.from_iterable(source.actions() for source in sources.values()))
    assert sorted(written) == sorted(ACTIONS)


def test_a_word_of_another_version_is_told_as_it_stands():
    assert (told("badge_printed"), kind_of("badge_printed")) == ("badge printed", Kind.CHANGED)
    assert words_telling("OF AN EXPORT") == ("export_seen", "export_file_downloaded", "export_zip_downloaded")
