"""Events of the company, to be marked on time axes."""

from datetime import date

from tests.adapters.company import Company
from tests.canonical.organised import organised

HEADER = "day,last_day,kind,title,unit\n"


def test_events_are_numbered_by_day(company: Company) -> None:
    organised(company).put(
        "org/events.csv",
        HEADER + "2026-03-09,2026-03-20,Campaign,Spring sale,\n2026-03-02,,release,Shop 4,orders\n"
        "2026-03-02,,release,Shop 4,orders\n",
    )
    with company.core() as core:
        assert core.rows("select * from core_event order by event_id") == [
            ("1", date(2026, 3, 2), None, "release", "Shop 4", "orders"),
            ("2", date(2026, 3, 9), date(2026, 3, 20), "campaign", "Spring sale", None),
        ]
        assert core.balance("company_event") == [(3, 2, 1, 0)]


def test_what_cannot_be_read_is_refused_by_itself(company: Company) -> None:
    organised(company).put(
        "org/events.csv",
        HEADER + "2026-03-09,2026-03-08,release,A,\n2026-03-09,,party,B,\n9 March,,release,C,\n"
        "2026-03-09,,release,,\n2026-03-09,2026-03-09,other,D,\n",
    )
    with company.core() as core:
        assert core.refusals() == [
            "line 2, last_day: 2026-03-08 is before the first day.",
            "line 3, kind: 'party' is no kind of event of a company; write campaign, release, "
            "reorganisation or other.",
            "line 4, day: '9 March' is no day; write it as 2026-03-31.",
            "line 5, title: it is empty.",
        ]
        assert core.balance("company_event") == [(5, 1, 0, 4)]


def test_an_event_of_a_unit_that_is_not_there_stops_the_load(company: Company) -> None:
    organised(company).put("org/events.csv", HEADER + "2026-03-09,,release,A,oders\n")
    assert "inbox/org/events.csv, line 2: the unit 'oders' is not in the org chart" in (
        company.refused()
    )
