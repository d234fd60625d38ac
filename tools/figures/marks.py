"""Marks on a page that no reader sees: what stands between them is written from the register.

In a sentence ``<!--=KEY-->213,000<!--/-->`` is the value of a figure and ``<!--=KEY:band-->`` the
value with its band. Around a table ``<!--=table:NAME-->`` and ``<!--/-->`` stand on lines of their
own. No other mark may begin a line: Markdown would take the whole line for HTML.
"""

import re
from collections.abc import Mapping
from typing import Final

from tools.figures.register import FigureError, Figures, said

BEGIN: Final = "<!--="
END: Final = "<!--/-->"
TABLE: Final = "table:"
MARK: Final = re.compile(rf"{BEGIN}(?P<name>[\w.:-]+)-->(?P<text>(?:(?!<!--).)*){END}", re.DOTALL)
AT_LINE_START: Final = re.compile(rf"^\s*(?:[>*-]\s+)*{BEGIN}(?!{TABLE})", re.MULTILINE)


def filled(page: str, figures: Figures, tables: Mapping[str, str]) -> str:
    """The page with every mark filled from the register."""
    _refuse_broken(page)

    def text_of(mark: re.Match[str]) -> str:
        name = mark["name"]
        text = _table(name, tables) if name.startswith(TABLE) else said(figures, name)
        return f"{BEGIN}{name}-->{text}{END}"

    return MARK.sub(text_of, page)


def names_on(page: str) -> list[str]:
    """What the marks of a page name, in their order."""
    return [mark["name"] for mark in MARK.finditer(page)]


def without_marked(page: str) -> str:
    """The page as it is without what its marks hold."""
    return MARK.sub("", page)


def _table(name: str, tables: Mapping[str, str]) -> str:
    found = tables.get(name.removeprefix(TABLE))
    if found is None:
        raise FigureError(f"there is no {name!r}; tables are {', '.join(tables)}.")
    return f"\n{found}\n"


def _refuse_broken(page: str) -> None:
    whole = len(MARK.findall(page))
    if not page.count(BEGIN) == page.count(END) == whole:
        raise FigureError(
            f"a mark {BEGIN}KEY-->...{END} has no end, no beginning or one within it."
        )
    if AT_LINE_START.search(page):
        raise FigureError(f"a mark begins a line; put a word before {BEGIN}KEY-->.")
