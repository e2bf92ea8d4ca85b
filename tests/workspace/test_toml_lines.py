"""Every key of a TOML text is found on the line where a person sees it."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etl.workspace.toml_lines import lines_of

TEXT = '''\
# a comment with key = "value"
[company]
name = "A # b"
"odd key" = 'x' # y
[calendars.office]
hours.mon = ["09:00-12:30", # morning
  "13:30-18:00"]
note = """
fake = 1
\\""" still
"""
[[units]]
id = "a"
[[units]]
id = "b"
inline = { x = 1, "y.z" = { k = [1, 2] } }
[units.sub]
deep = 2026-01-01
[sources."a.b".status]
list = [
  { a = 1 },
  # nothing
  { b = 2 },
]
'''


def test_each_key_is_on_its_line() -> None:
    lines = lines_of(TEXT)
    for path, line in {
        ("company",): 2,
        ("company", "odd key"): 4,
        ("calendars", "office", "hours", "mon"): 6,
        ("calendars", "office", "hours", "mon", 1): 7,
        ("calendars", "office", "note"): 8,
        ("units", 0, "id"): 13,
        ("units", 1): 14,
        ("units", 1, "inline", "y.z", "k", 1): 16,
        ("units", 1, "sub", "deep"): 18,
        ("sources", "a.b", "status", "list", 1, "b"): 23,
    }.items():
        assert lines[path] == line, path
    assert ("calendars", "office", "fake") not in lines


keys = st.text(alphabet="ab-_1é \"#=[]{}.'\n", min_size=1, max_size=4)
texts = st.text(alphabet="ab\"'\\#=[]{}\n, ", max_size=8)
values = st.recursive(
    texts | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(toml(part) for part in value) + "\n]"
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower()


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def paths(value: object, above: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = {above} if above else set()
    if isinstance(value, dict):
        for key, part in value.items():
            found |= paths(part, (*above, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found |= paths(part, (*above, index))
    return found


@given(st.dictionaries(keys, values, max_size=4))
def test_no_key_is_lost_and_none_is_made_up_whatever_the_values_hold(data: dict[str, Any]) -> None:
    text = "".join(f"{quoted(key)} = {toml(value)}\n" for key, value in data.items())
    assert set(lines_of(text)) == paths(tomllib.loads(text))
