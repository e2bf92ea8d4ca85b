"""A wrong ledger.toml is answered by sentences that name the line and what to write instead."""

import re
from importlib import resources
from pathlib import Path

import pytest

from etl.problems import RefusedData, WrongCall
from etl.workspace.ledger import target_seconds
from etl.workspace.workspace import Workspace

COMPANY = """\
[company]
name = "Acme"
currency = "EUR"
zone = "Europe/Warsaw"
"""


def opened(folder: Path, text: str) -> Workspace:
    (folder / "ledger.toml").write_text(text, encoding="utf-8")
    return Workspace.open(folder)


def refusals(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(RefusedData) as refused:
        opened(folder, text)
    return tuple(said.removeprefix(f"{folder}/") for said in refused.value.sentences)


WRONG = {
    "a key nobody knows": (
        'curency = "EUR"',
        "ledger.toml, line 5, curency in [company]: there is no such key; write currency.",
    ),
    "an unknown zone": (
        '[sources.desk]\nzone = "Europe/Berln"',
        "ledger.toml, line 6, zone in [sources.desk]: 'Europe/Berln' is not a time zone; "
        "write a name such as 'Europe/Berlin'.",
    ),
    "an abbreviation is no zone": (
        '[sources.desk]\nzone = "CEST"',
        "ledger.toml, line 6, zone in [sources.desk]: 'CEST' is not a time zone; "
        "write a name such as 'Europe/Warsaw' or 'UTC'.",
    ),
    "hours that are no hours": (
        '[calendars.office]\nzone = "UTC"\nhours.mon = ["9-17"]',
        "ledger.toml, line 7, hours.mon in [calendars.office]: '9-17' is not an opening; "
        'write it as "09:00-17:30" (24:00 is midnight, "22:00-06:00" runs over it).',
    ),
    "hours not in a list": (
        '[calendars.office]\nzone = "UTC"\nhours.mon = "09:00-17:00"',
        'ledger.toml, line 7, hours.mon in [calendars.office]: "09:00-17:00" does not fit; '
        'write a list, such as ["one", "two"].',
    ),
    "hours that overlap": (
        '[calendars.office]\nzone = "UTC"\nhours.mon = ["09:00-12:00", "11:00-17:00"]',
        "ledger.toml, line 7, hours.mon in [calendars.office]: the openings "
        "09:00-12:00, 11:00-17:00 overlap; write each hour once.",
    ),
    "a day of the week spelt out": (
        '[calendars.office]\nzone = "UTC"\nhours.monday = ["09:00-17:00"]',
        "ledger.toml, line 7, hours.monday in [calendars.office]: 'monday' is not known here; "
        "write 'mon'.",
    ),
    "a calendar without hours": (
        '[calendars.office]\nzone = "UTC"',
        "ledger.toml, line 5, hours in [calendars.office]: this key is missing; "
        'add hours = { mon = ["09:00-17:00"] }.',
    ),
    "holidays of no country": (
        '[calendars.office]\nzone = "UTC"\nhours = {}\nholidays = "Poland"',
        "ledger.toml, line 8, holidays in [calendars.office]: 'Poland' names no country whose "
        'holidays are known; write its two letters, such as "PL", or country and subdivision, '
        'such as "DE-BY".',
    ),
    "a calendar nobody described": (
        'calendar = "offce"\n[calendars.office]\nzone = "UTC"\nhours = {}',
        "ledger.toml, line 5, calendar in [company]: there is no calendar 'offce'; "
        "write 'office', or add [calendars.offce].",
    ),
    "an unknown status category": (
        '[sources.desk.status]\n"On hold" = "waiting"',
        "ledger.toml, line 6, status.On hold in [sources.desk]: 'waiting' is not known here; "
        "write 'waiting_inside' or 'waiting_customer'.",
    ),
    "a folder outside the inbox": (
        '[sources.desk]\nfolder = "../../etc"',
        "ledger.toml, line 6, folder in [sources.desk]: '../../etc' does not lie in the inbox; "
        'write a name such as "zendesk".',
    ),
    "an absolute folder": (
        '[sources.desk]\nfolder = "/etc"',
        "ledger.toml, line 6, folder in [sources.desk]: '/etc' does not lie in the inbox; "
        'write a name such as "zendesk".',
    ),
    "one folder for two sources": (
        '[sources.desk]\n[sources.other]\nfolder = "desk"',
        "ledger.toml, line 7, folder in [sources.other]: 'desk' is the folder of [sources.desk] "
        "already; give each its own.",
    ),
    "a source that cannot be named so": (
        '[sources."Help Desk"]',
        "ledger.toml, line 5, Help Desk in [sources]: 'Help Desk' cannot name a source; write "
        'small letters, digits and _, beginning with a letter, and folder = "..." where its '
        "folder is called otherwise.",
    ),
    "a format of stamps without a year": (
        '[sources.desk]\ndatetime_format = "%H:%M"',
        "ledger.toml, line 6, datetime_format in [sources.desk]: '%H:%M' says nothing of year "
        'and month; write how stamps look, such as "%d/%m/%Y %H:%M".',
    ),
    "columns for an adapter that reads none": (
        '[sources.desk]\ncolumns.ticket_id = "Case"',
        "ledger.toml, line 6, columns in [sources.desk]: columns are read by the adapter "
        '"table" only; write adapter = "table", or leave them out.',
    ),
    "a table without a map of its columns": (
        '[sources.desk]\nadapter = "table"',
        'ledger.toml, line 6, adapter in [sources.desk]: the adapter "table" has to be told '
        "which column is which; add [sources.desk.columns] with our column = the header in the "
        "file.",
    ),
    "a queue of a source nobody described": (
        '[sources.zendesk]\n[[queues]]\nsource = "zendsk"\nqueue = "A"\nunit = "a"',
        "ledger.toml, line 7, source in [[queues]]: there is no source 'zendsk'; write "
        "'zendesk', or add [sources.zendsk].",
    ),
    "a queue without its unit": (
        '[sources.zendesk]\n[[queues]]\nsource = "zendesk"\nqueue = "A"',
        'ledger.toml, line 6, unit in [[queues]]: this key is missing; add unit = "orders".',
    ),
    "an export of a day to come": (
        "[sources.zendesk]\nextract_at = 2260-03-31T00:00:00Z",
        "ledger.toml, line 6, extract_at in [sources.zendesk]: no export was made in 2260; write "
        "when this one was.",
    ),
    "a target that is not understood": (
        '[[promises]]\nid = "a"\npromise = "first_reply"\ntarget = "4 hours"',
        "ledger.toml, line 8, target in [[promises]]: '4 hours' is not a target; write a time "
        'such as "30min", "4h", "1h 30min" or "2d".',
    ),
    "days that are reversed": (
        '[[units]]\nid = "a"\nname = "A"\nfrom = 2026-01-01\nuntil = 2025-01-01',
        "ledger.toml, line 9, until in [[units]]: it ends on 2025-01-01, which is not after its "
        "first day 2026-01-01; write the first day on which it no longer holds.",
    ),
    "a unit described twice": (
        '[[units]]\nid = "a"\nname = "A"\n[[units]]\nid = "a"\nname = "B"\nfrom = 2026-01-01',
        "ledger.toml, line 8, [[units]]: 'a' is described twice for 2026-01-01; keep one, or "
        "give them from and until that do not overlap.",
    ),
    "a day that is no day": (
        '[[units]]\nid = "a"\nname = "A"\nfrom = "01.02.2026"',
        'ledger.toml, line 8, from in [[units]]: "01.02.2026" does not fit; write a day, such as '
        "2026-03-31.",
    ),
    "a complaint with a priority": (
        '[[promises]]\nid = "a"\npromise = "answer"\ntarget = "14d"\npriority = "high"',
        "ledger.toml, line 9, priority in [[promises]]: a complaint has no priority; leave this "
        "line out.",
    ),
    "no builds to keep": (
        "[builds]\nkeep = 0",
        "ledger.toml, line 6, keep in [builds]: 0 is too small; write 1 or more.",
    ),
    "memory that is no amount": (
        '[builds]\nmemory_limit = "lots"',
        "ledger.toml, line 6, memory_limit in [builds]: 'lots' is not an amount of memory; "
        'write it as "2GB" or "500MB".',
    ),
    "a number where text is wanted": (
        '[[units]]\nid = 7\nname = "A"',
        "ledger.toml, line 6, id in [[units]]: 7 does not fit; write text in quotes, such as "
        '"text".',
    ),
    "a key that stands there twice": (
        'name = "Acme again"',
        "ledger.toml, line 5, column 20: this key stands there twice; keep one of the two.",
    ),
    "a line that is no setting": (
        "[builds]\nkeep 5",
        "ledger.toml, line 6, column 6: expected '=' after a key in a key/value pair; write every "
        "setting as key = value, text in quotes, lists in [brackets].",
    ),
}


@pytest.mark.parametrize(("wrong", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line_and_its_mend(
    tmp_path: Path, wrong: str, sentence: str
) -> None:
    assert refusals(tmp_path, COMPANY + wrong + "\n") == (sentence,)


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = COMPANY.replace("EUR", "euro").replace("Warsaw", "Warsow") + "[builds]\nkep = 3\n"
    lines = [int(re.findall(r"line (\d+)", said)[0]) for said in refusals(tmp_path, text)]
    assert lines == [3, 4, 6]


def test_a_ledger_without_its_company_says_what_belongs_into_it(tmp_path: Path) -> None:
    assert refusals(tmp_path, "") == (
        "ledger.toml, company: this table is missing; add [company] with name, currency, zone.",
    )


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.toml").write_bytes('[company]\nname = "Łódź"\n'.encode("cp1250"))
    with pytest.raises(RefusedData, match=r"line 2: this is not UTF-8 text; save the file again"):
        Workspace.open(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + COMPANY.replace("\n", "\r\n") + "[builds]\r\nkeep = 2\r\n"
    workspace = opened(tmp_path, text)
    assert workspace.ledger.builds.keep == 2
    assert workspace.place("builds", "keep") == f"{tmp_path}/ledger.toml, line 6, keep in [builds]"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30min", 1800), ("4h", 14_400), ("1h 30min", 5400), ("2d", 172_800), ("90s", 90)],
)
def test_a_target_is_read_in_seconds(text: str, seconds: int) -> None:
    assert target_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "0h", "4", "h", "4 hours", "-4h", "4h later", "4months"])
def test_what_is_no_target_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="is not a target"):
        target_seconds(text)


