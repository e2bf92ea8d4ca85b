"""What is said about the data: every kind the code can emit is of the closed set, and is said."""

import re
from pathlib import Path
from typing import get_args

import pytest

from etl import remarks
from etl.remarks import ENGLISH, Listing, Obstacle, Odd, Reading, Refused, Remark

ETL = Path(remarks.__file__).parent
SETS = {
    "refusal": Refused,
    "notice": Odd,
    "reading": Reading,
    "obstacle": Obstacle,
    "listing": Listing,
}


def test_every_kind_has_an_english_sentence_and_no_other_has() -> None:
    assert ENGLISH.keys() == {
        f"{group}.{kind}" for group, kinds in SETS.items() for kind in get_args(kinds)
    }


def test_every_kind_is_emitted_somewhere() -> None:
    """Python is held to the closed sets by its types; this is what nobody says any more."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (*ETL.rglob("*.py"), *ETL.rglob("*.sql"))
        if path.name != "remarks.py"
    )
    idle = [
        kind
        for group, kinds in SETS.items()
        if group != "listing"
        for kind in get_args(kinds)
        if f'"{kind}"' not in code and f"'{kind}'" not in code
    ]
    assert idle == []


def kinds_in_sql(*paths: Path) -> set[str]:
    """Return what stands as `kind` or `refusal_kind` in statements."""
    found: set[str] = set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"'(\w+)' (?:end )?as (?:refusal_)?kind\b", text))
        for case in re.findall(r"case((?:(?!\bcase\b).)*?)end as (?:refusal_)?kind", text, re.S):
            found |= set(re.findall(r"(?:then|else) '(\w+)'", case))
    return found


def test_every_kind_that_sql_emits_is_of_the_closed_set() -> None:
    canonical = ETL / "canonical"
    refused = kinds_in_sql(*canonical.glob("refused_*.sql"), *canonical.glob("staged_*.sql"))
    assert len(refused) > 4
    assert refused - {"unread"} <= set(get_args(Refused))  # Python says what is unread
    slices = (ETL / "slices" / f"{name}.sql" for name in ("several_heads", "scopes_of_nobody"))
    odd = kinds_in_sql(canonical / "load_notice.sql", *slices)
    assert len(odd) > 4
    assert odd <= set(get_args(Odd))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"names": ["a", "b"], "count": 2}, "columns not read: 'a', 'b'"),
        ({"names": ["a"], "count": 1}, "column not read: 'a'"),
        ({"names": ["a"], "more": 1200, "count": 1201}, "columns not read: 'a' and 1,200 more"),
        ({"names": ["a\x1b[2J\n"], "count": 1}, r"column not read: 'a\x1b[2J\n'"),
    ],
)
def test_names_are_listed_as_english_does(values: dict[str, remarks.Value], said: str) -> None:
    assert str(Remark("reading.not_read", values)) == said


def test_a_text_in_braces_is_no_placeholder() -> None:
    assert str(remarks.refusal("no_number", "{x} {0}")) == "'{x} {0}' is not written like a number."


def test_what_is_packed_into_a_table_is_unpacked_alike() -> None:
    told = (
        remarks.reading("encoding", encoding="cp1251"),
        remarks.reading("not_read", names=["Ä", 'q"'], count=2),
    )
    assert remarks.unpacked(remarks.packed(told)) == told
    assert remarks.packed(()) is None
    assert remarks.unpacked(None) == ()
