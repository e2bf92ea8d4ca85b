"""Cells of a table as text, and rows of them that are no records."""

import re
from datetime import date, datetime, time, timedelta

from etl.adapters.contract import DATES, IDS
from etl.adapters.header import Match, folded

Cells = list[str | None]

# What the first cell of a line of totals begins with, in the languages registers are kept in.
_TOTAL = re.compile(
    r"\W*(?:(?:grand|sub)[- ]?)?(?:"
    r"totals?|sum|average|mean|count"
    r"|(?:gesamt|zwischen|end)?summen?|gesamt|insgesamt|durchschnitt|anzahl"
    r"|razem|suma|ogółem|łącznie|średnia|liczba"
    r"|итого|всего|итоги?|среднее|количество"
    r"|разом|усього|всього|підсумок|загалом|середнє|кількість"
    r")\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[-+−(]?\s*(?:[^\W\d]{1,4}\.?|[€£$₴₽])?\s*\d[\d.,'’\s]*(?:%|[^\W\d]{1,4}\.?|[€£$₴₽])?\s*\)?"
)
_SMALLEST_SERIAL = 20_000  # a day of 1954; below it, a number in a column of dates is a count


def text_of(cell: object) -> str | None:
    """Return what a cell of a workbook holds as text; None where it holds nothing."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    text = str(cell)
    return text if text.strip() else None


def _number(cell: float) -> str:
    if cell.is_integer():
        return str(int(cell))
    # Three decimals could be taken for thousands by whoever reads the text.
    return re.sub(r"(\.\d{3})$", r"\g<1>0", str(cell))


def is_no_record(cells: Cells, match: Match) -> bool:
    """Return whether a row below a header is none of its records: the header again, a total, or a
    title or footer.

    Where the thing has dates, a total is a row without date and id that begins with a word such as
    Total or holds nothing but numbers; a title is a row whose only cell is several words. A number
    in a column of ids beside such a word is their count.
    """
    if _is_header(cells, match):
        return True
    dated = [index for column, index in match.columns.items() if column in DATES]
    if not dated or any(_is_date(cells[index]) for index in dated if index < len(cells)):
        return False
    filled = [(index, cell) for index, cell in enumerate(cells) if cell is not None]
    if not filled:
        return False
    first, text = filled[0]
    ids = {index for column, index in match.columns.items() if column in IDS}
    numbers = [index for index, cell in filled if _NUMBER.fullmatch(cell.strip())]
    named = any(index in ids and index != first and index not in numbers for index, _ in filled)
    if _TOTAL.match(text) and not named:
        return len(filled) == 1 or bool(numbers)
    if len(numbers) == len(filled):
        return ids.isdisjoint(numbers)
    return len(filled) == 1 and len(text.split()) > 1


def _is_header(cells: Cells, match: Match) -> bool:
    names = match.header.names
    return all(
        index < len(cells) and folded(cells[index] or "") == folded(names[index])
        for index in match.columns.values()
    )


def _is_date(text: str | None) -> bool:
    if text is None or not re.search(r"\d", text) or _TOTAL.match(text):
        return False
    number = text.strip()
    return not re.fullmatch(r"\d+(\.\d+)?", number) or float(number) >= _SMALLEST_SERIAL
