"""What became of every record: refusals found while typing, and the balance of every file."""

from collections.abc import Sequence
from pathlib import Path

from etl.adapters.contract import REMAINING, STAMPS
from etl.adapters.raw import RawFile
from etl.canonical import refusals, staging
from etl.canonical.refusals import Refusal
from etl.canonical.staging import Refusals
from etl.problems import RefusedData, counted
from etl.remarks import Refused
from etl.warehouse import Loading

_ENOUGH = 20
_AMOUNTS = ("redress", "revenue", "margin")
_YES_NO = ("goodwill", "referred")
_QUOTES = (
    "a quote is probably not closed, or stands alone in a field; export the file again with its "
    "quotes doubled."
)
_NO_TABLE = (
    "a name probably stands there twice, or the file was changed meanwhile; export it again."
)


def of_staged(loading: Loading) -> Refusals:
    """Return the records whose staged rows are refused."""
    found: Refusals = {}
    for staged in staging.TABLES:
        rows = loading.query(
            f"select {staged}.file_no, coalesce(given_record, "
            f"{staged}.rowid - record_span.first_row + record_span.first_record), refusal_kind, "
            f"refusal_column, refusal_text from {staged} join record_span "
            f"on record_span.staged = $staged and {staged}.rowid >= record_span.first_row "
            f"and {staged}.rowid < record_span.end_row where refusal_kind is not null "
            f"order by {staged}.rowid",
            {"staged": staged},
        ).rows
        for file_no, record, kind, column, text in rows:
            found.setdefault(file_no, []).append(
                Refusal(record, column, _unread(column) if kind == "unread" else kind, text)
            )
    return found


def _unread(column: str) -> Refused:
    """Return what a text is not that cannot be read as `column` wants it."""
    if column in STAMPS:
        return "no_stamp"
    if column == "kind":
        return "no_event"
    if column in _AMOUNTS:
        return "no_money"
    if column in REMAINING:
        return "no_remaining"
    if column.endswith("_seconds"):
        return "no_duration"
    return "no_yes_or_no" if column.startswith("is_") or column in _YES_NO else "no_number"


def keep_refused(
    loading: Loading,
    folder: Path,
    raws: Sequence[RawFile],
    *found: Refusals,
    enough: int = _ENOUGH,
) -> None:
    """Fill load_refusal and write the refused records into `folder`, once a record.

    Raises RefusedData when nothing of a file of at least `enough` records can be loaded.
    """
    by_file: dict[int, dict[int, Refusal]] = {}
    for refused in found:
        for file_no, entries in refused.items():
            for refusal in entries:
                by_file.setdefault(file_no, {}).setdefault(refusal.record, refusal)
    named = [(raw, list(by_file.get(raw.file_no, {}).values())) for raw in raws]
    refusals.write(loading, folder, named)
    RefusedData.raise_if(
        f"{raw.path}: {_none_of(raw.read)} can be loaded. "
        + " ".join(refusals.sentences(raw, entries, most=1))
        for raw, entries in named
        if raw.read >= enough and len(entries) >= raw.read
    )


def _none_of(read: int) -> str:
    return "not even its only record" if read == 1 else f"none of its {read:,} records"


def balance(loading: Loading) -> None:
    """Raise RefusedData for every file whose records are not all accounted for."""
    rows = loading.query(
        "select load_file.path, load_file.read, loaded, superseded, load_file.skipped, refused, "
        "delimiter is null from load_file join raw_file using (file_no) "
        "where loaded + superseded + load_file.skipped + refused <> load_file.read "
        "order by file_no"
    ).rows
    RefusedData.raise_if(
        f"{path}: {counted(read, 'record')} counted, but "
        f"{loaded + superseded + skipped + refused:,} found while reading ({loaded:,} loaded, "
        f"{superseded:,} superseded, {skipped:,} skipped, {refused:,} refused): "
        + (_NO_TABLE if is_no_table else _QUOTES)
        for path, read, loaded, superseded, skipped, refused, is_no_table in rows
    )
