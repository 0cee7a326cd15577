"""Sign-in attempts are counted: who tries too often has to wait."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shell.sign_in_gate import CALLBACK_PATH, LOGIN_PATH

#: Seconds that are looked back, and how many attempts are let through in them: by one address, and by all together.
#: One sign-in is two of them, and a school district may come by one address on Monday morning.
WINDOW_S, OF_ONE, OF_ALL = 60, 60, 600
#: A token that is wrong is not a slip of the finger: it is never typed.
WRONG_TOKENS = 10
_UNAUTHORIZED = 401
#: Addresses that are remembered; the one that was heard of longest ago is forgotten first.
_MOST_ADDRESSES = 10_000


class Attempts:
    """When attempts were made in the last `WINDOW_S` seconds: at most `of_one` by an address, `of_all` together."""

    def __init__(self, of_one: int, of_all: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.of_one, self.of_all = of_one, of_all
        self.clock = clock
        self._all: deque[float] = deque()
        self._by: OrderedDict[str, deque[float]] = OrderedDict()

    def note(self, address: str) -> None:
        """An attempt was made now."""
        made = self._by.setdefault(address, deque())
        self._by.move_to_end(address)
        if len(self._by) > _MOST_ADDRESSES:
            self._by.popitem(last=False)
        for moments in (made, self._all):
            moments.append(self.clock())

    def wait_s(self, address: str) -> int:
        """Whole seconds until another attempt is let through; 0 = now."""
        waits = (
            self._until_room(self._by.get(address, deque()), self.of_one),
            self._until_room(self._all, self.of_all),
        )
        return math.ceil(max(0.0, *waits))

    def _until_room(self, moments: deque[float], most: int) -> float:
        while moments and moments[0] <= self.clock() - WINDOW_S:
            moments.popleft()
        return moments[-most] + WINDOW_S - self.clock() if len(moments) >= most else 0.0


class RateLimit:
    """ASGI middleware: 429 with Retry-After to who tries the token link or a provider too often."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self.provider = Attempts(OF_ONE, OF_ALL, clock=clock)
        self.tokens = Attempts(WRONG_TOKENS, OF_ALL, clock=clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is no attempt, or one of few."""
        attempts = self._kind(scope)
        if attempts is None:
            await self.app(scope, receive, send)
            return
        address = (scope.get("client") or ("", 0))[0]
        if wait := attempts.wait_s(address):
            answer = PlainTextResponse(
                f"Too many attempts to sign in. Try again in {wait} seconds.",
                status_code=429,
                headers={"Retry-After": str(wait), "Cache-Control": "no-store"},
            )
            await answer(scope, receive, send)
            return
        if attempts is self.provider:
            attempts.note(address)

        async def watched(message: Message) -> None:
            wrong = message["type"] == "http.response.start" and message["status"] == _UNAUTHORIZED
            if wrong and attempts is self.tokens:
                attempts.note(address)
            await send(message)

        await self.app(scope, receive, watched)

    def _kind(self, scope: Scope) -> Attempts | None:
        if scope["type"] != "http":
            return None
        if scope["path"] in (LOGIN_PATH, CALLBACK_PATH):
            return self.provider
        asks = scope["query_string"]
        return self.tokens if asks.startswith(b"token=") or b"&token=" in asks else None
