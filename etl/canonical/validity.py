"""Things that hold from a day until another: overlaps, and circles among those that stand above."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

ALWAYS_FROM, ALWAYS_UNTIL = date(1900, 1, 1), date(9999, 12, 31)


class Lasting(Protocol):
    """Something that holds for a time, and where that is written."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date: ...
    @property
    def told_in(self) -> str: ...


Some = TypeVar("Some", bound=Lasting)


def overlaps(
    things: Iterable[Some], key: Callable[[Some], Hashable], what: Callable[[Some], str]
) -> Iterator[str]:
    """Yield a sentence for each two of `things` with one key that hold on one day."""
    by_key: dict[Hashable, list[Some]] = {}
    for thing in things:
        by_key.setdefault(key(thing), []).append(thing)
    for held in by_key.values():
        ordered = sorted(held, key=lambda thing: thing.valid_from)
        for earlier, later in pairwise(ordered):
            if later.valid_from < earlier.valid_until:
                when = "" if later.valid_from == ALWAYS_FROM else f" for {later.valid_from}"
                yield (
                    f"{later.told_in}: {what(later)} is described{when} already "
                    f"({earlier.told_in}); keep one, or let the first end where the second begins."
                )


def rings(above: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield every circle in a map from each thing to the one above it."""
    done: set[str] = set()
    for start in above:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = above.get(at)
        if at is not None and at in path:
            ordered = list(path)
            yield ordered[ordered.index(at) :]
        done.update(path)
