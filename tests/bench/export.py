"""A Zendesk CSV export of any length: every column drawn by itself, some records broken."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

Draws = np.random.Generator
Texts = list[str]

_PIECE = 100_000
_BROKEN_EVERY = (
    5_000  # one record in so many has too few or too many fields, one an unreadable stamp
)
_SNIFFED = 25_000  # whoever guesses types from the first records takes stamps for stamps
_BEGINS = np.datetime64("2024-01-01T00:00:00")
_DAYS = 730
_EXTRACT = np.datetime64("2026-01-01T06:00:00")
_CLOCKS = ("in minutes", "in minutes within business hours")
_MEASURES = (
    "First reply time", "First resolution time", "Full resolution time", "Agent wait time",
    "Requester wait time", "On hold time",
)  # fmt: skip

QUEUES = [f"Queue {number:03}" for number in range(200)]
HEADER = (
    "Summation column", "Id", "Requester", "Requester id", "Requester external id",
    "Requester email", "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags",
    "Status", "Priority", "Via", "Ticket type", "Created at", "Updated at", "Assigned at",
    "Organization", "Due date", "Initially assigned at", "Solved at", "Resolution time",
    "Satisfaction Score", "Group stations", "Assignee stations", "Reopens", "Replies",
    *(f"{measure} {clock}" for measure in _MEASURES for clock in _CLOCKS),
    "Category [list]", "Effort Cost [dec]", "Non-billable [flag]", "JIRA ID [txt]",
)  # fmt: skip


def write_export(path: Path, rows: int) -> None:
    """Write `rows` records under a header. The same number of rows gives the same file."""
    with path.open("wb") as file:
        file.write((",".join(HEADER) + "\n").encode())
        for first in range(0, rows, _PIECE):
            piece = min(_PIECE, rows - first)
            broken = piece // _BROKEN_EVERY
            file.write(_csv(_columns(first, piece - broken), path.with_suffix(".part")))
            file.writelines(_misshapen(first + piece - broken + at) for at in range(broken))


def _csv(columns: dict[str, pa.Array], scratch: Path) -> bytes:
    with duckdb.connect() as connection:
        connection.register("piece", pa.table(columns))
        connection.execute(f"copy piece to '{scratch}' (format csv, header false)").fetchall()
    written = scratch.read_bytes()
    scratch.unlink()
    return written


def _misshapen(number: int) -> bytes:
    fields = "1," * (len(HEADER) - 6 if number % 2 else len(HEADER) + 3)
    return f"1,{number + 1},{fields}\n".encode()


def _columns(first: int, rows: int) -> dict[str, pa.Array]:
    draw = _Columns(first, rows)
    ids = np.arange(first + 1, first + rows + 1)
    created = _BEGINS + draw.whole(0, _DAYS * 86_400).astype("timedelta64[s]")
    # Two hours at least: no change of clocks puts a solving before its creation.
    solved = created + (draw.spread(86_400.0) + 7_200).astype("timedelta64[s]")
    assigned = created + draw.spread(1_800.0).astype("timedelta64[s]")
    is_solved = (solved < _EXTRACT) & draw.chance(0.96)
    status = np.where(
        is_solved,
        draw.pick(["Solved", "Closed"], [3, 7]),
        draw.pick(["Open", "Pending", "On-hold"]),
    )
    reply = draw.spread(150.0)
    is_replied = draw.chance(0.93)
    people = draw.whole(1, 200_000)
    stamps = _stamps(created)
    stamps[_SNIFFED :: _BROKEN_EVERY // 2] = "yesterday"
    queues = np.array(QUEUES)[draw.whole(0, len(QUEUES))]
    agents = draw.whole(1, 1_500)
    columns: dict[str, object] = {
        "Summation column": np.ones(rows, dtype=np.int8),
        "Id": ids,
        "Requester": draw.named("Person", people),
        "Requester id": people + 10_000_000,
        "Requester external id": draw.maybe(0.3, draw.named("ext", people)),
        "Requester email": [f"person{number}@example.org" for number in people],
        "Requester domain": draw.pick(["example.org", "example.com", "example.net"]),
        "Submitter": draw.named("Person", draw.whole(1, 200_000)),
        "Assignee": draw.maybe(0.97, draw.named("Agent", agents)),
        "Group": queues,
        "Subject": draw.subjects(),
        "Tags": draw.pick(["billing vip", "delivery", "returns damaged", "", "web_form urgent"]),
        "Status": status,
        "Priority": draw.pick(["Low", "Normal", "High", "Urgent"], [2, 5, 2, 1]),
        "Via": draw.pick(["Mail", "Web Form", "Chat", "Phone"], [5, 3, 2, 2]),
        "Ticket type": draw.pick(["Question", "Incident", "Problem", "Task"], [6, 3, 1, 1]),
        "Created at": stamps,
        "Updated at": _stamps(np.where(is_solved, solved, _EXTRACT)),
        "Assigned at": _stamps(assigned),
        "Organization": draw.maybe(0.6, draw.named("Company", draw.whole(1, 20_000))),
        "Due date": draw.maybe(0.1, _stamps(created + np.timedelta64(3, "D"))),
        "Initially assigned at": _stamps(assigned),
        "Solved at": _only(is_solved, _stamps(solved)),
        "Resolution time": draw.whole(0, 200),
        "Satisfaction Score": draw.pick(["Not offered", "Offered", "Good", "Bad"], [5, 3, 3, 1]),
        "Group stations": draw.whole(1, 4),
        "Assignee stations": draw.whole(1, 5),
        "Reopens": draw.pick(["0", "1", "2"], [92, 7, 1]),
        "Replies": draw.whole(0, 9),
    }
    for name in HEADER[29:41]:
        columns[name] = draw.spread(300.0).astype(np.int64)
    columns["First reply time in minutes"] = np.where(is_replied, reply.astype(np.int64), -1)
    columns |= {
        "Category [list]": draw.pick([f"Category {number}" for number in range(12)]),
        "Effort Cost [dec]": np.round(draw.spread(20.0), 2),
        "Non-billable [flag]": draw.whole(0, 2),
        "JIRA ID [txt]": draw.maybe(0.05, draw.named("JIRA", ids)),
    }
    table = {name: pa.array(columns[name], from_pandas=True) for name in HEADER}
    replied = columns["First reply time in minutes"]
    table["First reply time in minutes"] = pa.array(replied, mask=replied == -1)
    return table


def _stamps(moments: np.ndarray) -> np.ndarray:
    return np.char.replace(np.datetime_as_string(moments, unit="s"), "T", " ").astype(object)


def _only(mask: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return `values` where `mask` holds, and nothing elsewhere."""
    kept = values.astype(object)
    kept[~mask] = None
    return kept


