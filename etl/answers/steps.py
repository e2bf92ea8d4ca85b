"""The steps from one build to another, named by what moved the tickets that each replaces."""

from dataclasses import dataclass

from etl.answers.making import Differing


@dataclass(frozen=True, slots=True)
class Due:
    """The step that replaces a ticket of a source, named by what it is due to.

    `changed`: its record is another. Else its record is the same: `followed` replaces what follows
    from other tickets, `unsettled` those that went on after the extract, `settled` all others.
    """

    changed: str
    followed: str
    unsettled: str
    settled: str


def steps(differing: Differing) -> tuple[str, ...]:
    """Return the steps from one build to the other, in their order, by what each is due to.

    Where several things differ that may have moved the same tickets, the step names all of them.
    """
    of_sources = [due(differing, source) for source in differing.sources]
    rest = _rest(differing)
    changed = sorted({"changed", *(each.changed for each in of_sources)})
    followed = sorted(each.followed for each in of_sources)
    unsettled = sorted(each.unsettled for each in of_sources)
    settled = sorted(each.settled for each in of_sources)
    # where nothing else differs, what others did comes before what the time did
    last = (unsettled, settled) if differing.reasons else (settled, unsettled)
    order = dict.fromkeys(["gone", "new", *changed, *followed, *last[0], *last[1]])
    if differing.reasons:
        order.pop(rest, None)
    return tuple(order | {rest: None})


def due(differing: Differing, source: str) -> Due:
    """Return the steps that replace the tickets of a source."""
    rest = _rest(differing)
    others = ["others"] if differing.shows_otherwise(source) else []
    extract = ["extract"] if differing.is_extract_another(source) else []
    changed = followed = rest
    if differing.is_told_otherwise(source):
        changed = _named("changed", *differing.read_otherwise(source))
        followed = _named("others", *differing.read_otherwise(source))
    return Due(
        changed=changed,
        followed=followed,
        unsettled=_named(*extract, *others, *differing.reasons) or rest,
        settled=_named(*others, *differing.reasons) or rest,
    )


def _rest(differing: Differing) -> str:
    """Return to what all is due that neither records nor extracts explain."""
    return _named(*differing.reasons) or "others"


def _named(*reasons: str) -> str:
    return "_or_".join(reasons)
