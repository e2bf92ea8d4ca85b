"""The catalogues: every message in every language, with its plurals and placeholders."""

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message

from dashboard.data import Member
from dashboard.text import catalogue
from dashboard.text.catalogue import LANGUAGES, Text
from dashboard.text.labels import told_apart
from dashboard.text.numbers import Numbers
from etl.metrics.catalogue import catalogue as metrics
from etl.metrics.result import Verdict
from etl.remarks import ENGLISH, Remark, Value

CODE = sorted(Path(str(resources.files("dashboard"))).rglob("*.py"))
CATALOGUES = {language: catalogue.read(language) for language in LANGUAGES}
ID = re.compile(r"[a-z_]+(\.[a-z0-9_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SAME_IN_ALL = {"download.csv", "download.xlsx", "story.figure"}


def messages(language: str) -> dict[str, Message]:
    return {_id(message): message for message in CATALOGUES[language] if message.id}


def _id(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)


def forms(message: Message) -> tuple[str, ...]:
    """Return what a message says, one text a plural form."""
    said = message.string
    return tuple(said) if isinstance(said, (list, tuple)) else (said or "",)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def said_in_code() -> Iterator[tuple[str, bool]]:
    """Yield every message asked for: a regular expression of its id, and whether it is plural."""
    for path in CODE:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args:
                name = ast.unparse(call.func)
                if re.search(r"(^|\.|\b_)text(\.count|\.has)?$", name) or name.endswith("._said"):
                    for pattern in patterns(call.args[0]):
                        yield pattern, name.endswith(".count")


def patterns(argument: ast.expr) -> Iterator[str]:
    """Yield what an argument can be, as regular expressions; nothing for a plain variable."""
    match argument:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+"
                for part in parts
            )
        case ast.IfExp(body=body, orelse=other):
            yield from patterns(body)
            yield from patterns(other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_asked_for_is_in_every_catalogue(language: str) -> None:
    known = messages(language)
    asked = set(said_in_code())
    assert len(asked) > 150
    for pattern, is_plural in asked:
        found = [m for key, m in known.items() if re.fullmatch(pattern, key)]
        assert found, f"{language}.po lacks {pattern}"
        assert any(m.pluralizable for m in found) or not is_plural, f"{pattern} needs plural forms"


def test_every_message_of_the_catalogues_is_asked_for_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    asked = {pattern for pattern, _ in said_in_code()}
    asked |= {re.escape(text) for text in re.findall(r'"([a-z_]+\.[a-z0-9_.]+)"', code)}
    asked |= {
        re.sub(r"\\\{[^}]*\}", "[a-z0-9_.]+", re.escape(text))
        for text in re.findall(r'f"([a-z_]+\.[^" ]*)"', code)
    }
    here = messages("en").keys() - ENGLISH.keys()
    assert [key for key in here if not any(re.fullmatch(p, key) for p in asked)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_same_messages(language: str) -> None:
    assert messages(language).keys() == messages("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_empty_or_fuzzy_and_plural_forms_are_complete(language: str) -> None:
    for key, message in messages(language).items():
        assert not message.fuzzy, key
        assert all(form.strip() for form in forms(message)), key
        if message.pluralizable:
            assert len(forms(message)) == CATALOGUES[language].num_plurals, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language_and_form(language: str) -> None:
    english = messages("en")
    for key, message in messages(language).items():
        wanted = placeholders(forms(english[key])[-1])
        for form in forms(message):
            assert placeholders(form) == wanted, f"{language}.po {key}"


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_a_form_that_serves_one_and_twenty_one_shows_the_number(language: str) -> None:
    for key, message in messages(language).items():
        if message.pluralizable:
            assert placeholders(forms(message)[0]) & {"n", "count"}, f"{language}.po {key}"


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_cyrillic_languages_are_written_in_cyrillic(language: str) -> None:
    alien = "ыэъё" if language == "uk" else "іїєґ"
    for key, message in messages(language).items():
        for form in forms(message):
            has_words = re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", form))
            is_cyrillic = key in SAME_IN_ALL or CYRILLIC.search(form) or not has_words
            assert is_cyrillic, f"{key}: {form}"
            assert not set(form.lower()) & set(alien), f"{key}: {form}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["1 case", "2 cases", "5 cases", "21 cases"]),
        ("ru", ["1 случай", "2 случая", "5 случаев", "21 случай"]),
        ("uk", ["1 випадок", "2 випадки", "5 випадків", "21 випадок"]),
        ("pl", ["1 przypadek", "2 przypadki", "5 przypadków", "21 przypadków"]),
    ],
)
def test_plurals_follow_the_language(language: str, written: list[str]) -> None:
    text = Text(language)
    assert [text.count("cases", n, str(n)) for n in (1, 2, 5, 21)] == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_is_named_defined_and_has_its_findings(language: str) -> None:
    text = Text(language)
    for metric in metrics().values():
        for message in (metric.id, f"{metric.id}.about", f"{metric.id}.edges"):
            assert text.has(f"metric.{message}"), message
        assert text.has(f"book.group.{metric.group}"), metric.group
        if metric.better and metric.method and metric.is_compared:
            assert text.has(f"finding.worst.{metric.id}"), metric.id
            assert text.has(f"finding.best.{metric.id}"), metric.id
        if metric.method:
            assert text.has(f"method.{metric.method}"), metric.method


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_a_word(language: str) -> None:
    for verdict in get_args(Verdict):
        assert Text(language).has(f"verdict.{verdict}")


def test_reasons_of_the_catalogue_of_metrics_have_words() -> None:
    reasons = {
        reason
        for metric in metrics().values()
        for reason in re.findall(r"(?:then|else) '([a-z_]+)'", metric.reason)
    }
    assert reasons
    missing = [reason for reason in reasons if not Text("en").has(f"reason.{reason}")]
    assert missing == []


def test_the_english_of_what_is_said_about_the_data_stands_in_one_place() -> None:
    assert not ENGLISH.keys() & {_id(message) for message in catalogue.written("en") if message.id}


def everything_said(kind: str) -> list[Remark]:
    """Return a remark of `kind` about one, two, five and 21 things, with all its values."""
    names = placeholders(str(forms(messages("en")[kind])))
    lists: dict[str, Value] = {"names": ["a'", "b"], "words": {"a": 1, "b": 2000}}
    return [
        Remark(kind, {name: lists.get(name, f"<{name}>") for name in names} | {"count": count})
        for count in (1, 2, 5, 21)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in ENGLISH if not kind.startswith("listing.")])
