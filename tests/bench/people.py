"""The company beside the export: customers and their months, contacts, complaints, posts, money."""

from pathlib import Path

import duckdb

UNITS = 100
_DIVISIONS = ("retail", "business", "field")
_REQUESTERS, _MONTHS = 200_000, 12
_LISTED = 0.75  # of those who write, so many are in the list of customers
_KNOWN_BY_NUMBER = 0.5  # of the listed, so many have their number of the help desk in the contacts

_CUSTOMERS = """
    select
        'ext ' || person as customer_id,
        'person' || person || '@example.org' as email,
        (['small', 'medium', 'large'])[person % 3 + 1] as segment,
        ($divisions)[person % 3 + 1] as division,
        '2020-01-01' as since
    from range(1, $listed) as one (person)
"""
_CONTACTS = """
    select
        'ext ' || person as customer_id,
        'zendesk' as source,
        person + 10000000 as requester_id,
        '2020-01-01' as valid_from
    from range(1, $numbered) as one (person)
"""
_MONTHS_OF = """
    select
        'ext ' || person as customer_id,
        strftime(date '2025-01-01' + to_months(month::int), '%Y-%m') as month,
        'division' as scope_kind,
        -- one in twenty brings something to two divisions
        ($divisions)[(person + case when person % 20 = 0 then month else 0 end) % 3 + 1] as scope,
        round(20 + (person * 7919 + month * 104729) % 10000 / 100, 2) as revenue,
        round(5 + (person * 104729 + month * 7919) % 4000 / 100, 2) as margin
    from range(1, $listed) as one (person)
    cross join range($months) as two (month)
"""
_COMPLAINTS = """
    select
        'K-' || number as complaint_id,
        number * 37 % $tickets + 1 as ticket_id,
        'ext ' || (number * 7919 % $listed) as customer_id,
        (['late', 'broken', 'wrong', 'rude'])[number % 4 + 1] as cause_found,
        'u' || number % $units as unit,
        'u' || number * 31 % $units as accountable,
        date '2024-02-01' + (number % 650)::int as received_at,
        date '2024-02-03' + (number % 650 + number % 20)::int as closed_at,
        (['upheld', 'partly', 'rejected'])[number % 3 + 1] as outcome
    from range($complaints) as one (number)
"""
_POSTS = """
    select 'P' as post_id, 'service' as unit, '' as heads, '' as reports_to
    union all
    select 'D' || number, 'service', '', 'P' from range(3) as one (number)
    union all
    select 'H' || number, 'u' || number, 'u' || number, 'D' || number % 3
    from range($units) as one (number)
"""
_SCOPES = """
    select 'D' || number as post, 'division' as scope_kind, ($divisions)[number + 1] as scope
    from range(3) as one (number)
"""
_CONTROLS = """
    select 'H' || number as post, 'u' || number as unit, '2020-01-01' as valid_from
    from range($units) as one (number)
"""
_STAFFING = """
    select
        'u' || unit as unit,
        strftime(date '2024-01-01' + to_months(month::int), '%Y-%m') as month,
        5 + unit % 7 as fte,
        800 + unit % 90 as paid_hours,
        30000 + unit * 10 as cost
    from range($units) as one (unit)
    cross join range(24) as two (month)
"""
_FILES = {
    "org/customers.csv": _CUSTOMERS,
    "org/contacts.csv": _CONTACTS,
    "org/customer_months.csv": _MONTHS_OF,
    "org/posts.csv": _POSTS,
    "org/profit_scopes.csv": _SCOPES,
    "org/budget_controls.csv": _CONTROLS,
    "org/staffing.csv": _STAFFING,
    "zendesk/complaints.csv": _COMPLAINTS,
}


def write_people(inbox: Path, tickets: int) -> None:
    """Write the files of a company with `tickets` tickets; the same number gives the same files."""
    people = max(1, min(_REQUESTERS, tickets // 5))
    numbers = {
        "listed": int(people * _LISTED),
        "numbered": int(people * _LISTED * _KNOWN_BY_NUMBER),
        "months": _MONTHS,
        "tickets": tickets,
        "complaints": tickets // 50,
        "units": UNITS,
        "divisions": list(_DIVISIONS),
    }
    with duckdb.connect() as connection:
        for name, sql in _FILES.items():
            path = inbox / name
            path.parent.mkdir(parents=True, exist_ok=True)
            bound = {key: value for key, value in numbers.items() if f"${key}" in sql}
            connection.execute(f"copy ({sql}) to '{path}' (format csv, header)", bound).fetchall()
