"""The last look at a build before it is served: rules that no table may break."""

from collections.abc import Sequence

from etl.problems import RefusedData
from etl.progress import Progress
from etl.warehouse import Loading

RULES = {
    "loaded + superseded + skipped + refused = read, for every file": """
        select path || ': read ' || read || ', accounted for '
            || (loaded + superseded + skipped + refused)
        from load_file where read <> loaded + superseded + skipped + refused
    """,
    "each ticket is known once": """
        select source || ' ' || ticket_id from core_ticket group by source, ticket_id
        having count(*) > 1 limit 5
    """,
    "every ticket that counts has one row of figures": """
        with counted as (
            select source, count(*) as rows, sum(hash(ticket_key)) as keys
            from core_ticket
            where status_category not in ('merged', 'spam', 'deleted', 'test')
            group by source
        ),

        measured as (
            select source, count(*) as rows, sum(hash(ticket_key)) as keys
            from fact_ticket
            group by source
        )

        select source || ': ' || coalesce(counted.rows, 0) || ' tickets, '
            || coalesce(measured.rows, 0) || ' rows of figures'
        from counted full join measured using (source)
        where (counted.rows, counted.keys) is distinct from (measured.rows, measured.keys)
    """,
    "a ticket's shares sum to one": """
        select cast(ticket_key as varchar) from fact_ticket_share group by ticket_key, clock
        having abs(sum(share) - 1) > 1e-9 limit 5
    """,
    "a ticket is in the backlog once a day": """
        select cast(ticket_key as varchar)
        from (
            select ticket_key, entered_date, lag(left_date) over (
                partition by ticket_key order by entered_date
            ) as left_before
            from fact_backlog_stay
        )
        where entered_date < left_before limit 5
    """,
    "a problem stands once": """
        select cast(problem_key as varchar) from fact_problem group by problem_key
        having count(*) > 1 limit 5
    """,
    "a unit has one controller a day": """
        select cast(unit_id as varchar) || ' ' || valid_from
        from (
            select unit_id, valid_from, lag(valid_until) over (
                partition by unit_id order by valid_from
            ) as held_until
            from slice_control
        )
        where valid_from < held_until limit 5
    """,
    "a customer's profit is owned once on every day": """
        select customer_id
        from (
            select customer_id, day, sum(share) as change
            from (
                select customer_id, valid_from as day, share from slice_profit_owner
                union all
                select customer_id, valid_until as day, -share as share from slice_profit_owner
            )
            group by customer_id, day
        )
        group by customer_id
        having max(day) <> date '9999-12-31' or abs(arg_max(change, day) + 1) > 1e-9
            or abs(arg_min(change, day) - 1) > 1e-9 or sum(abs(change)) > 2 + 1e-8
        limit 5
    """,
}


def broken(loading: Loading) -> list[str]:
    """Return a sentence for every rule that facts and slices break, with the first cases."""
    sentences: list[str] = []
    for rule, cases in RULES.items():
        found = [str(row[0]) for row in loading.query(cases).rows]
        if found:
            sentences.append(
                f"The build breaks the rule «{rule}»: {'; '.join(found)}. Nothing was published; "
                "this is a defect of the program, please report it with these lines."
            )
    return sentences


def run(loading: Loading, progress: Progress, rules: Sequence[str]) -> None:
    """Hold the build to every rule; `rules` are those that are `broken`.

    Raises RefusedData with these, and with any column of fractions that holds infinity or
    not-a-number.
    """
    progress.stage("check", 1)
    RefusedData.raise_if((*rules, *_not_finite(loading)))
    progress.advance()


def _not_finite(loading: Loading) -> list[str]:
    columns = loading.query(
        "select table_name, column_name from information_schema.columns "
        "where data_type in ('DOUBLE', 'FLOAT') "
        "and regexp_matches(table_name, '^(core|fact|cube|slice)_') order by all"
    ).rows
    return [
        f"{table}.{column} holds a number that is not finite. Nothing was published; this is a "
        "defect of the program, please report it."
        for table, column in columns
        if loading.query(f'select 1 from "{table}" where not isfinite("{column}") limit 1').rows
    ]
