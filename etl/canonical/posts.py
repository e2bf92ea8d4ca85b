"""Posts while they were so: core_post. A chart with defects stays a chart; each defect is noted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from etl.adapters.files import ORG
from etl.adapters.raw import RawFile, notice
from etl.canonical.org_rows import Cells, grouped, place_of
from etl.canonical.units import Unit, missing
from etl.canonical.validity import ALWAYS_FROM, ALWAYS_UNTIL, rings
from etl.problems import RefusedData
from etl.remarks import Odd, shortened
from etl.warehouse import Loading

_VACANT = ("vacant", "vacant post")


@dataclass(frozen=True, slots=True)
class Post:
    """A post while it was so. `told_in` is where that is written."""

    organisation: str
    code: str
    told_in: str
    path: str
    title: str | None = None
    unit_id: str | None = None
    function: str | None = None
    heads: str | None = None
    grade: str | None = None
    role: str | None = None
    goal: str | None = None
    reports_to: str | None = None
    dotted_to: str | None = None
    fte: float | None = None
    cost: str | None = None
    is_vacant: bool | None = None  # None: not said
    units: tuple[Unit, ...] = ()  # made of the names a chart gives where it has no units
    valid_from: date = ALWAYS_FROM
    valid_until: date = ALWAYS_UNTIL

    @property
    def post_id(self) -> str:
        return _post_id(self.organisation, self.code)


def _post_id(organisation: str, code: str) -> str:
    """Return a post's id: codes are unique within an organisation only."""
    return f"{organisation}:{code}" if organisation else code


@dataclass(frozen=True, slots=True)
class PostCode:
    """A post as other tables name it: its code and, where several have that code, whose it is."""

    code: str
    organisation: str | None

    @classmethod
    def of_row(cls, cells: Cells) -> "PostCode":
        return cls(cells.required("post"), cells.text("organisation"))


class Held(Protocol):
    """Something of a post, and where that is written."""

    @property
    def post(self) -> PostCode: ...
    @property
    def told_in(self) -> str: ...


