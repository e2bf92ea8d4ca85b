"""Clocks of the world, week by week: how a stamp on one becomes UTC, and where it was changed.

At an hour that a clock shows twice the first is assumed; an hour it leaves out is read with the
offset that held before. Both are what `zoneinfo` does with fold=0; both are reported.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from etl.warehouse import Loading

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2100, 1, 1)
_EARLIEST = 10 * 365 // 7  # weeks; a date before 1980 is a zero that stands for nothing
_NEVER = datetime(9999, 12, 31)
_WEEK = timedelta(days=7)
_COLUMNS = {
    "zone": "varchar",
    "week": "bigint",  # whole weeks from 1970-01-01, a Thursday, on the zone's own clock
    "seconds_before": "bigint",  # ahead of UTC, until step_at
    "step_at": "timestamp",
    "seconds_after": "bigint",
    "odd": "varchar",  # ambiguous, missing
    "odd_from": "timestamp",
    "odd_until": "timestamp",
}
Odd = tuple[str | None, datetime | None, datetime | None]


def build(loading: Loading, zones: Iterable[str]) -> None:
    """Make zone_week: one row a zone and week from 1980 to 2099. No clock changes twice in one."""
    declared = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
    loading.run(f"create or replace table scratch.zone_week ({declared})")
    rows = [week for zone in sorted({*zones, "UTC"}) for week in weeks(zone) if week[1] > _EARLIEST]
    loading.insert("zone_week", tuple(_COLUMNS), rows)


def weeks(zone: str) -> Iterator[tuple[str, int, int, datetime, int, *Odd]]:
    """Yield every week of a zone's clock with its distances from UTC, in seconds."""
    clock = ZoneInfo(zone)
    starts = [_FIRST + _WEEK * week for week in range((_LAST - _FIRST) // _WEEK + 2)]
    ahead = [_ahead(clock, start) for start in starts]
    steps = [
        None if before == after else _step(clock, start, before)
        for start, (before, after) in zip(starts, pairwise(ahead), strict=False)
    ]
    for week, (step, following) in enumerate(pairwise([*steps, None])):
        odd: Odd = (None, None, None)
        for change in (step, following):
            if change is not None and odd[0] is None:
                odd = _odd(clock, change, starts[week])
        yield zone, week, ahead[week], step or _NEVER, ahead[week + 1], *odd


def utc_of(zone: str, local: datetime) -> datetime:
    """Return a stamp on the clock of `zone` in UTC, without zone."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def _ahead(clock: ZoneInfo, local: datetime) -> int:
    offset = local.replace(tzinfo=clock).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _step(clock: ZoneInfo, start: datetime, before: int) -> datetime:
    """Return the first minute of a week that is no longer `before` seconds ahead of UTC."""
    held, gone = 0, _WEEK // timedelta(minutes=1)
    while gone - held > 1:
        minute = (held + gone) // 2
        if _ahead(clock, start + timedelta(minutes=minute)) == before:
            held = minute
        else:
            gone = minute
    return start + timedelta(minutes=gone)


def _odd(clock: ZoneInfo, step: datetime, start: datetime) -> Odd:
    """Return what of a week a change of clock makes odd: the stretch that ends with the step."""
    before, after = _ahead(clock, step - timedelta(minutes=1)), _ahead(clock, step)
    begins = max(step - timedelta(seconds=abs(after - before)), start)
    ends = min(step, start + _WEEK)
    if begins >= ends:
        return None, None, None
    return ("ambiguous" if before > after else "missing"), begins, ends
