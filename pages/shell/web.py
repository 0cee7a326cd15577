"""The parts that `streamlit_app.py` puts together: middleware, routes, and what happens at start and stop."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import Route

from pages.shell import downloads, providers, session, token_gate
from pages.shell.guard import LOOPBACK_NAMES, Guard
from pages.shell.rate_limit import RateLimit
from pages.shell.routes import Desk
from pages.shell.sign_in_gate import SignInGate
from roster_core.clock import utc_now
from roster_core.data_free import keep_data_out_of_logs
from roster_core.jobs.child import running_worker
from roster_core.journeys.photo_sizes import sweep_cache
from roster_core.journeys.users import users_exist
from roster_core.refusals import Refusal

#: The Streamlit script.
ROUTER = Path(__file__).with_name("router.py")
_SWEEP_EVERY_S = 3600
_NO_USERS = """

  Nobody can sign in yet. Make the first user, an administrator, with the address that the provider knows:

  python -m roster_core users add E-MAIL --name NAME --role administrator"""


def middleware() -> list[Middleware]:
    """From the outside in: what is refused by its host name learns nothing about tokens and sign-ins."""
    named = {host.strip() for host in session.settings().allowed_hosts.split(",") if host.strip()}
    auth = session.auth()
    if auth is None:
        door = Middleware(token_gate.TokenGate, token=session.sign_in_token())
    else:
        named.add(auth.host)
        door = Middleware(SignInGate, origin=auth.origin, is_open=session.is_open)
    return [Middleware(Guard, hosts=LOOPBACK_NAMES | named), Middleware(RateLimit), door]


def routes() -> list[Route]:
    """The HTTP routes of the app."""
    desk = Desk(
        key=session.ticket_key(),
        staging=session.staging(),
        find_user=session.find_user,
        resolvers=downloads.RESOLVERS,
        pictures=downloads.PICTURES,
        document=downloads.open_document,
    )
    return desk.routes()


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Check how people sign in, open the store, print the way in; keep the staging folder clean meanwhile."""
    keep_data_out_of_logs()
    address, auth = st.get_option("server.address"), session.auth()
    try:
        if auth is None:
            token_gate.refuse_other_addresses(address)
        else:
            providers.require_sound(auth)
        store = await run_in_threadpool(session.store)
    except Refusal:
        sys.tracebacklimit = 0  # the server prints this refusal and ends; the way it came would only hide it
        raise
    if auth is None:
        link = token_gate.sign_in_link(address, st.get_option("server.port"), session.sign_in_token())
    else:
        link = auth.origin + ("" if await run_in_threadpool(users_exist, store) else _NO_USERS)
    sys.stdout.write(f"\n  Roster Desk is running. Open this link to sign in:\n\n  {link}\n\n")
    sys.stdout.flush()
    sweeping = asyncio.create_task(_sweep_for_ever())
    try:
        with running_worker(session.settings()) if session.settings().app_worker else contextlib.nullcontext():
            yield {}
    finally:
        sweeping.cancel()


async def _sweep_for_ever() -> None:
    while True:
        await run_in_threadpool(session.staging().sweep, utc_now())
        await run_in_threadpool(sweep_cache, session.settings(), utc_now())
        await asyncio.sleep(_SWEEP_EVERY_S)
