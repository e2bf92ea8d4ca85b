"""Every metric, read off random rows one by one, is what the compiler's SQL says it is."""

import math
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.answers.answers import Answers
from etl.metrics.catalogue import Metric, catalogue
from etl.metrics.question import Period, Question
from etl.metrics.result import Result
from tests.metrics.random_facts import FIRST, LAST, UNITS, Facts, make
from tests.metrics.slow_reading import READINGS, Group, customers, groups

SEEDS = (1, 2)
NEEDED = 10  # cases from which something is said
MEMBERS = {
    "unit": (*UNITS, "retail", "business", "company", "", "nowhere", "' or 1=1 --"),
    "division": ("retail", "business", ""),
    "channel": ("email", "phone", "chat", "", "'; drop table fact_ticket; --"),
    "priority": ("urgent", "low", ""),
    "source": ("desk", "register"),
}


@pytest.fixture(scope="module", params=SEEDS, name="facts")
def facts_of_seed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Facts:
    seed: int = request.param
    return make(tmp_path_factory.mktemp("facts"), seed)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=20)))
    return Period(start, start + timedelta(days=draw(st.integers(1, 120))))


@st.composite
def filters(draw: st.DrawFn) -> tuple[tuple[str, tuple[str, ...]], ...]:
    names = draw(st.lists(st.sampled_from(sorted(MEMBERS)), max_size=2, unique=True))
    return tuple(
        (name, tuple(draw(st.lists(st.sampled_from(MEMBERS[name]), min_size=1, max_size=3))))
        for name in names
    )


questions = st.builds(
    Question,
    metrics=st.lists(st.sampled_from(sorted(READINGS)), min_size=1, max_size=4).map(tuple),
    period=periods(),
    by=st.sampled_from((None, "unit", "division", "channel", "region", "source")),
    every=st.sampled_from((None, "day", "week", "month", "quarter")),
    where=filters(),
    clock=st.sampled_from(("business", "calendar")),
    attribution=st.sampled_from(("event", "current", "share")),
)


@given(question=questions)
@settings(max_examples=100)
def test_every_figure_is_what_the_rows_say(facts: Facts, question: Question) -> None:
    results = Answers(facts.warehouse).figures(question)
    for metric_id in question.metrics:
        _agree_with_the_rows(facts, metric_id, question, results)


@pytest.mark.parametrize("metric_id", sorted(READINGS))
def test_each_metric_by_unit_and_month(facts: Facts, metric_id: str) -> None:
    for attribution in ("event", "current", "share"):
        question = Question(
            (metric_id,), Period(FIRST, LAST), "unit", "month", attribution=attribution
        )
        results = Answers(facts.warehouse).figures(question)
        _agree_with_the_rows(facts, metric_id, question, results)


def test_the_slow_reading_knows_every_metric() -> None:
    assert READINGS.keys() == catalogue().keys()


def _by_key(
    results: tuple[Result, ...], metric_id: str, question: Question
) -> Iterator[tuple[tuple[date | None, str | None], Result]]:
    for result in results:
        if result.metric == metric_id:
            start = Period.parse(result.period).start
            yield (_first_of_part(start, question.every), result.member), result


