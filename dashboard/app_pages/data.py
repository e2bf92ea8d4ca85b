"""Can I rely on today's build? What was read, loaded and refused, and what each source can tell."""

import math
from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.data import Table
from dashboard.findings import not_all, parts_of_whole
from dashboard.parts.download import download
from dashboard.parts.empty import empty
from dashboard.session import Session, here
from dashboard.text.catalogue import plain

_COUNTS = ("read", "loaded", "superseded", "skipped", "refused")
_WORDS = ("thing", "measure")
_WIDTHS = {"message": 540, "reason": 400, "note": 400}  # sentences; in pixels
_READ_WHOLE = ("message", "reason")
_LETTER, _LINE, _ROW, _MOST_LINES = 6, 21, 35, 4
"""Pixels of a letter, of a further line of a cell and of a row; the most lines a cell takes."""

_BREAKS_LINES = 65
"""Pixels from which on a row breaks the lines of its cells."""

_STATE_SIGN = {"yes": "●", "partly": "◐", "no": "–"}


def page(session: Session) -> None:
    text, info = session.text, session.data.info()
    balance = info.loaded + info.superseded + info.skipped + info.refused
    st.title(text("data.title.whole" if balance == info.read else "data.title.hole"), anchor=False)
    with st.container(horizontal=True):
        for name in _COUNTS:
            st.metric(
                text(f"data.{name}"),
                session.numbers.count(getattr(info, name)),
                border=True,
                width=150,
            )
    st.caption(text("data.balance"))
    _files(session)
    _refusals(session)
    _capabilities(session)
    _inputs(session)
    _matches(session)
    _notices(session)
    _reconciliation(session)
    _build(session)


def _files(session: Session) -> None:
    table = session.text.table(session.data.files())
    st.subheader(session.text("data.files"), anchor=False)
    wanted = ("source", "path", *_COUNTS, "thing", "adapter", "note")
    _table(session, table, wanted, "files")
    download(session, lambda: [table], "files", session.text("data.files"))


def _refusals(session: Session) -> None:
    table = session.text.table(session.data.refusals())
    st.subheader(session.text("data.refusals"), anchor=False)
    if not table.rows:
        empty(session.text("data.refusals.none"), icon=":material/task_alt:")
        return
    st.caption(session.text("data.refusals.how"))
    _table(session, table, ("path", "line", "column_name", "reason", "raw"), "refusals")
    download(
        session,
        lambda: [session.text.table(session.data.every_refusal())],
        "refused",
        session.text("data.refusals"),
    )


def _capabilities(session: Session) -> None:
    rows = session.data.capabilities().records()
    st.subheader(session.text("data.capabilities"), anchor=False)
    how = [session.text("data.capabilities.how")]
    if any(row["state"] == "partly" and row["share"] is not None for row in rows):
        how.append(session.text("data.capabilities.partly"))
    st.caption(" ".join(how))
    if not rows:
        empty(session.text("data.capabilities.none"))
        return
    sources = list(dict.fromkeys(row["source"] for row in rows if row["source"]))
    cells: dict[str, dict[str, str]] = {}
    for row in rows:
        name = f"capability.{row['capability']}"
        label = session.text(name) if session.text.has(name) else row["capability"]
        cells.setdefault(label, {})[row["source"]] = _state(session, row["state"], row["share"])
    shown = {source: source for source in sources}
    if any(not row["source"] for row in rows):
        shown[""] = session.text("data.capability.company")
    frame = pd.DataFrame(
        [
            {session.text("data.capability"): label}
            | {heading: found.get(source, "") for source, heading in shown.items()}
            for label, found in cells.items()
        ]
    )
    st.dataframe(
        frame,
        hide_index=True,
        key="capabilities",
        alt=session.text("data.capabilities"),
        height="content",
    )


def _inputs(session: Session) -> None:
    """Draw what a company can bring, what it gets for it, and what of it is here."""
    text = session.text
    st.subheader(text("data.inputs"), anchor=False)
    st.caption(text("data.inputs.how"))
    rows = [
        {
            text("data.input"): text(f"input.{row['input']}"),
            text("data.gives"): text(f"input.{row['input']}.gives"),
            text("data.here"): _state(session, row["state"], row["share"]),
            text("data.count"): session.numbers.count(row["records"]),
        }
        for row in session.data.inputs().records()
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key="inputs", alt=text("data.inputs"), height="content"
    )


