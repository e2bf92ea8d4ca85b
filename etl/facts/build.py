"""core_ -> fact_: every table of this folder, in the order in which they are made.

Business time is computed once: `hours_segment` says how many open seconds have gone by at any
second. Tickets whose source kept no history (`flat_`) have one owner for the whole life; those
with a history (`tracked_`) are replayed event by event. Both end in the same fact_ tables.
"""

from importlib import resources

from etl.canonical import tables
from etl.progress import Progress
from etl.warehouse import Loading

MACROS = ("party",)
HOURS = (
    "utc_day",
    "fact_calendar_segment",
    "unit_calendar",
    "unit_hours",
    "hours_segment",
    "hours_opening",
)
TERMS = ("source_scope", "promise_choice")
FLAT = ("flat_life", "flat_ticket")
TRACKED = (
    "tracked_life",
    "tracked_change",
    "tracked_state",
    "tracked_stretch",
    "tracked_solving",
    "tracked_message",
    "tracked_turn",
    "tracked_rating",
    "tracked_moment",
    "tracked_first_solving",
    "tracked_reply",
    "tracked_promise_stretch",
    "tracked_promise",
    "tracked_agent",
)
FACTS = (
    "fact_ownership",
    "tracked_ticket",
    "repeat_contact",
    "fact_ticket",
    "fact_stretch",
    "fact_backlog_stay",
    "fact_ticket_share",
    "fact_turn",
    "handling_point",
    "fact_handling",
    "fact_unit_month",
)
COMPLAINTS = ("complaint_moment", "complaint_promise", "fact_complaint", "fact_survey_response")
PROBLEMS = (
    "problem_contact",
    "problem_failure",
    "fact_problem_share",
    "fact_problem",
    "fact_problem_contact",
)
STEPS = MACROS + HOURS + TERMS + FLAT + TRACKED + FACTS + COMPLAINTS + PROBLEMS


def build(loading: Loading, progress: Progress) -> None:
    """Make all fact_ tables from the core_ tables; what was needed in between is dropped."""
    folder = resources.files("etl.facts")
    progress.stage("facts", len(STEPS))
    tables.create(loading, schema=folder / "schema.toml")
    for step in STEPS:
        with resources.as_file(folder / f"{step}.sql") as path:
            loading.run_file(path)
        progress.advance(of=step)
    for step in reversed(STEPS):
        if not step.startswith("fact_"):
            kind = "macro" if step in MACROS else "view" if step in FLAT else "table"
            loading.run(f"drop {kind} {step}")
