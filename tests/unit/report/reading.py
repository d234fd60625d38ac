"""A reader of the page: what a browser would load, and the tables as rows of texts."""

from html.parser import HTMLParser

VOID = {"meta", "img", "br", "link", "input", "hr"}
LOADING = ("src", "srcset", "data", "poster", "background", "action", "xlink:href")


class Reader(HTMLParser):
    """Follows the page from tag to tag; tags that do not match are an error."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.headings: list[str] = []
        self.ratings: list[tuple[str, str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._table = ""
        self._classes: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.loads += [known[name] for name in LOADING if name in known]
        if "id" in known:
            self.ids.append(known["id"])
        if tag == "a":
            self.links.append(known.get("href", ""))
        if tag == "table":
            self._table = known.get("id", f"table {len(self.tables)}")
            self.tables[self._table] = []
        if tag == "tr" and self._table:
            self.tables[self._table].append([])
        if tag in ("th", "td"):
            self.tables[self._table][-1].append("")
        if tag == "h2":
            self.headings.append("")
        if tag not in VOID:
            self.open.append(tag)
            self._classes.append(known.get("class", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._classes.pop()
        if tag == "table":
            self._table = ""

    def handle_data(self, data: str) -> None:
        if "h2" in self.open:
            self.headings[-1] += data
        if self._classes and self._classes[-1].startswith("rating"):
            self.ratings.append((self._classes[-1].removeprefix("rating "), data))
        elif {"th", "td"} & set(self.open):
            self.tables[self._table][-1][-1] += data

    def table(self, name: str) -> dict[str, list[str]]:
        """The rows of a table by their labels, texts without space at their ends."""
        return {
            row[0].strip(): [cell.strip() for cell in row[1:]] for row in self.tables[name] if row
        }
