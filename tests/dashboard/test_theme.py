"""Colours: legible on both grounds, tied to roles and verdicts, named in one place only."""

import re
import tomllib
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from dashboard.charts import theme
from dashboard.charts.theme import ROLES, Role
from dashboard.data import Verdict

TEXT, MARK = 4.5, 3.0
GROUNDS = ("light", "dark")
FOLDER = Path(str(resources.files("dashboard")))


def settings() -> dict[str, Any]:
    source = FOLDER / ".streamlit" / "config.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: tuple[float, float, float]) -> float:
    """Return the relative luminance of WCAG 2.2."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(
    over: tuple[float, float, float], ground: tuple[float, float, float], share: float
) -> tuple[float, float, float]:
    red, green, blue = (share * o + (1 - share) * g for o, g in zip(over, ground, strict=True))
    return red, green, blue


def test_the_measure_of_contrast_is_the_standards() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast(channels("#767676"), (1, 1, 1)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_role_has_a_colour(ground: str) -> None:
    assert tuple(theme.colours()[ground]) == ROLES == get_args(Role)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ["ink", "quiet"])
def test_words_in_charts_are_legible(ground: str, role: str) -> None:
    colours = theme.colours()[ground]
    assert contrast(channels(colours[role]), channels(colours["ground"])) >= TEXT


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("ground", "ink", "quiet")])
def test_marks_are_visible(ground: str, role: str) -> None:
    colours = theme.colours()[ground]
    assert contrast(channels(colours[role]), channels(colours["ground"])) >= MARK


@pytest.mark.parametrize("ground", GROUNDS)
def test_charts_stand_on_the_pages_ground(ground: str) -> None:
    assert theme.colours()[ground]["ground"] == settings()["theme"][ground]["backgroundColor"]


@pytest.mark.parametrize("ground", GROUNDS)
def test_words_of_pages_are_legible_captions_too(ground: str) -> None:
    page = settings()["theme"][ground]
    for place in (page, page["sidebar"]):
        for name in ("backgroundColor", "secondaryBackgroundColor"):
            under = channels(place.get(name, page[name]))
            ink = channels(page["textColor"])
            assert contrast(ink, under) >= TEXT
            assert contrast(channels(page["linkColor"]), under) >= TEXT
        under = channels(place["backgroundColor"])
        assert contrast(mixed(channels(page["textColor"]), under, 0.6), under) >= TEXT


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_chip_of_a_change_is_legible(ground: str) -> None:
    page = settings()["theme"][ground]
    chip = channels(page["grayTextColor"]), channels(page["grayBackgroundColor"])
    assert contrast(*chip) >= TEXT


@pytest.mark.parametrize("ground", GROUNDS)
def test_white_words_on_what_is_chosen_are_legible(ground: str) -> None:
    page = settings()["theme"][ground]
    primary = channels(page["primaryColor"])
    assert contrast((1, 1, 1), primary) >= TEXT
    assert contrast(primary, channels(page["backgroundColor"])) >= MARK


def test_every_verdict_has_a_shape_a_sign_and_a_role() -> None:
    verdicts = set(get_args(Verdict))
    assert (
        set(theme.VERDICT_SHAPE) == set(theme.VERDICT_SIGN) == set(theme.VERDICT_ROLE) == verdicts
    )


def test_better_worse_and_expected_differ_in_colour_and_sign() -> None:
    signs = [theme.VERDICT_SIGN[v] for v in ("better", "worse", "too_few", "not_measured")]
    assert len(set(signs)) == len(signs)
    for ground in GROUNDS:
        colours = theme.colours()[ground]
        used = sorted({colours[theme.VERDICT_ROLE[v]] for v in ("better", "worse", "as_expected")})
        assert len(used) == 3
        assert all(one != other for one, other in pairwise(used))


def test_no_other_file_names_a_colour() -> None:
    for path in FOLDER.rglob("*.py"):
        assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8")), path


def test_the_server_keeps_to_itself() -> None:
    found = settings()
    assert found["server"]["address"] == "127.0.0.1"
    assert found["browser"]["gatherUsageStats"] is False
    assert found["client"]["showErrorDetails"] == "none"
    assert found["client"]["disableDataExport"] is True
    assert found["client"]["showErrorLinks"] is False
    assert found["server"]["enableStaticServing"] is False
