"""The decisions behind the numbers, in four languages: none is missing, none is out of date."""

import re

import pytest

from etl.answers.decisions import decision, decisions, mark, marks

TRANSLATED = ("pl", "ru", "uk")
CODE = re.compile(r"`[^`]+`")
ALIEN = {"pl": r"[\u0430-\u044f]", "ru": r"[іїєґ]", "uk": r"[ыэъё]"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_decision_is_translated_as_it_is_now(language: str) -> None:
    now = {anchor: mark(text) for anchor, text in decisions().items()}
    found = marks(language)
    sentences = [
        f"docs/decisions.{language}.md, ## {anchor}: "
        + ("the English has changed; translate it anew" if anchor in found else "translate it")
        + f", and write under its heading <!-- {wanted} -->"
        for anchor, wanted in now.items()
        if found.get(anchor) != wanted
    ]
    assert not sentences, "\n".join(sentences)
    assert list(found) == list(now), "entries that English has not, or in another order"


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("anchor", decisions())
def test_a_translation_is_of_its_language_and_names_the_same_things(
    language: str, anchor: str
) -> None:
    english, translated = decisions()[anchor], decision(anchor, language)
    assert translated != english
    assert sorted(CODE.findall(translated)) == sorted(CODE.findall(english))
    assert not re.search(ALIEN[language], translated.lower())
    assert re.search(r"[ąćęłńóśźż]" if language == "pl" else r"[\u0430-\u044f]", translated.lower())


def test_an_entry_ends_before_the_next_heading_of_any_kind() -> None:
    for language in ("en", *TRANSLATED):
        for anchor, text in decisions(language).items():
            assert not re.search(r"^#|<!--", text, re.MULTILINE), (language, anchor)


def test_a_mark_is_of_the_words_and_not_of_how_they_are_wrapped() -> None:
    assert mark("a promise\nkept") == mark("a  promise kept\n")
    assert mark("a promise kept") != mark("a promise broken")


def test_a_language_without_translations_is_told_the_english() -> None:
    assert decision("backlog", "eo") == decisions()["backlog"]
    assert decision("no-such-anchor") == ""
