"""The one place of colour and shape.

A chart never names a colour. It names a role; the browser takes the role's colour from the theme
that is on (`chartCategoricalColors` in `.streamlit/config.toml`), so light and dark are both right,
also after a reader switches.
"""

import json
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any, Literal

import altair as alt

Role = Literal["neutral", "better", "worse", "expected", "ink", "quiet", "rule", "ground", "focus"]
ROLES: tuple[Role, ...] = (
    "neutral", "better", "worse", "expected", "ink", "quiet", "rule", "ground", "focus",
)  # fmt: skip

SCALE = alt.Scale(domain=list(ROLES))

# Each verdict has a shape, a word (message verdict.<id>) and a colour.
VERDICT_ROLE: dict[str, Role] = {
    "better": "better",
    "improving": "better",
    "worse": "worse",
    "worsening": "worse",
    "as_expected": "expected",
    "steady": "expected",
    "watch": "expected",
    "too_few": "rule",
    "not_measured": "rule",
}
VERDICT_SHAPE = {
    "better": "circle",
    "improving": "triangle-up",
    "worse": "diamond",
    "worsening": "triangle-down",
    "as_expected": "circle",
    "steady": "square",
    "watch": "triangle-right",
    "too_few": "circle",
    "not_measured": "cross",
}
VERDICT_SIGN = {
    "better": "●",
    "improving": "▲",
    "worse": "◆",
    "worsening": "▼",
    "as_expected": "●",
    "steady": "■",
    "watch": "▶",
    "too_few": "○",
    "not_measured": "–",
}

MARKED = "marked"
"""The selection of every chart that can be clicked: the row of the mark."""

TEXT_SIZE = 14
SMALL_SIZE = 13
ROW_HEIGHT = 30
AXIS_ROOM = 36
"""Pixels that an axis under or over rows takes from the height of its chart."""

SPREAD = 0.55
"""The opacity of an interval beside its dot, the same in every chart."""


def colours() -> dict[str, dict[str, str]]:
    """Return per ground, light and dark, the colour of each role."""
    source = resources.files("dashboard").joinpath(".streamlit", "config.toml").read_text("utf-8")
    themes = tomllib.loads(source)["theme"]
    return {
        ground: dict(zip(ROLES, themes[ground]["chartCategoricalColors"], strict=True))
        for ground in ("light", "dark")
    }


def coloured(field: str = "role") -> alt.Color:
    """Return the colour of the role that a row's `field` names."""
    return alt.Color(f"{field}:N", scale=SCALE, legend=None)


def painted(chart: alt.Chart, role: Role) -> alt.Chart:
    """Return `chart` with every mark in the colour of one role."""
    return chart.transform_calculate(painted=f"'{role}'").encode(color=coloured("painted"))


def shaped(field: str = "shape") -> alt.Shape:
    """Return the shape that a row's `field` names, as it is."""
    return alt.Shape(f"{field}:N", scale=None, legend=None)


def verdict_role(verdict: str | None, without: Role) -> Role:
    """Return the role of a mark by its verdict; `without` one, neither better nor worse is said."""
    return without if verdict is None else VERDICT_ROLE[verdict]


def verdict_shape(verdict: str | None) -> str:
    """Return the shape of a mark by its verdict."""
    return "circle" if verdict is None else VERDICT_SHAPE[verdict]


def axis_colour(role: Role) -> alt.ExprRef:
    """Return the colour of a role for an axis, which has no encoding of its own."""
    return alt.ExprRef(f"scale('color', '{role}')")


def label_list(labels: Sequence[str | list[str]]) -> str:
    """Return labels as an expression writes a list of them."""
    return json.dumps(list(labels), ensure_ascii=False)


def label_expression(labels: Sequence[str | list[str]]) -> str:
    """Return the expression that writes `labels[i]` at the value i."""
    return f"{label_list(labels)}[datum.value]"


def finished(layers: Iterable[alt.Chart], height: float, locale: dict[str, Any]) -> alt.LayerChart:
    """Return the layers as one chart, in the reader's numbers and without a frame."""
    chart = alt.LayerChart(layer=list(layers), height=height)
    chart.padding = {"bottom": 4}  # Streamlit leaves 20 pixels below a chart that does not say
    chart.config = alt.Config(locale=alt.Locale(**locale), view=alt.ViewConfig(stroke=None))
    return chart
