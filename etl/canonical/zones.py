"""Clocks of the world, day by day: how a stamp on one becomes UTC, and where the clock was changed.

At an hour that a clock shows twice the first is assumed; an hour it leaves out is read with the
offset that held before. Both are what `zoneinfo` does with fold=0; both are reported.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from etl.warehouse import Loading

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 1, 1)
_NEVER = datetime.max.replace(microsecond=0)
_COLUMNS = (
    ("zone", pa.string()),
    ("day", pa.date32()),
    ("seconds_before", pa.int64()),  # ahead of UTC, until step_at
    ("step_at", pa.timestamp("us")),
    ("seconds_after", pa.int64()),
    ("odd", pa.string()),  # ambiguous, missing
    ("odd_from", pa.timestamp("us")),
    ("odd_until", pa.timestamp("us")),
)
Day = tuple[str, date, int, datetime, int, str | None, datetime | None, datetime | None]


def build(loading: Loading, zones: Iterable[str]) -> None:
    """Make zone_day: one row a zone and local day from 1970 to 2099."""
    rows = [day for zone in sorted({*zones, "UTC"}) for day in days(zone)]
    columns = list(zip(*rows, strict=True))
    loading.register(
        "zone_days",
        pa.table(
            {name: pa.array(columns[index], kind) for index, (name, kind) in enumerate(_COLUMNS)}
        ),
    )
    loading.run("create or replace temp table zone_day as select * from zone_days")
    loading.unregister("zone_days")


def days(zone: str) -> Iterator[Day]:
    """Yield every local day of a zone with its offsets from UTC, in seconds."""
    clock = ZoneInfo(zone)
    midnights = [
        datetime.combine(FIRST_DAY, time()) + timedelta(days=day)
        for day in range((LAST_DAY - FIRST_DAY).days + 1)
    ]
    ahead = [_ahead(clock, midnight) for midnight in midnights]
    steps = [
        None if before == after else _step(clock, midnight, before)
        for midnight, before, after in zip(midnights, ahead, ahead[1:], strict=False)
    ]
    for day, step in enumerate(steps):
        midnight, following = midnights[day], midnights[day + 1]
        before, after = ahead[day], ahead[day + 1]
        odd: tuple[str | None, datetime | None, datetime | None] = (None, None, None)
        for change in (step, steps[day + 1] if day + 1 < len(steps) else None):
            if change is not None and odd[0] is None:
                odd = _odd(clock, change, midnight, following)
        yield zone, midnight.date(), before, step or _NEVER, after, *odd


def utc_of(zone: str, local: datetime) -> datetime:
    """Return a stamp on the clock of `zone` in UTC, without zone."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def _ahead(clock: ZoneInfo, local: datetime) -> int:
    offset = local.replace(tzinfo=clock).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def _step(clock: ZoneInfo, midnight: datetime, before: int) -> datetime:
    """Return the first minute after `midnight` that is no longer `before` seconds ahead of UTC."""
    held, gone = 0, 1440
    while gone - held > 1:
        minute = (held + gone) // 2
        if _ahead(clock, midnight + timedelta(minutes=minute)) == before:
            held = minute
        else:
            gone = minute
    return midnight + timedelta(minutes=gone)


def _odd(
    clock: ZoneInfo, step: datetime, midnight: datetime, following: datetime
) -> tuple[str | None, datetime | None, datetime | None]:
    """Return what a change of clock makes odd of a day: the stretch that ends at the step."""
    before, after = _ahead(clock, step - timedelta(minutes=1)), _ahead(clock, step)
    begins = max(step - timedelta(seconds=abs(after - before)), midnight)
    ends = min(step, following)
    if begins >= ends:
        return None, None, None
    return ("ambiguous" if before > after else "missing"), begins, ends
