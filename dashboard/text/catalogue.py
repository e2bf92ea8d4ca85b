"""The catalogues of messages: `<language>.po` beside this file, compiled in memory."""

import io
from functools import lru_cache
from gettext import GNUTranslations
from importlib import resources

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська", "pl": "Polski"}


def read(language: str) -> Catalog:
    """Return the catalogue of `language` as it is written."""
    source = resources.files(__package__).joinpath(f"{language}.po").read_bytes()
    return read_po(io.BytesIO(source), locale=language)


@lru_cache(maxsize=len(LANGUAGES))
def _compiled(language: str) -> tuple[GNUTranslations, frozenset[str]]:
    catalogue = read(language)
    binary = io.BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    ids = (m.id[0] if isinstance(m.id, (tuple, list)) else m.id for m in catalogue if m.id)
    return GNUTranslations(binary), frozenset(ids)


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

    def has(self, message: str) -> bool:
        """Tell whether the catalogue holds `message`."""
        return message in self._ids


def plain(words: str) -> str:
    """Return `words` from a file or an address so that Markdown shows them as they are."""
    return "".join(f"\\{sign}" if sign in _MARKS else sign for sign in words.replace("\n", " "))


_MARKS = frozenset("\\`*_{}[]()<>#+-!|~$:")
