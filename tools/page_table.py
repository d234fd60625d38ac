"""A table in Markdown, and its place on a page: between two marks that no reader sees."""

from collections.abc import Sequence


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The table: its head, the rule under it, its rows."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def between(page: str, begin: str, end: str, text: str) -> str:
    """The page with the text between its marks; a page without them is an error."""
    for mark in (begin, end):
        if page.count(mark) != 1:
            raise SystemExit(f"the page must have the mark {mark} once")
    before, after = page.split(begin, maxsplit=1)[0], page.split(end)[1]
    return f"{before}{begin}\n{text}\n{end}{after}"
