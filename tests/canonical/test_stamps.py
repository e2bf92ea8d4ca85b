"""How stamps are written is found in the whole column; where it cannot be, nothing is guessed."""

import io
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.adapters.contract import MONTH_FIRST
from etl.canonical import zones
from etl.canonical.stamps import MONTHS, format_of
from etl.problems import RefusedData
from tests.adapters.company import LEDGER, Company, tickets

HEADER = "ticket_id,created_at,status"
WARSAW = datetime(2026, 3, 13, 14, 5, 6)  # UTC: an hour earlier

WRITTEN = [
    "2026-03-13 14:05:06",
    "2026-03-13T14:05:06",
    "2026-03-13 14:05:06.000",
    "2026/03/13 14:05:06",
    "13/03/2026 14:05:06",
    "13.03.2026 14:05:06",
    "13-03-2026 14:05:06",
    "13/03/26 14:05:06",
    "03/13/2026 02:05:06 PM",
    "3/13/2026, 2:05:06 PM",
    "13/Mar/26 2:05:06 PM",
    "13/mär/26 2:05:06 PM",
    "13/марта/26 2:05:06 PM",
    "13 Mar 2026 14:05:06",
    "13 March 2026 14:05:06",
    "Mar 13, 2026 14:05:06",
    "2026-03-13T13:05:06Z",
    "2026-03-13T14:05:06+01:00",
    "2026-03-13 15:05:06+0200",
    "2026-03-13T12:05:06.000-01",
    "2026-03-13 13:05:06 UTC",
]


def created(company: Company, *stamps: str) -> list[datetime]:
    rows = (f'T{number:03},"{stamp}",open' for number, stamp in enumerate(stamps))
    with company.put("desk/tickets.csv", tickets(*rows)).core() as core:
        return [
            row[0] for row in core.rows("select created_at from core_ticket order by ticket_id")
        ]


def refused(company: Company, *stamps: str) -> str:
    with pytest.raises(RefusedData) as problem:
        created(company, *stamps)
    return "\n".join(problem.value.sentences)


def test_months_are_read_by_their_names_in_every_language(company: Company) -> None:
    named = [f"3/{name}{end}/26 4:38 PM" for name in MONTHS for end in ("", ".")]
    assert [stamp.strftime("%b") for stamp in created(company, *named)] == [
        english for english in MONTHS.values() for _ in range(2)
    ]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_stamp_is_read_however_it_is_written(company: Company, written: str) -> None:
    assert created(company, written) == [WARSAW - timedelta(hours=1)]


def test_one_stamp_decides_for_the_whole_source(company: Company) -> None:
    assert created(company, "05/03/2026 10:00", "13/03/2026 10:00") == [
        datetime(2026, 3, 5, 9),
        datetime(2026, 3, 13, 9),
    ]
    assert created(company, "03/05/2026 10:00", "03/13/2026 10:00") == [
        datetime(2026, 3, 5, 9),
        datetime(2026, 3, 13, 9),
    ]


def test_another_file_of_the_source_decides_too(company: Company) -> None:
    company.put("desk/later.csv", tickets("X,25/03/2026 10:00,open"))
    assert created(company, "05/03/2026 10:00") == [
        datetime(2026, 3, 5, 9),
        datetime(2026, 3, 25, 9),
    ]


def test_a_stamp_deep_in_the_file_decides(company: Company) -> None:
    stamps = ["05/03/2026 10:00"] * 6_000 + ["25/03/2026 10:00"]
    assert created(company, *stamps)[0] == datetime(2026, 3, 5, 9)


def test_where_nothing_decides_the_load_stops(company: Company) -> None:
    said = refused(company, "05/03/2026 10:00", "06/03/2026 10:00")
    assert (
        "inbox/desk/tickets.csv, created_at: is '05/03/2026 10:00' day first or month first?"
        in said
    )
    assert '[sources.desk] datetime_format = "%d/%m/%Y %H:%M" or "%m/%d/%Y %H:%M"' in said


