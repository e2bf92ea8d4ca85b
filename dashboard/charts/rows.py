"""Names of rows beside a chart: wrapped in two lines, the rest on hover."""

import textwrap

WIDTH = 40


def wrapped(name: str, width: int = WIDTH) -> list[str]:
    """Return `name` in at most two lines of about `width` letters, shortened with an ellipsis."""
    lines = textwrap.wrap(name, width) or [name]
    if len(lines) > 2:
        lines = [lines[0], textwrap.shorten(" ".join(lines[1:]), width, placeholder="…")]
        if lines[1] == "…":
            lines[1] = name[len(lines[0]) + 1 :][: width - 1] + "…"
    return lines
