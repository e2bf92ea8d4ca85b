"""Whether a number may be said at all."""

from typing import Literal


def judge(
    n: float, excluded: float, least_n: int, *, is_supported: bool, base: float | None = None
) -> Literal["too_few", "not_measured"] | None:
    """Return why a number is withheld; None where it can be said.

    Nothing was measured where no source can show it, or where there were cases and none could be
    used. Otherwise fewer than `least_n` cases are too few to say. Of a number with a `base` it is
    the base that must be so large: no case of many customers is a number; without any customer
    nothing was measured.
    """
    if n == 0 and (excluded > 0 or not is_supported):
        return "not_measured"
    if base is None:
        return "too_few" if n < least_n else None
    if base <= 0:
        return "not_measured"
    return "too_few" if base < least_n else None
