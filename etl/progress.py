"""How a long piece of work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Listens to a load. The command line draws bars; tests and pages may keep quiet."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; `total` is how many steps it has, None where that is not known."""

    def advance(self, steps: int = 1, of: str = "") -> None:
        """`steps` more are done; `of` says what is being worked on."""


class Quiet:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int | None = None) -> None:
        pass

    def advance(self, steps: int = 1, of: str = "") -> None:
        pass