def test_every_remark_is_said_in_every_language_with_its_values(language: str, kind: str) -> None:
    for remark in everything_said(kind):
        said = Text(language).said(remark)
        assert said != kind
        assert language != "en" or said == str(remark)
        for name, value in remark.values.items():
            assert isinstance(value, int) or name in ("names", "words") or f"<{name}>" in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "5 lines stand above the header; they were not read."),
        ("ru", "5 строк над заголовком."),
        ("uk", "5 рядків над заголовком."),
        ("pl", "Nie odczytano 5 wierszy nad nagłówkiem."),
    ],
)
def test_remarks_have_the_plurals_of_the_language(language: str, said: str) -> None:
    told = Text(language).said(Remark("notice.lines_above_header", {"count": 5}))
    assert told.endswith(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "columns not read: 'a', 'b' and 1,200 more"),
        ("ru", "не прочитано: «a», «b» и ещё 1\xa0200"),
        ("uk", "не прочитано: «a», «b» \u0456 ще 1\xa0200"),
        ("pl", "nie odczytano: „a”, „b” i jeszcze 1\xa0200"),
    ],
)
def test_names_are_listed_as_the_language_does(language: str, said: str) -> None:
    values: dict[str, Value] = {"names": ["a", "b"], "more": 1200, "count": 1202}
    assert Text(language).said(Remark("reading.not_read", values)) == said


def test_the_catalogues_are_committed_sorted_by_id() -> None:
    for language in LANGUAGES:
        ids = [_id(message) for message in catalogue.written(language) if message.id]
        assert ids == sorted(ids), language


def test_a_catalogue_is_what_its_header_says() -> None:
    for language, found in CATALOGUES.items():
        assert isinstance(found, Catalog)
        assert str(found.locale) == language


def test_units_that_share_a_name_are_told_apart_by_the_unit_above() -> None:
    units = (
        Member("top", "City", None),
        Member("a", "Desk", "top"),
        Member("shop", "Shop", "top"),
        Member("b", "Desk", "shop"),
        Member("c", "Orders", "shop"),
        Member("d", "Orders", None),
    )
    assert told_apart(units) == {
        "top": "City",
        "a": "City / Desk",
        "shop": "Shop",
        "b": "Shop / Desk",
        "c": "Shop / Orders",
        "d": "d / Orders",
    }


def test_units_that_share_a_name_under_one_unit_are_told_apart_by_their_ids() -> None:
    units = (Member("top", "City"), Member("a", "Desk", "top"), Member("b", "Desk", "top"))
    assert told_apart(units) == {"top": "City", "a": "City / Desk (a)", "b": "City / Desk (b)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percentage_stands_as_the_numbers_of_the_language_have_it(language: str) -> None:
    """`Numbers` writes 80.6% in English and 80,6 % in Russian; sentences write the same."""
    has_space = not Numbers(Text(language)).percent(0.1, 0).endswith("0%")
    for message in messages(language).values():
        forms = message.string or ()
        for form in [forms] if isinstance(forms, str) else forms:
            for space in re.findall(r"[0-9](\s?)%(?!-)", form):  # 95%-ный is one word
                assert bool(space) == has_space, form
