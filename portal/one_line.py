"""What the log says in one line."""

import logging
from http import HTTPStatus


class RefusalInOneLine(logging.Filter):
    """A page that is not open to a reader is no failure of the portal: where it was asked for says enough."""

    def filter(self, record):
        if getattr(record, "status_code", None) == HTTPStatus.FORBIDDEN:
            record.exc_info = record.exc_text = None
        return True


class ExcessInOneLine(logging.Filter):
    """Whoever sends more than is taken has been told so (413): the log says where, and that nothing broke."""

    def filter(self, record):
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        path = getattr(getattr(record, "request", None), "path", "")
        record.msg, record.args = "%s: %s", (record.getMessage(), path.encode("unicode_escape").decode("ascii"))
        return True
