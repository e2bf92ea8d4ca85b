"""Charts: their specifications, made from results, hold what a reader has to see."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import altair as alt
import pytest

from dashboard.charts import grid, movers, profile, ranking, scales, theme, trend
from dashboard.charts.bars import bars
from dashboard.charts.flow import flow
from dashboard.charts.matrix import Head, matrix
from dashboard.charts.rows import WIDTH, wrapped
from dashboard.charts.spark import spark
from dashboard.charts.words import Words
from dashboard.data import (
    CLASSES,
    Cell,
    Change,
    Class,
    Column,
    Flow,
    Period,
    Responsibility,
    Result,
    Row,
    Why,
)
from dashboard.text.catalogue import LANGUAGES, Text
from dashboard.text.numbers import Numbers
from etl.metrics.catalogue import Metric, metric
from etl.metrics.result import Verdict

from .test_findings import KEPT, TIME, TOTAL, result

LONG = "Відділ супроводу корпоративних договорів та претензійної роботи з ключовими клієнтами"
BACKLOG = metric("backlog")
RATE = metric("complaints_per_1000_customers")
UNITS = get_args(Metric.model_fields["unit"].annotation)


def words(language: str = "en") -> Words:
    text = Text(language)
    return Words(text, Numbers(text, "EUR"), days=False)


def months(*values: float | None) -> list[Result]:
    return [
        replace(result(None, value), period=f"2026-{number:02d}")
        for number, value in enumerate(values, start=1)
    ]


def cell(kind: Class, controller: str | None, owner: str | None, whole: int) -> Cell:
    why: Why = "customer_not_known" if kind == "unmapped" else ""
    return Cell(
        "broken_promises", "2026-Q1", controller, controller, None, owner, owner, kind, why,
        ("a",), whole, whole, whole / 100, 9, 1,
    )  # fmt: skip


RESPONSIBILITY = Responsibility(
    measure="broken_promises",
    period="2026-Q1",
    cells=(
        cell("aligned", "p1", "p1", 60),
        cell("crossed", "p1", "p2", 20),
        cell("orphaned", None, "p1", 15),
        cell("unmapped", None, None, 5),
    ),
    rows=(Row("p1", None, ("a",), 80, 0.8), Row(None, None, ("a",), 20, 0.2)),
    columns=(
        Column("p1", "", 75, 0.75),
        Column("p2", "", 20, 0.2),
        Column(None, "customer_not_known", 5, 0.05),
    ),
    n=100,
    index=result(None, 0.6),
    owners=2,
    findings=(),
    posts=(),
    lacks=(),
)


def all_charts(said: Words) -> dict[str, alt.LayerChart]:
    rows = [
        ranking.Row(result("a", 0.8), LONG, True),
        ranking.Row(result("b", 0.9), "Orders", False),
    ]
    total = grid.Line("", "All", (TOTAL, result(None, 9, None, of=BACKLOG)), is_total=True)
    few = result("b", 0.2, verdict="too_few")
    lines = [
        total,
        grid.Line("a", LONG, (result("a", 0.8), result("a", 6, None, of=BACKLOG))),
        grid.Line("b", "Orders", (few, result("b", 3, None, of=BACKLOG))),
    ]
    moves = [(LONG, Change(result("a", 0.8), result("a", 0.9), -0.1, -0.15, -0.05, "newcombe"))]
    own = profile.Line(KEPT, "Resolved on time", result("a", 0.8), TOTAL, (result("b", 0.9),))
    parts = [Flow("2026-01", 5, 10, 1, 2, 9, 3, 0, 6), Flow("2026-02", 6, 0, 0, 0, 0, 0, 0, 6)]
    quarter = Period.parse("2026-Q1")
    return {
        "spark": spark(months(0.8, None, 0.9), "share", said, period=quarter),
        "ranking": ranking.ranking(rows, TOTAL, "share", said, is_compared=True, focus="a"),
        "grid": grid.grid(lines, (KEPT, BACKLOG), ("Resolved on time", "Backlog"), said),
        "movers": movers.movers(moves, "share", said),
        "profile": profile.profile([own], said, chosen=KEPT.id),
        "trend": trend.trend(months(0.8, None, 0.9), "share", said, period=quarter, part="2026-03"),
        "bars": bars([("under 1 d", 4), ("older", 0)], said),
        "flow": flow(parts, said),
        "matrix": matrix(
            RESPONSIBILITY,
            [Head(LONG, LONG), Head("Nobody", "Orders")],
            [Head(LONG, "Retail"), Head("President"), Head("Not known")],
            said,
            chosen=("p1", "p2"),
        ),
    }


CHARTS = all_charts(words())


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    """Return the specification; altair refuses to make one that Vega-Lite would not take."""
    found: dict[str, Any] = chart.to_dict()
    return found


def values(found: object, key: str) -> Iterator[Any]:
    """Yield every value under `key`, however deep."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name == key:
                yield value
            yield from values(value, key)
    elif isinstance(found, list):
        for value in found:
            yield from values(value, key)


