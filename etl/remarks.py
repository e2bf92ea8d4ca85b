"""What is said about the data, as data: a kind of a closed set, and its values.

The English of every kind stands here and nowhere else: the command line, refused/*.csv and the
English pages say it. The other languages are in the dashboard's catalogues, under the same kinds.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

# Why a record is not loaded. `value` is what stood in the column.
Refused = Literal[
    "after_extract",
    "before_creation",
    "before_first_day",
    "before_receipt",
    "bytes_no_text",
    "fields_missing",
    "fields_too_many",
    "misshapen",
    "missing",
    "no_address",
    "no_company_event",
    "no_currency",
    "no_day",
    "no_duration",
    "no_event",
    "no_figure",
    "no_fte",
    "no_hours",
    "no_json_object",
    "no_money",
    "no_month",
    "no_number",
    "no_remaining",
    "no_scale",
    "no_scope",
    "no_share",
    "no_stamp",
    "no_survey",
    "no_ticket",
    "no_time",
    "no_yes_or_no",
    "not_after_first_day",
    "outside_scale",
    "text_after_quote",
    "too_long",
]
# What is odd and loaded all the same. Values: subject, count, and what the notice adds to them.
Odd = Literal[
    "address_of_several_customers",
    "ambiguous_hour",
    "cause_in_sentences",
    "closing_not_told",
    "cost_not_a_number",
    "customer_not_listed",
    "dates_turned_round",
    "duplicate_code",
    "duplicate_code_superiors",
    "extract_far_off",
    "lines_above_header",
    "log_begins_late",
    "log_ends_early",
    "missing_hour",
    "missing_superior",
    "named_by_place",
    "redress_in_words",
    "redress_without_day",
    "repeated_header",
    "row_cap_excel",
    "row_cap_web",
    "row_cap_zammad",
    "rows_no_records",
    "scope_of_nobody",
    "self_reference",
    "several_heads",
    "several_roots",
    "several_roots_of_all",
    "sheets_hidden",
    "sheets_not_read",
    "solving_unknown",
    "staffing_without_both",
    "staffing_without_fte",
    "staffing_without_hours",
    "ticket_not_found",
    "ticket_of_several_sources",
    "told_open",
    "told_solved",
    "unknown_kind",
    "unknown_outcome",
    "unknown_priority",
    "unknown_rating",
    "unknown_reason_for_leaving",
    "unnamed_column",
    "unreachable_post",
]
# How a file was read.
Reading = Literal[
    "delimiter", "encoding", "line_ends", "list_of_document", "not_read", "sheet", "unpacked"
]
# Why there is nothing to show.
Obstacle = Literal[
    "build_not_there", "not_enough_memory", "nothing_loaded", "other_version", "too_slow"
]
# How several names are written one after the other.
Listing = Literal["counted", "more", "quoted"]

Value = str | int | Sequence[str] | Mapping[str, int]  # a list of names, or names with counts

# One form, or those for one and for several: as many as `count`.
_REFUSED: Mapping[Refused, str | tuple[str, str]] = {
    "after_extract": "{value} UTC is later than the extract; mend extract_at in ledger.toml, "
    "or the record.",
    "before_creation": "{value} UTC is before the ticket's creation.",
    "before_first_day": "{value} is before the first day.",
    "before_receipt": "{value} UTC is before the complaint was received.",
    "bytes_no_text": "it holds bytes that are no text.",
    "fields_missing": "it has fewer fields than the header.",
    "fields_too_many": "it has more fields than the header.",
    "misshapen": "it cannot be taken apart into fields.",
    "missing": "it is empty.",
    "no_address": "nothing says how the customer is known: neither a number with its source, nor "
    "an e-mail, nor a phone.",
    "no_company_event": "'{value}' is no kind of event of a company; write campaign, release, "
    "reorganisation or other.",
    "no_currency": "'{value}' is no currency; write the three letters of its code, such as EUR.",
    "no_day": "'{value}' is no day; write it as 2026-03-31.",
    "no_event": "'{value}' is no kind of event.",
    "no_figure": "it holds no figure.",
    "no_fte": "'{value}' is no number of posts.",
    "no_hours": "'{value}' is no number of hours.",
    "no_json_object": "it is not a JSON object.",
    "no_duration": "'{value}' is no length of time from 0 to 136 years, or is written unlike the "
    "others in its column.",
    "no_money": "'{value}' is no amount of money, or could be two; write it as 1250.00.",
    "no_month": "'{value}' is no month; write it as 2026-03.",
    "no_number": "'{value}' is not written like a number.",
    "no_remaining": "'{value}' is not written like what remains of a promise: 1:20, or -0:05 when "
    "it is past due.",
    "no_scale": "'{value}' is no scale; write it as 1-5.",
    "no_scope": "'{value}' is no kind of profit scope; write customer, segment, product, region or "
    "division.",
    "no_share": "'{value}' is no share; write it as 0.92 or 92%.",
    "no_stamp": "'{value}' is no date that exists, or is not written like the others of this "
    "column.",
    "no_survey": "'{value}' is no kind of survey; write csat, nps or ces.",
    "no_ticket": "there is no ticket '{value}' in this source.",
    "no_time": "'{value}' is no time; write it as 30min, 4h, 1h 30min or 2d.",
    "no_yes_or_no": "'{value}' is neither yes nor no.",
    "not_after_first_day": "{value} is not after the first day.",
    "outside_scale": "{value} lies outside its scale; mend the score, or the scale.",
    "text_after_quote": "a quoted field goes on after its closing quote.",
    "too_long": "it is longer than a record can be.",
}
_ODD: Mapping[Odd, str | tuple[str, str]] = {
    "address_of_several_customers": (
        "{count} address or number stands for several customers on the same days: what comes from "
        "it is matched to none of them. Give its rows in the contacts days that do not overlap.",
        "{count} addresses or numbers stand for several customers on the same days: what comes "
        "from them is matched to none of them. Give their rows in the contacts days that do not "
        "overlap.",
    ),
    "ambiguous_hour": "Stamps without offset in the hour that the clock shows twice when it is "
    "put back: the first of the two was assumed.",
    "cause_in_sentences": (
        "{count} complaint tells its cause in more than 80 letters: it was cut there. A cause that "
        "can be counted is a word of a list; name the column that holds one.",
        "{count} complaints tell their cause in more than 80 letters: it was cut there. A cause "
        "that can be counted is a word of a list; name the column that holds one.",
    ),
    "closing_not_told": (
        "No column tells when {count} complaint was closed or answered: how long it took, whether "
        "it was in time and whether it is still open is not measured here.",
        "No column tells when {count} complaints were closed or answered: how long they took, "
        "whether they were in time and which are still open is not measured here.",
    ),
    "cost_not_a_number": (
        "The salary cost of {count} post is no number ({names}); it was not read.",
        "The salary cost of {count} posts is no number ({names}); it was not read.",
    ),
    "customer_not_listed": (
        "{count} row is about a customer who is not in the list of customers: it is part of totals "
        "and matched to nobody. Add the customer to the list.",
        "{count} rows are about customers who are not in the list of customers: they are part of "
        "totals and matched to nobody. Add the customers to the list.",
    ),
    "dates_turned_round": "In the column {column} of {subject} all dates that are text have a day "
    "after the 12th, and all that are dates none: the program that wrote it has probably taken the "
    "day for the month wherever it could. Compare a few with their originals; if so, write the "
    "column as 2026-03-31.",
    "duplicate_code": "{count} rows have the code of {subject}: taken as one post that they share.",
    "duplicate_code_superiors": "{count} rows have the code of {subject}: taken as one post that "
    "they share, under '{superior}' as the first says.",
    "extract_far_off": (
        "{count} stamp lies more than 30 days after all others of {source}, which end on {others}: "
        "its day, {latest}, is taken for that of the extract, and every open ticket looks that "
        "old. If it is wrong, write extract_at into [sources.{source}].",
        "{count} stamps lie more than 30 days after all others of {source}, which end on {others}: "
        "their last day, {latest}, is taken for that of the extract, and every open ticket looks "
        "that old. If they are wrong, write extract_at into [sources.{source}].",
    ),
    "lines_above_header": (
        "{count} line stands above the header; it was not read.",
        "{count} lines stand above the header; they were not read.",
    ),
    "log_begins_late": "The log of these tickets does not begin with the state New: what its "
    "first record says is taken to have held since the ticket was opened.",
    "log_ends_early": "The log of these tickets ends before they are solved or closed, although "
    "its records know when they were: they are taken to be open still.",
    "missing_hour": "Stamps in the hour that the clock leaves out when it is put forward: they "
    "were read as if it had not been put forward yet.",
    "missing_superior": (
        "{names} reports to {subject}, which is not in the chart; the line was cut.",
        "{names} report to {subject}, which is not in the chart; their lines were cut.",
    ),
    "named_by_place": (
        "No column numbers {count} record: it is called by its file and row. Another export that "
        "has it too would count it twice; keep one file, or add a column of numbers.",
        "No column numbers {count} records: each is called by its file and row. Another export "
        "that has them too would count them twice, and a row put in between renames those below "
        "it; keep one file, or add a column of numbers.",
    ),
    "redress_in_words": (
        "{count} complaint has a redress in words: it counts, and what was paid is not known. "
        "Write the amount, or leave the cell empty.",
        "{count} complaints have a redress in words: they count, and what was paid is not known. "
        "Write the amounts, or leave the cells empty.",
    ),
    "redress_without_day": (
        "{count} complaint has a redress and no day on which it was paid: it is in no period's "
        "redress. Add the day, unless it is not paid yet.",
        "{count} complaints have a redress and no day on which it was paid: they are in no "
        "period's redress. Add the days, unless they are not paid yet.",
    ),
    "repeated_header": (
        "The column {names} stands there more than once; the first was read.",
        "The columns {names} stand there more than once; the first of each was read.",
    ),
    "row_cap_excel": "It holds exactly {count} records, where a sheet of Excel stops: the export "
    "may be cut.",
    "row_cap_web": "It holds exactly {count} records, where many web exports stop: the export "
    "may be cut.",
    "row_cap_zammad": "It holds exactly {count} records, where Zammad stops: the export may be "
    "cut.",
    "rows_no_records": (
        "{count} row below the header is no record but a total, a title or the header again; it "
        "was not read: row {rows}.",
        "{count} rows below the header are no records but totals, titles or the header again; they "
        "were not read: rows {rows}.",
    ),
    "scope_of_nobody": "No customer, and no month of one, has the {scope} '{subject}', so {posts} "
    "carries nothing for it; the nearest there is: '{near}'. Mend the name, or take the row out.",
    "self_reference": "{subject} reports to itself; the line was cut.",
    "several_heads": "The unit {subject} has {count} posts that could be its head; {chosen} was "
    "taken. Write the unit in the column heads of the one that is.",
    "several_roots": "Several posts of {subject} report to nobody: {names}.",
    "several_roots_of_all": "Several posts of the chart report to nobody: {names}.",
    "sheets_hidden": (
        "{count} sheet is hidden and was not read: {names}. If it belongs to the rest, show it, "
        "or name it with sheet in [sources.{source}].",
        "{count} sheets are hidden and were not read: {names}. If they belong to the rest, show "
        "them, or name them with sheet in [sources.{source}].",
    ),
    "sheets_not_read": (
        "{count} sheet without a header that is known was not read: {names}.",
        "{count} sheets without a header that is known were not read: {names}.",
    ),
    "solving_unknown": (
        "{count} ticket is solved or closed, but nothing says when: no period has it in its "
        "resolution figures, and no day in its backlog. Add the time of solving or closing to the "
        "export.",
        "{count} tickets are solved or closed, but nothing says when: no period has them in its "
        "resolution figures, and no day in its backlog. Add the time of solving or closing to the "
        "export.",
    ),
    "staffing_without_both": (
        "{count} month of {names} has a cost but neither FTE nor paid hours: tickets per FTE are "
        "not measured there. Add the FTE.",
        "{count} months of {names} have a cost but neither FTE nor paid hours: tickets per FTE are "
        "not measured there. Add the FTE.",
    ),
    "staffing_without_fte": (
        "{count} month of {names} has paid hours but no FTE: tickets per FTE are not measured "
        "there. Add the FTE.",
        "{count} months of {names} have paid hours but no FTE: tickets per FTE are not measured "
        "there. Add the FTE.",
    ),
    "staffing_without_hours": (
        "{count} month of {names} has FTE but no paid hours: nothing per paid hour can be computed "
        "there; tickets per FTE can.",
        "{count} months of {names} have FTE but no paid hours: nothing per paid hour can be "
        "computed there; tickets per FTE can.",
    ),
    "ticket_not_found": (
        "{count} record names a ticket that no source has: it stands for itself. Mend its number, "
        "or add the export that has the ticket.",
        "{count} records name tickets that no source has: they stand for themselves. Mend their "
        "numbers, or add the exports that have the tickets.",
    ),
    "ticket_of_several_sources": (
        "{count} record names a ticket whose number several sources have: it stands for itself. "
        "Add ticket_source.",
        "{count} records name tickets whose numbers several sources have: they stand for "
        "themselves. Add ticket_source.",
    ),
    "told_open": "These tickets are solved or closed, but their history ends before that: they are "
    "taken to be in the state it tells last.",
    "told_solved": "These tickets are not solved, but their history ends with their being solved "
    "or closed: they are taken to be in the state it tells last.",
    "unknown_kind": "Nobody has said what these mean, so they are left empty: {words}. Write them "
    "into [sources.{source}.kind].",
    "unknown_outcome": "Nobody has said what these mean, so they are left empty: {words}. Write "
    "them into [sources.{source}.outcome].",
    "unknown_priority": "Nobody has said what these mean, so they are kept as exported: {words}. "
    "Write them into [sources.{source}.priority].",
    "unknown_rating": "Nobody has said what these mean, so they are left empty: {words}.",
    "unknown_reason_for_leaving": (
        "{count} customer left for a reason that is none of price, service, product and other: "
        "taken as other.",
        "{count} customers left for reasons that are none of price, service, product and other: "
        "taken as other.",
    ),
    "unnamed_column": "A column has no name; it was not read.",
    "unreachable_post": (
        "{subject} cannot be reached from the top of the chart: {count} post.",
        "{subject} and what stands below it cannot be reached from the top of the chart: {count} "
        "posts.",
    ),
}
_READING: Mapping[Reading, str | tuple[str, str]] = {
    "delimiter": "fields are separated by '{sign}'",
    "encoding": "read as {encoding}",
    "line_ends": "line ends made alike",
    "list_of_document": "the list '{name}'",
    "not_read": ("column not read: {names}", "columns not read: {names}"),
    "sheet": "the sheet '{name}'",
    "unpacked": "unpacked from gzip",
}
_OBSTACLE: Mapping[Obstacle, str | tuple[str, str]] = {
    "build_not_there": "{pointer} names build '{build}', which is not there: choose another with "
    "`service-ledger builds --use BUILD`, or load again.",
    "not_enough_memory": "There is not enough memory for this: raise memory_limit under [builds] "
    "in ledger.toml or make room on the disk. ({error})",
    "nothing_loaded": "Nothing has been loaded in {workspace} yet: put exports into its inbox and "
    "run `service-ledger load`.",
    "other_version": "This build was made by another version of the program: run "
    "`service-ledger load` to make it anew. ({difference})",
    "too_slow": "The question took too long and was stopped: choose a shorter period or fewer "
    "members.",
}
_LISTING: Mapping[Listing, str | tuple[str, str]] = {
    "counted": "'{name}' ({number})",
    "more": "{names} and {count} more",
    "quoted": "'{name}'",
}
ENGLISH: Mapping[str, str | tuple[str, str]] = {
    f"{group}.{kind}": said
    for group, kinds in (
        ("refusal", _REFUSED),
        ("notice", _ODD),
        ("reading", _READING),
        ("obstacle", _OBSTACLE),
        ("listing", _LISTING),
    )
    for kind, said in kinds.items()
}


class Language(Protocol):
    """How one language says a kind, and writes a number."""

    def template(self, kind: str, count: int) -> str:
        """Return what is said of `count` things, with the values' names in braces."""

    def number(self, value: int) -> str:
        """Return a whole number as the language writes it."""


