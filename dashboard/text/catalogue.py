"""The catalogues of messages: `<language>.po` beside this file, compiled in memory.

The English of what is said about the data is not among them: it stands in `etl`, whose commands say
the same, and is added to the English catalogue here.
"""

import io
import re
from functools import lru_cache
from gettext import GNUTranslations
from importlib import resources

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from dashboard.data import ENGLISH, Remark, Table, say

LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "pl": "Polski"}


def written(language: str) -> Catalog:
    """Return the catalogue of `language` as it is written."""
    source = resources.files(__package__).joinpath(f"{language}.po").read_bytes()
    return read_po(io.BytesIO(source), locale=language)


def read(language: str) -> Catalog:
    """Return all messages of `language`."""
    catalogue = written(language)
    for kind, said in ENGLISH.items() if language == "en" else ():
        catalogue.add(kind if isinstance(said, str) else (kind, kind), said)
    return catalogue


@lru_cache(maxsize=len(LANGUAGES))
def _compiled(language: str) -> tuple[GNUTranslations, dict[str, bool]]:
    """Return the translations, and whether each message has plural forms."""
    catalogue = read(language)
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    ids = {
        str(m.id[0] if isinstance(m.id, (tuple, list)) else m.id): m.pluralizable
        for m in catalogue
        if m.id
    }
    return GNUTranslations(binary), ids


class Text:
    """The messages of one language. Belongs to a session, never to a module; equal by language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self._translations, self._ids = _compiled(language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and other.language == self.language

    def __hash__(self) -> int:
        return hash(self.language)

    def __call__(self, message: str, **values: object) -> str:
        """Return `message` in this language with `values` in their places."""
        return self._translations.gettext(message).format(**values)

    def count(self, message: str, count: int, shown: str, **values: object) -> str:
        """Return `message` in the plural form of `count`, which is written as `shown`."""
        return self._translations.ngettext(message, message, count).format(n=shown, **values)

    def said(self, *told: str | Remark) -> str:
        """Return what `etl` says in this language, one sentence after the other."""
        return " ".join(each if isinstance(each, str) else say(each, self) for each in told)

    def table(self, table: Table) -> Table:
        """Return a table with its remarks in words."""
        return Table(table.columns, [tuple(map(self._cell, row)) for row in table.rows])

    def _cell(self, cell: object) -> object:
        if isinstance(cell, Remark):
            return self.said(cell)
        return "; ".join(map(self.said, cell)) or None if isinstance(cell, tuple) else cell

    def template(self, kind: str, count: int) -> str:
        """Return a kind of remark as this language says it of `count` things."""
        if self._ids.get(kind):
            return self._translations.ngettext(kind, kind, count)
        return self._translations.gettext(kind)

    def number(self, value: int) -> str:
        """Return a whole number as this language writes it."""
        return format_decimal(value, locale=self.locale)

    def has(self, message: str) -> bool:
        """Tell whether the catalogue holds `message`."""
        return message in self._ids


def plain(words: str) -> str:
    """Return `words` from a file or an address so that Markdown shows them as they are.

    What looks like an address of a page or a mailbox is kept from becoming a link: a sign of no
    width stands in it.
    """
    unlinked = _LINK.sub("\\g<0>\N{WORD JOINER}", words.replace("\n", " "))
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in unlinked)


_LINK = re.compile(r"https?(?=:)|www(?=\.)|@", re.IGNORECASE)
_MARKS = frozenset("\\`*_{}[]()<>#+-!|~$:")
