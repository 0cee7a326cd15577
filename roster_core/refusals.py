"""Refusals: an action cannot go on, said so that the person can act on it."""


class Refusal(Exception):  # noqa: N818 - it is a refusal, not an error of the program
    """A whole action is refused and nothing was changed.

    `what` did not happen, `why`, and how to `fix` it: three sentences for a coordinator, without secrets or student
    data.
    """

    def __init__(self, what: str, *, why: str, fix: str = "") -> None:
        super().__init__(" ".join(part for part in (what, why, fix) if part))
        self.what = what
        self.why = why
        self.fix = fix