def _matches(session: Session) -> None:
    """Draw how many requests have a known customer, and how much margin is heard of."""
    text, table = session.text, session.data.matches()
    st.subheader(text("data.matches"), anchor=False)
    if not table.rows:
        empty(text("data.matches.none"), text("data.matches.do"))
        return
    st.caption(text("data.matches.how"))
    formats: dict[str, Callable[[float], str]] = {"share": session.numbers.percent}
    found = [name for name in table.columns if name.startswith(("by_", "of_"))]
    wanted = ("source", "thing", "records", "share", *found)
    _table(session, table, wanted, "matches", formats)
    known = session.data.margin_known()
    if known is not None:
        margin = session.numbers.money(known.margin)
        heard, unlisted = parts_of_whole((known.heard, known.unlisted), known.margin)
        if heard is not None and unlisted is not None:
            st.caption(
                plain(
                    text(
                        "data.matches.margin",
                        margin=margin,
                        heard=session.numbers.percent(heard),
                        unlisted=session.numbers.percent(unlisted),
                    )
                )
            )
    download(session, lambda: [table], "matches", text("data.matches"))


def _state(session: Session, state: str, share: float | None) -> str:
    words = f"{_STATE_SIGN.get(state, '–')} {session.text(f'state.{state}')}"
    if state == "partly" and share is not None:
        return f"{words}, {session.numbers.percent(not_all(share), 0)}"
    return words


def _notices(session: Session) -> None:
    table = session.text.table(session.data.notices())
    st.subheader(session.text("data.notices"), anchor=False)
    if not table.rows:
        empty(session.text("data.notices.none"), icon=":material/task_alt:")
        return
    _table(session, table, ("source", "message", "count", "subject"), "notices")
    download(session, lambda: [table], "notices", session.text("data.notices"))


def _reconciliation(session: Session) -> None:
    table = session.data.reconciliation()
    st.subheader(session.text("data.reconciliation"), anchor=False)
    if not table.rows:
        empty(session.text("data.reconciliation.none"), session.text("data.reconciliation.do"))
        return
    st.caption(session.text("data.reconciliation.how"))
    seconds = ("median_difference_seconds", "largest_difference_seconds")
    formats: dict[str, Callable[[float], str]] = dict.fromkeys(seconds, session.numbers.duration)
    _table(session, table, table.columns, "reconciliation", formats)
    download(session, lambda: [table], "reconciliation", session.text("data.reconciliation"))


def _build(session: Session) -> None:
    info = session.data.info()
    st.subheader(session.text("data.build"), anchor=False)
    facts = {
        "data.build.number": str(info.build),
        "data.build.made_at": session.numbers.moment(session.local(info.made_at)),
        "data.build.extract_at": session.numbers.moment(session.local(info.extract_at))
        if info.extract_at
        else "–",
        "data.build.seconds": "–"
        if info.seconds is None
        else session.numbers.duration(info.seconds),
        "data.build.code": info.code_version,
        "data.build.ledger": info.ledger_sha256[:12],
        "data.build.zone": info.zone,
    }
    rows = [(plain(session.text(name)), plain(value)) for name, value in facts.items()]
    st.table(
        pd.DataFrame(rows),
        border="horizontal",
        hide_index=True,
        hide_header=True,
        width="content",
        alt=session.text("data.build"),
    )
    others = [str(number) for number in session.data.others() if number != info.build]
    if others:
        st.caption(session.text("data.build.others", builds=", ".join(others)))
    st.code("service-ledger builds", language=None)


def _table(
    session: Session,
    table: Table,
    wanted: tuple[str, ...],
    key: str,
    formats: dict[str, Callable[[float], str]] | None = None,
) -> None:
    """Draw the `wanted` columns of `table`, counts written in the reader's language."""
    rows = []
    for record in table.records():
        row: dict[str, object] = {}
        for name in wanted:
            if name not in record:
                continue
            value = record[name]
            written = (formats or {}).get(name)
            if value is not None and written:
                value = written(value)
            elif name in _WORDS and session.text.has(f"{name}.{value}"):
                value = session.text(f"{name}.{value}")
            elif isinstance(value, int) and name not in ("line",):
                value = session.numbers.count(value)
            row[_heading(session, name)] = value
        rows.append(row)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key=key,
        placeholder="–",
        row_height=_row_height(table, wanted),
        column_config={
            _heading(session, name): st.column_config.Column(width=width)
            for name, width in _WIDTHS.items()
        },
        alt=session.text(f"data.{key}"),
    )


def _row_height(table: Table, wanted: tuple[str, ...]) -> int:
    """Return the pixels of a row in which the longest sentence of the table can be read."""
    lines = [
        math.ceil(len(str(record[name])) * _LETTER / _WIDTHS[name])
        for record in table.records()
        for name in wanted
        if name in _READ_WHOLE and record.get(name)
    ]
    most = min(max(lines, default=1), _MOST_LINES)
    return _ROW if most == 1 else max(_ROW + _LINE * (most - 1), _BREAKS_LINES)


def _heading(session: Session, name: str) -> str:
    message = f"data.{name}"
    return session.text(message) if session.text.has(message) else name.replace("_", " ")


page(here())
