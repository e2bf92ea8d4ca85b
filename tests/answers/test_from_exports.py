"""What holds of any figures holds of those that came the whole way, from exports to answers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from etl import pipeline
from etl.answers.answers import Answers
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Attribution, Period, Question
from etl.workspace.workspace import Workspace
from tests.sample_data.loaded import SAMPLE_DATA, loaded_copy

ALL = tuple(catalogue())


@pytest.fixture(scope="module")
def kramik(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Return the answers of the hand-written company."""
    return Answers(loaded_copy(SAMPLE_DATA / "tiny", tmp_path_factory.mktemp("kramik")))


def loaded_whole(folder: Path, settings: str, exports: Mapping[str, str]) -> Answers:
    """Return the answers of CSV files, by their place in the inbox, all of it loaded."""
    (folder / "ledger.toml").write_text(
        f'[company]\nname = "Test"\ncurrency = "EUR"\nzone = "UTC"\n{settings}'
    )
    for name, text in exports.items():
        path = folder / "inbox" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    workspace = Workspace.open(folder)
    summary = pipeline.load(workspace)
    assert len(summary.files) == len(exports)
    assert [file for file in summary.files if file.read != file.loaded] == []
    return Answers.open(workspace)


@pytest.mark.parametrize("attribution", ["event", "current", "share"])
def test_the_members_of_every_slice_add_up_and_no_switch_moves_the_total(
    kramik: Answers, attribution: Attribution
) -> None:
    ever = kramik.span()
    totals = {result.metric: result for result in kramik.figures(Question(ALL, ever))}
    for by in kramik.slices():
        adding = tuple(
            metric
            for metric in ALL
            if catalogue()[metric].kind != "reach" and by not in kramik.uncut(metric)
        )
        added = dict.fromkeys(adding, 0.0)
        for result in kramik.figures(Question(adding, ever, by, attribution=attribution)):
            added[result.metric] += result.n
        assert added == pytest.approx({metric: totals[metric].n for metric in adding})


def test_a_customer_is_heard_by_several_and_counts_once_for_all(kramik: Answers) -> None:
    question = Question(("customers_heard_share",), kramik.span())
    (total,) = kramik.figures(question)
    parts = kramik.figures(replace(question, by="unit"))
    assert total.n
    assert max(part.n for part in parts) <= total.n < sum(part.n for part in parts)


def test_a_ticket_is_in_the_backlog_of_a_day_once(kramik: Answers) -> None:
    (result,) = kramik.figures(Question(("backlog",), kramik.span()))
    rows = [
        row["ticket_id"]
        for page in kramik.tickets(Question(("backlog",), kramik.span()))
        for row in page.records()
    ]
    assert len(rows) == len(set(rows)) == result.value


def test_our_figures_are_the_sources_own_where_it_exports_them(kramik: Answers) -> None:
    rows = kramik.reconciliation().records()
    assert {row["source"]: row["n"] for row in rows if row["measure"].startswith("first_r")} == {
        "shop": 7,
        "trade": 6,
    }
    for row in rows:
        assert (row["equal"], row["largest_difference_seconds"]) == (row["n"], 0)


def test_between_the_end_of_one_source_and_the_start_of_another_nothing_is_known(
    tmp_path: Path,
) -> None:
    exports = {
        f"{source}/tickets": "ticket_id,created_at,status\n"
        f"1,{day} 09:00:00,open\n2,{day} 10:00:00,open\n"
        for source, day in (("old", "2021-01-04"), ("new", "2023-05-08"))
    }
    answers = loaded_whole(tmp_path, "[sources.old]\n[sources.new]\n", exports)
    for period, created in (("2021-01", 2), ("2022-01", None), ("2023-05", 2)):
        (result,) = answers.figures(Question(("tickets_created",), Period.parse(period)))
        assert (result.value, result.verdict) == (created, None if created else "not_measured")


WHOLE = {
    "desk/tickets": "ticket_id,created_at,status,queue,agent,customer_id,last_solved_at\n"
    "1,2026-03-02 09:00:00,solved,Orders,nowak,c1,2026-03-04 09:00:00\n"
    "2,2026-03-02 10:00:00,open,Returns,nowak,c2,\n",
    "desk/complaints": "complaint_id,received_at,closed_at,ticket_id\nK1,2026-03-03 09:00:00,,1\n",
    "org/units": "unit_id,name,parent\ntop,Top,\norders,Orders,top\nreturns,Returns,top\n",
    "org/queues": "source,queue,unit\ndesk,Orders,orders\ndesk,Returns,returns\n",
    "org/posts": "post_id,unit,reports_to\nP1,top,\nP2,orders,P1\nP3,returns,P2\n",
    "org/agents": "source,agent,post\ndesk,nowak,P2\n",
    "org/customers": "customer_id,segment,since\nc1,key,\nc2,,\n",
    "org/months": "customer_id,month,scope_kind,scope,margin\nc1,2026-02,division,retail,75\n"
    "c1,2026-03,,,25\n",
    "org/staffing": "unit,month,fte,paid_hours,cost,currency\norders,2026-03,2,320,8000,PLN\n",
    "org/profit": "unit,month,margin\ntop,2026-03,-5\n",
    "org/scopes": "post,scope_kind,scope\nP2,division,retail\nP3,segment,key\n",
    "org/control": "post,unit,valid_from\nP3,returns,\nP1,top,2026-03-03\n",
    "org/events": "day,kind,title\n2026-03-03,release,Shop 4\n",
    "org/targets": "metric,value\nfirst_reply_median,4h\n",
}


