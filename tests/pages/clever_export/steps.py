"""What somebody does on the Clever export page, and what stands there."""

import re

from pages.shell import session
from roster_core.access.rights import local_administrator
from roster_core.journeys.export_runs import read_run
from tests.pages.conftest import asked

PAGE = "clever_export.py"
ADMIN = local_administrator()


def shown_run(at):
    return read_run(session.store(), ADMIN, asked(at, "run"))


def click_row(at, key, row):
    at.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return at.run()


def links_of(at):
    return [link.proto.label for link in at.get("page_link")]


def told_by(at):
    """What the page says, without the signs that keep Markdown from reading it."""
    return " ".join(said.value for said in at.markdown).replace("\\", "")


def errors_of(at):
    return " ".join(error.value for error in at.error)


def option_widget(at, kind, name):
    """The widget of an option, whatever edition of the fields is shown."""
    return next(widget for widget in getattr(at, kind) if re.fullmatch(rf"export[.]\d+[.]{name}", widget.key or ""))


def show_group(at, name):
    at.session_state["export.group"] = name
    return at.run()


def box_of(at, name):
    """The box of the profile, or of the preset, as it is now."""
    return next(box for box in at.selectbox if (box.key or "").startswith(f"export.{name}."))


def bench_of(at):
    return at.session_state["export.bench"]