def test_where_stamps_contradict_each_other_the_load_stops(company: Company) -> None:
    said = refused(company, "05/25/2026 10:00", "25/05/2026 10:00")
    assert "Some can only be day first (1) and some only month first (1)" in said


@pytest.mark.parametrize(("written", "day"), [("%d/%m/%Y %H:%M", 5), ("%m/%d/%Y %H:%M", 3)])
def test_the_ledger_can_say_it(company: Company, written: str, day: int) -> None:
    company.ledger(f'[sources.desk]\nqueues = "are_units"\ndatetime_format = "{written}"\n')
    (found,) = created(company, "05/03/2026 10:00")
    assert found.day == day


def test_a_format_of_the_ledger_may_hold_the_offset(company: Company) -> None:
    company.ledger('[sources.desk]\nqueues = "are_units"\ndatetime_format = "%d.%m.%Y %H:%M %z"\n')
    assert created(company, "05.03.2026 10:00 +0300") == [datetime(2026, 3, 5, 7)]


def test_a_stamp_unlike_the_others_is_refused_and_not_guessed(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02 10:00:00,open",
            "T2,2026-03-02 10:00:00,open",
            "T3,2026-03-02T10:00:00+02:00,open",
            "T4,2026-02-29 10:00:00,open",
            "T5,1891-02-20 10:00:00,open",
            "T6,,open",
        ),
    )
    with company.core() as core:
        assert core.value("select count(*) from core_ticket") == 2
        assert core.rows("select line, column_name, raw from load_refusal order by line") == [
            (4, "created_at", "2026-03-02T10:00:00+02:00"),
            (5, "created_at", "2026-02-29 10:00:00"),
            (6, "created_at", "1891-02-20 10:00:00"),
            (7, "created_at", None),
        ]
        kinds = [row[0] for row in core.rows("select kind from load_refusal order by line")]
        assert kinds[1] == "no_stamp"
        assert kinds[3] == "missing"


def test_a_naive_stamp_is_on_the_clock_of_its_source(company: Company) -> None:
    company.ledger('[sources.desk]\nqueues = "are_units"\nzone = "America/New_York"\n')
    assert created(company, "2026-07-02 10:00:00") == [datetime(2026, 7, 2, 14)]


def test_hours_that_clocks_show_twice_or_never_are_reported(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-10-25 02:30:00,open",
            "T2,2026-10-25 01:59:59,open",
            "T3,2026-10-25 03:00:00,open",
            "T4,2026-03-29 02:30:00,open",
            "T5,2026-03-29 03:00:00,open",
        ),
    )
    with company.core() as core:
        assert core.rows("select ticket_id, created_at from core_ticket order by ticket_id") == [
            ("T1", datetime(2026, 10, 25, 0, 30)),
            ("T2", datetime(2026, 10, 24, 23, 59, 59)),
            ("T3", datetime(2026, 10, 25, 2)),
            ("T4", datetime(2026, 3, 29, 1, 30)),
            ("T5", datetime(2026, 3, 29, 1)),
        ]
        assert core.rows("select kind, subject, count from load_notice order by kind") == [
            ("ambiguous_hour", "created_at", 1),
            ("missing_hour", "created_at", 1),
        ]


def test_a_stamp_with_an_offset_is_never_in_doubt(company: Company) -> None:
    company.put("desk/tickets.csv", tickets("T1,2026-10-25T02:30:00+01:00,open"))
    with company.core() as core:
        assert core.value("select created_at from core_ticket") == datetime(2026, 10, 25, 1, 30)
        assert core.value("select count(*) from load_notice") == 0


def test_an_unknown_zone_is_named(company: Company) -> None:
    company.ledger('[sources.desk]\nzone = "Europe/Warszawa"\n')
    with pytest.raises(RefusedData, match=r"Europe/Warszawa.*is not a time zone"), company.core():
        pass


