"""Downloads: the rows a page shows, in full precision, as CSV and XLSX."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import streamlit as st
import xlsxwriter

from dashboard.data import Result, Table, csv_lines, in_file, table_of
from dashboard.session import Session


def results_table(results: Iterable[Result]) -> Table:
    """Return results as rows, column for column as the command line prints them."""
    return table_of(tuple(results), Result)


def csv_bytes(tables: Iterable[Table]) -> bytes:
    """Return rows as the command line prints them, with the mark by which Excel knows UTF-8."""
    return "".join(csv_lines(tables)).encode("utf-8-sig")


def xlsx_bytes(tables: Iterable[Table], about: Sequence[tuple[str, str]]) -> bytes:
    """Return rows as a workbook, with a second sheet that says what they are."""
    out = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(out, settings) as book:
        sheet = book.add_worksheet("rows")
        bold = book.add_format({"bold": True})
        line = 0
        for position, table in enumerate(tables):
            if position == 0:
                sheet.write_row(0, 0, table.columns, bold)
                sheet.freeze_panes(1, 0)
            for row in table.rows:
                line += 1
                sheet.write_row(line, 0, [_in_sheet(value) for value in row])
        notes = book.add_worksheet("about")
        for position, (name, value) in enumerate(about):
            notes.write_string(position, 0, name, bold)
            notes.write_string(position, 1, value)
        notes.set_column(0, 1, 40)
    return out.getvalue()


def download(here: Session, tables: Callable[[], Iterable[Table]], name: str, about: str) -> None:
    """Offer the rows of `tables` as CSV and XLSX; they are made when asked for."""
    facts = [
        (here.text("download.what"), about),
        (here.text("filter.period"), here.filters.period),
        (here.text("download.build"), str(here.data.build)),
        (here.text("filter.clock"), here.text(f"filter.clock.{here.filters.clock}")),
        (here.text("filter.count"), here.text(f"filter.count.{here.filters.count}")),
    ]
    called = file_name(name, here.filters.period)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.download_button(
            here.text("download.csv"),
            data=lambda: csv_bytes(tables()),
            file_name=f"{called}.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
            key=f"csv_{name}",
            on_click="ignore",
        )
        st.download_button(
            here.text("download.xlsx"),
            data=lambda: xlsx_bytes(tables(), facts),
            file_name=f"{called}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/table_view:",
            type="tertiary",
            key=f"xlsx_{name}",
            on_click="ignore",
        )


def file_name(name: str, period: str) -> str:
    """Return what a download is called: signs that a file system may not take are left out."""
    return re.sub(r"[^\w-]+", "_", f"service-ledger-{name}-{period}")


def _in_sheet(value: object) -> object:
    """Return `value` as a workbook holds it: days and stamps as such, all else as in any file."""
    return value if isinstance(value, date) else in_file(value)
