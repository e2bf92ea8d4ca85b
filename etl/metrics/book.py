"""The metric book as Markdown: `python -m etl.metrics.book` writes docs/metrics.md anew."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from etl.metrics.catalogue import Metric, catalogue
from etl.metrics.compiler import quantiles, sums
from etl.metrics.customers import heard
from etl.metrics.question import Period, Question
from etl.metrics.scan import scans
from etl.metrics.stock import stock

FILE = Path(__file__).parents[2] / "docs" / "metrics.md"

_HEAD = """# Metrics

Made from `etl/metrics/catalogue.toml` by `python -m etl.metrics.book`; do not edit. Every metric
stands in the catalogue once: pages, downloads, the command line, the cube and this book read the
same entry.

A row of the grain is a *case* when its cohort day lies in the period. A case is *counted* when what
is measured is known; the others are *excluded*, and coverage is counted ÷ all. Results of fewer
than ten cases are marked too few to say. The SQL is that of the whole company over one period;
filters and groups add conditions and columns.

A *rate* is the cases per 1,000 of the company's customers: their mean number over the days of the
period. A *reach* is the share of those who were customers on any day of it. However the cases are
cut, the customers are the whole company's, so that rates of departments add up to the company's;
where no customers are known there is neither. A *ratio* is the sum of one value by the sum of
another, over the months of units that know both; only whole months count.
"""


def book() -> str:
    """Return the whole book."""
    groups: dict[str, list[Metric]] = {}
    for entry in catalogue().values():
        groups.setdefault(entry.group, []).append(entry)
    lines = [_HEAD, *_contents(groups)]
    for group, entries in groups.items():
        lines += [f"## {group.replace('_', ' ').capitalize()}", ""]
        for entry in entries:
            lines += _chapter(entry)
    return "\n".join(lines).rstrip() + "\n"


def _contents(groups: dict[str, list[Metric]]) -> Iterator[str]:
    yield "| metric | kind | unit | better | clock | needs |"
    yield "|---|---|---|---|---|---|"
    for entries in groups.values():
        for entry in entries:
            clock = "business or calendar" if entry.has_clock else ""
            yield (
                f"| [{entry.id}](#{entry.id}) | {entry.kind} | {entry.unit} | "
                f"{entry.better or ''} | {clock} | {', '.join(entry.needs)} |"
            )
    yield ""


def _chapter(entry: Metric) -> Iterator[str]:
    yield f"### {entry.id}"
    yield ""
    for name, text in _facts(entry):
        yield f"- {name}: {text}"
    yield f"- decision: [{entry.decision}](decisions.md#{entry.decision})"
    yield ""
    yield "```sql"
    yield _sql(entry)
    yield "```"
    yield ""


def _facts(entry: Metric) -> Iterator[tuple[str, str]]:
    yield "a case is a row of", f"`{entry.grain}`" + _when(entry.cases)
    yield "counts on", _code(entry.cohort)
    if entry.counted != "true":
        yield "counted when", _code(entry.counted)
    if entry.numerator:
        yield "numerator", _code(entry.numerator)
    if entry.value:
        if entry.value.business:
            yield "value in business hours", _code(entry.value.business)
        name = "value in calendar time" if entry.value.business else "value"
        yield name, _code(entry.value.calendar)
    if entry.per:
        yield "taken by", _code(entry.per)
        yield "cases of a row", _code(entry.size)
    if entry.is_of_customers:
        yield "by", f"customers of the whole company{', per 1,000' if entry.kind == 'rate' else ''}"
    if entry.quantile:
        yield "quantile", f"{entry.quantile:g}"
    yield "counts for, at the event", _code(entry.owner.event)
    yield "counts for, now", _code(entry.owner.current)
    share = f"the clock `{entry.owner.share}`" if entry.owner.share else "as at the event"
    if entry.owner.share == "cause":
        share = "who caused the problem"
    yield "shared by", share
    yield "interval", (entry.method or "none, counted whole").replace("_", " ")
    least = "least customers" if entry.is_of_customers else "least cases"
    yield least, str(entry.least_n) if entry.least_n else "none"
    if entry.adjust_for and entry.is_compared:
        yield "compared after adjusting for", ", ".join(f"`{name}`" for name in entry.adjust_for)


def _sql(entry: Metric) -> str:
    (scan,) = scans(Question((entry.id,), Period(date(2026, 1, 1), date(2026, 4, 1))), {})
    if entry.kind == "quantile":
        return quantiles(scan, {entry.id: ()}).sql
    if entry.kind == "reach":
        return heard(scan).sql
    return (stock(scan) if entry.kind == "stock" else sums(scan)).sql


def _when(condition: str) -> str:
    return "" if condition == "true" else f" where {_code(condition)}"


def _code(expression: str) -> str:
    return f"`{' '.join(expression.split())}`"


if __name__ == "__main__":
    FILE.write_text(book(), encoding="utf-8")
