"""Where a word of the exports stands first, and how many tickets have it: for sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from etl.adapters import raw
from etl.adapters.raw import RawFile
from etl.problems import counted
from etl.warehouse import Loading

Said = Literal["status", "queue", "unit"]
_SHOWN = 20
Word = tuple[str, str]  # source, and the word as exported


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The first record that has a word, and on how many tickets it stands."""

    place: str  # file and line
    tickets: int

    def __str__(self) -> str:
        return f"{counted(self.tickets, 'ticket')}, first in {self.place}"


def listed(loading: Loading, said: Said, source: str, words: Iterable[str]) -> str:
    """Return words of a source for a sentence, each with where it stands; the first of many."""
    names = list(words)
    found = of_words(loading, said, [(source, word) for word in names[:_SHOWN]])
    shown = ", ".join(f"{word!r} ({found[source, word]})" for word in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def of_words(loading: Loading, said: Said, wanted: Iterable[Word]) -> dict[Word, Whereabouts]:
    """Return where each of the words that tickets or events have as `said` stands first."""
    sources, words = zip(*wanted, strict=True)
    rows = loading.query(
        f"""
        with wanted as (
            select unnest($sources) as source, unnest($words) as word
        ),

        told as (
            select source, cast({said} as varchar) as word, ticket_id, file_no, given_record,
                'staged_ticket' as staged, rowid as row_no
            from staged_ticket
            where refusal_kind is null

            union all

            select source, unnest([from_value, to_value]) as word, ticket_id, file_no,
                given_record, 'staged_event' as staged, rowid as row_no
            from staged_event
            where refusal_kind is null and kind = $said
        ),

        ranked as (
            select told.*,
                count(distinct ticket_id) over of_word as tickets,
                row_number() over (
                    partition by told.source, told.word order by told.file_no, told.row_no
                ) as turn
            from told
            join wanted on wanted.source = told.source and wanted.word = told.word
            window of_word as (partition by told.source, told.word)
        )

        select source, word, ranked.file_no, tickets,
            coalesce(given_record, row_no - first_row + first_record) as record
        from ranked
        join record_span on record_span.staged = ranked.staged and row_no >= first_row
            and row_no < end_row
        where turn = 1
        """,
        {"said": said, "sources": list(sources), "words": list(words)},
    ).rows
    files = {file.file_no: file for file in raw.files(loading)}
    return {
        (source, word): Whereabouts(place(files[file_no], record), tickets)
        for source, word, file_no, tickets, record in rows
    }


def place(file: RawFile, record: int) -> str:
    """Return where a record stands: its file, and its line where it has one."""
    found = file.records.places([record]) if file.records else {}
    number = found[record].line if record in found else record
    return f"{file.path}, {file.called} {number}"


def first(loading: Loading, staged: str, row_no: int) -> str:
    """Return where the record of a staged row stands: its file, and its line where it has one."""
    ((file_no, record),) = loading.query(
        f"select {staged}.file_no, coalesce(given_record, "
        f"{staged}.rowid - first_row + first_record) from {staged} join record_span "
        f"on record_span.staged = $staged and {staged}.rowid >= first_row "
        f"and {staged}.rowid < end_row where {staged}.rowid = $row_no",
        {"staged": staged, "row_no": row_no},
    ).rows
    files = {file.file_no: file for file in raw.files(loading)}
    return place(files[file_no], record)
