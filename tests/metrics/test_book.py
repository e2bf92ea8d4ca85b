"""The metric book in docs/ is what the catalogue makes of it."""

from etl.metrics.book import FILE, book
from etl.metrics.catalogue import catalogue


def test_the_metric_book_is_fresh() -> None:
    fresh = book()
    assert FILE.read_text(encoding="utf-8") == fresh, "run: python -m etl.metrics.book"


def test_every_metric_has_its_chapter() -> None:
    lines = book().splitlines()
    for entry in catalogue().values():
        assert f"### {entry.id}" in lines