def test_every_example_of_the_template_is_valid(tmp_path: Path) -> None:
    template = (resources.files("etl.workspace") / "ledger_template.toml").read_text(
        encoding="utf-8"
    )
    filled = re.sub(r"(?m)^#(?=\S)", "", template)
    assert filled != template
    ledger = opened(tmp_path, filled).ledger
    assert {"office"} == set(ledger.calendars)
    assert [unit.name for unit in ledger.units][1:] == ["Returns", "Returns and Repairs"]
    assert [promise.target_seconds for promise in ledger.promises] == [14_400, 1_800, 1_209_600]


def test_every_table_a_ledger_can_have_is_in_the_template() -> None:
    from etl.workspace.ledger import Ledger

    template = (resources.files("etl.workspace") / "ledger_template.toml").read_text(
        encoding="utf-8"
    )
    for table in Ledger.model_fields:
        assert re.search(rf"(?m)^#?\[+{table}[\].]", template), table


def test_a_workspace_is_made_once_and_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    workspace = Workspace.create(folder)
    assert workspace.inbox.is_dir()
    assert workspace.ledger.company.name == "My Company"
    (folder / "ledger.toml").write_text(COMPANY, encoding="utf-8")
    with pytest.raises(WrongCall, match="exists already and was left as it is"):
        Workspace.create(folder)
    assert (folder / "ledger.toml").read_text(encoding="utf-8") == COMPANY


