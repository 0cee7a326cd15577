"""Delivery of a set by SFTP: all of it or nothing, tried again where that may help, always forward once begun."""

import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from roster_core.delivery.faults import Fault
from roster_core.delivery.port import Item, Parcel, Receipt, There, Tried, Verified
from roster_core.delivery.sftp.capability import best_mode, refuse_twins
from roster_core.delivery.sftp.direct import publish_direct
from roster_core.delivery.sftp.link import Link, connected
from roster_core.delivery.sftp.reached import Reached, part_name
from roster_core.delivery.sftp.staged import publish_staged, remove_parts
from roster_core.delivery.sftp.target import Mode, SftpTarget
from roster_core.delivery.sftp.trial import try_out, try_reading
from roster_core.delivery.sftp.verify import matches

_PART = re.compile(r"\.([0-9a-f]{8})\.part$")
#: Seconds between two tries while the receiver's clock is running, and how soon a silent server is given up then.
_SOON_S, _STALL_S = 3.0, 20.0
#: How much of the receiver's quiet time is left unused.
_RESERVE_MINUTES = 1


class SftpDelivery:
    """A way out to one account; `wait` and `clock` are time's, `chance` spreads the tries of many installations."""

    def __init__(
        self,
        target: SftpTarget,
        *,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._target, self._wait, self._clock, self._chance = target, wait, clock, chance

    @property
    def target(self) -> SftpTarget:
        """Where it goes."""
        return self._target

    def deliver(self, parcel: Parcel) -> Receipt:
        """Send the files; see `port.Delivery`."""
        reached = Reached(self._target, parcel, self._clock)
        began, broke = self._clock(), None
        while True:
            try:
                self._carry_on(reached)
                return reached.receipt()
            except Fault as fault:
                if reached.touched and broke is None:
                    broke = self._clock()
                if not fault.passing or not self._again(reached, began, broke):
                    return self._given_up(reached, fault)

    def test(self) -> tuple[Tried, ...]:
        """Try what a delivery needs; see `port.Delivery`."""
        return try_out(self._target)

    def test_reading(self) -> tuple[Tried, ...]:
        """Try what picking files up there needs."""
        return try_reading(self._target)

    def _carry_on(self, reached: Reached) -> None:
        reached.connections += 1
        target = self._target
        if reached.touched:
            stall_s = min(target.patience.stall_s, _STALL_S)
            target = replace(target, patience=replace(target.patience, stall_s=stall_s))
        with connected(target) as link:
            reached.fingerprint, reached.server = link.fingerprint, link.server
            if reached.mode is None:
                _arrive(link, reached)
            if reached.mode != "direct" and not publish_staged(link, reached):
                reached.mode = "direct"
            if reached.mode == "direct":
                publish_direct(link, reached)

    def _again(self, reached: Reached, began: float, broke: float | None) -> bool:
        """Wait for the next try; False if there is to be none."""
        now, patience = self._clock(), self._target.patience
        if broke is not None:
            over = broke + 60 * (self._target.quiet_minutes - _RESERVE_MINUTES)
            self._wait(0 if now == broke else _SOON_S)
            return self._clock() < over
        if reached.connections >= patience.tries or now - began > patience.limit_s:
            return False
        self._wait(2**reached.connections * (0.75 + self._chance() / 2))
        return True

    def _given_up(self, reached: Reached, fault: Fault) -> Receipt:
        """Nothing was replaced: leave nothing behind. Else what is staged is kept, so that the rest can follow."""
        if not reached.touched and reached.begun_parts:
            with suppress(Fault), connected(self._target) as link:
                reached.connections += 1
                remove_parts(link, reached)
            if reached.begun_parts:
                reached.note("Files with names ending in .part are left on the server; the next delivery removes them.")
        return reached.receipt(fault)


def _arrive(link: Link, reached: Reached) -> None:
    """The first look at the far side: what is there, what was left, and what may be done."""
    target, parcel = reached.target, reached.parcel
    link.require_folder(target.folder)
    names = link.names(target.folder)
    refuse_twins(names, [item.name for item in parcel.items])
    for name in names:
        tag = _PART.search(name)
        if tag and tag[1] in parcel.earlier:
            with suppress(Fault):
                link.remove(target.path(name))
    mode = best_mode(link, target) if target.mode == "auto" else target.mode
    if mode == "direct" and target.mode == "auto":
        reached.note("The server refuses renames: files are written straight over the old ones.")
    _take_up(link, reached, names, mode)
    reached.mode = mode


def _take_up(link: Link, reached: Reached, names: list[str], mode: Mode) -> None:
    """What an earlier process had reached with the same delivery when it ended."""
    for item in reached.parcel.items:
        if part_name(item.name, reached.parcel.tag) in names:
            reached.begun_parts.add(item.name)
            if found := matches(link, reached, item, reached.part(item)):
                reached.staged[item.name] = found
        if reached.parcel.begun:
            _take_up_final(link, reached, item, mode)


def _take_up_final(link: Link, reached: Reached, item: Item, mode: Mode) -> None:
    final = reached.final(item)
    there = link.exists(final)
    if there and link.size(final) == item.size and link.digest(final, item.size) == item.sha256:
        if item.name not in reached.begun_parts:
            reached.change(item, There.NEW, Verified.CONTENT)
    elif not there and mode == "plain":
        reached.change(item, There.MISSING)
    elif mode == "direct" and reached.parcel.replacing == item.name:
        reached.change(item, There.PARTIAL)
