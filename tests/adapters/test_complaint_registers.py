"""Complaint registers, as companies and a public office really keep them."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from etl.adapters.formats import complaint_register
from etl.adapters.formats.complaint_register import ADAPTER
from etl.problems import RefusedData
from tests.adapters.company import Company, tickets

LEDGER = """
[sources.desk]
queues = "are_units"
[sources.register]
queues = "are_units"
[[rates]]
currency = "GBP"
rate = 1.5
[[rates]]
currency = "PLN"
rate = 0.25
"""
HEADER = [
    "Portfolio/Office", "Original Case ID", "Parent Case Type/Process", "Complainant type",
    "Summary", "Actions/Response", "Logged by", "Date logged",
    "Date Complaint Received - DD/MM/YY", "Root cause", "Upheld\nY/N/Partial", "Redress",
    "Date closed",
]  # fmt: skip
Cell = str | float | datetime | None


@pytest.fixture
def register(company: Company) -> Company:
    ticket = tickets("T1,2026-03-01T10:00:00Z,open", "T2,2026-03-01T10:00:00Z,open")
    return company.ledger(LEDGER).put("desk/tickets.csv", ticket)


def row(
    received: Cell, closed: Cell = None, upheld: Cell = None, redress: Cell = None, **more: Cell
) -> list[Cell]:
    known = {
        "office": "North", "case": None, "cause": "late", "logged": "01/04/26"
    } | more  # fmt: skip
    return [
        known["office"], known["case"], "Billing", "Individual", "secret words", "secret reply",
        "Secret Person", known["logged"], received, known["cause"], upheld, redress, closed,
    ]  # fmt: skip


def workbook(**months: list[list[Cell]]) -> bytes:
    """Return a register with a sheet a month: titles above, a total and a footer below."""
    file = io.BytesIO()
    options = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    made = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    for name, rows in months.items():
        sheet = made.add_worksheet(name)
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, "Register of complaints 2026")
        sheet.write(1, 0, name)
        sheet.write_row(3, 0, HEADER)
        for number, cells in enumerate(rows, start=4):
            sheet.write_row(number, 0, cells)
        last = 4 + len(rows)
        sheet.write(last, 0, "Total")
        sheet.write_formula(last, 11, f"=SUM(L5:L{last})", None, 61.5)
        sheet.write(last + 2, 0, "Kept by the office of complaints")
    made.close()
    return file.getvalue()


def written(header: list[str], *rows: list[str]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue()


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


def test_a_typical_register_is_read_sheet_by_sheet(register: Company) -> None:
    march = [
        row("05/03/26", datetime(2026, 3, 19), "Y", "£1,250.00", case="T1"),
        row(46090, None, None, None),
        row("13/03/2026", "20/03/26", "Partial", 37.035, office="South", case="T9"),
    ]
    april = [row(datetime(2026, 4, 2), "09/04/26", "N", "1 250,00 zł"), row("31/04/26")]
    register.put("register/register.xlsx", workbook(March=march, April=april))
    with register.core() as core:
        assert core.rows(
            "select complaint_id, ticket_key, received_at + interval 2 hour, closed_at is not null,"
            " outcome, redress, unit_handling, cause_found, category, has_time_of_day "
            "from core_complaint order by received_at"
        ) == [
            ("register.xlsx:March:5", 1, datetime(2026, 3, 5, 1), True, "upheld",
             Decimal("1875.00"), "register/North", "late", "Billing", False),
            ("register.xlsx:March:6", None, datetime(2026, 3, 9, 1), False, None, None,
             "register/North", "late", "Billing", False),
            ("register.xlsx:March:7", None, datetime(2026, 3, 13, 1), True, "partly",
             Decimal("37.04"), "register/South", "late", "Billing", False),
            ("register.xlsx:April:5", None, datetime(2026, 4, 2, 0), True, "rejected",
             Decimal("312.50"), "register/North", "late", "Billing", False),
        ]  # fmt: skip
        assert core.rows(
            "select path, read, loaded, superseded, skipped, refused from load_file "
            "where thing = 'complaint' order by file_no"
        ) == [
            ("inbox/register/register.xlsx:March", 3, 3, 0, 0, 0),
            ("inbox/register/register.xlsx:April", 2, 1, 0, 0, 1),
        ]
        assert core.rows("select line, column_name, raw from load_refusal") == [
            (6, "received_at", "31/04/26")
        ]
        assert core.rows(
            "select kind, count, details from load_notice where subject like '%:March'"
        ) == [
            ("lines_above_header", 3, None),
            ("rows_no_records", 2, '{"rows": "8, 10"}'),
            ("named_by_place", 3, None),
        ]
        told = " ".join(str(cell) for cells in core.rows("select * from core_complaint")
                        for cell in cells)  # fmt: skip
        assert "ecret" not in told


def test_ids_made_of_the_place_stay_when_a_sheet_is_added_and_rows_are_appended(
    register: Company,
) -> None:
    ids: list[set[str]] = []
    for months in (
        {"March": [row("05/03/26"), row("15/03/26")]},
        {"March": [row("05/03/26"), row("15/03/26"), row("25/03/26")], "April": [row("15/04/26")]},
    ):
        register.put("register/register.xlsx", workbook(**months))
        with register.core() as core:
            ids.append({name for (name,) in core.rows("select complaint_id from core_complaint")})
    assert ids[0] < ids[1]
    assert len(ids[1]) == 4


def test_a_text_file_without_ids_names_its_complaints_by_their_number(register: Company) -> None:
    header = ["Complaint received", "Date closed", "Upheld"]
    register.put(
        "register/2026/march.csv",
        written(header, ["2026-03-05", "", ""], ["2026-03-06", "2026-03-09", "Y"], ["Total", "2"]),
    )
    with register.core() as core:
        assert core.rows("select complaint_id, record from core_complaint order by 1") == [
            ("2026/march.csv:1", 1), ("2026/march.csv:2", 2),
        ]  # fmt: skip
        assert core.rows("select count from load_notice where kind = 'named_by_place'") == [(2,)]


def test_a_running_number_is_no_id(register: Company) -> None:
    header = ["No.", "Complaint received", "Date closed"]
    for month in ("march", "april"):
        register.put(f"register/{month}.csv", written(header, ["1", "2026-03-05", ""]))
    with register.core() as core:
        assert core.value("select count(*) from core_complaint") == 2


def test_a_month_alone_is_no_receipt(register: Company) -> None:
    header = ["Complaint reference", "Month", "Root cause", "Upheld", "Date closed"]
    register.put("register/r.csv", written(header, ["K1", "March", "late", "Y", "05/03/26"]))
    said = refused(register)
    assert "inbox/register/r.csv, line 1: as complaint_register (complaint) it lacks" in said
    assert "the column 'Date complaint received' for received_at" in said


def test_the_day_of_logging_is_not_the_day_of_receipt(register: Company) -> None:
    header = ["Complaint reference", "Date logged", "Upheld", "Date closed"]
    register.put("register/r.csv", written(header, ["K1", "2026-03-05", "Y", ""]))
    assert "lacks the column 'Date complaint received'" in refused(register)


def test_a_table_of_dates_that_speaks_of_no_complaint_is_not_taken_for_a_register(
    register: Company,
) -> None:
    header = ["Reference", "Date received", "Date closed"]
    register.put("register/parcels.csv", written(header, ["P1", "2026-03-05", "2026-03-06"]))
    said = refused(register)
    assert "nothing in its header says whose export it is" in said
    assert 'write adapter = "complaint_register"' in said
    register.ledger(LEDGER.replace(
        "[sources.register]", '[sources.register]\nadapter = "complaint_register"'
    ))  # fmt: skip
    with register.core() as core:
        assert core.rows("select complaint_id from core_complaint") == [("P1",)]


LANGUAGES = {
    "English": (
        ["Complaint reference", "Ticket number", "Date received", "Date acknowledged",
         "Date closed", "Outcome", "Redress (GBP)", "Handling team", "Accountable department"],
        ["Upheld", "Partially upheld", "Not upheld", "Under investigation"], Decimal("60.00"),
    ),
    "Polish": (
        ["Numer reklamacji", "Nr zgłoszenia", "Data wpływu", "Data potwierdzenia",
         "Data rozpatrzenia", "Sposób rozpatrzenia", "Kwota rekompensaty (zł)", "Dział",
         "Dział odpowiedzialny"],
        ["Uznana", "Uznana częściowo", "Odrzucona", "W toku"], Decimal("10.00"),
    ),
    "Russian": (
        ["Номер жалобы", "Номер заявки", "Дата поступления", "Дата подтверждения",
         "Дата закрытия", "Результат рассмотрения", "Сумма компенсации", "Подразделение",
         "Ответственное подразделение"],
        ["Обоснована", "Частично обоснована", "Отклонена", "На рассмотрении"], Decimal("40.00"),
    ),
    "Ukrainian": (
        ["Номер скарги", "№ заявки", "Дата надходження", "Дата підтвердження",
         "Дата закриття", "Результат розгляду", "Сума компенсації", "Підрозділ",
         "Відповідальний підрозділ"],
        ["Обґрунтована", "Частково обґрунтована", "Відхилена", "На розгляді"], Decimal("40.00"),
    ),
    "German": (
        ["Beschwerde-Nr.", "Ticketnummer", "Eingangsdatum (TT.MM.JJJJ)", "Bestätigt am",
         "Abgeschlossen am", "Ergebnis", "Entschädigung (€)", "Abteilung",
         "Verantwortliche Abteilung"],
        ["Berechtigt", "Teilweise berechtigt", "Unberechtigt", "In Bearbeitung"], Decimal("40.00"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_is_known_by_its_headers_and_words_in(register: Company, language: str) -> None:
    header, outcomes, redress = LANGUAGES[language]
    rows = [
        [f"K{number}", "T1", "05.03.2026", "06.03.2026", "09.03.2026", outcome, "40,00", "North",
         "South"]
        for number, outcome in enumerate(outcomes)
    ]  # fmt: skip
    register.put("register/register.csv", written(header, *rows))
    with register.core() as core:
        assert core.rows(
            "select outcome, ticket_key, cast(received_at + interval 2 hour as date), "
            "cast(acknowledged_at + interval 2 hour as date), "
            "cast(closed_at + interval 2 hour as date), redress, unit_handling, unit_accountable "
            "from core_complaint order by complaint_id"
        ) == [
            (outcome, 1, date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 9), redress,
             "register/North", "register/South")
            for outcome in ("upheld", "partly", "rejected", None)
        ]  # fmt: skip
        assert core.rows("select kind, count from load_notice") == [("redress_without_day", 4)]


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("Y", "upheld"), ("n", "rejected"), ("Partial", "partly"), ("PARTLY", "partly"),
     ("tak", "upheld"), ("nie", "rejected"), ("częściowo", "partly"), ("да", "upheld"),
     ("нет", "rejected"), ("так", "upheld"), ("ні", "rejected"), ("ja", "upheld"),
     ("nein", "rejected"), ("TBC", None), ("None", None), ("N/A", None)],
)  # fmt: skip
def test_a_word_of_an_outcome_is_understood(
    register: Company, word: str, outcome: str | None
) -> None:
    header = ["Complaint reference", "Date received", "Date closed", "Upheld?"]
    register.put("register/r.csv", written(header, ["K1", "2026-03-05", "2026-03-06", word]))
    with register.core() as core:
        assert core.value("select outcome from core_complaint") == outcome
        assert core.rows("select kind from load_notice") == []


def test_an_outcome_that_nobody_has_explained_is_pointed_out(register: Company) -> None:
    header = ["Complaint reference", "Date received", "Date closed", "Outcome"]
    register.put("register/r.csv", written(header, ["K1", "2026-03-05", "", "Mediated"]))
    with register.core() as core:
        assert core.value("select outcome from core_complaint") is None
        assert core.rows("select kind from load_notice") == [("unknown_outcome",)]


CFPB_OLD = [
    "Date received", "Product", "Sub-product", "Issue", "Sub-issue",
    "Consumer complaint narrative", "Company public response", "Company", "State", "ZIP code",
    "Tags", "Consumer consent provided?", "Submitted via", "Date sent to company",
    "Company response to consumer", "Timely response?", "Consumer disputed?", "Complaint ID",
]  # fmt: skip
CFPB_NEW = [
    name for name in CFPB_OLD if name not in ("Consumer disputed?", "Consumer consent provided?")
]
CFPB_ROW = {
    "Date received": "03/25/2026", "Product": "Mortgage", "Sub-product": "None",
    "Issue": "Late fees", "Sub-issue": "None", "Consumer complaint narrative": "secret XXXX",
    "Company": "North Bank", "State": "NY", "ZIP code": "064XX", "Submitted via": "Postal mail",
    "Date sent to company": "03/26/2026",
    "Company response to consumer": "Closed with monetary relief", "Timely response?": "Yes",
    "Consumer disputed?": "No", "Complaint ID": "4711",
}  # fmt: skip


@pytest.mark.parametrize("header", [CFPB_OLD, CFPB_NEW], ids=["old", "new"])
def test_the_public_register_is_read_with_what_it_cannot_tell(
    register: Company, header: list[str]
) -> None:
    cells = [CFPB_ROW.get(name, "") for name in header]
    register.put("register/complaints.csv", written(header, cells))
    with register.core() as core:
        assert core.rows(
            "select complaint_id, received_at + interval 2 hour, closed_at, is_open, outcome, "
            "product, category, cause_stated, region, channel, unit_handling from core_complaint"
        ) == [
            ("4711", datetime(2026, 3, 25, 1), None, None, None, "Mortgage", "Late fees", None,
             "NY", "letter", "register/North Bank")
        ]  # fmt: skip
        assert core.rows("select kind, count from load_notice") == [("closing_not_told", 1)]


def test_no_header_stands_for_two_columns_and_no_word_for_two_outcomes() -> None:
    form = ADAPTER.forms[0]
    columns: dict[str, str] = {}
    for column, names in form.aliases.items():
        for name in names:
            assert columns.setdefault(name.casefold(), column) == column, name
    assert all(word == word.casefold() for word in complaint_register.WORDS.outcome)


def test_a_refused_complaint_is_kept_harmless(register: Company) -> None:
    rows = [row("05/03/26"), row("=1+1"), row("15/03/26", "+closed")]
    register.put("register/register.xlsx", workbook(March=rows))
    with register.core() as core:
        assert core.value("select refused from load_file where thing = 'complaint'") == 2
    (kept,) = (company_file for company_file in (register.folder / "refused").iterdir())
    with kept.open(encoding="utf-8", newline="") as file:
        values = [entry["value"] for entry in csv.DictReader(file)]
    assert values == ["'=1+1", "'+closed"]
