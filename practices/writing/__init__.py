"""Pages for authors: begin a practice, write it page by page, check it, send it."""

from practices.writing.files import Files, RemoveFile
from practices.writing.mine import Delete, Mine
from practices.writing.pages import ORDER, PAGES
from practices.writing.sending import Check, Recall, Sent
from practices.writing.write import Begin, Write

__all__ = [
    "ORDER", "PAGES", "Begin", "Check", "Delete", "Files", "Mine", "Recall", "RemoveFile", "Sent", "Write",
]
