"""Organograms of UK public bodies: senior posts one by one, junior ones as numbers below a senior.

Units are made of the names of department, organisation and unit. `XX` marks the top.
"""

from etl.adapters.contract import Adapter, Form

_ABOVE = {
    "department": ("Parent Department",),
    "organisation": ("Organisation",),
    "unit": ("Unit",),
}

ADAPTER = Adapter(
    name="organogram",
    forms=(
        Form(
            thing="post",
            aliases=_ABOVE
            | {
                "post_id": ("Post Unique Reference",),
                "title": ("Job Title",),
                "grade": ("Grade (or equivalent)", "Grade"),
                "reports_to": ("Reports to Senior Post",),
                "fte": ("FTE",),
                "cost": ("Salary Cost of Reports (£)",),
            },
            known_by=("post_id", "reports_to", "department", "organisation"),
            required=("post_id", "reports_to", "organisation", "unit"),
            root_marks=("XX",),
        ),
        Form(
            thing="post",
            aliases=_ABOVE
            | {
                "title": ("Generic Job Title",),
                "grade": ("Grade",),
                "reports_to": ("Reporting Senior Post",),
                "fte": ("Number of Posts in FTE",),
            },
            known_by=("reports_to", "department", "organisation", "fte"),
            required=("reports_to", "organisation", "unit"),
            root_marks=("XX",),
        ),
    ),
)
