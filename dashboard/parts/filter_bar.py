"""The filter bar: one row of choices, each an id shown by its name."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard import periods
from dashboard.filters import SLICES
from dashboard.session import Session, choose

_INDENT = "\N{EN SPACE}"
_CLEARED: dict[str, object] = {**dict.fromkeys(SLICES, ()), "count": "event"}
"""What the choices behind “More filters” are when nothing is chosen there."""


def filter_bar(here: Session, *, compares: bool = True) -> None:
    """Draw the bar, one row where it fits; a change is written into the address at once.

    Where a page `compares` no periods, that choice is seen and cannot be made.
    """
    with st.grid(5, min_column_width=150, vertical_alignment="bottom", key="filter_bar"):
        _period(here)
        _one(here, "versus", ("previous", "year_before", "none"), disabled=not compares)
        _unit(here)
        _one(here, "clock", ("business", "calendar"))
        _more(here)


def _period(here: Session) -> None:
    span = here.data.span()
    twelve = periods.last_twelve_months(span).id
    options = list(dict.fromkeys([here.filters.period, *(p.id for p in periods.offered(span))]))
    order = {period.id: place for place, period in enumerate(periods.offered(span))}
    options.sort(key=lambda period: order.get(period, -1))

    def name(period: str) -> str:
        if period == span.id:
            return here.text("period.all")
        return here.text("period.twelve") if period == twelve else here.labels.period(period)

    _select(here, "period", options, name)


def _unit(here: Session) -> None:
    units = here.data.units()
    is_one_tree = sum(not unit.parent_id for unit in units) == 1
    depth: dict[str, int] = {}
    for unit in units:
        depth[unit.id] = depth.get(unit.parent_id or "", -2 if is_one_tree else -1) + 1

    def name(unit: str) -> str:
        if not unit:
            return here.text("filter.unit.all")
        indent = 0 if unit == here.filters.unit else depth.get(unit, 0)  # none in the closed box
        return _INDENT * indent + here.labels.unit(unit)

    _select(here, "unit", ["", *(unit.id for unit in units)], name)


def _one(here: Session, filter_id: str, options: Sequence[str], *, disabled: bool = False) -> None:
    def name(option: str) -> str:
        return here.text(f"filter.{filter_id}.{option}")

    _select(here, filter_id, options, name, disabled=disabled)


def _select(
    here: Session,
    filter_id: str,
    options: Sequence[str],
    name: Callable[[str], str],
    *,
    disabled: bool = False,
) -> None:
    key = f"w_{filter_id}"
    st.session_state[key] = getattr(here.filters, filter_id)
    st.selectbox(
        here.text(f"filter.{filter_id}"),
        options,
        format_func=name,
        key=key,
        on_change=_chosen,
        args=(filter_id,),
        disabled=disabled,
        help=here.text("filter.count.help") if filter_id == "count" else None,
    )


def _more(here: Session) -> None:
    active = sum(getattr(here.filters, name) != value for name, value in _CLEARED.items())
    label = here.text("filter.more")
    with st.popover(
        f"{label} · {here.numbers.count(active)}" if active else label,
        width="stretch",
        key="more_filters",
    ):
        for slice_id in SLICES:
            if len(here.data.members(slice_id)) > 1:
                _several(here, slice_id)
        _one(here, "count", ("event", "current", "share"))
        if active:
            st.button(
                here.text("filter.clear"),
                key="clear_filters",
                type="tertiary",
                on_click=choose,
                kwargs=_CLEARED,
            )


def _several(here: Session, slice_id: str) -> None:
    key = f"w_{slice_id}"
    st.session_state[key] = list(getattr(here.filters, slice_id))
    members = [member.id for member in here.data.members(slice_id)]
    missing = [m for m in getattr(here.filters, slice_id) if m not in members]
    st.multiselect(
        here.labels.slice(slice_id),
        members + missing,
        format_func=lambda member: here.labels.member(slice_id, member),
        key=key,
        placeholder=here.text("filter.any"),
        select_all=False,
        on_change=_chosen,
        args=(slice_id,),
    )


def _chosen(filter_id: str) -> None:
    value = st.session_state[f"w_{filter_id}"]
    choose(**{filter_id: tuple(value) if isinstance(value, list) else value})