CLOCKS = (
    "Europe/Warsaw", "America/New_York", "Africa/Cairo", "Africa/Casablanca", "Asia/Amman",
    "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "UTC",
)  # fmt: skip


@settings(max_examples=200)
@given(
    zone=st.sampled_from(CLOCKS),
    at=st.datetimes(datetime(1970, 1, 1), datetime(2099, 12, 31)),
)
def test_a_week_of_a_clock_says_what_the_zone_says(zone: str, at: datetime) -> None:
    weeks = WEEKS.setdefault(zone, list(zones.weeks(zone)))
    number, before, step, after, (odd, odd_from, odd_until) = weeks[
        (at - datetime(1970, 1, 1)).days // 7
    ]
    assert number == (at - datetime(1970, 1, 1)).days // 7
    clock = ZoneInfo(zone)
    first, second = (at.replace(tzinfo=clock, fold=fold).utcoffset() for fold in (0, 1))
    assert first is not None
    assert second is not None
    ahead = after if step is not None and at >= step else before
    assert abs(ahead - first.total_seconds()) < 1
    is_odd = odd_from is not None and odd_until is not None and odd_from <= at < odd_until
    assert is_odd == (first != second)
    if is_odd:
        assert odd == ("ambiguous" if first > second else "missing")


WEEKS: dict[str, list[zones.Week]] = {}


def test_utc_of_agrees_with_the_zone() -> None:
    for zone, hour in product(CLOCKS, range(24)):
        local = datetime(2026, 10, 25, hour, 30)
        there = local.replace(tzinfo=ZoneInfo(zone))
        assert zones.utc_of(zone, local) == there.astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026", "12:30", "2026-03-13 soon", "13/03", "1/2/3/4"]
)
def test_what_is_no_stamp_has_no_format(text: str) -> None:
    assert format_of(text) is None


def test_a_point_between_numbers_means_the_day_is_first() -> None:
    assert format_of("05.03.2026", MONTH_FIRST) == "%d.%m.%Y"


def test_the_extract_of_the_ledger_is_on_the_clock_of_the_source(company: Company) -> None:
    company.ledger(
        '[sources.desk]\nqueues = "are_units"\nzone = "America/New_York"\n'
        "extract_at = 2026-07-02T12:00:00\n",
        head=LEDGER,
    )
    company.put(
        "desk/tickets.csv", tickets("T1,2026-07-02 10:00:00,open", "T2,2026-07-02 13:00:00,open")
    )
    with company.core() as core:
        assert core.value("select extract_at from core_source") == datetime(2026, 7, 2, 16)
        assert core.rows("select line, column_name from load_refusal") == [(3, "created_at")]
        assert core.value("select kind from load_refusal") == "after_extract"


def test_without_a_word_the_extract_is_the_latest_stamp(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-07-02T10:00:00Z,open,2026-07-05T10:00:00Z", columns=f"{HEADER},updated_at"
        ),
    )
    with company.core() as core:
        assert core.value("select extract_at from core_source") == datetime(2026, 7, 5, 10)


def test_a_year_of_two_figures_and_one_of_four_may_stand_in_one_column(company: Company) -> None:
    assert created(company, "25/03/2026 10:00", "25/03/26 10:00", "05/03/26") == [
        datetime(2026, 3, 25, 9), datetime(2026, 3, 25, 9), datetime(2026, 3, 4, 23),
    ]  # fmt: skip


def test_a_spreadsheets_own_numbers_of_days_are_read(company: Company) -> None:
    assert created(company, "2026-03-05 10:00:00", "46086", "46086.75", "46086.4479166667") == [
        datetime(2026, 3, 5, 9), datetime(2026, 3, 4, 23), datetime(2026, 3, 5, 17),
        datetime(2026, 3, 5, 9, 45),
    ]  # fmt: skip


