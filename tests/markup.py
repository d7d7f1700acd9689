"""A page as a reader meets it: its language, headings, links and words, each word with its language."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("alt", "aria-label", "placeholder", "title")


class Page(HTMLParser):
    """Reads the HTML once; `words` are pairs of a text and the language its element says it is in."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.languages: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.words: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict]] = []
        self.title, self.h1s = "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        self.tags.append((tag, values))
        language = values.get("lang") or values.get("hreflang") or (self.open[-1][1] if self.open else "")
        self.words += [(values[name], language) for name in SPOKEN if values.get(name)]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.words.append((values.get("value", ""), language))
        if tag == "h1":
            self.h1s.append("")
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        tags = [tag for tag, _language in self.open]
        if not text.strip() or {"script", "style", "textarea"} & set(tags):
            return
        # The title in a picture is no title of the page.
        if tags[-1] == "title" and "svg" not in tags:
            self.title += text.strip()
        if "h1" in tags:
            self.h1s[-1] += text
        self.words.append((" ".join(text.split()), self.open[-1][1]))

    def named(self, *tags) -> list[dict]:
        """The attributes of every element with one of these tags."""
        return [values for tag, values in self.tags if tag in tags]

    @property
    def language(self) -> str:
        return self.named("html")[0].get("lang", "")

    @property
    def alternates(self) -> dict[str, str]:
        """Where the page stands in each language; a feed is an alternate too, but of no language."""
        links = [values for values in self.named("link") if values.get("rel") == "alternate" and "hreflang" in values]
        return {values["hreflang"]: values["href"] for values in links}

    @property
    def ids(self) -> list[str]:
        return [values["id"] for _tag, values in self.tags if values.get("id")]

    def text_in(self, language: str) -> list[str]:
        """The texts that are said to be in the language."""
        return [text for text, spoken in self.words if spoken == language]

    def fetched(self) -> list[str]:
        """What a browser fetches along with the page; a lazy picture comes when it is looked at."""
        links = [v["href"] for v in self.named("link") if {"stylesheet", "icon", "preload"} & set(v["rel"].split())]
        shown = [v for v in self.named("script", "img", "iframe", "source") if v.get("loading") != "lazy"]
        return links + [v["src"] for v in shown if v.get("src")]

    def leads_to(self) -> list[str]:
        """Where the links of the page lead, and what it shows."""
        return [v["href"] for v in self.named("a", "link") if v.get("href")] + [
            v["src"] for v in self.named("img") if v.get("src")
        ]
