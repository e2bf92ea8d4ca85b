"""What the product says when it cannot go on: sentences a person can act on."""

from collections.abc import Iterable


class Problem(Exception):
    """A reason to stop: `sentences` name the file, the row or key, and the mend."""

    exit_status = 2

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences: tuple[str, ...] = sentences

    @classmethod
    def raise_if(cls, sentences: Iterable[str]) -> None:
        """Raise one problem with all `sentences`, if there are any."""
        found = tuple(sentences)
        if found:
            raise cls(*found)


class WrongCall(Problem):
    """A call, an address or an argument asks for what does not exist (exit status 2)."""

    exit_status = 2


class RefusedData(Problem):
    """The inbox or ledger.toml cannot be loaded; nothing is published (exit status 3)."""

    exit_status = 3


class NothingToShow(Problem):
    """The workspace has no published build yet (exit status 4)."""

    exit_status = 4


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 file", "1,200 files"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