def test_a_number_that_is_no_day_of_our_time_is_no_stamp(company: Company) -> None:
    company.put("desk/t.csv", tickets("T1,46086,open", "T2,12345,open", "T3,99999,open"))
    with company.core() as core:
        assert core.rows("select ticket_id from core_ticket") == [("T1",)]
        assert core.rows("select raw from load_refusal order by line") == [("12345",), ("99999",)]


def test_stamps_beyond_doubt_do_not_decide_for_the_few_that_are_not(company: Company) -> None:
    said = refused(company, "2026-03-05", "2026-03-06", "2026-03-07", "05/03/2026")
    assert "is '05/03/2026' day first or month first?" in said
    assert created(company, "2026-03-05", "2026-03-06", "2026-03-07", "05/03/2026", "25/03/2026")[
        3
    ] == datetime(2026, 3, 4, 23)


SHEET = """
[sources.desk]
adapter = "table"
queues = "are_units"
[sources.desk.columns]
ticket_id = "Id"
created_at = "Made"
status = "State"
"""


def sheet(company: Company, header: str, *stamps: str | datetime) -> Company:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = made.add_worksheet()
    page.write_row(0, 0, ["Id", header, "State"])
    for number, stamp in enumerate(stamps, start=1):
        page.write_row(number, 0, [f"T{number}", stamp, "open"])
    made.close()
    return company.ledger(SHEET).put("desk/t.xlsx", file.getvalue())


def test_a_header_decides_for_its_column(company: Company) -> None:
    for header, month in (("Made - DD/MM/YY", 3), ("Made (MM/DD/YY)", 5)):
        with sheet(company, header, "05/03/26", "05/03/26").core() as core:
            made = core.rows("select distinct created_at + interval 2 hour from core_ticket")
            assert [stamp.month for (stamp,) in made] == [month]


def test_a_header_decides_for_the_columns_beside_it_where_nothing_else_does(
    company: Company,
) -> None:
    company.ledger(SHEET + 'closed_at = "Ended"\n')
    company.put("desk/t.csv", "Id,Made (DD/MM/YY),Ended,State\nT1,05/03/26,06/03/26,closed\n")
    with company.core() as core:
        assert core.rows("select created_at, closed_at from core_ticket") == [
            (datetime(2026, 3, 4, 23), datetime(2026, 3, 5, 23))
        ]


def test_a_header_that_most_stamps_contradict_stops_the_load(company: Company) -> None:
    sheet(company, "Made - DD/MM/YY", "05/13/26", "05/14/26", "14/05/26", "05/03/26")
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    assert (
        "inbox/desk/t.xlsx, created_at: its header says day first, but 2 of its stamps can only be "
        "month first (1 only day first)" in str(problem.value)
    )


def test_a_stamp_that_contradicts_its_header_is_refused_alone(company: Company) -> None:
    sheet(company, "Made - DD/MM/YY", "05/13/26", "13/05/26", "14/05/26")
    with company.core() as core:
        assert core.rows("select line, raw from load_refusal") == [(2, "05/13/26")]
        assert core.value("select count(*) from core_ticket") == 2


def test_dates_a_spreadsheet_has_probably_turned_round_are_pointed_out(company: Company) -> None:
    texts = [f"{day}/03/2026" for day in range(13, 18)]
    dates = [datetime(2026, month, 3) for month in range(4, 9)]
    with sheet(company, "Made", *texts, *dates).core() as core:
        assert core.rows("select subject, details from load_notice") == [
            ("inbox/desk/t.xlsx", '{"column": "created_at"}')
        ]
    with sheet(company, "Made", *texts, *dates, datetime(2026, 4, 13)).core() as core:
        assert core.rows("select kind from load_notice") == []
    with sheet(company, "Made", *texts, "12/03/2026", *dates).core() as core:
        assert core.rows("select kind from load_notice") == []
