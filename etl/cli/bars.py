"""Progress as a person in front of a terminal sees it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Drawing

from etl.progress import Progress


@contextmanager
def drawn() -> Iterator[Progress]:
    """Draw a bar a stage on standard error; where that is no terminal, write a line a stage."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[of]}", markup=False),
    )
    with Drawing(*columns, console=console) as drawing:
        bars = _Bars(drawing)
        yield bars
        bars.end()


class _Bars:
    """A bar a stage, full when the next stage begins."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._bar: TaskID | None = None

    def stage(self, name: str, total: int | None = None) -> None:
        self.end()
        self._bar = self._drawing.add_task(name, total=total, of="")

    def advance(self, steps: int = 1, of: str = "") -> None:
        if self._bar is not None:
            self._drawing.update(self._bar, advance=steps, of=of[-60:])

    def end(self) -> None:
        if self._bar is None:
            return
        task = next(task for task in self._drawing.tasks if task.id == self._bar)
        done = task.total if task.total is not None else max(task.completed, 1)
        self._drawing.update(self._bar, total=done, completed=done, of="")
        self._bar = None


class _Lines:
    """A line when a stage begins, with the seconds since the first."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()

    def stage(self, name: str, total: int | None = None) -> None:
        steps = f" ({total})" if total is not None else ""
        seconds = time.monotonic() - self._began
        self._console.print(f"{seconds:6.1f} s  {name}{steps}", highlight=False, markup=False)

    def advance(self, steps: int = 1, of: str = "") -> None:
        """Say nothing: a log needs the stages, not the steps."""
