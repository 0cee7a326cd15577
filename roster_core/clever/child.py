"""The child process of an export: one request on standard input, messages on standard output."""

import sys
from dataclasses import asdict
from typing import Any

from roster_core.clever.engine import export, from_json
from roster_core.clever.process import refused
from roster_core.clever.wire import Message, receive, send
from roster_core.refusals import Refusal


def main() -> None:
    """Carry out the request; progress, a refusal or the result are told one by one."""
    message = receive(sys.stdin.buffer)
    if message is None:  # whoever asked has gone
        return
    try:
        result = export(from_json(message.said["request"]), lambda *step: _tell({"progress": step}))
    except Refusal as refusal:
        _tell(refused(refusal))
    else:
        _tell({"result": asdict(result)})


def _tell(said: dict[str, Any]) -> None:
    send(sys.stdout.buffer, Message(said))


if __name__ == "__main__":
    main()
