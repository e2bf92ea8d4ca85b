"""Make the demo company's workspace: the same bytes for the same seed.

python -m sample_data.generate FOLDER --tickets 100000
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from etl.progress import Progress, Quiet
from sample_data import ledger
from sample_data.company import BRZOZA
from sample_data.description import Company
from sample_data.formats import (
    books,
    organisation,
    plain,
    register,
    servicenow_log,
    survey_answers,
    zendesk_csv,
    zendesk_json,
)
from sample_data.formats.export import Export
from sample_data.world import World

SEED = 20261001
TICKETS = 100_000

_WRITERS: dict[str, Callable[[Export], None]] = {
    "retail": zendesk_csv.write,
    "business": zendesk_json.write,
    "field": servicenow_log.write,
    "group": plain.write,
}


def generate(
    folder: Path,
    tickets: int = TICKETS,
    seed: int = SEED,
    progress: Progress | None = None,
    company: Company = BRZOZA,
) -> None:
    """Write the workspace of `company` with about `tickets` tickets into `folder`."""
    progress = progress or Quiet()
    progress.stage("make the demo company", len(company.desks) + 2)
    inbox = folder / "inbox"
    world = World(company, tickets, seed)
    ledger.write(folder / "ledger.toml", company)
    organisation.write(inbox / "org", company)
    progress.advance(of="organisation")
    for desk in world.desks():
        (inbox / desk.id).mkdir(parents=True, exist_ok=True)
        lived = world.tickets[desk.id]
        _WRITERS[desk.id](Export(inbox / desk.id, company, desk, world.hours, lived, world.pool))
        for ticket in lived:
            ticket.happenings.clear()  # written; what follows asks only how they ended
        progress.advance(of=desk.id)
    world.follow()
    register.write(inbox / "complaints", world)
    survey_answers.write(inbox / "surveys", world)
    books.write(inbox / "org", world)
    progress.advance(of="customers")


def main() -> None:
    """Make a workspace from the command line."""
    parser = argparse.ArgumentParser(description="Make the demo company's workspace.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    generate(wanted.folder, wanted.tickets, wanted.seed)


if __name__ == "__main__":
    main()