class Codes:
    """The posts of the chart, by the codes that other tables name them by."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self._organisations: dict[str, dict[str, None]] = {}
        for post in posts:
            self._organisations.setdefault(post.code, {})[post.organisation] = None

    def post_id(self, named: PostCode) -> str:
        """Return the id of a post that `check` has found."""
        (organisation,) = self._found(named)
        return _post_id(organisation, named.code)

    def check(self, things: Iterable[Held]) -> Iterator[str]:
        """Yield a sentence for every post named that is not in the chart, or not the only one."""
        for held in grouped(things, lambda thing: thing.post):
            named = held[0].post
            found = self._found(named)
            if len(found) > 1:
                yield (
                    f"{place_of(held)}: several organisations have a post {named.code!r} "
                    f"({', '.join(map(repr, sorted(found)))}); say in the column organisation "
                    "which is meant."
                )
            elif not found:
                yield f"{place_of(held)}: {self._missing(named)}"

    def _found(self, named: PostCode) -> list[str]:
        return [
            organisation
            for organisation in self._organisations.get(named.code, ())
            if named.organisation in (None, organisation)
        ]

    def _missing(self, named: PostCode) -> str:
        of = f" of {named.organisation!r}" if named.organisation else ""
        near = get_close_matches(named.code, self._organisations, 1)
        meant = f" (is {near[0]!r} meant?)" if near and near[0] != named.code else ""
        return (
            f"the post {named.code!r}{of} is not in the chart{meant}; add it to the posts, or mend "
            "its code."
        )


def of_row(raw: RawFile, cells: Cells) -> Post:
    """Return the post of a row. A chart that names department, organisation and unit makes units of
    them; posts without a code of their own (a number of alike ones) are named by their row."""
    first, after = cells.span()
    organisation = cells.text("organisation") or ""
    above = cells.text("reports_to")
    is_made = "department" in raw.columns
    units = _units(cells) if is_made else ()
    return Post(
        organisation=organisation,
        code=cells.required("post_id") if "post_id" in raw.columns else f"{above}/{cells.record}",
        told_in=cells.place,
        path=raw.path,
        title=cells.text("title"),
        unit_id=units[-1].unit_id if units else None if is_made else cells.text("unit"),
        function=cells.text("function"),
        heads=cells.text("heads"),
        grade=cells.text("grade"),
        role=cells.text("role"),
        goal=cells.text("goal"),
        reports_to=None if above in raw.root_marks else above,
        dotted_to=cells.text("dotted_to"),
        fte=cells.number("fte"),
        cost=cells.text("cost"),
        is_vacant=_is_vacant(cells),
        units=units,
        valid_from=first,
        valid_until=after,
    )


def _is_vacant(cells: Cells) -> bool | None:
    """Return whether nobody holds a post: said, or where its title says nothing else."""
    if cells.text("vacant") is not None:
        return cells.yes("vacant")
    return True if (cells.text("title") or "").casefold() in _VACANT else None


def _units(cells: Cells) -> tuple[Unit, ...]:
    names = [cells.text(column) for column in ("department", "organisation", "unit")]
    path: list[str] = []
    units: list[Unit] = []
    for name in names:
        if name is None or (path and name == path[-1]):
            continue
        parent = "/".join(path) or None
        path.append(name)
        units.append(Unit("/".join(path), name, cells.place, parent=parent))
    return tuple(units)


def check(posts: Sequence[Post], units: Iterable[Unit]) -> None:
    """Raise RefusedData for every post of a unit that is not in the org chart, and for posts that
    stand above each other in a circle."""
    known = {unit.unit_id for unit in units}
    problems = [
        f"{post.told_in}: {missing(unit_id, known)}"
        for post in posts
        for unit_id in (post.unit_id, post.heads)
        if unit_id is not None and unit_id not in known
    ]
    RefusedData.raise_if([*dict.fromkeys(problems), *_circles(posts)])


def _circles(posts: Sequence[Post]) -> Iterator[str]:
    reported: set[frozenset[str]] = set()
    for day in sorted({post.valid_from for post in posts}):
        valid = {post.post_id: post for post in posts if post.valid_from <= day < post.valid_until}
        above = {
            post.post_id: _post_id(post.organisation, post.reports_to)
            for post in valid.values()
            if post.reports_to is not None and post.reports_to != post.code
        }
        for ring in rings(above):
            if frozenset(ring) not in reported:
                reported.add(frozenset(ring))
                yield (
                    f"{valid[ring[0]].told_in}: the posts {', '.join(map(repr, ring))} report to "
                    "each other in a circle; give one of them another superior, or none."
                )


def mended(loading: Loading, posts: Sequence[Post]) -> list[Post]:
    """Return posts as a chart: each code once, nobody under himself or under a post that is not
    there. What had to be mended is noted."""
    once = _each_once(loading, posts)
    codes = {post.post_id for post in once}
    chart: list[Post] = []
    cut: dict[str, list[str]] = {}
    selves: list[Post] = []
    for post in once:
        above = post.reports_to
        if above is not None and above == post.code:
            selves.append(post)
            post = replace(post, reports_to=None)
        elif above is not None and _post_id(post.organisation, above) not in codes:
            cut.setdefault(_post_id(post.organisation, above), []).append(post.post_id)
            post = replace(post, reports_to=None)
        chart.append(post)
    for post in selves:
        notice(loading, ORG, "self_reference", post.post_id, 1)
    for above, names in cut.items():
        notice(loading, ORG, "missing_superior", above, len(names), **shortened(names))
    _note_roots(loading, chart, {name for names in cut.values() for name in names})
    _note_costs(loading, posts)
    return chart


def _each_once(loading: Loading, posts: Sequence[Post]) -> list[Post]:
    """Return posts of one code and time as one: people who share a job."""
    held: dict[tuple[str, date], list[Post]] = {}
    for post in posts:
        held.setdefault((post.post_id, post.valid_from), []).append(post)
    once: list[Post] = []
    for (post_id, _), shares in held.items():
        first = shares[0]
        if len(shares) > 1:
            known = [share.fte for share in shares if share.fte is not None]
            first = replace(first, fte=sum(known) if known else None)
            superiors = {share.reports_to for share in shares}
            if len(superiors) == 1:
                notice(loading, ORG, "duplicate_code", post_id, len(shares))
            else:
                notice(
                    loading, ORG, "duplicate_code_superiors", post_id, len(shares),
                    superior=first.reports_to or "",
                )  # fmt: skip
        once.append(first)
    return once


def _note_roots(loading: Loading, chart: Sequence[Post], cut: set[str]) -> None:
    """Note organisations with several posts under nobody, and posts that no root reaches."""
    by_organisation: dict[str, list[Post]] = {}
    for post in chart:
        by_organisation.setdefault(post.organisation, []).append(post)
    for organisation, members in by_organisation.items():
        roots = [post for post in members if post.reports_to is None]
        if len({root.post_id for root in roots}) > 1:
            names = shortened([root.post_id for root in roots])
            kind: Odd = "several_roots" if organisation else "several_roots_of_all"
            notice(loading, ORG, kind, organisation, len(roots), **names)
        below: dict[str, list[Post]] = {}
        for post in members:
            if post.reports_to is not None:
                below.setdefault(_post_id(post.organisation, post.reports_to), []).append(post)
        for name in sorted(post.post_id for post in roots if post.post_id in cut):
            notice(loading, ORG, "unreachable_post", name, len(_reached(name, below)))


def _reached(top: str, below: dict[str, list[Post]]) -> set[str]:
    reached: set[str] = set()
    waiting = [top]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(post.post_id for post in below.get(name, []))
    return reached


def _note_costs(loading: Loading, posts: Sequence[Post]) -> None:
    odd: dict[str, list[Post]] = {}
    for post in posts:
        if post.cost is not None and not post.cost.replace(",", "").replace(".", "").isdigit():
            odd.setdefault(post.path, []).append(post)
    for path, held in odd.items():
        values = sorted({post.cost for post in held if post.cost is not None})
        notice(loading, ORG, "cost_not_a_number", path, len(held), **shortened(values))


def build(loading: Loading, posts: Sequence[Post], units: Iterable[Unit]) -> None:
    """Fill core_post."""
    functions = {unit.unit_id: unit.function for unit in units}
    loading.insert("core_post",
        (
            "post_id", "organisation", "title", "unit_id", "function", "heads_unit_id", "grade",
            "role", "goal", "reports_to_post_id", "dotted_to_post_id", "fte", "is_vacant",
            "valid_from", "valid_until",
        ),
        [
            (
                post.post_id, post.organisation or None, post.title, post.unit_id,
                post.function or functions.get(post.unit_id or ""), post.heads, post.grade,
                post.role, post.goal, _above(post, post.reports_to), _above(post, post.dotted_to),
                post.fte, post.is_vacant, post.valid_from, post.valid_until,
            )
            for post in posts
        ],
    )  # fmt: skip


def _above(post: Post, code: str | None) -> str | None:
    return None if code is None else _post_id(post.organisation, code)
