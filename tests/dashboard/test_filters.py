"""Filters and the address of the page say the same, and no address can do harm."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import SLICES, Filters, Known, read

UNITS = ("retail", "retail/returns", "Ünïts & co", "")
MEMBERS = {name: (f"{name}-1", f"{name} two, with a comma", "") for name in SLICES}
USUAL = Filters(lang="en", period="2026-Q3", versus="year_before")
KNOWN = Known(
    usual=USUAL,
    languages=frozenset({"en", "ru", "uk", "pl"}),
    units=frozenset(UNITS) - {""},
    members={name: frozenset(members) for name, members in MEMBERS.items()},
    metrics=frozenset({"backlog", "first_reply_median"}),
    slices=frozenset({"unit", "channel"}),
    posts=frozenset({"k:P1", "k:P2"}),
)


def some_of(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(MEMBERS[name]), unique=True).map(tuple)


filters = st.builds(
    Filters,
    lang=st.sampled_from(["en", "ru", "uk", "pl"]),
    period=st.sampled_from(["2026", "2026-Q1", "2026-09", "2026-09-14", "2025-10-01..2026-01-03"]),
    versus=st.sampled_from(["previous", "year_before", "none"]),
    unit=st.sampled_from(UNITS),
    clock=st.sampled_from(["business", "calendar"]),
    count=st.sampled_from(["event", "current", "share"]),
    metric=st.sampled_from(["", "backlog"]),
    by=st.sampled_from(["", "channel"]),
    focus=st.sampled_from([None, "", "retail", "channel-1"]),
    part=st.sampled_from(["", "2026-08"]),
    measure=st.sampled_from(["", "customers"]),
    controller=st.sampled_from([None, "", "k:P1"]),
    owner=st.sampled_from([None, "", "k:P1", "k:P2"]),
    **{name: some_of(name) for name in SLICES},
)
values = st.text() | st.sampled_from(["2026-Q3", "../../etc/passwd", "' or 1=1 --", "9999", "0001"])
names = st.sampled_from([*USUAL.address(), *SLICES, "unit", "focus", "part", "metric"]) | st.text()


def as_the_browser_sends(filters: Filters) -> dict[str, tuple[str, ...]]:
    return {
        name: (value,) if isinstance(value, str) else tuple(value)
        for name, value in filters.address().items()
    }


@given(filters)
def test_an_address_gives_back_the_filters_it_was_written_from(asked: Filters) -> None:
    assert read(as_the_browser_sends(asked), KNOWN) == (asked, ())


@given(st.dictionaries(names, st.lists(values, max_size=5)))
def test_no_address_can_fail_and_what_is_read_can_be_written(
    address: Mapping[str, list[str]],
) -> None:
    found, _ = read(address, KNOWN)
    again, dropped = read(as_the_browser_sends(found), KNOWN)
    assert again == found
    assert dropped == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lang", "xx"),
        ("period", "2026-Q5"),
        ("period", "9999"),
        ("period", "0001"),
        ("period", "2026-q3"),
        ("versus", "best"),
        ("unit", "no such unit"),
        ("unit", "retail" * 100),
        ("channel", "'; drop table fact_ticket; --"),
        ("clock", "sundial"),
        ("count", "nobody"),
        ("metric", "first_reply_median; select 1"),
        ("by", "password"),
        ("focus", "no such member"),
        ("part", "yesterday"),
        ("measure", "money"),
        ("controller", "k:P9"),
        ("owner", "no such post"),
    ],
)
def test_what_a_build_does_not_know_is_left_out_and_named(name: str, value: str) -> None:
    assert read({name: [value]}, KNOWN) == (USUAL, (name,))


def test_of_several_members_the_known_ones_are_kept() -> None:
    found, dropped = read({"channel": ["channel-1", "carrier pigeon"]}, KNOWN)
    assert found.channel == ("channel-1",)
    assert dropped == ("channel",)


def test_a_choice_that_takes_one_value_keeps_the_first() -> None:
    found, dropped = read({"clock": ["calendar", "business"]}, KNOWN)
    assert found.clock == "calendar"
    assert dropped == ("clock",)


def test_what_is_not_ours_in_an_address_is_ignored() -> None:
    assert read({"utm_source": ["mail"], "embed": ["true"]}, KNOWN) == (USUAL, ())


def test_language_period_comparison_and_clock_are_always_written() -> None:
    assert USUAL.address() == {
        "lang": "en",
        "period": "2026-Q3",
        "versus": "year_before",
        "clock": "business",
    }


def test_a_condition_names_the_slice_and_its_members() -> None:
    asked = USUAL.but(unit="retail", channel=("channel-1", ""))
    assert asked.where() == (("unit", ("retail",)), ("channel", ("channel-1", "")))