class _Columns:
    """Draws the columns of one piece, each from a generator of its own."""

    def __init__(self, first: int, rows: int) -> None:
        self._first = first
        self._rows = rows
        self._number = 0

    def _next(self) -> Draws:
        self._number += 1
        return np.random.default_rng([self._first, self._number])

    def whole(self, least: int, end: int) -> np.ndarray:
        """Return whole numbers from `least` up to, not including, `end`."""
        return self._next().integers(least, end, self._rows)

    def spread(self, mean: float) -> np.ndarray:
        """Return numbers that are mostly small and sometimes large."""
        return self._next().exponential(mean, self._rows)

    def chance(self, share: float) -> np.ndarray:
        drawn: np.ndarray = self._next().random(self._rows) < share
        return drawn

    def pick(self, words: Sequence[str], weights: Sequence[float] | None = None) -> np.ndarray:
        share = None if weights is None else np.array(weights) / sum(weights)
        return np.array(words, dtype=object)[self._next().choice(len(words), self._rows, p=share)]

    def maybe(self, share: float, values: np.ndarray | Texts) -> np.ndarray:
        """Return `values` with all but `share` of them missing."""
        return _only(self.chance(share), np.asarray(values, dtype=object))

    def named(self, word: str, numbers: np.ndarray) -> Texts:
        return [f"{word} {number}" for number in numbers]

    def subjects(self) -> Texts:
        """Return subjects; one in twenty has a comma, a quote or a line break."""
        numbers = self.whole(0, 1_000_000)
        kinds = self.whole(0, 60)
        odd = ("order {}, again", 'the "new" one {}', "first line {}\nsecond line")
        return [
            odd[kind].format(number) if kind < len(odd) else f"Where is my order {number}"
            for kind, number in zip(kinds.tolist(), numbers.tolist(), strict=True)
        ]
