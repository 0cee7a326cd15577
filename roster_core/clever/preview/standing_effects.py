"""Effects of changed options that are being counted in the background, and those counted already."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from roster_core.clever.changes.digest_output import FileEffect
from roster_core.clever.preview.effect import Effect
from roster_core.clever.preview.resident import Resident, StoppedError
from roster_core.clever.process import EndedError
from roster_core.clever.wire import Message
from roster_core.refusals import Refusal

#: Effects kept; each is a few numbers.
_KEPT = 200


def effect_said(message: Message) -> Effect:
    """The effect in an answer of the resident process."""
    told = message.said["answer"]
    files = {name: FileEffect(**counts) for name, counts in told["files"].items()}
    return Effect(**{**told, "files": files, "findings": {code: tuple(n) for code, n in told["findings"].items()}})


@dataclass
class StandingEffects:
    """Counts one effect at a time; the question asked last goes before one that is being answered."""

    _known: OrderedDict[str, Effect] = field(default_factory=OrderedDict)
    _at: str = ""
    _change: threading.Condition = field(default_factory=threading.Condition)

    def read(
        self,
        key: str,
        process: Resident,
        question: Mapping[str, Any],
        first: Callable[[], Effect],
        *,
        wait_s: float,
    ) -> Effect:
        """The effect known by `key`, exact if it is counted within `wait_s`, else what `first` gives, with progress."""
        with self._change:
            if key not in self._known:
                if self._at:
                    process.stop()  # nobody waits for that answer any more
                self._keep(key, Effect(step="starting"))
                self._at = key
                threading.Thread(target=self._count, args=(key, process, question), daemon=True).start()
            self._change.wait_for(lambda: self._settled(key), timeout=wait_s)
            present = self._known.get(key, Effect())
        if present.exact or present.error or present.looked_at:
            return present
        early = first()
        with self._change:
            present = self._known.get(key, Effect())
            if not (present.exact or present.error):
                present = replace(early, exact=False, done=present.done, total=present.total, step=present.step)
                self._keep(key, present)
        return present

    def _settled(self, key: str) -> bool:
        known = self._known.get(key)
        return known is None or known.exact or bool(known.error)

    def _count(self, key: str, process: Resident, question: Mapping[str, Any]) -> None:
        def progress(done: int, total: int, what: str) -> None:
            with self._change:
                if key in self._known:
                    self._keep(key, replace(self._known[key], done=done, total=total, step=what))

        counted: Effect | None
        try:
            counted = effect_said(process.ask(question, progress))
        except StoppedError:  # another question came first: this one starts anew when it is asked again
            counted = None
        except EndedError:
            counted = Effect(error="The process that counts ended without an answer.")
        except Refusal as refusal:
            counted = Effect(error=str(refusal))
        with self._change:
            if self._at == key:
                self._at = ""
            if counted is not None:
                self._keep(key, counted)
            else:
                self._known.pop(key, None)
            self._change.notify_all()

    def _keep(self, key: str, effect: Effect) -> None:
        self._known[key] = effect
        self._known.move_to_end(key)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
