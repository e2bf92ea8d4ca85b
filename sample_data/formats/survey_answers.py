"""Answers to surveys, in our own plain form."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sample_data.formats.export import write_csv
from sample_data.world import World

HEADER = (
    "response_id", "answered_at", "kind", "score", "scale", "ticket_source", "ticket_id",
    "customer_id",
)  # fmt: skip


def write(folder: Path, world: World) -> None:
    """Write answers.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    zone = ZoneInfo(world.company.zone)
    write_csv(
        folder / "answers.csv",
        HEADER,
        (
            [
                f"S{number:06}", datetime.fromtimestamp(one.answered, zone).isoformat(), one.kind,
                one.score, one.scale, one.ticket.desk if one.ticket else "",
                one.ticket.id if one.ticket else "",
                "" if one.customer is None else world.pool.customers[one.customer].id,
            ]
            for number, one in enumerate(world.answers, start=1)
        ),
    )  # fmt: skip
