"""Clocks of the world, week by week: how a stamp on one becomes UTC, and where it was changed.

At an hour that a clock shows twice the first is assumed; an hour it leaves out is read with the
offset that held before. Both are what `zoneinfo` does with fold=0; both are reported.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from etl.warehouse import Loading

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2100, 1, 1)
_EARLIEST = 10 * 365 // 7  # weeks; a date before 1980 is a zero that stands for nothing
_WEEK = timedelta(days=7)
_CLOCK = (
    "struct(ahead bigint[], step_at timestamp[], odd varchar[], odd_from timestamp[], "
    "odd_until timestamp[])"
)
Odd = tuple[str | None, datetime | None, datetime | None]


def build(loading: Loading, zones: Iterable[str]) -> None:
    """Make zone_clock: a row a zone, with lists of its weeks from 1970 to 2099, nothing in those
    before 1980.

    Lists and not rows: what is joined does not come out in the order of its file.
    """
    loading.run(f"create or replace table scratch.zone_clock (zone varchar, clock {_CLOCK})")
    loading.insert(
        "zone_clock", ("zone", "clock"), [(zone, _clock(zone)) for zone in sorted(set(zones))]
    )


def of_file(loading: Loading, zones: Iterable[str | None]) -> None:
    """Make file_clock, one row: the clock of that of `zones`, those of a file, that is not UTC; of
    any zone where there is none."""
    loading.run(
        "create or replace table scratch.file_clock as select clock from zone_clock "
        "order by zone <> 'UTC' and list_contains($zones, zone) desc limit 1",
        {"zones": sorted({zone for zone in zones if zone})},
    )


def _clock(zone: str) -> dict[str, list[Any]]:
    """Return the lists of a zone's weeks: seconds ahead of UTC at the start of each, and after the
    last; where they change; and the stretch that a change makes odd."""
    found = [week for week in weeks(zone) if week.number > _EARLIEST]
    before = [None] * found[0].number
    return {
        "ahead": before + [week.ahead for week in found] + [found[-1].ahead_after],
        "step_at": before + [week.step_at for week in found],
        "odd": before + [week.odd[0] for week in found],
        "odd_from": before + [week.odd[1] for week in found],
        "odd_until": before + [week.odd[2] for week in found],
    }


class Week(NamedTuple):
    """A week of a zone's clock. No clock changes twice in one."""

    number: int  # whole weeks from 1970-01-01, a Thursday, on the zone's own clock
    ahead: int  # seconds ahead of UTC, until step_at
    step_at: datetime | None
    ahead_after: int
    odd: Odd  # ambiguous or missing, from, until


def weeks(zone: str) -> Iterator[Week]:
    """Yield every week of a zone's clock from 1970 to 2099."""
    clock = ZoneInfo(zone)
    starts = [_FIRST + _WEEK * week for week in range((_LAST - _FIRST) // _WEEK + 2)]
    ahead = [_ahead(clock, start) for start in starts]
    steps = [
        None if before == after else _step(clock, start, before)
        for start, (before, after) in zip(starts, pairwise(ahead), strict=False)
    ]
    for number, (step, following) in enumerate(pairwise([*steps, None])):
        odd: Odd = (None, None, None)
        for change in (step, following):
            if change is not None and odd[0] is None:
                odd = _odd(clock, change, starts[number])
        yield Week(number, ahead[number], step, ahead[number + 1], odd)


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