def test_a_company_is_loaded_with_all_it_brings_and_told_what_that_covers(tmp_path: Path) -> None:
    answers = loaded_whole(
        tmp_path,
        '[sources.desk]\nrequester_ids = "customers"\n[[rates]]\ncurrency = "PLN"\nrate = 0.25\n',
        WHOLE,
    )
    assert answers.inputs().rows == [
        ("tickets", "yes", 2, 1.0),
        ("queue_map", "yes", 2, 1.0),
        ("posts", "yes", 3, 1.0),
        ("complaints", "yes", 1, 1.0),
        ("customers", "yes", 2, 1.0),
        ("customer_months", "partly", 2, 0.5),
        ("profit_scopes", "partly", 2, 0.5),
        ("budget_control", "yes", 2, 1.0),
        ("fte", "yes", 1, 1.0),
        ("cost", "yes", 1, 1.0),
    ]
    asked = answers.warehouse.query
    assert asked(
        "select unit_id, controller_post_id, profit_post_id from slice_control "
        "where valid_from <= date '2026-03-02' and valid_until > date '2026-03-02' order by 1"
    ).rows == [("orders", None, None), ("returns", "P3", "P3"), ("top", None, None)]
    assert asked(
        "select customer_id, post_id, share from slice_profit_owner "
        "where valid_from <= date '2026-03-02' and valid_until > date '2026-03-02' order by 1, 2"
    ).rows == [("c1", "P2", 0.75), ("c1", "P3", 0.25), ("c2", None, 1.0)]
    assert asked(
        "select cast(unit_id as varchar), tickets_solved, fte, cast(cost as double), "
        "cast(margin as double) from fact_unit_month order by 1"
    ).rows == [("orders", 1, 2.0, 2000.0, None), ("top", 0, None, None, -5.0)]


def test_who_wrote_and_is_on_no_list_is_told_in_words(tmp_path: Path) -> None:
    exports = {
        "desk/tickets": "ticket_id,created_at,status,requester_id\n"
        "1,2026-03-02 09:00:00,open,r1\n2,2026-03-02 10:00:00,open,r1\n"
        "3,2026-03-02 11:00:00,open,\n4,2026-03-02 12:00:00,open,r4\n",
        "shop/tickets": "ticket_id,created_at,status,requester_id\n"
        "1,2026-03-02 09:00:00,open,r1\n3,2026-03-02 09:00:00,open,\n",
        "desk/complaints": "complaint_id,received_at,closed_at,requester_id\n"
        "K1,2026-03-03 09:00:00,,r1\nK2,2026-03-03 10:00:00,,r2\nK3,2026-03-03 11:00:00,,\n",
        "desk/answers": "response_id,answered_at,kind,score,ticket_id,requester_id\n"
        "A1,2026-03-04 09:00:00,csat,5,1,\nA2,2026-03-04 10:00:00,csat,5,3,\n"
        "A3,2026-03-04 11:00:00,csat,5,,\n,2026-03-04 12:00:00,csat,4,,\n"
        "A5,2026-03-04 13:00:00,csat,5,,r5\nA6,2026-03-04 14:00:00,csat,5,,r5\n"
        "A7,2026-03-04 15:00:00,csat,5,3,r5\n",
        "org/customers": "customer_id,segment\nc4,\n",
        "org/contacts": "customer_id,source,requester_id\nc4,desk,r4\n",
    }
    answers = loaded_whole(tmp_path, "[sources.desk]\n[sources.shop]\n", exports)
    question = Question(("customers_heard_share",), answers.span())
    rows = [row for page in answers.tickets(question) for row in page.records()]
    assert {row["party"]: row["contact_count"] for row in rows if row["counts"] == "excluded"} == {
        "desk:r1": 4,
        "desk ticket 3": 2,
        "desk:r2": 1,
        "desk complaint K3": 1,
        "desk answer A3": 1,
        "desk:r5": 3,
        "shop:r1": 1,
        "shop ticket 3": 1,
        "desk answer 4": 1,
    }
    assert [(row["customer_id"], row["party"]) for row in rows if row["counts"] == "numerator"] == [
        ("c4", None)
    ]
    (result,) = answers.figures(question)
    assert (result.n, result.excluded) == (1, 9)