def rows_of(chart: alt.LayerChart) -> list[dict[str, Any]]:
    return [row for rows in spec(chart)["datasets"].values() for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_can_be_drawn_in_every_language(language: str) -> None:
    for chart in all_charts(words(language)).values():
        assert spec(chart)["config"]["locale"]["time"]["months"]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_names_roles_and_no_colour(name: str) -> None:
    found = spec(CHARTS[name])
    assert "#" not in str({key: value for key, value in found.items() if key != "$schema"})
    colours = [value for value in values(found, "color") if isinstance(value, dict)]
    assert colours
    for colour in colours:
        assert colour["legend"] is None
        assert colour["scale"]["domain"] == list(theme.ROLES)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_no_title_of_its_own_because_it_would_not_follow_the_theme(name: str) -> None:
    assert "title" not in spec(CHARTS[name])


@pytest.mark.parametrize("name", ["ranking", "grid", "movers", "trend", "spark"])
def test_uncertainty_is_drawn_wherever_a_point_is(name: str) -> None:
    marks = [mark["type"] for mark in values(spec(CHARTS[name]), "mark")]
    assert "point" in marks
    assert "rule" in marks or "area" in marks


@pytest.mark.parametrize("name", ["ranking", "grid", "profile", "trend", "spark"])
def test_a_hover_gives_cases_what_was_left_out_interval_and_method(name: str) -> None:
    fields = {tip["field"] for tips in values(spec(CHARTS[name]), "tooltip") for tip in tips}
    assert {"tip_value", "tip_n", "tip_excluded", "tip_interval", "tip_method"} <= fields


def test_the_mark_of_the_address_is_marked_in_the_chart() -> None:
    (selection,) = [p for p in spec(CHARTS["ranking"])["params"] if p["name"] == theme.MARKED]
    assert selection["value"] == [{"member": "a"}]
    unmarked = ranking.ranking(
        [ranking.Row(result("a", 0.8), "a", False)], TOTAL, "share", words(),
        is_compared=True, focus=None,
    )  # fmt: skip
    assert spec(unmarked)["params"][0]["value"] == []


def test_the_total_stands_at_its_line_with_its_value() -> None:
    labels = [row["name"] for row in rows_of(CHARTS["ranking"]) if "total" in row]
    assert labels == ["all: 90.0%"]


def test_who_stands_out_is_strong_and_who_does_not_is_faint() -> None:
    roles = {row["member"]: row["role"] for row in rows_of(CHARTS["ranking"]) if "member" in row}
    assert roles == {"a": "neutral", "b": "rule"}


def test_too_few_cases_are_hollow_and_have_no_place_on_the_track() -> None:
    (cell,) = [r for r in rows_of(CHARTS["grid"]) if r["member"] == "b" and r["row"] == 2][:1]
    assert cell["label"] == "○ 100"
    assert cell["at"] is None


def test_no_case_at_all_is_a_dash_and_not_too_few() -> None:
    nothing = replace(result("a", 0.5, verdict="too_few"), value=None, n=0, excluded=0)
    assert words().cell(nothing, "share") == "–"


def test_a_ranked_figure_says_how_many_cases_it_rests_on() -> None:
    rows = [row for row in rows_of(CHARTS["ranking"]) if "member" in row]
    assert [(row["label"], row["tip_n"]) for row in rows] == [("80.0%", "100"), ("90.0%", "100")]
    assert "tip_n" in {text["field"] for text in values(spec(CHARTS["ranking"]), "text")}


def test_counts_are_ranked_by_bars_from_zero_without_the_line_of_their_sum() -> None:
    rows = [ranking.Row(result("a", 6, None, of=BACKLOG), "a", False)]
    total = result(None, 900, None, of=BACKLOG)
    found = spec(ranking.ranking(rows, total, "count", words(), is_compared=False, focus=None))
    domains = [scale["domain"] for scale in values(found, "scale") if "range" in scale]
    assert {domain[0] for domain in domains} == {0}
    assert all(domain[1] < 10 for domain in domains)
    assert "bar" in [mark["type"] for mark in values(found, "mark")]


def test_rates_by_all_customers_are_bars_from_zero_with_their_intervals() -> None:
    rows = [ranking.Row(result("a", 6, 1, of=RATE), "a", False)]
    total = result(None, 900, 1, of=RATE)
    found = spec(ranking.ranking(rows, total, "per_1000", words(), is_compared=False, focus=None))
    domains = [scale["domain"] for scale in values(found, "scale") if "range" in scale]
    assert {domain[0] for domain in domains} == {0}
    assert all(domain[1] < 10 for domain in domains)
    assert "lower" in {place.get("field") for place in values(found, "x")}


def test_a_sum_has_no_place_among_its_parts() -> None:
    backlog = [r for r in rows_of(CHARTS["grid"]) if r["heading"] == "Backlog"]
    assert [row["amount_at"] is None for row in backlog] == [True, False, False]


def test_an_amount_of_nothing_has_no_bar_in_the_grid() -> None:
    amounts = [result(None, 3, None, of=BACKLOG), result("a", 0, None, of=BACKLOG)]
    lines = [grid.Line("", "All", (amounts[0],), is_total=True), grid.Line("a", "a", (amounts[1],))]
    _, row = rows_of(grid.grid(lines, (BACKLOG,), ("Backlog",), words()))
    assert (row["label"], row["amount_at"]) == ("0", None)


def test_better_is_to_the_right_in_the_grid_and_behind_the_whole_is_bold() -> None:
    whole = grid.Line("", "All", (result(None, 5000, 60, of=TIME),), is_total=True)
    slow = grid.Line("a", "Slow", (result("a", 9000, 600, of=TIME),))
    quick = grid.Line("b", "Quick", (result("b", 1000, 60, of=TIME),))
    rows = rows_of(grid.grid([whole, slow, quick], (TIME,), ("First reply",), words()))
    at = [row["at"] for row in rows]
    assert at[1] < at[0] < at[2]
    assert [row["is_behind"] for row in rows] == [False, True, False]


def test_no_heading_of_the_grid_is_cut_off() -> None:
    line = grid.Line("", "All", (TOTAL, TOTAL), is_total=True)
    names = ("Przy pierwszym kontakcie", "Reopened")
    (expression,) = {
        axis["labelExpr"]
        for axis in values(spec(grid.grid([line], (KEPT, KEPT), names, words("pl"))), "axis")
        if axis and axis.get("orient") == "top"
    }
    assert '["Przy", "pierwszym", "kontakcie"], ["", "", "Reopened"]' in expression


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_its_interval_and_its_change_have_the_same_decimals(language: str) -> None:
    said, cost = words(language), metric("cost_per_solved_ticket")
    now, before = result("a", 101, 5, of=cost), result("a", 97.5, 5, of=cost)
    change = Change(now, before, 3.5, -1.25, 8.25, "square_and_add")
    (row,) = (one for one in rows_of(movers.movers([("A", change)], "money", said)) if "now" in one)
    told = [row[name] for name in ("before", "now", "label", "interval")]
    told += [said.interval(now, "money"), said.interval(before, "money")]
    decimal = "." if language == "en" else ","
    assert [f"{decimal}00" in words or f"{decimal}50" in words for words in told] == [
        False, False, False, False, False, True,
    ]  # fmt: skip


def test_a_change_that_may_be_chance_is_faint() -> None:
    sure = Change(result("a", 0.8), result("a", 0.9), -0.1, -0.15, -0.05, "newcombe")
    unsure = Change(result("b", 0.8), result("b", 0.9), -0.1, -0.25, 0.05, "newcombe")
    rows = rows_of(movers.movers([("a", sure), ("b", unsure)], "share", words()))
    assert [row["role"] for row in rows if "role" in row] == ["neutral", "rule"]


def test_better_is_to_the_right_in_a_profile() -> None:
    slow = profile.Line(
        TIME, "First reply", result("a", 9000, 600, of=TIME), result(None, 5000, 60, of=TIME),
        (result("b", 1000, 60, of=TIME),),
    )  # fmt: skip
    rows = rows_of(profile.profile([slow], words(), chosen=""))
    own = next(row for row in rows if "total_at" in row)
    peer = next(row["at"] for row in rows if "tip" in row)
    assert own["at"] < own["total_at"] < peer


def test_in_a_profile_what_may_be_chance_is_pale_and_only_what_is_behind_is_bold() -> None:
    near = profile.Line(KEPT, "Near", result("a", 0.9), TOTAL, (result("b", 0.5),))
    far = profile.Line(KEPT, "Far", result("a", 0.5), TOTAL, (result("b", 0.9),))
    good = profile.Line(KEPT, "Good", result("a", 0.99), TOTAL, (result("b", 0.5),))
    drawn = rows_of(profile.profile([near, far, good], words(), chosen=""))
    rows = [row for row in drawn if "total_at" in row]
    assert [row["role"] for row in rows] == ["rule", "neutral", "neutral"]
    assert [row["is_behind"] for row in rows] == [False, True, False]


def test_a_profile_gives_hand_offs_no_place_and_calls_nobody_behind_in_them() -> None:
    late = metric("late_on_arrival")
    arrived = profile.Line(
        late, "Late on arrival", result("a", 0.7, of=late), result(None, 0.2, of=late),
        (result("b", 0.1, of=late),),
    )  # fmt: skip
    kept = profile.Line(KEPT, "Kept", result("a", 0.5), TOTAL, ())
    drawn = rows_of(profile.profile([arrived, kept], words(), chosen=""))
    own, below = (row for row in drawn if "total_at" in row)
    assert own["is_behind"]
    assert below["label"] == "70.0%"
    assert not below["is_behind"]
    assert below["role"] == "rule"
    assert [below[place] for place in ("at", "lower_at", "upper_at", "total_at")] == [None] * 4
    assert not [row for row in drawn if "tip" in row]


def test_a_month_without_cases_is_a_gap_not_a_zero() -> None:
    line = [row["value"] for row in rows_of(CHARTS["trend"]) if "part" in row]
    assert line == [0.8, None, 0.9]


def test_a_month_of_too_few_cases_is_a_ring_and_its_figure_is_not_bold() -> None:
    few = replace(months(0.8, 1.0)[1], verdict="too_few")
    drawn = trend.trend(
        [*months(0.8), few], "share", words(), period=Period.parse("2026-Q1"), part="2026-02"
    )
    assert [row["fill"] for row in rows_of(drawn) if "part" in row] == ["neutral", "ground"]
    assert [row["role"] for row in rows_of(drawn) if "part" in row] == ["neutral", "focus"]
    assert _weights(drawn) == [400]
    assert _weights(CHARTS["trend"]) == [600]


def _weights(chart: alt.LayerChart) -> list[int]:
    return list(values(spec(chart), "fontWeight"))


def test_the_marked_month_is_marked() -> None:
    marked = [row["part"] for row in rows_of(CHARTS["trend"]) if row.get("is_part")]
    assert marked == ["2026-03"]


def test_bars_begin_at_zero() -> None:
    (domain,) = {tuple(x["scale"]["domain"]) for x in values(spec(CHARTS["bars"]), "x")}
    assert domain[0] == 0


def test_what_goes_out_of_the_backlog_goes_down() -> None:
    rows = [row for row in rows_of(CHARTS["flow"]) if row.get("kind")]
    assert max(row["top"] for row in rows) == 13
    assert min(row["top"] for row in rows) == -12


def test_bars_of_few_months_leave_the_other_axis_free_and_their_labels_beside_them() -> None:
    marks = [mark for mark in values(spec(CHARTS["flow"]), "mark") if isinstance(mark, dict)]
    (width,) = (mark["width"]["expr"] for mark in marks if mark["type"] == "bar")
    (offset,) = (mark["dx"]["expr"] for mark in marks if mark["type"] == "text")
    assert width.startswith("min(28, ")
    assert offset == f"{width} / 2 + 6"


def test_long_names_take_two_lines_and_the_rest_is_on_hover() -> None:
    lines = wrapped(LONG)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(len(line) <= WIDTH for line in lines)
    assert LONG in {row.get("tip_name") for row in rows_of(CHARTS["ranking"])}


def test_a_short_name_is_left_alone() -> None:
    assert wrapped("Returns") == ["Returns"]


def axis(figures: list[float | None], unit: str) -> dict[str, Any]:
    scale, drawn = scales.figure_axis(figures, unit, str)
    return {"scale": scale.to_dict(), "values": drawn.to_dict()["values"]}


def test_durations_that_span_more_than_twenty_fold_are_on_a_log_axis() -> None:
    assert axis([600.0, 13_000.0], "seconds")["scale"]["type"] == "log"
    assert axis([600.0, 11_000.0], "seconds")["scale"]["type"] == "linear"


def test_an_axis_of_shares_ends_at_nothing_and_all() -> None:
    low, high = axis([0.0, 1.0], "share")["scale"]["domain"]
    assert (low, high) == (0.0, 1.0)


def test_an_axis_of_durations_has_round_places() -> None:
    places = axis([700.0, 6000.0], "seconds")["values"]
    assert places == [1800, 3600, 5400]


@pytest.mark.parametrize("figures", [[], [None], [5.0], [0.0], [3.0, 3.0]])
@pytest.mark.parametrize("unit", UNITS)
def test_an_axis_can_be_made_of_anything(figures: list[float | None], unit: str) -> None:
    low, high = axis(figures, unit)["scale"]["domain"]
    assert low < high


def test_time_axes_leave_the_same_room_for_the_labels_of_the_other_axis() -> None:
    for name in ("trend", "flow"):
        extents = {(y["axis"]["minExtent"], y["axis"]["maxExtent"])
                   for y in values(spec(CHARTS[name]), "y") if y.get("axis")}  # fmt: skip
        assert extents == {(scales.Y_EXTENT, scales.Y_EXTENT)}


@pytest.mark.parametrize(("verdict", "role"), [("better", "better"), ("worse", "worse")])
def test_a_verdict_gives_its_mark_a_colour_and_a_shape(verdict: Verdict, role: str) -> None:
    row = ranking.Row(result("a", 0.8, verdict=verdict), "a", True)
    chart = ranking.ranking([row], TOTAL, "share", words(), is_compared=True, focus=None)
    (drawn,) = [r for r in rows_of(chart) if "member" in r]
    assert drawn["role"] == role
    assert drawn["shape"] == theme.VERDICT_SHAPE[verdict]


def test_without_a_verdict_nothing_is_called_better_or_worse() -> None:
    for chart in CHARTS.values():
        assert not {row.get("role") for row in rows_of(chart)} & {"better", "worse"}


@pytest.mark.parametrize(
    ("figures", "unit"),
    [
        ([0.001, 0.02], "per_ticket"),
        ([0.0012, 0.0048], "share"),
        ([0.03, 0.11], "per_1000"),
        ([-0.8, 1.1], "points"),
        ([5.31, 5.36], "score"),
        ([12.1, 12.9], "per_fte"),
        ([0.2, 0.9], "money"),
        ([1_200_000, 1_650_000], "money"),
        ([900_000, 2_100_000], "money"),
    ],
)
def test_no_two_places_of_an_axis_read_the_same(figures: list[float | None], unit: str) -> None:
    said = words()
    _, made = scales.figure_axis(figures, unit, lambda value: said.place(value, unit))
    written = [said.place(value, unit) for value in made.to_dict()["values"]]
    assert len(written) > 2
    assert len(set(written)) == len(written)


def test_no_two_places_of_an_axis_of_changes_read_the_same() -> None:
    said = words()
    for unit in ("share", "per_ticket", "per_1000", "points", "score", "per_fte", "money"):
        written = [said.change_place(change, unit) for change in (-0.002, -0.001, 0.0, 0.001)]
        assert len(set(written)) == 4, written


def test_a_class_has_a_shape_and_a_word_and_no_colour_of_its_own() -> None:
    cells = [row for row in rows_of(CHARTS["matrix"]) if row["is_cell"]]
    looks = {(row["shape"], row["is_hollow"], row["size"]) for row in cells}
    assert len(looks) == len({row["word"] for row in cells}) == len(CLASSES)
    assert {row["word"] for row in cells} == {Text("en")(f"class.{kind}.short") for kind in CLASSES}
    grounds = [row["ground"] for row in cells]
    assert grounds == sorted(grounds, reverse=True)  # the more, the darker


def test_the_margins_of_the_matrix_are_its_sums_and_hold_no_class() -> None:
    sums = {
        (row["row"], row["column"]): row["count"]
        for row in rows_of(CHARTS["matrix"])
        if not row["is_cell"]
    }
    assert sums == {
        (0, 3): "80 · 80%", (1, 3): "20 · 20%",
        (2, 0): "75 · 75%", (2, 1): "20 · 20%", (2, 2): "5 · 5%", (2, 3): "100 · 100%",
    }  # fmt: skip


def test_only_the_chosen_cell_of_the_matrix_has_a_frame() -> None:
    marked = [row for row in rows_of(CHARTS["matrix"]) if row["is_marked"]]
    assert [(row["controller"], row["owner"]) for row in marked] == [("p1", "p2")]


def test_a_heading_that_is_too_long_ends_with_an_ellipsis() -> None:
    labels = next(
        label for label in values(spec(CHARTS["matrix"]), "labelExpr") if "President" in label
    )
    assert "…" in labels