def _first_of_part(start: date, every: str | None) -> date | None:
    match every:
        case None:
            return None
        case "week":
            return start - timedelta(days=start.weekday())
        case "month":
            return start.replace(day=1)
        case "quarter":
            return start.replace(month=(start.month - 1) // 3 * 3 + 1, day=1)
        case _:
            return start


def _agree_with_the_rows(
    facts: Facts, metric_id: str, question: Question, results: tuple[Result, ...]
) -> None:
    expected = groups(facts.tables, metric_id, question)
    got = dict(_by_key(results, metric_id, question))
    days = customers(facts.tables, question) if catalogue()[metric_id].is_of_customers else {}
    assert set(expected) <= set(got)
    for key, result in got.items():
        metric, group = catalogue()[metric_id], expected.get(key, Group([], 0, []))
        if metric.is_of_customers:
            agree = _agree_rate if metric.kind == "rate" else _agree_reach
            agree(result, group, days.get(key[0], []))
        elif metric.kind == "ratio":
            _agree_ratio(metric, result, group)
        else:
            _agree(metric, result, group)


def _agree_rate(result: Result, group: Group, days: list[set[str]]) -> None:
    assert result.n == result.numerator == pytest.approx(group.n)
    assert result.excluded == 0
    base = sum(map(len, days)) / len(days) if days else 0
    assert result.denominator == pytest.approx(base)
    if not base:
        assert (result.value, result.lower, result.verdict) == (None, None, "not_measured")
        return
    if result.verdict == "not_measured":
        assert not group.values
        return
    assert result.verdict == ("too_few" if base < NEEDED else None)
    assert result.value == pytest.approx(1000 * group.n / base)
    n = group.effective if group.values else 0
    weight = 1000 / base * (group.n / n if n else 1)
    for bound, seen, sign in ((result.lower, n, -1), (result.upper, n + 1, 1)):
        z = sign * 1.959964 / 3
        root = 1 - 1 / (9 * seen) + z / math.sqrt(seen) if seen else 0
        assert bound == pytest.approx(weight * max(0, seen * root**3))


def _agree_reach(result: Result, group: Group, days: list[set[str]]) -> None:
    company = set[str]().union(*days)
    heard = {row["customer"] for row in group.rows} & company
    unknown = {row["party"] for row in group.rows if row["customer"] is None}
    assert result.n == result.numerator == (len(heard) if days else 0)
    assert result.excluded == (len(unknown) if days else 0)
    assert result.denominator == len(company)
    is_known = company and (heard or not unknown)
    if not is_known or result.verdict == "not_measured":
        assert (result.value, result.verdict, heard) == (None, "not_measured", set())
        return
    assert result.verdict == ("too_few" if len(company) < NEEDED else None)
    assert result.value == pytest.approx(len(heard) / len(company))
    _agree_wilson(result, len(heard) / len(company), len(company))


def _agree_ratio(metric: Metric, result: Result, group: Group) -> None:
    per = {"tickets_per_fte": "fte", "cost_per_solved_ticket": "tickets_solved"}[metric.id]
    value = {"tickets_per_fte": "tickets_solved", "cost_per_solved_ticket": "cost"}[metric.id]
    rows = [row for row in group.rows if row[value] is not None and row[per] is not None]
    assert result.n == sum(row["tickets_solved"] for row in rows)
    every = sum(row["tickets_solved"] or 0 for row in group.rows)
    assert result.excluded == every - result.n
    taken_by = sum(row[per] for row in rows)
    assert (result.lower, result.upper) == (None, None)
    if result.verdict == "not_measured":
        assert result.value is None
        assert not taken_by or not result.n
        return
    assert result.verdict == ("too_few" if result.n < NEEDED else None)
    expected = sum(row[value] for row in rows) / taken_by if taken_by else None
    assert result.value == (expected if expected is None else pytest.approx(expected))


def _agree(metric: Metric, result: Result, group: Group) -> None:
    assert result.n == pytest.approx(group.n)
    assert result.excluded == pytest.approx(group.excluded)
    cases = group.n + group.excluded
    assert result.coverage == (pytest.approx(group.n / cases) if cases else None)
    if not group.values:
        assert result.verdict in ("not_measured", "too_few" if metric.least_n else None)
        assert result.value in (None, 0)
        return
    assert result.verdict == ("too_few" if group.n < (metric.least_n and NEEDED) - 1e-9 else None)
    match metric.kind:
        case "count" | "stock":
            assert result.value == pytest.approx(group.n)
        case "sum":
            assert result.value == pytest.approx(group.total)
        case "proportion" | "mean":
            assert result.numerator == pytest.approx(group.total, abs=1e-9)
            assert result.value == pytest.approx(group.mean, abs=1e-9)
            _agree_interval(metric, result, group)
        case "quantile":
            assert metric.quantile is not None
            assert result.value == group.at(metric.quantile)
            lower, upper = _ranks(int(group.effective + 1e-6), metric.quantile)
            n = int(group.effective + 1e-6)
            assert result.lower == (group.at((lower - 0.5) / n) if lower >= 1 else None)
            assert result.upper == (group.at((upper - 0.5) / n) if upper <= n else None)
        case _:
            raise AssertionError(f"nothing recomputes a {metric.kind}")


def _agree_interval(metric: Metric, result: Result, group: Group) -> None:
    n = group.effective
    if metric.kind == "mean":
        assert (result.lower is None) == (n < NEEDED)
        if result.lower is not None and result.upper is not None:
            assert (result.lower + result.upper) / 2 == pytest.approx(group.mean)
        return
    _agree_wilson(result, group.mean, n)


def _agree_wilson(result: Result, share: float, n: float) -> None:
    """Hold the bounds to the score equation that Wilson's solve."""
    assert result.lower is not None
    assert result.upper is not None
    for bound in (result.lower, result.upper):
        assert n * (share - bound) ** 2 == pytest.approx(
            1.959964**2 * bound * (1 - bound), abs=1e-6
        )


def _ranks(n: int, share: float) -> tuple[int, int]:
    """Return the binomial ranks by summing the chances one by one."""
    reached, lower = 0.0, -1
    for k in range(n + 1):
        reached += math.comb(n, k) * share**k * (1 - share) ** (n - k)
        if lower < 0 and reached >= 0.025:
            lower = k
        if reached >= 0.975:
            return lower, k + 1
    return lower, n + 1
