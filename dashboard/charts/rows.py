"""Names of rows beside a chart: wrapped in two lines, the rest on hover."""

import textwrap
from collections.abc import Iterable, Sequence

import altair as alt

from dashboard.charts import theme

WIDTH = 40
_LINE = 15
COLUMN_GAP = 14
"""Pixels between the last column of figures and the plot beside it."""

_LETTER = 0.53
"""Width of a letter as a share of the size of its font, a little amply."""


def name_axis(names: Sequence[str], *, width: int = WIDTH) -> alt.Y:
    """Return the axis that names the rows 0, 1, 2 … of a chart; its field is `row`."""
    labels = [wrapped(name, width) for name in names]
    long = [row for row, lines in enumerate(labels) if len(lines) > 1]
    return alt.Y(
        "row:O",
        title=None,
        axis=alt.Axis(
            labelExpr=theme.label_expression(labels),
            labelColor=theme.axis_colour("ink"),
            labelFontSize=theme.TEXT_SIZE,
            labelLimit=8 * width,
            labelPadding=10,
            labelLineHeight=_LINE,
            labelOffset={  # Vega centres the first line on the row, not both
                "condition": {"test": f"indexof({long}, datum.value) >= 0", "value": -_LINE / 2},
                "value": 0,
            },
            labelFlush=False,
        ),
    )


def wrapped(name: str, width: int = WIDTH) -> list[str]:
    """Return `name` in at most two lines of about `width` letters, shortened with an ellipsis."""
    lines = textwrap.wrap(name, width) or [name]
    if len(lines) > 2:
        rest = name[len(lines[0]) :].strip()
        lines = [lines[0], f"{rest[: width - 1].rstrip()}…"]
    return lines


def column_end(figures: Iterable[str], size: float) -> float:
    """Return the pixels that a column of figures of a font's size takes, with a gap before it."""
    return COLUMN_GAP + _LETTER * size * max((len(figure) for figure in figures), default=0)
