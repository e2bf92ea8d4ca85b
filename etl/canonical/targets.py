"""Goals for metrics, as of a day: core_target."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.canonical import units
from etl.canonical.org_rows import Cells
from etl.canonical.validity import overlaps
from etl.problems import RefusedData
from etl.remarks import Refused
from etl.warehouse import Loading
from etl.workspace.ledger import target_seconds
from etl.workspace.toml_file import choices


@dataclass(frozen=True, slots=True)
class Target:
    """A goal for a metric of a unit or, without one, of the company; a share from 0 to 1, seconds,
    or a number in the metric's unit. None where the metric is not known."""

    metric: str
    unit_id: str | None
    value: float | None
    valid_from: date
    valid_until: date
    told_in: str = field(compare=False)


def of_row(metric_units: Mapping[str, str], cells: Cells) -> Target:
    """Return the target of a row of the plain form; `metric_units` are the units of all metrics."""
    metric = cells.required("metric")
    cells.required("value")
    parse, kind = _READINGS.get(metric_units.get(metric, ""), (_number, "no_number"))
    value = cells.needed("value", parse, kind) if metric in metric_units else None
    return Target(metric, cells.text("unit"), value, *cells.span(), told_in=cells.place)


def check(targets: Sequence[Target], metric_units: Mapping[str, str], known: Iterable[str]) -> None:
    """Raise RefusedData for every target of a metric or unit that is not there, and for two of one
    metric and unit on one day."""
    problems = [
        f"{target.told_in}: there is no metric {target.metric!r}; "
        f"{choices(target.metric, metric_units)}."
        for target in targets
        if target.metric not in metric_units
    ]
    twice = overlaps(
        targets,
        lambda target: (target.metric, target.unit_id),
        lambda target: f"the target for {target.metric} of {target.unit_id or 'the company'}",
    )
    RefusedData.raise_if([*problems, *units.strange(targets, known), *twice])


def build(loading: Loading, targets: Sequence[Target]) -> None:
    """Fill core_target."""
    loading.insert(
        "core_target",
        ("metric", "unit_id", "value", "valid_from", "valid_until"),
        [
            (target.metric, target.unit_id, target.value, target.valid_from, target.valid_until)
            for target in targets
        ],
    )


def _share(text: str) -> float:
    value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    if not 0 <= value <= 1:
        raise ValueError
    return value


def _number(text: str) -> float:
    value = float(text)
    if not abs(value) < 1e15:
        raise ValueError
    return value


_READINGS: Mapping[str, tuple[Callable[[str], float], Refused]] = {
    "share": (_share, "no_share"),
    "seconds": (target_seconds, "no_time"),
}
