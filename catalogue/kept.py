"""Things that cost time to make and stay true for a while, kept in the memory of the process."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpResponse


class Kept:
    """A bounded store: the least used goes first, and nothing outlives KEPT_SECONDS.

    What is shown from it may be that much older than the database, and no more; with KEPT_SECONDS = 0
    nothing is kept. A key holds everything the value depends on, the language too.
    """

    def __init__(self, number: int):
        self._number = number
        self._rows: OrderedDict = OrderedDict()
        self._lock = Lock()

    def get(self, key):
        """The value kept under the key, or None."""
        with self._lock:
            until, value = self._rows.get(key, (0, None))
            if until <= monotonic():
                self._rows.pop(key, None)
                return None
            self._rows.move_to_end(key)
            return value

    def put(self, key, value) -> None:
        if not settings.KEPT_SECONDS:
            return
        with self._lock:
            self._rows[key] = (monotonic() + settings.KEPT_SECONDS, value)
            self._rows.move_to_end(key)
            while len(self._rows) > self._number:
                self._rows.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._rows.clear()


PAGES = Kept(400)


def kept_page(request, stamp, make) -> HttpResponse:
    """Return the page that `make` makes, to visitors without a cookie of ours the one made for the last of them.

    stamp holds what the page must not be older than; all else on it may be KEPT_SECONDS old. Who is signed in
    or has chosen a look always gets a new page.
    """
    if request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME} or request.method != "GET":
        return make()
    save_data = request.headers.get("Save-Data", "")
    key = (request.build_absolute_uri(), save_data.lower() == "on", stamp)
    content = PAGES.get(key)
    if content is None:
        answer = make()
        if answer.status_code != 200:
            return answer
        content = answer.content
        PAGES.put(key, content)
    return HttpResponse(content)
