"""The demo company is the same company every time it is made."""

from pathlib import Path

from sample_data.generate import generate
from tests.sample_data.loaded import SAMPLE_DATA

DEMO = SAMPLE_DATA / "demo"


def test_the_committed_copy_is_what_the_generator_makes(tmp_path: Path) -> None:
    """`python -m sample_data.generate sample_data/demo --tickets 1500` makes it anew."""
    generate(tmp_path, tickets=1_500)
    assert _files(tmp_path) == _files(DEMO)
    differing = [
        name
        for name in _files(DEMO)
        if (tmp_path / name).read_bytes() != (DEMO / name).read_bytes()
    ]
    assert differing == []


def test_another_seed_makes_another_company_of_the_same_form(tmp_path: Path) -> None:
    generate(tmp_path, tickets=1_500, seed=1)
    assert _files(tmp_path) == _files(DEMO)
    name = "inbox/retail/tickets-2026-Q3.csv"
    ours, theirs = ((folder / name).read_text(encoding="utf-8") for folder in (tmp_path, DEMO))
    assert ours != theirs
    assert ours.splitlines()[0] == theirs.splitlines()[0]


def test_the_committed_copy_is_small_enough_to_browse() -> None:
    assert sum((DEMO / name).stat().st_size for name in _files(DEMO)) < 3_000_000


def _files(folder: Path) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] not in ("builds", "refused"))
