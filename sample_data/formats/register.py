"""The register of complaints: a workbook such as an office keeps, a sheet a quarter.

Every sheet has two lines of titles above its header and a line of totals below. Dates are written
as the clerk of the day wrote them, as dates or as text, and so are amounts of money.
"""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from sample_data.complaints import Complaint
from sample_data.world import World

HEADER = (
    "Complaint no.", "Date Complaint Received - DD/MM/YYYY", "Date acknowledged", "Date closed",
    "Original Case ID", "Customer no.", "E-mail", "Nature of complaint", "Product", "Region",
    "Channel", "Reason for complaint", "Root cause", "Handling unit", "Accountable unit",
    "Outcome", "Goodwill (Y/N)", "Redress", "Date redress paid", "Customer satisfied",
    "Referred to ombudsman", "Summary",
)  # fmt: skip

_MADE = datetime(2026, 10, 1, 8, 0)
_ZIPPED = (2026, 10, 1, 8, 0, 0)
_STAMPS = range(1, 4)
_REDRESS = HEADER.index("Redress")


def write(folder: Path, world: World) -> None:
    """Write register.xlsx."""
    folder.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": "Register of complaints", "created": _MADE})
    title = book.add_format({"bold": True, "font_size": 14})
    stamp = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    zone = ZoneInfo(world.company.zone)
    complaints = world.register.complaints
    for quarter, together in groupby(complaints, lambda one: _quarter(one, zone)):
        of_quarter = list(together)
        sheet = book.add_worksheet(quarter)
        sheet.merge_range(0, 0, 0, 7, f"{world.company.name}: register of complaints", title)
        sheet.write_string(1, 0, f"Complaints Office, received in {quarter}")
        sheet.write_row(3, 0, HEADER)
        for place, complaint in enumerate(of_quarter, start=4):
            for column, value in enumerate(_row(world, complaint, zone)):
                if isinstance(value, datetime) and column in _STAMPS:
                    sheet.write_datetime(place, column, value, stamp)
                elif value is not None:
                    sheet.write(place, column, value)
        sheet.write_row(4 + len(of_quarter), 0, _totals(of_quarter))
    book.close()
    (folder / "register.xlsx").write_bytes(_settled(content.getvalue()))


def _settled(workbook: bytes) -> bytes:
    """Return a workbook that is the same wherever it is made: not compressed, of one date."""
    settled = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as made, zipfile.ZipFile(settled, "w") as again:
        for name in sorted(made.namelist()):
            again.writestr(zipfile.ZipInfo(name, _ZIPPED), made.read(name))
    return settled.getvalue()


def _quarter(complaint: Complaint, zone: ZoneInfo) -> str:
    received = datetime.fromtimestamp(complaint.received, zone)
    return f"{received.year} Q{(received.month + 2) // 3}"


def _row(world: World, complaint: Complaint, zone: ZoneInfo) -> Iterator[Any]:
    names = {found.id: found.name for found in world.company.departments}
    is_text = complaint.number % 3 == 0
    customer = complaint.customer
    yield f"K-{complaint.number:05}"
    for at in (complaint.received, complaint.acknowledged, complaint.answered):
        if at is None:
            yield None
            continue
        local = datetime.fromtimestamp(at, zone).replace(tzinfo=None)
        yield local.strftime("%d/%m/%Y %H:%M") if is_text else local
    yield complaint.case or None
    yield None if customer is None else world.pool.customers[customer].id
    yield complaint.email or None
    yield complaint.category
    yield complaint.product
    yield complaint.region
    yield complaint.channel
    yield complaint.cause_stated
    yield complaint.cause_found if complaint.answered else None
    yield names["complaints-office"]
    yield names[complaint.accountable] if complaint.accountable and complaint.answered else None
    yield complaint.outcome or None
    yield ("yes" if complaint.is_goodwill else "no") if complaint.answered else None
    yield _money(complaint)
    if complaint.paid is None:
        yield None
    elif is_text:
        yield f"{complaint.paid:%d/%m/%Y}"
    else:
        yield datetime(complaint.paid.year, complaint.paid.month, complaint.paid.day)
    yield complaint.satisfaction or None
    yield ("yes" if complaint.is_taken_outside else "no") if complaint.answered else None
    yield f"Wrote from {complaint.email}." if complaint.email else None


def _money(complaint: Complaint) -> str | float | None:
    """Return redress: of one clerk a number, of the other text as 1.250,00 € or 300,00 zł."""
    if not complaint.redress:
        return None
    if complaint.currency == "EUR" and complaint.number % 2:
        return complaint.redress / 100
    text = f"{complaint.redress / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{text} {'€' if complaint.currency == 'EUR' else 'zł'}"


def _totals(complaints: Sequence[Complaint]) -> list[Any]:
    paid = sum(one.redress for one in complaints if one.currency == "EUR") / 100
    row: list[Any] = [None] * len(HEADER)
    row[0], row[1], row[_REDRESS] = "Total", len(complaints), paid
    return row
