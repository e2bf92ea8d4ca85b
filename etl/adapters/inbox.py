"""The inbox: every file found, recognised, counted, and made a relation of text in our columns."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from etl import remarks
from etl.adapters import candidates, documents, raw
from etl.adapters.contract import Document, Part
from etl.adapters.entry import Reading, Table, enter, recognised
from etl.adapters.files import InboxFile, listed
from etl.adapters.formats import adapters
from etl.adapters.header import Header, header_of_json_lines, headers_of_text
from etl.adapters.opened import Opened, open_file
from etl.adapters.raw import RawFile
from etl.adapters.records import Records
from etl.adapters.sheets import read_workbook
from etl.adapters.tail import without_asides
from etl.problems import RefusedData
from etl.progress import Progress
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_HEAD = 256 << 10


def read_inbox(loading: Loading, workspace: Workspace, progress: Progress) -> None:
    """Make a relation of every file of the inbox, its records counted.

    Raises RefusedData with a sentence for every file that cannot be read.
    """
    raw.prepare(loading)
    files = list(listed(workspace))
    if not files:
        example = workspace.inbox / next(iter(workspace.ledger.sources), "zendesk")
        raise RefusedData(
            f"There is nothing in {workspace.inbox}: put each export into the folder of its "
            f"source, such as {example}."
        )
    folder = loading.path.with_suffix(".inputs")
    folder.mkdir(mode=0o700)
    with ThreadPoolExecutor(1) as beside:
        _read_files(Reading(loading, workspace, folder, beside), files, progress)


def _read_files(reading: Reading, files: Sequence[InboxFile], progress: Progress) -> None:
    problems: list[str] = []
    waiting: dict[str, list[tuple[InboxFile, Opened]]] = {}
    progress.stage("read", len(files))
    for file in files:
        try:
            opened = _open(reading, file)
            known = candidates.of_documents(reading.workspace, file.source)
            if documents.is_document(opened, known):
                waiting.setdefault(file.source, []).append((file, opened))
            else:
                _read_table(reading, file, opened)
        except RefusedData as problem:
            problems.extend(problem.sentences)
        progress.advance(of=file.told_as)
    for source, held in waiting.items():
        try:
            _read_documents(reading, source, held)
        except RefusedData as problem:
            problems.extend(problem.sentences)
    RefusedData.raise_if(problems)


def _open(reading: Reading, file: InboxFile) -> Opened:
    reading.opened += 1
    if os.path.getsize(file.path) == 0:
        raise RefusedData(f"{file.told_as} is empty: export it again, or take it out of the inbox.")
    return open_file(file.path, file.told_as, reading.folder, reading.opened, reading.beside)


def _read_table(reading: Reading, file: InboxFile, opened: Opened) -> None:
    known = candidates.of_tables(reading.workspace, file.source)
    if opened.is_workbook:
        read_workbook(reading, file, opened, known)
        return
    with opened.readable.open("rb") as text:
        head = text.read(_HEAD).decode("utf-8-sig", errors="replace")
    of_lines = header_of_json_lines(head)
    headers = [of_lines] if of_lines else list(headers_of_text(head))
    match = recognised(file.told_as, headers, known)
    records = _records(opened.readable, match.header)
    read = records.count()
    if open_ := records.left_open():
        raise RefusedData(
            f"{file.told_as}, line {open_.line}: a quote opened here is never closed and takes the "
            "rest of the file with it; close it, or double it where it is part of the text. If the "
            "file was cut, export it again."
        )
    asides: list[int] = []
    if not of_lines:
        records, asides = without_asides(records, read, match)
        if asides:
            read = records.count()
    has_unnamed = "" in match.header.names
    part = enter(
        reading,
        Table(file, opened, match, read, records, asides, has_unnamed=has_unnamed),
    )
    if of_lines:
        raw.view_of_json_lines(reading.loading, part, match)
    else:
        raw.view_of_table(reading.loading, part, match)


def _read_documents(
    reading: Reading, source: str, held: Sequence[tuple[InboxFile, Opened]]
) -> None:
    """Read all JSON documents of a source together: one may hold the names another uses."""
    by_path = {file.path: (file, opened) for file, opened in held}
    owned: dict[str, list[Document]] = {}
    for file, opened in held:
        known = candidates.of_documents(reading.workspace, source)
        document = documents.load(file.path, opened, file.told_as, known)
        owner = candidates.owner_of(reading.workspace, file, document)
        owned.setdefault(owner, []).append(document)
    for name, mine in owned.items():
        parts = adapters()[name].parts
        for part in parts(mine) if parts else ():
            file, opened = by_path[part.document.path]
            is_lines = part.document.shape == "objects"
            records = Records(opened.readable, 0, 1, None) if is_lines else None
            raw_file = RawFile(
                file_no=reading.next_part(),
                source=source,
                path=file.told_as,
                sha256=opened.sha256,
                bytes=opened.bytes,
                adapter=name,
                thing=part.form.thing,
                read=_count(reading, file, opened, part, records),
                notes=(*opened.notes, remarks.reading("list_of_document", name=part.list_name)),
                records=records,
                columns={name: part.form.durations.get(name) for name in part.form.aliases},
            )
            raw.add(reading.loading, raw_file)
            raw.table_of_rows(reading.loading, raw_file, part.form, part.rows)


def _count(
    reading: Reading, file: InboxFile, opened: Opened, part: Part, records: Records | None
) -> int:
    """Return how many objects a part holds, found without the reading that loads them."""
    if records is not None:
        return records.count()
    return documents.count(
        reading.loading,
        opened.readable,
        file.told_as,
        part.list_name,
        is_paged=part.document.shape == "pages",
    )


def _records(readable: Path, header: Header) -> Records:
    """Return the records under a header: everything after its lines."""
    lines = header.lines_above + header.lines
    with readable.open("rb") as text:
        for _ in range(lines):
            text.readline()
        return Records(readable, text.tell(), lines + 1, header.delimiter)
