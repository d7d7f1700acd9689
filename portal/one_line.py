"""What the log says in one line."""

from http import HTTPStatus
from logging import Filter


class RefusalInOneLine(Filter):
    """A page that is not open to a reader is no failure of the portal: where it was asked for says enough."""

    def filter(self, record):
        if getattr(record, "status_code", None) == HTTPStatus.FORBIDDEN:
            record.exc_info = record.exc_text = None
        return True
