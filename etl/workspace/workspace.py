"""A company's workspace: ledger.toml read into a validated, typed description.

```
my-company/
  ledger.toml      this file describes it
  inbox/           exports, one folder a source
  builds/          see `etl.warehouse.Builds`
  refused/         records and files that were not loaded, each with its reason
```
"""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from etl.problems import RefusedData, WrongCall
from etl.warehouse import Builds
from etl.workspace.contradictions import contradictions
from etl.workspace.ledger import (
    BuildSettings,
    Calendar,
    Company,
    Ledger,
    Promise,
    Queue,
    Source,
    StatusCategory,
    Unit,
    Weekday,
)
from etl.workspace.toml_file import TomlFile

__all__ = [
    "BuildSettings",
    "Calendar",
    "Company",
    "Ledger",
    "Promise",
    "Queue",
    "Source",
    "StatusCategory",
    "Unit",
    "Weekday",
    "Workspace",
]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a company's data, and what its ledger.toml says."""

    folder: Path
    ledger: Ledger
    ledger_sha256: str
    file: TomlFile[Ledger] | None = None

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def refused(self) -> Path:
        return self.folder / "refused"

    @property
    def builds(self) -> Builds:
        return Builds(self.folder / "builds")

    def place(self, *path: str | int) -> str:
        """Return where ledger.toml says something, in words: the file, the line and the key."""
        name = str(self.folder / "ledger.toml")
        return self.file.place(*path) if self.file else name

    def source_folder(self, source: str) -> Path:
        """Return the folder of the exports of `source`, which lies inside the inbox.

        Raises RefusedData when a link leads it out of the inbox.
        """
        folder = self.inbox / (self.ledger.sources[source].folder or source)
        if not folder.resolve().is_relative_to(self.inbox.resolve()):
            raise RefusedData(
                f"{folder} is a link that leads out of {self.inbox}; put the exports themselves "
                "into the inbox."
            )
        return folder

    @classmethod
    def open(cls, folder: Path) -> "Workspace":
        """Read the workspace in `folder`.

        Raises WrongCall where there is none, RefusedData where its ledger.toml is wrong.
        """
        path = folder / "ledger.toml"
        try:
            raw = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise WrongCall(
                f"There is no workspace in {folder}: it has no ledger.toml. Name another folder "
                "with --workspace, or make one with `service-ledger init DIR`."
            ) from None
        except OSError as error:
            raise WrongCall(f"{path} cannot be read: {error.strerror}.") from None
        file = TomlFile.read(str(path), raw, Ledger)
        RefusedData.raise_if(
            f"{file.place(*place)}: {says}" for place, says in contradictions(file.content)
        )
        return cls(folder, file.content, file.sha256, file)

    @classmethod
    def create(cls, folder: Path) -> "Workspace":
        """Make an empty workspace in `folder`, with a ledger.toml to be filled in.

        Raises WrongCall where there is one already, or the folder cannot be made.
        """
        path = folder / "ledger.toml"
        template = (resources.files("etl.workspace") / "ledger_template.toml").read_text(
            encoding="utf-8"
        )
        try:
            for part in (folder, folder / "inbox", folder / "refused"):
                part.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(template)
        except FileExistsError as error:
            raise WrongCall(
                f"{error.filename} exists already and was left as it is; choose another folder."
            ) from None
        except OSError as error:
            raise WrongCall(f"{error.filename} cannot be made: {error.strerror}.") from None
        return cls.open(folder)
