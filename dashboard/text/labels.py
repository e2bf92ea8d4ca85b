"""Names in the reader's language: of metrics, members of slices, periods. Never an internal id."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from dashboard.data import Data, Member, Period, Post, months_later
from dashboard.text.catalogue import Text
from dashboard.text.numbers import Numbers


class Labels:
    """Names for one reader and one build."""

    def __init__(self, text: Text, numbers: Numbers, data: Data) -> None:
        self._text = text
        self._numbers = numbers
        self._names = {
            slice_id: {member.id: member.name for member in data.members(slice_id)}
            for slice_id in data.slices()
        }
        self._units = told_apart(data.units())

    def metric(self, metric: str) -> str:
        """Return the short name of a metric, or its id written as words where it has none yet."""
        return self._said(f"metric.{metric}") or metric.replace("_", " ")

    def heading(self, metric: str) -> str:
        """Return the name of a metric for the head of a narrow column."""
        return self._said(f"metric.{metric}.short") or self.metric(metric)

    def about(self, metric: str) -> str:
        """Return what a metric means, in a sentence; empty where nothing is written yet."""
        return self._said(f"metric.{metric}.about") or ""

    def edges(self, metric: str) -> str:
        """Return the rules at a metric's edges."""
        return self._said(f"metric.{metric}.edges") or ""

    def slice(self, slice_id: str) -> str:
        return self._said(f"slice.{slice_id}") or slice_id.replace("_", " ")

    def member(self, slice_id: str, member: str) -> str:
        """Return a member's name: the field's own word for it, else as the company writes it."""
        if not member:
            return self._text(f"none.{slice_id}") if self._text.has(f"none.{slice_id}") else "–"
        if slice_id in ("unit", "division"):
            return self.unit(member)
        own = self._names.get(slice_id, {}).get(member)
        return self._said(f"{slice_id}.{member}") or own or member

    def unit(self, unit: str) -> str:
        return self._units.get(unit) or self._names.get("unit", {}).get(unit) or unit

    def posts(self, posts: Iterable[Post]) -> dict[str, str]:
        """Return the titles of posts by id; two that share one have their unit or id beside it."""
        known = {post.id: post for post in posts}
        times = Counter(post.title for post in known.values())
        names = {
            post.id: post.title
            if times[post.title] == 1 or post.unit is None
            else f"{post.title} ({post.unit})"
            for post in known.values()
        }
        return _told_apart(names)

    def period(self, period: Period | str) -> str:
        """Return a period's name: 2026, Q3 2026, September 2026, or its first and last day."""
        period = Period.parse(period) if isinstance(period, str) else period
        start, identity = period.start, period.id
        if len(identity) == 4:
            return identity
        if "Q" in identity:
            return self._numbers.quarter(start)
        if len(identity) == 7:
            return _capital(self._numbers.month(start))
        last = period.end - timedelta(days=1)
        if start.day == 1 and months_later(last.replace(day=1), 1) == period.end:
            return f"{self._numbers.month(start)} – {self._numbers.month(last)}"
        if start == last:
            return self._numbers.day(start)
        return f"{self._numbers.day(start)} – {self._numbers.day(last)}"

    def known(self, slice_id: str, members: Iterable[str]) -> str:
        """Return the names of some members, with commas."""
        return ", ".join(self.member(slice_id, member) for member in members)

    def _said(self, message: str) -> str | None:
        return self._text(message) if self._text.has(message) else None


def told_apart(units: Iterable[Member]) -> dict[str, str]:
    """Return the names of units by id; where two share a name, each with the unit above it.

    Where that is the same too, with its id.
    """
    known = {unit.id: unit for unit in units}
    times = Counter(unit.name for unit in known.values())
    names: dict[str, str] = {}
    for unit in known.values():
        above = known.get(unit.parent_id or "")
        is_alone = times[unit.name] == 1
        names[unit.id] = (
            unit.name if is_alone else f"{above.name if above else unit.id} / {unit.name}"
        )
    return _told_apart(names)


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Return names by id, with the id wherever two are the same."""
    times = Counter(names.values())
    return {
        identity: name if times[name] == 1 else f"{name} ({identity})"
        for identity, name in names.items()
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
