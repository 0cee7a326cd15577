import ast

import pytest

from pages.shell import catalog, session
from roster_core.access.rights import Right, granted

SCRIPTS = sorted(path for path in catalog.PAGES_FOLDER.glob("*.py") if path.name != "__init__.py")
NOBODY = granted("nobody", "Nobody", frozenset())


def test_every_page_script_is_in_the_catalog_and_the_other_way_round():
    assert [path.name for path in SCRIPTS] == sorted(page.file for page in catalog.PAGES)


def test_no_folder_of_pages_lies_beside_the_script_that_streamlit_runs():
    # Beside one, Streamlit would run /people as people.py, without the router and before any check.
    router = catalog.PAGES_FOLDER / "shell" / "router.py"
    assert router.exists()
    assert not (router.parent / "pages").exists()


def _is_code(statement: ast.stmt) -> bool:
    is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return not (is_docstring or isinstance(statement, ast.Import | ast.ImportFrom))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_page_begins_with_the_check_of_its_rights(script):
    first = next(filter(_is_code, ast.parse(script.read_text(encoding="utf-8")).body))
    assert isinstance(first, ast.Assign | ast.Expr), "the first statement is not `session.require(...)`"
    call = first.value
    assert isinstance(call, ast.Call)
    assert ast.unparse(call.func) == "session.require"
    asked = {ast.unparse(argument).removeprefix("Right.") for argument in call.args}
    assert asked == {right.name for right in catalog.entry(script.name).rights}


@pytest.mark.parametrize("page", catalog.PAGES, ids=lambda page: page.file)
def test_a_page_runs_for_who_may_see_it(page, open_page):
    at = open_page(page.file)
    assert not at.exception
    assert len(at.title) == 1


@pytest.mark.parametrize("page", [page for page in catalog.PAGES if page.rights], ids=lambda page: page.file)
def test_a_page_says_no_to_who_lacks_its_rights_and_goes_no_further(page, open_page, monkeypatch):
    monkeypatch.setattr(session, "current_user", lambda: NOBODY)
    at = open_page(page.file)
    assert not at.exception
    assert "This page is not open to you" in at.error[0].value
    assert len(at.title) == 0


@pytest.mark.parametrize("page", [page for page in catalog.PAGES if page.rights], ids=lambda page: page.file)
@pytest.mark.parametrize("right", list(Right))
def test_any_one_of_a_pages_rights_opens_it(page, right, open_page, monkeypatch):
    holder = granted("holder", "Holder", frozenset({right}))
    monkeypatch.setattr(session, "current_user", lambda: holder)
    refused = any("not open to you" in error.value for error in open_page(page.file).error)
    assert refused == (right not in page.rights)


def test_the_start_page_is_open_to_everybody_signed_in(open_page, monkeypatch):
    monkeypatch.setattr(session, "current_user", lambda: NOBODY)
    at = open_page(catalog.PAGES[0].file)
    assert not at.exception
    assert not at.error
