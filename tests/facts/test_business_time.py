"""Business time in the facts: against a slow reading of the wall clock, and by its own laws."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from etl.workspace.ledger import Calendar
from tests.facts.company import Desk, around_the_clock, at, examples, office
from tests.facts.slow_time import open_seconds

CALENDARS = {
    "warsaw": office("Europe/Warsaw", "08:00-12:00", "12:30-16:00", holidays="PL"),
    "york": office("America/New_York", holidays="US"),
    "night": Calendar(
        zone="Australia/Lord_Howe", hours={"fri": ("21:30-05:15",), "sun": ("00:00-24:00",)}
    ),
    "always": around_the_clock("Asia/Kathmandu"),
}
UNITS = {name: name for name in CALENDARS} | {"lost": None}
START = datetime(2025, 3, 7, 3, 0)

moments = st.integers(0, 40 * 86400).map(lambda passed: START + timedelta(seconds=passed))
owners = st.sampled_from([*UNITS, "nobody"])
statuses = st.sampled_from(["open", "waiting_customer", "waiting_inside", "solved"])


def owned(desk: Desk, changes: list[tuple[datetime, str]], end: datetime) -> int:
    lines = [f"{moment.isoformat(' ')} queue {owner}" for moment, owner in sorted(changes)]
    return desk.ticket(
        min(changes)[0].isoformat(" "), "\n".join([*lines, f"{end.isoformat(' ')} status solved"])
    )


@examples(10)
@given(
    lives=st.lists(
        st.lists(
            st.tuples(moments, owners), min_size=1, max_size=5, unique_by=lambda pair: pair[0]
        ),
        min_size=1,
        max_size=5,
    ),
    end=st.integers(0, 20 * 86400),
)
def test_it_is_that_of_each_owners_wall_clock_added_up(
    lives: list[list[tuple[datetime, str]]], end: int
) -> None:
    desk = Desk(calendars=CALENDARS, units=UNITS)
    solved = START + timedelta(days=40, seconds=end)
    keys = [owned(desk, life, solved) for life in lives]
    facts = desk.facts()
    for key, life in zip(keys, lives, strict=True):
        steps = sorted(life)
        ends = [moment for moment, _ in steps[1:]] + [solved]
        first_owner = next((owner for _, owner in steps if owner != "nobody"), None)
        pieces: list[int | None] = []
        for (moment, owner), until in zip(steps, ends, strict=True):
            calendar = CALENDARS.get(str(first_owner if owner == "nobody" else owner))
            pieces.append(open_seconds(calendar, moment, until) if calendar else None)
        known = [piece for piece in pieces if piece is not None]
        truth = sum(known) if len(known) == len(pieces) else None
        assert facts.ticket(key)["full_resolution_business_seconds"] == truth


@examples(6)
@given(
    calendar=st.sampled_from(list(CALENDARS)), instants=st.lists(moments, min_size=3, max_size=3)
)
def test_it_adds_up_over_a_split_interval(calendar: str, instants: list[datetime]) -> None:
    first, middle, last = sorted(instants)
    desk = Desk(calendars=CALENDARS, units=UNITS)
    whole = owned(desk, [(first, calendar)], last)
    before = owned(desk, [(first, calendar)], middle)
    after = owned(desk, [(middle, calendar)], last)
    facts = desk.facts()
    spans = [
        facts.ticket(key)["full_resolution_business_seconds"] for key in (whole, before, after)
    ]
    assert spans[0] == spans[1] + spans[2]


@examples(6)
@given(instants=st.lists(moments, min_size=2, max_size=2), weeks=st.integers(1, 30))
def test_it_does_not_change_with_whole_weeks_where_clocks_and_holidays_do_not(
    instants: list[datetime], weeks: int
) -> None:
    desk = Desk(
        calendars={"kathmandu": office("Asia/Kathmandu", "09:10-17:05")}, units={"a": "kathmandu"}
    )
    first, last = sorted(instants)
    shift = timedelta(weeks=weeks)
    here = owned(desk, [(first, "a")], last)
    later = owned(desk, [(first + shift, "a")], last + shift)
    facts = desk.facts()
    assert (
        facts.ticket(here)["full_resolution_business_seconds"]
        == facts.ticket(later)["full_resolution_business_seconds"]
    )


@examples(6)
@given(instants=st.lists(moments, min_size=2, max_size=2), hours=st.integers(-5, 8))
def test_a_zone_is_only_another_name_for_the_same_instants(
    instants: list[datetime], hours: int
) -> None:
    # 09:00-17:00 in a zone so many hours ahead is the same time as 09:00-17:00 less them in UTC
    def wall(hour: int) -> str:
        return f"{hour:02d}:00"

    ahead = Calendar(
        zone=f"Etc/GMT{-hours:+d}", hours=dict.fromkeys(("tue", "wed"), ("09:00-15:00",))
    )
    plain = Calendar(
        zone="UTC",
        hours=dict.fromkeys(("tue", "wed"), (f"{wall(9 - hours)}-{wall(15 - hours)}",)),
    )
    desk = Desk(calendars={"ahead": ahead, "plain": plain}, units={"a": "ahead", "b": "plain"})
    first, last = sorted(instants)
    keys = [owned(desk, [(first, unit)], last) for unit in ("a", "b")]
    facts = desk.facts()
    spans = [facts.ticket(key)["full_resolution_business_seconds"] for key in keys]
    assert spans[0] == spans[1]


@examples(20)
@given(
    changes=st.lists(
        st.tuples(
            moments, st.one_of(owners.map("queue {}".format), statuses.map("status {}".format))
        ),
        max_size=10,
    ),
    target=st.integers(1, 20_000),
    clock=st.sampled_from(["business", "calendar"]),
    intake=st.sampled_from([None, "always"]),
)
def test_laws_that_hold_for_every_history(
    changes: list[tuple[datetime, str]], target: int, clock: str, intake: str | None
) -> None:
    desk = Desk(calendars=CALENDARS, units=UNITS, extract_at="2025-05-01 00:00", intake=intake)
    desk.promise("resolution", target, clock=clock).promise("first_reply", target, clock=clock)
    lines = [f"{moment.isoformat(' ')} {what}" for moment, what in sorted(changes)]
    created = START.isoformat(" ")
    desk.ticket(created, "\n".join([f"{created} status new", f"{created} queue warsaw", *lines]))
    facts = desk.facts()
    ticket = facts.ticket()

    shares = facts.loading.query("select sum(share) from fact_ticket_share group by clock").rows
    assert all(abs(total - 1) < 1e-9 for (total,) in shares)

    stretches = facts.rows("fact_stretch", "starts_at, ends_at, calendar_seconds", "starts_at")
    assert all(before[1] == after[0] for before, after in pairwise(stretches))
    if ticket["solved_at"] is not None:
        assert (
            sum(stretch[2] for stretch in stretches) == ticket["full_resolution_calendar_seconds"]
        )

    waits = [ticket[f"{wait}_calendar_seconds"] for wait in ("requester_wait", "agent_wait")]
    solved = facts.loading.query(
        "select coalesce(sum(calendar_seconds), 0) from fact_stretch where is_solved"
    ).rows[0][0]
    assert sum(waits) + solved == sum(stretch[2] for stretch in stretches)

    assert ticket["transfer_count"] == sum(
        received for (received,) in facts.rows("fact_ownership", "is_received")
    )
    for promise in ("first_reply", "resolution"):
        state, moment = ticket[f"{promise}_promise"], ticket[f"{promise}_promise_at"]
        assert (moment is not None) == (state in ("met", "breached", "overdue"))
        if moment is not None:
            assert ticket["created_at"] <= moment <= at(desk.extract_at)
        assert (state in ("running", "paused", "overdue")) <= (ticket["solved_at"] is None)


def test_it_is_the_same_whatever_the_companys_own_zone() -> None:
    desk = Desk(calendars=CALENDARS, units=UNITS)
    owned(desk, [(START, "york")], START + timedelta(days=30))
    truth = desk.facts().ticket()["full_resolution_business_seconds"]
    for zone in ("Pacific/Apia", "America/Los_Angeles", "Asia/Kathmandu"):
        there = replace(desk, zone=zone).facts().ticket()
        assert there["full_resolution_business_seconds"] == truth
