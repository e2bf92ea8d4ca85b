"""A company with a chart, to which a test adds a table of inbox/org."""

from tests.adapters.company import DESK, LEDGER, Company, tickets

UNITS = "unit_id,name,parent\ntop,Top,\norders,Orders,top\nreturns,Returns,top\n"
POSTS = (
    "organisation,post_id,unit,reports_to\n"
    "us,P1,top,\nus,P2,orders,P1\nus,P3,returns,P1\nthem,P3,top,\n"
)


def organised(company: Company, ledger: str = "") -> Company:
    """Return the company with three units and four posts, two of which share a code."""
    company.ledger(DESK + ledger, head=LEDGER)
    company.put("desk/tickets.csv", tickets("T1,2026-03-02T10:00:00Z,open"))
    return company.put("org/units.csv", UNITS).put("org/posts.csv", POSTS)
