"""An uploaded file is only ever data: it is sent by a view that has checked the reader, and cannot act."""

import logging

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from publishing.uploads import clean_name
from publishing.uploads.checks import CONTENT_TYPES

logger = logging.getLogger(__name__)

# AVIF is only ever made here: nobody may send it.
INLINE_TYPES = frozenset({"image/avif", "image/webp"})
KNOWN_TYPES = INLINE_TYPES | set(CONTENT_TYPES.values())
UNKNOWN_TYPE = "application/octet-stream"

# A withdrawn file must be gone from caches within minutes, though its content never changes.
PUBLIC_SECONDS = 300
# What a browser has fetched it may keep for a year; caches between it and the portal may not.
IMMUTABLE = f"public, max-age=31536000, s-maxage={PUBLIC_SECONDS}, immutable"


def serve_file(
    request, field_file, *, shown_name: str, content_type: str, public: bool, inline: bool = False,
    immutable: bool = False,
) -> HttpResponse:
    """The stored file as a response; the caller has already decided that this reader may have it.

    Only pictures are ever shown in the page (`inline`), all else is saved to the reader's disk.
    A `public` file may stay in caches for five minutes, any other in none; an `immutable` one stays for a
    year in the browser that has it.
    A request with `Range` gets the whole file. Raises Http404 for a file that is lost.
    """
    response = FileResponse(
        _open(field_file),
        as_attachment=not (inline and content_type in INLINE_TYPES),
        filename=clean_name(shown_name),
        content_type=content_type if content_type in KNOWN_TYPES else UNKNOWN_TYPE,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Accept-Ranges"] = "none"
    # All kinds are compressed already; this keeps GZipMiddleware from taking their length away.
    response["Content-Encoding"] = "identity"
    if public:
        return _cached(request, response, field_file.name, immutable)
    response["Cache-Control"] = "private, no-store"
    return response


def _open(field_file):
    if not field_file:
        raise Http404("no file")
    try:
        return field_file.storage.open(field_file.name, "rb")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        logger.error("Stored file %s is missing", field_file.name)
        raise Http404("file is lost") from error


def _cached(request, response, name, immutable):
    # The content under a name never changes, so the name is the validator.
    response["Cache-Control"] = IMMUTABLE if immutable else f"public, max-age={PUBLIC_SECONDS}"
    response["ETag"] = quote_etag(name)
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    if answer is not response:
        response.close()
    return answer
