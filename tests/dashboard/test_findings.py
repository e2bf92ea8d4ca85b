"""What a title says: chosen by plain rules from results, never more than they show."""

from dataclasses import replace

import pytest

from dashboard import findings
from dashboard.data import Metric, Result
from dashboard.findings import Finding
from etl.answers.changes import Change
from etl.metrics.catalogue import metric
from etl.metrics.result import Verdict

KEPT = metric("resolution_promise_kept")
TIME = metric("first_reply_median")
BACKLOG = metric("backlog")
RATE = metric("complaints_per_1000_customers")


def result(
    member: str | None,
    value: float | None,
    spread: float | None = 0.02,
    *,
    of: Metric = KEPT,
    verdict: Verdict | None = None,
) -> Result:
    is_bounded = value is not None and spread is not None
    return Result(
        metric=of.id, slice="unit", member=member, period="2026-Q3", numerator=None,
        denominator=None, n=100, excluded=0, coverage=1.0, value=value,
        lower=value - spread if is_bounded and value is not None and spread is not None else None,
        upper=value + spread if is_bounded and value is not None and spread is not None else None,
        expected=None, method="wilson" if is_bounded else None,
        verdict=verdict, build=1,
    )  # fmt: skip


TOTAL = result(None, 0.9)


def test_a_member_stands_out_when_its_interval_does_not_hold_the_total() -> None:
    assert findings.stands_out(result("a", 0.8), TOTAL, KEPT)
    assert not findings.stands_out(result("a", 0.89), TOTAL, KEPT)


def test_what_comes_nearest_to_a_figure_is_judged_then_few_then_none_then_unmeasured() -> None:
    unmeasured = replace(result("a", None, verdict="not_measured"), n=0)
    none = replace(result("a", None), n=0)
    few = result("a", None, verdict="too_few")
    order = [result("a", 0.8), few, none, unmeasured]
    for position, expected in enumerate(order):
        assert findings.nearest(order[position:][::-1]) is expected
    assert findings.nearest([]) is None


def test_a_member_of_too_few_cases_never_stands_out() -> None:
    assert not findings.stands_out(result("a", 0.1, verdict="too_few"), TOTAL, KEPT)


def test_a_figure_without_an_interval_never_stands_out() -> None:
    assert not findings.stands_out(result("a", 0.1, None), TOTAL, KEPT)


def test_a_rate_by_all_customers_stands_out_from_nothing_and_the_largest_is_named() -> None:
    rows = [result("a", 9, 1, of=RATE), result("b", 3, 1, of=RATE)]
    total = result(None, 12, 1, of=RATE)
    assert not any(findings.stands_out(row, total, RATE) for row in rows)
    found = findings.of_ranking(rows, total, RATE)
    assert (found.message, found.result) == ("finding.most.complaints_per_1000_customers", rows[0])


@pytest.mark.parametrize(("of", "worst"), [(KEPT, "low"), (TIME, "high")])
def test_ranking_begins_with_the_worse_side(of: Metric, worst: str) -> None:
    judged, _ = findings.ranked([result("low", 0.1, of=of), result("high", 0.9, of=of)], of)
    assert judged[0].member == worst


def test_too_few_cases_are_set_apart() -> None:
    few = result("few", 0.1, verdict="too_few")
    assert findings.ranked([few, result("a", 0.5)], KEPT)[1] == [few]


def test_the_worst_is_named_with_how_many_more_are_worse() -> None:
    rows = [result("a", 0.6), result("b", 0.7), result("c", 0.99)]
    judged, _ = findings.ranked(rows, KEPT)
    assert findings.of_ranking(judged, TOTAL, KEPT) == Finding(
        "finding.worst.resolution_promise_kept", rows[0], 1, end="lowest"
    )


def test_whom_the_worst_cannot_be_told_apart_from_is_named() -> None:
    rows = [result("a", 0.60), result("b", 0.63), result("c", 0.70)]
    judged, _ = findings.ranked(rows, KEPT)
    found = findings.of_ranking(judged, TOTAL, KEPT)
    assert found.close == (rows[1],)
    assert found.further == 1


def test_the_best_is_named_when_nobody_is_worse() -> None:
    rows = [result("a", 0.9), result("b", 0.97)]
    judged, _ = findings.ranked(rows, KEPT)
    found = findings.of_ranking(judged, TOTAL, KEPT)
    assert (found.message, found.result) == ("finding.best.resolution_promise_kept", rows[1])
    assert found.end == "highest"


def test_nobody_stands_out_when_every_interval_holds_the_total() -> None:
    rows = [result("a", 0.89), result("b", 0.91)]
    assert findings.of_ranking(rows, TOTAL, KEPT) == Finding("finding.nobody")


def test_the_largest_count_is_named_because_counts_have_no_interval() -> None:
    rows = [result("a", 9, None, of=BACKLOG), result("b", 3, None, of=BACKLOG)]
    found = findings.of_ranking(rows, result(None, 12, None, of=BACKLOG), BACKLOG)
    assert (found.message, found.result) == ("finding.most.backlog", rows[0])


def test_one_alone_is_not_compared_with_itself() -> None:
    alone = result("a", 0.5)
    assert findings.of_ranking([alone], TOTAL, KEPT) == Finding("finding.only_one", alone)


def test_nothing_is_said_when_nobody_has_enough_cases() -> None:
    assert findings.of_ranking([], TOTAL, KEPT) == Finding("finding.nobody_to_compare")


def change(now: float, before: float | None, lower: float | None, upper: float | None) -> Change:
    difference = None if before is None else now - before
    return Change(result("a", now), result("a", before), difference, lower, upper, None)


def test_a_change_is_sure_when_its_interval_does_not_hold_zero() -> None:
    assert findings.is_sure(change(0.8, 0.9, -0.15, -0.05))
    assert not findings.is_sure(change(0.8, 0.9, -0.25, 0.05))
    assert not findings.is_sure(change(0.8, 0.9, None, None))


def test_moves_beyond_chance_come_first_then_the_largest_and_unknown_ones_not_at_all() -> None:
    unsure = change(0.8, 0.2, -0.1, 1.3)
    small, large = change(0.8, 0.9, -0.15, -0.05), change(0.9, 0.7, 0.1, 0.3)
    unknown = change(0.8, None, None, None)
    assert findings.biggest_moves([unsure, small, unknown, large]) == [large, small, unsure]


def test_a_change_is_for_the_better_or_the_worse_only_where_a_metric_has_a_better_side() -> None:
    fell, rose = change(0.8, 0.9, -0.15, -0.05), change(0.9, 0.8, 0.05, 0.15)
    assert [findings.side(fell, KEPT), findings.side(rose, KEPT)] == ["worse", "better"]
    assert [findings.side(fell, TIME), findings.side(rose, TIME)] == ["better", "worse"]
    assert findings.side(rose, metric("replies_mean")) == ""


def test_how_many_figures_are_behind_the_whole_leaves_out_what_has_no_better_side() -> None:
    neutral = metric("replies_mean")
    own = [result("a", 0.5), result("a", 9, of=neutral)]
    whole = [TOTAL, result(None, 1, of=neutral)]
    assert findings.behind(own, whole, [KEPT, neutral]) == 1


def test_distance_is_measured_in_widths_of_the_range() -> None:
    others = [result("b", 0.5), result("few", 0.0, verdict="too_few")]
    assert findings.distance(result("a", 0.7), TOTAL, others) == pytest.approx(0.5)
    assert findings.distance(result("a", 0.9), TOTAL, [result("b", 0.9)]) == 0
    assert findings.distance(result("a", None, None), TOTAL, others) == 0
