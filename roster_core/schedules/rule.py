"""The rule of a schedule: at a time of day on some days, or a cron expression, on the clock of a time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from roster_core.refusals import Refusal

#: Short names of the days, the first being number 0, and of the months, the first being number 1.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Receivers begin a sync of their own after each set: none of ours may come sooner after the one before.
LEAST_MINUTES = 60
_DAY_MINUTES = 24 * 60
_FIELDS = 5
_EVERY_DAY, _SCHOOL_DAYS = tuple(range(7)), tuple(range(5))
_NOT_SAVED = "The schedule was not saved."
_EXAMPLE = "Write five fields, such as 30 4 * * 1-5: minute, hour, day of the month, month, day of the week."


@dataclass(frozen=True)
class Rule:
    """When a schedule is due, by the clock of `time_zone` (an IANA name).

    `weekdays` are numbers from 0 (Monday), `months` from 1; no month = every month. A `cron` expression of five fields
    stands in place of all three.
    """

    time_zone: str
    at: time = time(4, 0)
    weekdays: tuple[int, ...] = _SCHOOL_DAYS
    months: tuple[int, ...] = ()
    cron: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone.

        Raises:
            Refusal: There is none of that name.
        """
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
            fix = "Choose one such as America/New_York."
            raise Refusal(_NOT_SAVED, why=f"There is no time zone “{self.time_zone}”.", fix=fix) from exc

    @property
    def expression(self) -> str:
        """The rule as a cron expression."""
        if self.cron:
            return self.cron
        days = ",".join(str((day + 1) % 7) for day in sorted(self.weekdays))
        months = ",".join(map(str, sorted(self.months))) or "*"
        return f"{self.at.minute} {self.at.hour} * {months} {days}"


def make_rule(
    time_zone: str,
    *,
    at: str = "",
    weekdays: Iterable[int] = _SCHOOL_DAYS,
    months: Iterable[int] = (),
    cron: str = "",
) -> Rule:
    """The rule that is meant; `at` is a time such as `04:30`.

    Raises:
        Refusal: It cannot be one, never comes due, or comes due more often than once an hour.
    """
    if cron.strip():
        rule = Rule(time_zone, weekdays=(), cron=" ".join(cron.split()))
    else:
        days, named = tuple(sorted(set(weekdays))), tuple(sorted(set(months)))
        if not days or not set(days) <= set(_EVERY_DAY):
            raise Refusal(_NOT_SAVED, why="No day of the week is chosen.", fix="Choose at least one.")
        if not set(named) <= set(range(1, 13)):
            raise Refusal(_NOT_SAVED, why="A month is a number from 1 to 12.", fix="Choose months, or none for all.")
        rule = Rule(time_zone, _time(at), days, () if len(named) == len(MONTHS) else named)
    _require_possible(rule)
    return rule


def describe(rule: Rule) -> str:
    """The rule in words, such as `Mon–Fri at 04:00 (America/New_York)`."""
    if rule.cron:
        told = CronSim(rule.cron, datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))).explain()
        return f"{told} ({rule.time_zone})"
    months = f" in {', '.join(MONTHS[month - 1] for month in rule.months)}" if rule.months else ""
    return f"{_days(rule.weekdays)} at {rule.at:%H:%M}{months} ({rule.time_zone})"


def _days(weekdays: tuple[int, ...]) -> str:
    if weekdays == _EVERY_DAY:
        return "Every day"
    if weekdays == _SCHOOL_DAYS:
        return f"{DAYS[0]}–{DAYS[4]}"
    return ", ".join(DAYS[day] for day in weekdays)


def _time(text: str) -> time:
    try:
        told = time.fromisoformat(text.strip())
    except ValueError as exc:
        raise Refusal(_NOT_SAVED, why=f"“{text}” is no time of day.", fix="Write it as 04:30.") from exc
    if told.tzinfo is not None or told.second or told.microsecond:
        raise Refusal(_NOT_SAVED, why=f"“{text}” is no time of day in hours and minutes.", fix="Write it as 04:30.")
    return told


def _require_possible(rule: Rule) -> None:
    _ = rule.zone
    try:
        # Without a zone: nights on which the clock changes are no reason to refuse a rule.
        times = CronSim(rule.expression, datetime(2026, 1, 1))  # noqa: DTZ001 - see above
        wanted = len(rule.expression.split()) == _FIELDS
        first = next(times, None) if wanted else None
    except CronSimError as exc:
        why = f"“{rule.cron}” is no cron expression: {str(exc).lower()}."
        raise Refusal(_NOT_SAVED, why=why, fix=_EXAMPLE) from exc
    if not wanted:
        raise Refusal(_NOT_SAVED, why=f"“{rule.cron}” has not five fields.", fix=_EXAMPLE)
    if first is None:
        raise Refusal(_NOT_SAVED, why=f"“{rule.cron}” never comes due.", fix=_EXAMPLE)
    if (least := _least_gap(times)) < LEAST_MINUTES:
        raise Refusal(
            _NOT_SAVED,
            why=f"It would run twice within {least} minutes; Clever takes files once an hour at most.",
            fix="Leave at least an hour between two runs.",
        )


def _least_gap(times: CronSim) -> int:
    """Minutes between two times of the day, midnight between them or not."""
    of_day = sorted(60 * hour + minute for hour in times.hours for minute in times.minutes)
    return min(after - before for before, after in zip(of_day, [*of_day[1:], of_day[0] + _DAY_MINUTES], strict=True))