def test_a_folder_without_ledger_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="service-ledger init"):
        Workspace.open(tmp_path / "nowhere")


def test_a_link_that_leads_out_of_the_inbox_is_not_followed(tmp_path: Path) -> None:
    workspace = opened(tmp_path, COMPANY + "[sources.desk]\n")
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    workspace.inbox.mkdir()
    (workspace.inbox / "desk").symlink_to(outside)
    with pytest.raises(RefusedData, match="leads out of"):
        workspace.source_folder("desk")


def test_a_part_of_the_ledger_has_another_hash_when_it_says_something_else(tmp_path: Path) -> None:
    said = (
        '[company]\nname = "A"\ncurrency = "EUR"\nzone = "UTC"\n[builds]\nkeep = 3\n'
        "[sources.desk]\nextract_at = 2026-04-17T17:00:00Z\n[sources.phone]\n"
    )
    parts = opened(tmp_path, said).ledger.parts
    assert {*parts} >= {"company", "promises", "queues", "sources.desk", "sources.phone"}
    for before, after, differ in (
        ("[company]", "# The company\n[company]", set[str]()),
        ("keep = 3", "keep = 4", set[str]()),
        ("04-17", "04-24", set[str]()),
        ('"UTC"', '"Europe/Warsaw"', {"company"}),
        ("[sources.phone]", '[sources.phone]\nzone = "UTC"', {"sources.phone"}),
    ):
        other = opened(tmp_path, said.replace(before, after)).ledger.parts
        assert {name for name in parts if parts[name] != other[name]} == differ
