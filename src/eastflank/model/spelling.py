"""Spelling: names as a reader would write them, and the known name that is nearest to one."""

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# letters that no accent can be taken from, as they are written without them
PLAIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
# Cyrillic and Greek letters that look like Latin ones
LOOKALIKES: Final = str.maketrans(
    "АВЕЅЗІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABES3IJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo"
)
# what a screen obeys in place of showing it, but for the end of a line
CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")  # the marks that its texts may begin with
CLOSE: Final = 0.6  # of the ratio of difflib: below it a word is another one


@functools.cache
def folded(word: str) -> str:
    """A word without accents, capitals and underscores: ``RO_GALATI`` and Galați meet."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(letters.translate(PLAIN).replace("_", " ").split())


def is_utf16(raw: bytes) -> bool:
    """Whether bytes are a text in UTF-16: it begins with a mark, or half of it is nothing."""
    return raw.startswith(UTF16) or 3 * raw.count(0) > len(raw)


def looks_like(word: str) -> str:
    """The word as it looks: two that look alike may hold different characters."""
    return unicodedata.normalize("NFC", word).translate(LOOKALIKES)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known spelling closest to ``word``, if any is close; accents and case do not count."""
    spelt: dict[str, str] = {}
    for each in known:
        spelt.setdefault(folded(each), each)
    wanted = folded(looks_like(word))
    if wanted in spelt:
        return spelt[wanted]
    found = difflib.get_close_matches(wanted, spelt, n=1, cutoff=CLOSE)
    return spelt[found[0]] if found else None