class _English:
    def template(self, kind: str, count: int) -> str:
        said = ENGLISH.get(kind, kind)
        return said if isinstance(said, str) else said[count != 1]

    def number(self, value: int) -> str:
        return f"{value:,}"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said: its kind with its group, and its values. As a string it is English."""

    kind: str
    values: Mapping[str, Value]

    def __str__(self) -> str:
        return say(self)


def refusal(kind: str, value: str | None) -> Remark:
    """Return why a record is refused."""
    return Remark(f"refusal.{kind}", {} if value is None else {"value": value})


def notice(
    kind: str, source: str | None, subject: str | None, count: int, details: str | None
) -> Remark:
    """Return what is odd about `count` things; `details` is an object of JSON."""
    about = {"source": source or "", "subject": subject or "", "count": count}
    return Remark(f"notice.{kind}", about | json.loads(details or "{}"))


def reading(kind: Reading, **values: Value) -> Remark:
    """Return how a file was read."""
    return Remark(f"reading.{kind}", values)


def obstacle(kind: Obstacle, **values: Value) -> Remark:
    """Return why there is nothing to show."""
    return Remark(f"obstacle.{kind}", values)


def shortened(names: Sequence[str], most: int = 10) -> dict[str, Value]:
    """Return the first `most` names, and how many more there are, as values of a remark."""
    values: dict[str, Value] = {"names": list(names[:most])}
    return values | {"more": len(names) - most} if names[most:] else values


def packed(remarks: Sequence[Remark]) -> str | None:
    """Return remarks as text of a table; None where there are none."""
    said = [{"kind": remark.kind, **remark.values} for remark in remarks]
    return json.dumps(said, ensure_ascii=False) if said else None


def unpacked(text: str | None) -> tuple[Remark, ...]:
    """Return the remarks that `packed` made a text of."""
    return tuple(Remark(said.pop("kind"), said) for said in json.loads(text or "[]"))


def say(remark: Remark, language: Language | None = None) -> str:
    """Return the sentence of a remark, in English where no other language is given."""
    language = language or _English()
    count = remark.values.get("count")
    shown = {name: _shown(value, remark, language) for name, value in remark.values.items()}
    template = language.template(remark.kind, count if isinstance(count, int) else 0)
    return template.format(**shown)


def _shown(value: Value, remark: Remark, language: Language) -> str:
    if isinstance(value, int):
        return language.number(value)
    if isinstance(value, str):
        return printable(value)
    names = ", ".join(
        language.template("listing.counted", value[name]).format(
            name=printable(name), number=language.number(value[name])
        )
        if isinstance(value, Mapping)
        else language.template("listing.quoted", 1).format(name=printable(name))
        for name in value
    )
    more = remark.values.get("more")
    if not isinstance(more, int):
        return names
    return language.template("listing.more", more).format(names=names, count=language.number(more))


def printable(text: str) -> str:
    """Return a text of somebody else's with whatever moves a cursor written as an escape."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )
