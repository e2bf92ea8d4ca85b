"""What the product says when it cannot go on: sentences a person can act on."""

from collections.abc import Iterable

from etl.remarks import Remark


class Problem(Exception):
    """A reason to stop: `sentences` name the file, the row or key, and the mend.

    What a page may have to show is said as a remark, which it can say in its reader's language.
    """

    exit_status = 2

    def __init__(self, *said: str | Remark) -> None:
        self.said = said
        self.sentences = tuple(map(str, said))
        super().__init__("\n".join(self.sentences))

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


class OtherVersion(Problem):
    """The build means something else than this program would by it: load again (exit status 4)."""

    exit_status = 4
