"""The text of a Word document as a person sees it: what was inserted counts, what was deleted does not.

Elements are known by their local names: «strict» documents use another namespace.
"""

from collections.abc import Iterator

# Wrapped around paragraphs, rows and cells by content controls, tracked changes and add-ons.
WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
# Nothing a person reads stands in these; the last one repeats what stands in another form beside it.
UNSEEN = {"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "Fallback"}
SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def local(element) -> str:
    """Return the name of an element; comments and the like have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element, name) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def parts(element, *wanted) -> Iterator:
    """Give the paragraphs, tables, rows or cells that belong to the element itself, also when wrapped."""
    for child in element:
        name = local(child)
        if name in wanted:
            yield child
        elif name in WRAPPERS and not _is_prompt(child):
            yield from parts(child, *wanted)


def rows(table) -> list:
    """Return the rows of a table but for those that were deleted with changes tracked."""
    return [row for row in parts(table, "tr") if not _has(row, "trPr", "del")]


def span(cell) -> int:
    """Return how many columns the cell covers."""
    spans = [attribute(mark, "val") for within in cell if local(within) == "tcPr" for mark in within
             if local(mark) == "gridSpan"]
    return int(spans[0]) if spans and spans[0].isdecimal() and len(spans[0]) < 3 else 1


def text(element) -> str:
    """Return what is read in the element; each paragraph is a line."""
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(pieces).strip("\n")


def names(element) -> list[str]:
    """Return the names of the bookmarks and content controls in the element."""
    found = [attribute(mark, "name") for mark in element.iter() if local(mark) == "bookmarkStart"]
    return found + [attribute(mark, "val") for mark in element.iter() if local(mark) == "tag"]


def _gather(element, pieces):
    for child in element:
        name = local(child)
        if name in UNSEEN or (name == "sdt" and _is_prompt(child)):
            continue
        if name == "t":
            pieces.append(child.text or "")
        elif name in SIGNS:
            pieces.append(SIGNS[name])
        else:
            _gather(child, pieces)
        if name == "p":
            pieces.append("\n")


def _is_prompt(element):
    """A content control in which nothing was typed shows «Click here to enter text»."""
    return _has(element, "sdtPr", "showingPlcHdr")


def _has(element, properties, mark):
    return any(local(inner) == mark for child in element if local(child) == properties for inner in child)
