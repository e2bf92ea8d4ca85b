"""Which agent of a help desk holds which post, as of a day: core_identity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.canonical.org_rows import Cells
from etl.canonical.posts import Codes, PostCode
from etl.canonical.validity import overlaps
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent who holds a post from a day until the day before another."""

    source: str
    name: str  # as the help desk writes it: never in a build, nor in what is said
    post: PostCode
    valid_from: date
    valid_until: date
    told_in: str = field(compare=False)


def of_row(cells: Cells) -> Agent:
    """Return the agent of a row of the plain form."""
    return Agent(
        cells.required("source"), cells.required("agent"), PostCode.of_row(cells), *cells.span(),
        told_in=cells.place,
    )  # fmt: skip


def check(workspace: Workspace, agents: Sequence[Agent], codes: Codes) -> None:
    """Raise RefusedData for every agent of a source or with a post that is not there, and for every
    agent with two posts on one day."""
    strange = [
        f"{agent.told_in}: there is no source {agent.source!r} in ledger.toml; write one of "
        f"{', '.join(workspace.ledger.sources)}."
        for agent in agents
        if agent.source not in workspace.ledger.sources
    ]
    twice = overlaps(
        agents,
        lambda agent: (agent.source, agent.name.lower()),
        lambda agent: f"the post of this agent of {agent.source}",
    )
    RefusedData.raise_if([*strange, *codes.check(agents), *twice])


def build(loading: Loading, agents: Sequence[Agent], codes: Codes, people_key: str) -> None:
    """Add the agents to core_identity, each by the pseudonym that core_ticket has of him."""
    if not agents:
        return
    pseudonyms = loading.query(
        "select agent_id_of(unnest($sources), unnest($names), $people_key)",
        {
            "sources": [agent.source for agent in agents],
            "names": [agent.name for agent in agents],
            "people_key": people_key,
        },
    ).rows
    loading.insert(
        "core_identity",
        ("kind", "source", "key", "id", "valid_from", "valid_until"),
        [
            (
                "agent", agent.source, pseudonym, codes.post_id(agent.post), agent.valid_from,
                agent.valid_until,
            )
            for agent, (pseudonym,) in zip(agents, pseudonyms, strict=True)
        ],
    )  # fmt: skip
